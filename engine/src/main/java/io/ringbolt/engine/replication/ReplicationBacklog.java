package io.ringbolt.engine.replication;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.StreamMarks;

/**
 * The newest part of the replication stream, kept for replicas that come back: a retained window of the
 * {@link EffectLog}, with a mark every so many bytes by which any offset in it is found. Owned by the engine thread.
 * <p>
 * Offsets here count the stream's bytes since the server's start, as {@link EffectLog#streamLength()} does.
 */
/*
 * The window ends where the stream ends and begins at the oldest mark; it holds repl-backlog-size bytes or, by at most
 * the distance of two marks, more. With the default size it also holds whatever is younger than a few seconds, up to a
 * limit: at full load the default of 1 MB is a few milliseconds' worth, and a replica whose link was cut for a second
 * shall not have to begin anew. Who sets a size gets that size.
 */
public final class ReplicationBacklog implements StreamMarks, AutoCloseable
{
    private static final long MAX_MARK_DISTANCE = 64 << 10;
    private static final int MARKS_PER_WINDOW = 8;
    private static final int INITIAL_MARKS = 64;
    private static final long YOUNG_MS = 4000;
    private static final long MAX_YOUNG_BYTES = 256L << 20;

    private final EffectLog log;
    private EffectReader reader;
    private long size;
    private boolean keepsYoung;
    private long[] offsets = new long[INITIAL_MARKS];
    private long[] positions = new long[INITIAL_MARKS];
    private long[] times = new long[INITIAL_MARKS];
    private long firstMark;
    private long marksEnd;
    private long beginOffset;
    private long beginPosition;

    ReplicationBacklog(final EffectLog log)
    {
        this.log = log;
    }

    void onConfig(final ServerConfig config)
    {
        size = config.longValue(ReplicationParameters.REPL_BACKLOG_SIZE);
        keepsYoung = config.isDefault(ReplicationParameters.REPL_BACKLOG_SIZE);
    }

    /** @return whether anything is kept. */
    public boolean isOpen()
    {
        return null != reader;
    }

    /** @return bytes that are kept at least, once there are so many. */
    public long size()
    {
        return size;
    }

    /** Begins to keep what is appended from now on. */
    void open()
    {
        reader = log.openReader();
        beginOffset = log.streamLength();
        beginPosition = reader.position();
        firstMark = 0;
        marksEnd = 0;
        log.marks(this);
    }

    /** @return the offset of the first byte that is kept. */
    public long firstOffset()
    {
        return firstMark == marksEnd ? beginOffset : offsets[index(firstMark)];
    }

    /** @return bytes kept. */
    public long length()
    {
        return isOpen() ? log.streamLength() - firstOffset() : 0;
    }

    /** @return true if the stream can be read from {@code offset} on. */
    public boolean holds(final long offset)
    {
        return isOpen() && offset >= firstOffset() && offset <= log.streamLength();
    }

    /**
     * @param offset one that is held.
     * @return the place of the newest mark at or below it: a record's start, from where one walks on.
     */
    long positionBefore(final long offset)
    {
        return firstMark == marksEnd ? beginPosition : positions[index(markBefore(offset))];
    }

    /** @return the offset of the first byte of what lies at {@link #positionBefore}. */
    long offsetBefore(final long offset)
    {
        return firstMark == marksEnd ? beginOffset : offsets[index(markBefore(offset))];
    }

    private long markBefore(final long offset)
    {
        long low = firstMark;
        long high = marksEnd - 1;
        while (low < high)
        {
            final long middle = low + high + 1 >>> 1;
            if (offsets[index(middle)] <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public long onMark(final long streamOffset, final long position, final long timeMs)
    {
        if (marksEnd - firstMark == offsets.length)
        {
            grow();
        }
        final int index = index(marksEnd);
        offsets[index] = streamOffset;
        positions[index] = position;
        times[index] = timeMs;
        marksEnd++;
        trim(streamOffset, timeMs);
        return streamOffset + Math.max(1, Math.min(MAX_MARK_DISTANCE, size / MARKS_PER_WINDOW));
    }

    private void trim(final long end, final long nowMs)
    {
        final long before = firstMark;
        while (marksEnd - firstMark > 1 && mayGo(index(firstMark + 1), end, nowMs))
        {
            firstMark++;
        }
        if (before != firstMark)
        {
            reader.position(positions[index(firstMark)]);
        }
    }

    /** @param next the mark at which the window would begin then. */
    private boolean mayGo(final int next, final long end, final long nowMs)
    {
        final boolean isYoung =
            keepsYoung && nowMs - times[next] < YOUNG_MS && end - offsets[next] < MAX_YOUNG_BYTES;
        return end - offsets[next] >= size && !isYoung;
    }

    private void grow()
    {
        final int mask = offsets.length - 1;
        offsets = grown(offsets, mask);
        positions = grown(positions, mask);
        times = grown(times, mask);
        marksEnd -= firstMark;
        firstMark = 0;
    }

    private long[] grown(final long[] marks, final int mask)
    {
        final long[] larger = new long[2 * marks.length];
        for (int i = 0; i < marks.length; i++)
        {
            larger[i] = marks[(int)(firstMark + i) & mask];
        }
        return larger;
    }

    private int index(final long mark)
    {
        return (int)mark & offsets.length - 1;
    }

    /** Keeps nothing any more. */
    @Override
    public void close()
    {
        if (isOpen())
        {
            log.marks(null);
            log.closeReader(reader);
            reader = null;
        }
    }
}
