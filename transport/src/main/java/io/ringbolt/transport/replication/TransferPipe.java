package io.ringbolt.transport.replication;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.RdbSource;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded queue of bytes from the link's thread to the engine's, for data that are loaded as they come.
 */
/*
 * A ring with two positions that only grow; each side moves its own. The reader looks at available() before it begins
 * with a piece, so it waits only inside a value that is longer than what has come of it, and then looks again every now
 * and then, for the link's thread does not know who waits.
 */
final class TransferPipe implements TransferSink, RdbSource
{
    private static final int CAPACITY = 4 << 20;
    private static final int READY_LENGTH = 256 << 10;
    private static final long WAIT_NS = 100_000;

    private final OffHeapAllocator allocator;
    private final Runnable onBytes;
    private final Runnable onRoom;
    private final Runnable pump;
    private final long totalLength;
    private final long address;
    private final AtomicInteger holders = new AtomicInteger(2);
    private volatile long written;
    private volatile long read;
    private volatile boolean isEnded;
    private volatile String failure;

    /**
     * @param onBytes wakes the reader.
     * @param onRoom  wakes the writer.
     * @param pump    drives the writer where the reader's thread does that as well; else does nothing.
     * @param totalLength bytes that will come; {@link Long#MAX_VALUE} if that is not known.
     */
    TransferPipe(
        final OffHeapAllocator allocator,
        final Runnable onBytes,
        final Runnable onRoom,
        final Runnable pump,
        final long totalLength)
    {
        this.totalLength = totalLength;
        this.allocator = allocator;
        this.onBytes = onBytes;
        this.onRoom = onRoom;
        this.pump = pump;
        this.address = allocator.allocate(CAPACITY);
    }

    @Override
    public int take(final LinkBuffer buffer, final int length)
    {
        final long position = written;
        final int count = (int)Math.min(length, CAPACITY - (position - read));
        int done = 0;
        while (done < count)
        {
            final int offset = (int)((position + done) % CAPACITY);
            final int piece = Math.min(count - done, CAPACITY - offset);
            OffHeap.copy(buffer.address() + done, address + offset, piece);
            done += piece;
        }
        written = position + count;
        if (count > 0 && isReady())
        {
            onBytes.run();
        }
        return count;
    }

    @Override
    public void end()
    {
        isEnded = true;
        onBytes.run();
    }

    @Override
    public void fail(final String reason)
    {
        if (!isEnded)
        {
            failure = reason;
            isEnded = true;
            onBytes.run();
        }
    }

    /** @return true if so much has come that a piece can be loaded, or no more will come. */
    boolean isReady()
    {
        return isEnded || written - read >= READY_LENGTH;
    }

    /** @return bytes that can be read now. */
    int available()
    {
        return (int)(written - read);
    }

    /** @return why data will not come to their end, or null. */
    String failure()
    {
        return failure;
    }

    /** @return true if all bytes have come. */
    boolean isComplete()
    {
        return isEnded && null == failure;
    }

    @Override
    public long remaining()
    {
        return isEnded ? written - read : Long.MAX_VALUE == totalLength ? totalLength : totalLength - read;
    }

    @Override
    public int read(final long destination, final int maxLength)
    {
        while (0 == available())
        {
            if (isEnded)
            {
                if (0 == available())
                {
                    return 0;
                }
                continue;
            }
            pump.run();
            LockSupport.parkNanos(this, WAIT_NS);
        }
        final long position = read;
        final int offset = (int)(position % CAPACITY);
        final int count = Math.min(Math.min(maxLength, available()), CAPACITY - offset);
        OffHeap.copy(address + offset, destination, count);
        final boolean wasFull = written - position == CAPACITY;
        read = position + count;
        if (wasFull || available() < CAPACITY / 2)
        {
            onRoom.run();
        }
        return count;
    }

    /** One of the two sides uses it no more; the second one frees it. */
    void release()
    {
        if (0 == holders.decrementAndGet())
        {
            allocator.free(address, CAPACITY);
        }
    }

    /** Frees it, whoever has not released it. When both sides have ended for good. */
    void close()
    {
        if (holders.getAndSet(0) > 0)
        {
            allocator.free(address, CAPACITY);
        }
    }
}
