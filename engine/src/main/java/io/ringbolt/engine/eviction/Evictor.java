package io.ringbolt.engine.eviction;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.AccessClock;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.KeyVisitor;
import io.ringbolt.engine.keyspace.Keyspace;
import io.ringbolt.engine.observe.LatencyMonitor;
import org.agrona.concurrent.NanoClock;

import java.nio.charset.StandardCharsets;

/**
 * Removes keys when more memory is in use than {@code maxmemory} allows, by {@code maxmemory-policy}.
 * Owned by the engine thread.
 */
/*
 * Before a command runs keys go until there is room, or until the work that maxmemory-eviction-tenacity allows is done;
 * then ticks go on. Work is counted in blocks and not in time, for the engine is a function of its entries: a key
 * counts for KEY_COST, about 1.6 us. What was detached before, a large value's rest for example, is freed first, so
 * that no keys go for bytes that are free already.
 *
 * By recency and frequency: a few keys are sampled into a pool, and the most eager one of the pool goes, unless it
 * turns out to have been used since it was sampled. By time to live: the first to expire goes, which the timers
 * know without sampling.
 */
public final class Evictor
{
    private static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNLINK = "UNLINK".getBytes(StandardCharsets.US_ASCII);

    private static final int KEY_COST = 16;
    private static final int FREED_PER_STEP = 64;
    /** Redis evicts 16 keys before it looks at the clock. */
    private static final long LEAST_BUDGET = 16 * KEY_COST;
    private static final long BUDGET_PER_TENACITY = 500;
    private static final int LINEAR_TENACITY = 10;
    private static final int UNLIMITED_TENACITY = 100;
    private static final double GROWTH_PER_TENACITY = 1.15;

    private final Engine engine;
    private final Keyspace keyspace;
    private final MemoryAccount memory;
    private final AccessClock accessClock;
    private final LatencyMonitor latencyMonitor;
    private final NanoClock clock;
    private final EvictionPool pool = new EvictionPool();
    private final KeyEntry victim = new KeyEntry();
    private final KeyEntry candidate = new KeyEntry();
    private final KeyVisitor sampler = this::sample;
    private MaxmemoryPolicy policy = MaxmemoryPolicy.NOEVICTION;
    private long limit;
    private long budgetPerCommand;
    private int samples;
    private boolean isLazy;
    private boolean isIgnoredByReplicas;
    private boolean hasBacklog;
    private int nextDatabase;
    private int sampledDatabase;
    private long evictedCount;
    private long exceededSinceUs;
    private long exceededUs;

    /** @param clock times the work for the latency monitor only. */
    public Evictor(final Engine engine, final NanoClock clock)
    {
        this.engine = engine;
        this.keyspace = engine.keyspace();
        this.memory = engine.memory();
        this.accessClock = engine.accessClock();
        this.latencyMonitor = engine.observer().latencyMonitor();
        this.clock = clock;
    }

    public void onConfig(final ServerConfig config)
    {
        if (policy != config.get(MemoryParameters.MAXMEMORY_POLICY))
        {
            policy = config.get(MemoryParameters.MAXMEMORY_POLICY);
            pool.clear();
        }
        limit = config.get(MemoryParameters.MAXMEMORY);
        samples = config.get(MemoryParameters.MAXMEMORY_SAMPLES);
        isLazy = config.get(MemoryParameters.LAZYFREE_LAZY_EVICTION);
        isIgnoredByReplicas = config.get(ReplicationParameters.REPLICA_IGNORE_MAXMEMORY);
        budgetPerCommand = budget(config.get(MemoryParameters.MAXMEMORY_EVICTION_TENACITY));
        hasBacklog = isExceeded();                    // ticks begin at once, without waiting for a command
    }

    /** Makes room if there is too little. @return false if there is too little and nothing more can go. */
    public boolean makeRoom()
    {
        if (!isExceeded())
        {
            endExceeded();
            return true;
        }
        return isSuspended() || evict();
    }

    /** Goes on where the work allowed for a command did not suffice. */
    public void onTick()
    {
        if (hasBacklog())
        {
            hasBacklog = false;
            makeRoom();
        }
    }

    /** @return true if {@link #onTick} has more to do. */
    public boolean hasBacklog()
    {
        return hasBacklog && !isSuspended();
    }

    /** @return keys evicted since the start or the last reset. */
    public long evictedCount()
    {
        return evictedCount;
    }

    /** @return ms for which more than the limit was in use, those that last included. */
    public long totalExceededMs()
    {
        return (exceededUs + currentExceededUs()) / 1000;
    }

    /** @return ms for which more than the limit has been in use without a break; 0 if it is not. */
    public long currentExceededMs()
    {
        return currentExceededUs() / 1000;
    }

    public void resetStatistics()
    {
        evictedCount = 0;
        exceededUs = 0;
        exceededSinceUs = 0;
    }

    /** @return true if the data take more than they may. */
    public boolean isExceeded()
    {
        return 0 != limit && Long.compareUnsigned(memory.countedBytes(), limit) > 0;
    }

    /** @return true if this server holds another one's data, which that one keeps within bounds. */
    public boolean isLeftToMaster()
    {
        return isIgnoredByReplicas && engine.replication().isReplica();
    }

    /**
     * While clients are paused keys must not change, while a file is loaded the keys of another server come in, and a
     * replica leaves it to its master.
     */
    private boolean isSuspended()
    {
        return isLeftToMaster() || engine.pause().isOn() || engine.durability().loading().isOn();
    }

