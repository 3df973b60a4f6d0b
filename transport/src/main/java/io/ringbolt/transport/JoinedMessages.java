package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages that follow each other to the same recipients, put one behind the other once instead of once a recipient.
 * Owned by a selector's thread; made for the first messages and kept.
 */
final class JoinedMessages implements AutoCloseable
{
    /** About an output chunk: what is longer gains nothing by being joined. */
    static final int CAPACITY = 16 << 10;

    private ByteBuffer buffer;
    private long address;
    private int length;
    private long first;
    private long last;

    /** Takes messages in place of those that were there; none of them if they don't fit. */
    void join(final List<BroadcastTask> run)
    {
        length = 0;
        for (int i = 0; i < run.size(); i++)
        {
            final Broadcast message = run.get(i).message();
            if (CAPACITY - length < message.length())
            {
                length = 0;
                return;
            }
            append(message, run.get(i).firstByte());
        }
        first = run.get(0).message().number();
        last = run.get(run.size() - 1).message().number();
    }

    private void append(final Broadcast message, final byte firstByte)
    {
        if (null == buffer)
        {
            buffer = ByteBuffer.allocateDirect(CAPACITY);
            address = BufferUtil.address(buffer);
        }
        OffHeap.copy(message.address(), address + length, message.length());
        OffHeap.putByte(address + length, firstByte);
        length += message.length();
    }

    /** @return false if there are none. */
    boolean isAny()
    {
        return 0 != length;
    }

    /** @return the first message's number. */
    long first()
    {
        return first;
    }

    /** @return the last message's number. */
    long last()
    {
        return last;
    }

    /** @return where the bytes lie until the next {@link #join}. */
    long address()
    {
        return address;
    }

    int length()
    {
        return length;
    }

    @Override
    public void close()
    {
        BufferUtil.free(buffer);
        buffer = null;
        length = 0;
    }
}
