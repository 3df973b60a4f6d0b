package io.ringbolt.engine.observe;

/**
 * How fast a counter grows, averaged over the newest samples: INFO's instantaneous figures. Owned by the engine thread.
 */
public final class Rate
{
    private static final int SAMPLE_COUNT = 16;
    private static final long MS_PER_SECOND = 1000;

    private final long[] perSecond = new long[SAMPLE_COUNT];
    private int next;
    private long lastValue;
    private long lastMs;

    /** Takes a sample of the counter. */
    public void sample(final long value, final long nowMs)
    {
        final long elapsedMs = nowMs - lastMs;
        if (0 != lastMs && elapsedMs > 0)
        {
            perSecond[next] = Math.max(0, value - lastValue) * MS_PER_SECOND / elapsedMs;
            next = (next + 1) % SAMPLE_COUNT;
        }
        lastValue = value;
        lastMs = nowMs;
    }

    /** @return growth per second. */
    public long perSecond()
    {
        long sum = 0;
        for (final long sample : perSecond)
        {
            sum += sample;
        }
        return sum / SAMPLE_COUNT;
    }
}
