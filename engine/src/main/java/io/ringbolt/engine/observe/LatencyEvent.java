package io.ringbolt.engine.observe;

/**
 * The newest latencies of one kind, {@code command} for example: at most one sample a second, the largest
 * of that second.
 */
public final class LatencyEvent
{
    /** Samples kept of an event. */
    public static final int CAPACITY = 160;

    private final long[] timesS = new long[CAPACITY];
    private final long[] latenciesMs = new long[CAPACITY];
    private int next;
    private int count;
    private long maxMs;

    void add(final long timeS, final long latencyMs)
    {
        maxMs = Math.max(maxMs, latencyMs);
        final int newest = (next + CAPACITY - 1) % CAPACITY;
        if (count > 0 && timesS[newest] == timeS)
        {
            latenciesMs[newest] = Math.max(latenciesMs[newest], latencyMs);
            return;
        }
        timesS[next] = timeS;
        latenciesMs[next] = latencyMs;
        next = (next + 1) % CAPACITY;
        count = Math.min(CAPACITY, count + 1);
    }

    public int count()
    {
        return count;
    }

    /** @param index 0 is the oldest sample kept. */
    public long timeS(final int index)
    {
        return timesS[slot(index)];
    }

    public long latencyMs(final int index)
    {
        return latenciesMs[slot(index)];
    }

    /** @return the largest latency since the last reset, kept samples or not. */
    public long maxMs()
    {
        return maxMs;
    }

    private int slot(final int index)
    {
        return (next - count + index + CAPACITY) % CAPACITY;
    }
}
