package io.ringbolt.persistence.aof;

import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Where in a file a time lies, and how many lines come before a place.
 */
final class AofTimeline
{
    private static final int BUFFER_LENGTH = 1 << 16;

    private AofTimeline()
    {
    }

    /**
     * @param start where commands begin.
     * @return the offset of the first thing that is later than {@code timeMs}: a batch, or a time stamp with what
     *     follows; -1 if nothing is.
     */
    static long endOf(final Disk disk, final Path file, final long start, final AofSurvey survey, final long timeMs)
        throws IOException
    {
        final long laterBatch = firstLaterBatch(survey, timeMs);
        final long end = laterBatch < 0 ? survey.validEnd() : laterBatch;
        // Behind our batches and before them stands what other servers have written, with time stamps of theirs.
        try (AofUnitReader units = new AofUnitReader(disk, file, start, end, 0, new OffHeapAllocator()))
        {
            while (units.next())
            {
                if (units.timeMs() > timeMs)
                {
                    return units.timeOffset();
                }
            }
        }
        return laterBatch;
    }

    private static long firstLaterBatch(final AofSurvey survey, final long timeMs)
    {
        for (final AofSurvey.Batch batch : survey.batches())
        {
            if (batch.unitCount() > 0 && batch.timeMs() > timeMs)
            {
                return batch.offset();
            }
        }
        return -1;
    }

    /** @return the number of the line at {@code end}, annotations left out, from 1 at {@code start} on. */
    static long lines(final Disk disk, final Path file, final long start, final long end) throws IOException
    {
        long lines = 1;
        boolean isLineStart = true;
        boolean isAnnotation = false;
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH);
        try (DiskFile opened = disk.openToRead(file))
        {
            long position = start;
            while (position < end)
            {
                buffer.clear().limit((int)Math.min(BUFFER_LENGTH, end - position));
                final int length = opened.read(position, buffer);
                for (int i = 0; i < length; i++)
                {
                    isAnnotation = isLineStart ? '#' == buffer.get(i) : isAnnotation;
                    isLineStart = '\n' == buffer.get(i);
                    lines += isLineStart && !isAnnotation ? 1 : 0;
                }
                position += Math.max(1, length);
            }
        }
        return lines;
    }
}
