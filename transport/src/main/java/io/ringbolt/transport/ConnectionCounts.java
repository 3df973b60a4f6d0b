package io.ringbolt.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many clients there are and were, over all selectors of a server. Any thread.
 */
final class ConnectionCounts
{
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong outputLimit = new AtomicLong();

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
