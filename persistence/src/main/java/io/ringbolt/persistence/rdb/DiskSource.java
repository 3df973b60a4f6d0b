package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.persistence.disk.DiskFile;
import org.agrona.BufferUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a file, from a position on, for a reader of RDB. Owned by one thread; the file remains the caller's.
 */
public final class DiskSource implements RdbSource
{
    private static final int BUFFER_LENGTH = 1 << 18;

    private final DiskFile file;
    private final long length;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final long bufferAddress = BufferUtil.address(buffer);
    private long position;
    private int bufferPosition;
    private int bufferLimit;

    /** @param start where to begin. */
    public DiskSource(final DiskFile file, final long start) throws IOException
    {
        this.file = file;
        this.position = start;
        this.length = file.length();
    }

    @Override
    public long remaining()
    {
        return length - position + bufferLimit - bufferPosition;
    }

    /** @throws UncheckedIOException if the disk fails. */
    @Override
    public int read(final long destination, final int maxLength)
    {
        if (bufferPosition == bufferLimit && !fill())
        {
            return 0;
        }
        final int count = Math.min(maxLength, bufferLimit - bufferPosition);
        OffHeap.copy(bufferAddress + bufferPosition, destination, count);
        bufferPosition += count;
        return count;
    }

    private boolean fill()
    {
        try
        {
            buffer.clear();
            final int count = file.read(position, buffer);
            bufferPosition = 0;
            bufferLimit = Math.max(0, count);
            position += bufferLimit;
            return count > 0;
        }
        catch (final IOException failure)
        {
            throw new UncheckedIOException(failure);
        }
    }
}
