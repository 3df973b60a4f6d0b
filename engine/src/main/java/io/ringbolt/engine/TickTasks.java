package io.ringbolt.engine;

import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.Keyspace;
import io.ringbolt.engine.observe.CommandStatistics;
import io.ringbolt.engine.observe.LatencyMonitor;
import org.agrona.concurrent.NanoClock;

/**
 * What the passing of time makes the engine do, in bounded steps: remove keys whose time has come, free what was
 * detached, and keep periodic figures. Owned by the engine thread.
 */
final class TickTasks
{
    private static final int EXPIRED_PER_TICK = 128;
    private static final int LAZY_FREE_STEPS = 512;
    private static final long PERIOD_MS = 100;

    private final Engine engine;
    private final NanoClock clock;
    private final KeyEntry entry = new KeyEntry();
    private boolean isExpiryActive = true;
    private boolean isPeriodPaused;
    private long nextPeriodMs;
    private long nowMs;
    private boolean hasBacklog;

    /** @param clock times the work, for figures only. */
    TickTasks(final Engine engine, final NanoClock clock)
    {
        this.engine = engine;
        this.clock = clock;
    }

    /** @param active false to leave expired keys until somebody looks them up, as DEBUG SET-ACTIVE-EXPIRE 0 asks. */
    void expiryActive(final boolean active)
    {
        this.isExpiryActive = active;
    }

    void periodPaused(final boolean paused)
    {
        this.isPeriodPaused = paused;
    }

    void onTick(final long sequence, final long nowUs)
    {
        final long startNs = clock.nanoTime();
        work(sequence, nowUs);
        engine.figures().commands().onTick(clock.nanoTime() - startNs);
    }

    private void work(final long sequence, final long nowUs)
    {
        nowMs = nowUs / 1000;
        engine.pause().onTime(nowMs);
        engine.following().onTick(nowMs);
        engine.blocking().onTime(nowMs);
        hasBacklog = mayExpire() && !expireTimed(nowUs);
        hasBacklog |= engine.keyspace().lazyFree(LAZY_FREE_STEPS) > 0;
        engine.arena().settlePins();
        engine.evictor().onTick();
        hasBacklog |= engine.evictor().hasBacklog();
        engine.effects().commit(sequence, nowMs);
        engine.durability().saving().onTime(nowMs);
        engine.replication().onTick(nowMs);
        if (nowMs >= nextPeriodMs)
        {
            nextPeriodMs = nowMs + PERIOD_MS;
            onPeriod();
        }
    }

    /** @return when the next tick is due: now while work is left, else the next key's time or the next period. */
    long nextTickMs()
    {
        return hasBacklog || engine.evictor().hasBacklog() || engine.keyspace().lazyFreePendingCount() > 0 ? nowMs :
            Math.min(nextTaskMs(), mayExpire() ? nextExpiryMs() : Long.MAX_VALUE);
    }

    private long nextTaskMs()
    {
        final long nextOwnMs = Math.min(nextPeriodMs, engine.durability().saving().nextTickMs());
        final long nextSyncMs = Math.min(nextOwnMs, engine.replication().nextTickMs());
        return Math.min(Math.min(nextSyncMs, engine.pause().untilMs()), engine.blocking().nextDeadlineMs());
    }

    /** A key goes in the millisecond after the one it expires at. */
    private long nextExpiryMs()
    {
        final long earliest = engine.keyspace().nextExpiryMs();
        return Long.MAX_VALUE == earliest ? earliest : earliest + 1;
    }

    private boolean mayExpire()
    {
        return isExpiryActive && !engine.pause().isOn() && !engine.durability().loading().isOn() &&
            !engine.replication().isReplica();
    }

    private void onPeriod()
    {
        if (isPeriodPaused)
        {
            return;
        }
        samplePeriod();
        engine.clientEvictor().onPeriod();
        engine.effectLog().trim();
        engine.replication().onPeriod();
        engine.durability().saving().onPeriod(nowMs);
        if (null != engine.durability().appendOnly())
        {
            engine.durability().appendOnly().onPeriod(nowMs);
        }
    }

    private void samplePeriod()
    {
        final HostStatistics host = engine.host().traffic();
        final CommandStatistics commands = engine.figures().commands();
        engine.figures().rates().sampleBatches(commands.batchCount(), commands.batchNs(), nowMs);
        engine.figures().rates().sample(
            commands.totalCalls(), host.bytesIn, host.bytesOut, engine.memory().usedBytes(), nowMs);
    }

    private boolean expireTimed(final long nowUs)
    {
        final LatencyMonitor monitor = engine.observer().latencyMonitor();
        if (0 == monitor.thresholdMs())
        {
            return expire();
        }
        final long startNs = clock.nanoTime();
        final boolean isDone = expire();
        monitor.onEvent(LatencyMonitor.EXPIRE_CYCLE, clock.nanoTime() - startNs, nowUs);
        return isDone;
    }

    /** @return true if no expired key is left. */
    private boolean expire()
    {
        int budget = EXPIRED_PER_TICK;
        final Keyspace keyspace = engine.keyspace();
        for (int i = 0; i < keyspace.databaseCount(); i++)
        {
            final Database database = keyspace.database(i);
            while (database.pollExpired(nowMs, entry))
            {
                engine.lookups().expire(database, entry);
                if (0 == --budget)
                {
                    return false;
                }
            }
            budget = expireFields(database, budget);
            if (budget <= 0)
            {
                return false;
            }
        }
        return true;
    }

    /** @return what is left of the budget. */
    private int expireFields(final Database database, final int budget)
    {
        int left = budget;
        while (left > 0 && database.pollExpiredField(nowMs, entry))
        {
            final long before = engine.lookups().expiredFields();
            engine.lookups().expireFields(database, entry, left);
            left -= (int)Math.max(1, engine.lookups().expiredFields() - before);
        }
        return left;
    }
}
