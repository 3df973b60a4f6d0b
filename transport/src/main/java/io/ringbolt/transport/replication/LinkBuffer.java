package io.ringbolt.transport.replication;

import org.agrona.BufferUtil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Bytes that a link has received and not done with yet, in one piece. It grows with a unit that is longer than it, and
 * shrinks when that is gone; a server that follows nobody has none. Owned by the link's thread.
 */
final class LinkBuffer
{
    private static final int CAPACITY = 256 << 10;
    private static final int MIN_ROOM = 16 << 10;
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - MIN_ROOM;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private long address = BufferUtil.address(bytes);
    private int start;
    private int end;

    /** @return where the first byte lies; until the next call of another method but the getters. */
    long address()
    {
        return address + start;
    }

    int length()
    {
        return end - start;
    }

    /** @return the first {@code length} bytes, for writing them somewhere. */
    ByteBuffer first(final int length)
    {
        return bytes.duplicate().clear().position(start).limit(start + length);
    }

    /** Is done with the first {@code length} bytes. */
    void consume(final int length)
    {
        start += length;
        if (start == end)
        {
            start = 0;
            end = 0;
            shrink();
        }
    }

    /**
     * Reads at most {@code maxLength} bytes, at least one if there are any. @return how many; -1 at the end.
     */
    int read(final ReadableByteChannel channel, final int maxLength) throws IOException
    {
        makeRoom();
        bytes.clear().position(end).limit((int)Math.min(bytes.capacity(), (long)end + maxLength));
        final int count = channel.read(bytes);
        end += Math.max(0, count);
        return count;
    }

    void clear()
    {
        start = 0;
        end = 0;
        shrink();
    }

    void close()
    {
        BufferUtil.free(bytes);
    }

    private void makeRoom()
    {
        if (bytes.capacity() - end >= MIN_ROOM)
        {
            return;
        }
        final int length = length();
        if (start >= MIN_ROOM && start >= length)
        {
            bytes.clear().position(start).limit(end);
            bytes.compact();
        }
        else
        {
            moveTo((int)Math.min(Math.max(CAPACITY, 2L * bytes.capacity()), MAX_CAPACITY));
        }
        start = 0;
        end = length;
    }

    private void moveTo(final int capacity)
    {
        if (capacity == bytes.capacity())
        {
            throw new IllegalStateException("a unit of the master's stream is longer than 2 GiB");
        }
        final ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        larger.put(first(length()));
        BufferUtil.free(bytes);
        bytes = larger;
        address = BufferUtil.address(larger);
    }

    private void shrink()
    {
        if (bytes.capacity() > CAPACITY)
        {
            BufferUtil.free(bytes);
            bytes = ByteBuffer.allocateDirect(CAPACITY);
            address = BufferUtil.address(bytes);
        }
    }
}
