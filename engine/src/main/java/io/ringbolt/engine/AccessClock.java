package io.ringbolt.engine;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.Arena;

/**
 * The 24 bits by which a key remembers when, or how often, it was used, for eviction and OBJECT IDLETIME and FREQ.
 * <p>
 * Under an LRU policy they hold seconds modulo 2^24; under an LRM policy the same, of the last change only; under an
 * LFU policy, as in Redis, the minute of the last decrement in 16 bits above a logarithmic counter in 8. Writing them
 * would copy pages while a view is open, so then they rest. Owned by the engine thread.
 */
public final class AccessClock
{
    /** The counter a new key begins with, so that it is not the first to go. */
    public static final int INITIAL_FREQUENCY = 5;

    private static final int CLOCK_MASK = (1 << 24) - 1;
    private static final int MINUTE_MASK = (1 << 16) - 1;
    private static final int COUNTER_BITS = 8;
    private static final int COUNTER_MAX = 255;
    private static final long MS_PER_SECOND = 1000;
    private static final long MS_PER_MINUTE = 60_000;

    private final SeededRandom random;
    private final Arena arena;
    private boolean isFrequency;
    private boolean isModification;
    private boolean isIdleTime;
    private int logFactor;
    private int decayMinutes;
    private int seconds;
    private int minutes;

    AccessClock(final SeededRandom random, final Arena arena)
    {
        this.random = random;
        this.arena = arena;
    }

    void onEntry(final long nowMs)
    {
        seconds = (int)(nowMs / MS_PER_SECOND) & CLOCK_MASK;
        if (isFrequency)
        {
            minutes = (int)(nowMs / MS_PER_MINUTE) & MINUTE_MASK;
        }
    }

    /** Chooses what the bits mean. Bits written under the other meaning are read as this one's, as in Redis. */
    void onConfig(final ServerConfig config)
    {
        final MaxmemoryPolicy policy = config.get(MemoryParameters.MAXMEMORY_POLICY);
        isFrequency = policy.isFrequency();
        isModification = policy.isModification();
        isIdleTime = policy.isRecency();
        logFactor = config.get(MemoryParameters.LFU_LOG_FACTOR);
        decayMinutes = config.get(MemoryParameters.LFU_DECAY_TIME);
    }

    public boolean isFrequency()
    {
        return isFrequency;
    }

    /** @return the bits of a key that is made now. */
    public int initial()
    {
        return isFrequency ? minutes << COUNTER_BITS | INITIAL_FREQUENCY : seconds;
    }

    /** Remembers that the key is read now. */
    public void onRead(final KeyEntry entry)
    {
        if (!isModification)
        {
            touch(entry);
        }
    }

    /** Remembers that the key is used now, and perhaps changed. */
    public void touch(final KeyEntry entry)
    {
        final int now = isFrequency ? incremented(entry.access()) : seconds;
        if (now != entry.access() && 0 == arena.openViewCount())
        {
            entry.access(now);
        }
    }

    /** @return seconds since the key was last used. */
    public long idleSeconds(final KeyEntry entry)
    {
        return idleSeconds(seconds, entry.access());
    }

    /** @return the key's logarithmic use counter, 0 to 255, decayed to now. */
    public int frequency(final KeyEntry entry)
    {
        return decayed(entry.access(), minutes, decayMinutes);
    }

    /**
     * @return the clock as it stands, for a snapshot that is to tell of the use of its keys if they are evicted by it.
     */
    public AccessStamp stamp()
    {
        final AccessStamp.Kind kind = isFrequency ? AccessStamp.Kind.FREQUENCY :
            isIdleTime ? AccessStamp.Kind.IDLE_TIME : AccessStamp.Kind.NONE;
        return new AccessStamp(kind, seconds, minutes, decayMinutes);
    }

    /** @return how gladly the key is given up: seconds without use, or the lack of uses. */
    public long eagerness(final KeyEntry entry)
    {
        return isFrequency ? COUNTER_MAX - frequency(entry) : idleSeconds(entry);
    }

    /** Makes a key look as if it had last been used so many seconds ago; under an LFU policy nothing changes. */
    public void idleSeconds(final KeyEntry entry, final long idle)
    {
        if (!isFrequency)
        {
            entry.access(seconds - (int)Math.min(idle, CLOCK_MASK) & CLOCK_MASK);
        }
    }

    /** Gives a key a use counter, 0 to 255; under an LRU policy nothing changes. */
    public void frequency(final KeyEntry entry, final int counter)
    {
        if (isFrequency)
        {
            entry.access(minutes << COUNTER_BITS | counter);
        }
    }

    private int incremented(final int access)
    {
        final int counter = decayed(access, minutes, decayMinutes);
        final double base = Math.max(0, counter - INITIAL_FREQUENCY);
        final boolean counts = counter < COUNTER_MAX && random.nextDouble() < 1.0 / (base * logFactor + 1);
        return minutes << COUNTER_BITS | (counts ? counter + 1 : counter);
    }

    static int idleSeconds(final int seconds, final int access)
    {
        return seconds - access & CLOCK_MASK;
    }

    static int decayed(final int access, final int minutes, final int decayMinutes)
    {
        final int counter = access & COUNTER_MAX;
        final int elapsed = minutes - (access >>> COUNTER_BITS) & MINUTE_MASK;
        return 0 == decayMinutes ? counter : Math.max(0, counter - elapsed / decayMinutes);
    }
}