    private boolean evict()
    {
        final boolean isTimed = 0 != latencyMonitor.thresholdMs();
        final long startNs = isTimed ? clock.nanoTime() : 0;
        if (0 == exceededSinceUs)
        {
            exceededSinceUs = engine.nowUs();
        }
        final boolean mayHelp = removeUntilRoom(isTimed);
        if (isTimed)
        {
            latencyMonitor.onEvent(LatencyMonitor.EVICTION_CYCLE, clock.nanoTime() - startNs, engine.nowUs());
        }
        if (!isExceeded())
        {
            endExceeded();
            return true;
        }
        hasBacklog = mayHelp;
        return mayHelp;
    }

    /** @return false if nothing is left that could go. */
    private boolean removeUntilRoom(final boolean isTimed)
    {
        long budget = budgetPerCommand;
        while (budget > 0 && isExceeded())
        {
            final int freed = keyspace.lazyFree(FREED_PER_STEP);
            if (0 == freed && !(isTimed ? removeOneTimed() : removeOne()))
            {
                return false;
            }
            budget -= 0 == freed ? KEY_COST : freed;
        }
        return true;
    }

    private boolean removeOneTimed()
    {
        final long startNs = clock.nanoTime();
        final boolean isRemoved = removeOne();
        latencyMonitor.onEvent(LatencyMonitor.EVICTION_DEL, clock.nanoTime() - startNs, engine.nowUs());
        return isRemoved;
    }

    private boolean removeOne()
    {
        if (MaxmemoryPolicy.NOEVICTION == policy)
        {
            return false;
        }
        final Database database = policy.isRandom() ? drawVictim() :
            MaxmemoryPolicy.VOLATILE_TTL == policy ? firstToExpire() : mostEager();
        if (null == database)
        {
            return false;
        }
        remove(database, victim);
        return true;
    }

    private void remove(final Database database, final KeyEntry entry)
    {
        final long keyAddress = entry.keyAddress();
        final int keyLength = entry.keyLength();
        engine.effects().command(database.index(), 2).argument(isLazy ? UNLINK : DEL).argument(keyAddress, keyLength);
        evictedCount++;
        engine.changes().removed(database, keyAddress, keyLength, KeyspaceEvent.EVICTED);
        database.remove(entry, isLazy);
        engine.effects().commit(engine.sequence(), engine.nowUs() / 1000);
    }

    /** Takes turns among the databases, so that none is emptied for the others. */
    private Database drawVictim()
    {
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            final Database database = keyspace.database(nextDatabase);
            nextDatabase = nextDatabase + 1 == keyspace.databaseCount() ? 0 : nextDatabase + 1;
            if (database.size() > 0 && draw(database))
            {
                return database;
            }
        }
        return null;
    }

    private boolean draw(final Database database)
    {
        final long bits = engine.random().next();
        return policy.isVolatileOnly() ? database.randomVolatile(bits, victim) : database.random(bits, victim);
    }

    private Database firstToExpire()
    {
        Database first = null;
        long earliestMs = Long.MAX_VALUE;
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            final Database database = keyspace.database(i);
            if (database.size() > 0 && database.firstToExpire(candidate) && candidate.expiresAtMs() < earliestMs)
            {
                earliestMs = candidate.expiresAtMs();
                first = database;
            }
        }
        return null != first && first.firstToExpire(victim) ? first : null;
    }

    private Database mostEager()
    {
        while (samplePool())
        {
            while (!pool.isEmpty())
            {
                pool.removeLast();
                final Database database = keyspace.database(pool.removedDatabase());
                if (isVictim(database, pool.removedHash(), pool.removedRef()))
                {
                    return database;
                }
            }
        }
        return null;
    }

    /** @return true if the key is still there and as eager as it was; otherwise it may be back in the pool. */
    private boolean isVictim(final Database database, final long hash, final long ref)
    {
        if (!database.findAgain(hash, ref, victim) || policy.isVolatileOnly() && !victim.hasExpiry())
        {
            return false;
        }
        final long eagerness = accessClock.eagerness(victim);
        if (eagerness >= pool.lastEagerness())
        {
            return true;
        }
        pool.offer(database.index(), victim, eagerness);
        return false;
    }

    /** @return false if there is no key that may go. */
    private boolean samplePool()
    {
        int sampled = 0;
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            final Database database = keyspace.database(i);
            if (database.size() > 0)
            {
                sampledDatabase = i;
                sampled += policy.isVolatileOnly() ? sampleVolatile(database) :
                    database.sample(engine.random().next(), samples, sampler);
            }
        }
        return sampled > 0;
    }

    /** Draws each by itself: neighbours among the timers were set at about the same time. */
    private int sampleVolatile(final Database database)
    {
        int sampled = 0;
        while (sampled < samples && database.randomVolatile(engine.random().next(), candidate))
        {
            sample(candidate);
            sampled++;
        }
        return sampled;
    }

    private void sample(final KeyEntry entry)
    {
        pool.offer(sampledDatabase, entry, accessClock.eagerness(entry));
    }

    private long currentExceededUs()
    {
        return 0 == exceededSinceUs ? 0 : engine.nowUs() - exceededSinceUs;
    }

    private void endExceeded()
    {
        if (0 != exceededSinceUs)
        {
            exceededUs += currentExceededUs();
            exceededSinceUs = 0;
        }
    }

    /** @return blocks that may be freed for one command, about 0.1 us each. */
    private static long budget(final int tenacity)
    {
        if (tenacity >= UNLIMITED_TENACITY)
        {
            return Long.MAX_VALUE;
        }
        final double growth = Math.pow(GROWTH_PER_TENACITY, Math.max(0, tenacity - LINEAR_TENACITY));
        return Math.max(LEAST_BUDGET, (long)(BUDGET_PER_TENACITY * Math.min(tenacity, LINEAR_TENACITY) * growth));
    }
}
