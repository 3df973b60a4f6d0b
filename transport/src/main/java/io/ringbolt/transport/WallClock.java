package io.ringbolt.transport;

import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.NanoClock;

/**
 * Wall-clock time in microseconds for the price of a monotonic reading: it looks at the real wall clock once in a while
 * and counts on from there. Owned by one thread.
 */
final class WallClock
{
    private static final long RESYNC_NS = 100_000_000L;

    private final EpochMicroClock epochClock;
    private long anchorUs;
    private long anchorNs;

    WallClock(final EpochMicroClock epochClock, final NanoClock nanoClock)
    {
        this.epochClock = epochClock;
        this.anchorNs = nanoClock.nanoTime();
        this.anchorUs = epochClock.microTime();
    }

    /**
     * @param nowNs a reading of the monotonic clock, not older than the last one. @return microseconds since the epoch.
     */
    long timeUs(final long nowNs)
    {
        if (nowNs - anchorNs > RESYNC_NS)
        {
            anchorNs = nowNs;
            anchorUs = epochClock.microTime();
        }
        return anchorUs + (nowNs - anchorNs) / 1000;
    }
}
