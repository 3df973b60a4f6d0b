package io.ringbolt.engine.observe;

import java.util.Map;
import java.util.TreeMap;

/**
 * What took longer than {@code latency-monitor-threshold}, by kind of event. Owned by the engine thread.
 */
public final class LatencyMonitor
{
    public static final String COMMAND = "command";
    public static final String FAST_COMMAND = "fast-command";
    public static final String EXPIRE_CYCLE = "expire-cycle";
    /** Writing to the append-only file, which holds nobody up here. */
    public static final String AOF_WRITE = "aof-write";
    /** Forcing it, for which replies wait with appendfsync always. */
    public static final String AOF_FSYNC_ALWAYS = "aof-fsync-always";
    public static final String EVICTION_CYCLE = "eviction-cycle";
    public static final String EVICTION_DEL = "eviction-del";
    /** The taking of a snapshot, which is a fork elsewhere. */
    public static final String FORK = "fork";

    private static final long NS_PER_MS = 1_000_000;

    private final Map<String, LatencyEvent> events = new TreeMap<>();
    private long thresholdMs;

    void configure(final long thresholdMs)
    {
        this.thresholdMs = thresholdMs;
    }

    /** @return the threshold in milliseconds; 0 if nothing is recorded. */
    public long thresholdMs()
    {
        return thresholdMs;
    }

    /** Records an event if it is slow enough. */
    public void onEvent(final String name, final long elapsedNs, final long nowUs)
    {
        if (0 != thresholdMs && elapsedNs >= thresholdMs * NS_PER_MS)
        {
            events.computeIfAbsent(name, ignored -> new LatencyEvent()).add(nowUs / 1_000_000, elapsedNs / NS_PER_MS);
        }
    }

    /** @return events by name in ascending order; not to be changed. */
    public Map<String, LatencyEvent> events()
    {
        return events;
    }

    /** Forgets an event's samples. @return true if there were any. */
    public boolean reset(final String name)
    {
        return null != events.remove(name);
    }

    /** Forgets everything. @return events forgotten. */
    public int reset()
    {
        final int count = events.size();
        events.clear();
        return count;
    }
}
