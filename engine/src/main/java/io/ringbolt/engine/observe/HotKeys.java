package io.ringbolt.engine.observe;

import io.ringbolt.engine.SeededRandom;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.ring.RingEntry;

import java.util.function.ObjLongConsumer;

/**
 * The keys on which most time is spent and which move most bytes, while somebody has them looked for. What a command
 * takes is shared equally among its keys. Owned by the engine thread.
 */
public final class HotKeys
{
    private static final int COUNTERS_PER_KEY = 100;
    private static final long NS_PER_US = 1000;
    private static final long US_PER_MS = 1000;

    private final SeededRandom random;
    private final long seed;
    private int keyCount;
    private final KeyFinder.Visitor countKey = (index, spec) -> keyCount++;
    private final KeyFinder.Visitor addKey = (index, spec) -> add(index);
    private HeavyKeys byTime;
    private HeavyKeys byBytes;
    private int shownCount;
    private int sampleRatio;
    private boolean isActive;
    private long startMs;
    private long endMs;
    private long stoppedMs;
    private long totalNs;
    private long totalBytes;
    private RingEntry entry;
    private long timeShareNs;
    private long bytesShare;

    HotKeys(final SeededRandom random)
    {
        this.random = random;
        this.seed = random.next();
    }

    /**
     * Begins to look, and forgets what was found before.
     *
     * @param keys        to be shown of each kind.
     * @param durationMs  after which it ends; 0 for never.
     * @param sampleRatio of so many commands one counts.
     */
    public void start(
        final boolean isTimed,
        final boolean isMeasured,
        final int keys,
        final long durationMs,
        final int sampleRatio,
        final long nowMs)
    {
        byTime = isTimed ? new HeavyKeys(keys * COUNTERS_PER_KEY) : null;
        byBytes = isMeasured ? new HeavyKeys(keys * COUNTERS_PER_KEY) : null;
        shownCount = keys;
        this.sampleRatio = sampleRatio;
        startMs = nowMs;
        endMs = 0 == durationMs ? Long.MAX_VALUE : nowMs + durationMs;
        totalNs = 0;
        totalBytes = 0;
        isActive = true;
    }

    /** Ends the search; what was found stays. */
    public void stop(final long nowMs)
    {
        isActive = false;
        stoppedMs = Math.min(nowMs, endMs);
    }

    /** Forgets what was found. */
    public void reset()
    {
        byTime = null;
        byBytes = null;
    }

    /** @return true while commands are looked at. */
    public boolean isActive()
    {
        return isActive;
    }

    /** Ends the search if its time is over. */
    public void onTime(final long nowMs)
    {
        if (isActive && nowMs >= endMs)
        {
            stop(nowMs);
        }
    }

    /** @return true if there is something to be shown, were it nothing yet. */
    public boolean hasResult()
    {
        return isTimed() || isMeasured();
    }

    public boolean isTimed()
    {
        return null != byTime;
    }

    public boolean isMeasured()
    {
        return null != byBytes;
    }

    public int sampleRatio()
    {
        return sampleRatio;
    }

    public long startMs()
    {
        return startMs;
    }

    public long durationMs(final long nowMs)
    {
        return (isActive ? nowMs : stoppedMs) - startMs;
    }

    /** @return microseconds that all commands with keys took. */
    public long totalUs()
    {
        return totalNs / NS_PER_US;
    }

    /** @return bytes of all requests and replies of commands with keys. */
    public long totalBytes()
    {
        return totalBytes;
    }

    /** @return how many keys {@link #forEachByTime} shows. */
    public int countByTime()
    {
        return byTime.largest(shownCount).size();
    }

    /** Shows keys and microseconds, the largest first. */
    public void forEachByTime(final ObjLongConsumer<byte[]> consumer)
    {
        byTime.largest(shownCount).forEach(key -> consumer.accept(key.name(), key.sum() / NS_PER_US));
    }

    /** @return how many keys {@link #forEachByBytes} shows. */
    public int countByBytes()
    {
        return byBytes.largest(shownCount).size();
    }

    /** Shows keys and bytes, the largest first. */
    public void forEachByBytes(final ObjLongConsumer<byte[]> consumer)
    {
        byBytes.largest(shownCount).forEach(key -> consumer.accept(key.name(), key.sum()));
    }

    void onExecuted(
        final RingEntry executed, final Command command, final long elapsedNs, final long bytes, final long nowUs)
    {
        onTime(nowUs / US_PER_MS);
        keyCount = 0;
        if (!isActive || KeyFinder.find(command, executed, 0, countKey) <= 0)
        {
            return;
        }
        totalNs += elapsedNs;
        totalBytes += bytes;
        if (sampleRatio > 1 && 0 != random.nextBelow(sampleRatio))
        {
            return;
        }
        entry = executed;
        timeShareNs = elapsedNs / keyCount;
        bytesShare = bytes / keyCount;
        KeyFinder.find(command, executed, 0, addKey);
        entry = null;
    }

    private void add(final int index)
    {
        final long address = entry.argumentAddress(index);
        final int length = entry.argumentLength(index);
        final long hash = Hash64.hash(seed, address, length);
        if (null != byTime)
        {
            byTime.add(hash, address, length, timeShareNs);
        }
        if (null != byBytes)
        {
            byBytes.add(hash, address, length, bytesShare);
        }
    }
}
