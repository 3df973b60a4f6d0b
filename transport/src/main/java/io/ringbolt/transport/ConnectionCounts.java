package io.ringbolt.transport;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many clients there are and were, over all selectors of a server. Any thread.
 */
final class ConnectionCounts
{
    /** Standard input, output and error have the numbers before it. */
    private static final int FIRST_DESCRIPTOR = 3;

    private final BitSet descriptors = new BitSet();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong outputLimit = new AtomicLong();

    /**
     * @return the lowest number that no open connection has. The JVM keeps to itself what the operating system calls a
     * socket; this names one just as uniquely.
     */
    int takeDescriptor()
    {
        synchronized (descriptors)
        {
            final int free = descriptors.nextClearBit(FIRST_DESCRIPTOR);
            descriptors.set(free);
            return free;
        }
    }

    void releaseDescriptor(final int descriptor)
    {
        synchronized (descriptors)
        {
            descriptors.clear(descriptor);
        }
    }

    void onAccepted()
    {
        open.incrementAndGet();
        received.incrementAndGet();
    }

    void onRejected()
    {
        rejected.incrementAndGet();
    }

    void onClosed()
    {
        open.decrementAndGet();
    }

    void onOutputLimit()
    {
        outputLimit.incrementAndGet();
    }

    long open()
    {
        return open.get();
    }

    long received()
    {
        return received.get();
    }

    long rejected()
    {
        return rejected.get();
    }

    long outputLimit()
    {
        return outputLimit.get();
    }
}
