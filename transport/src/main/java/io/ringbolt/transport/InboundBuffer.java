package io.ringbolt.transport;

import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

/**
 * The place into which a selector reads. One serves all of its connections in turn: what a connection could not decode
 * yet, an unfinished line at most, is put before the next bytes. So idle connections hold no buffer.
 */
final class InboundBuffer implements AutoCloseable
{
    /** Bytes that one turn reads from one connection, at most. */
    static final int READ_LENGTH = 64 << 10;

    private static final int CAPACITY = 4 * READ_LENGTH;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private final long address = BufferUtil.address(buffer);

    long address()
    {
        return address;
    }

    /**
     * @param kept   bytes that the caller has put at the front.
     * @param length bytes to read, {@link #READ_LENGTH} at most.
     * @return the buffer, ready to be read into behind them.
     */
    ByteBuffer behind(final int kept, final int length)
    {
        return buffer.limit(kept + length).position(kept);
    }

    @Override
    public void close()
    {
        BufferUtil.free(buffer);
    }
}
