package io.ringbolt.persistence.aof;

import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ByteText;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.durability.AppendOnlyFigures;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.durability.JobProgress;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.observe.LatencyMonitor;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.journal.ForcePolicy;
import io.ringbolt.persistence.journal.JournalAgent;
import io.ringbolt.persistence.rdb.RdbSaveJob;
import io.ringbolt.persistence.rdb.RdbSettings;
import io.ringbolt.persistence.snapshot.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The server's append-only file: loaded at the start, journaled to while it is on, rewritten by command or when it
 * has grown. Owned by the engine thread; what touches a disk is done by the journal's thread, by orders, or the
 * snapshot thread, by a job.
 */
/*
 * A rewrite: the engine takes a snapshot and orders, at the very place in the log of effects, that a new increment be
 * begun. When the job has written the base and the increment has begun, whichever is last, a second order makes the
 * base the one in force.
 */
public final class AofService implements AppendOnly
{
    private static final Logger LOGGER = LoggerFactory.getLogger(AofService.class);
    private static final String CANNOT_TURN_ON = "Unable to turn on AOF. Check server logs.";
    private static final int NEVER = -1;
    private static final int PERCENT = 100;
    private static final long MS_PER_SECOND = 1000;
    private static final int MAX_FAILURES = 3;
    private static final long FAILURE_DELAY_MS = 60_000;

    private final Engine engine;
    private final Snapshots snapshots;
    private final Disk disk;
    private final JournalAgent agent;
    private final Consumer<Runnable> toEngine;
    private final LongSupplier clockMs;
    private final Runnable onOrder;
    private EffectReader reader;
    private volatile AofJournal journal;
    private Rewrite rewrite;
    private boolean isRewriteScheduled;
    private boolean needsFirstBase;
    private boolean isLastRewriteOk = true;
    private volatile boolean isLastWriteOk = true;
    private volatile String writeFault;
    private String appliedFault;
    private long rewriteCount;
    private long failuresInARow;
    private long failedAtMs;
    private long lastRewriteSeconds = NEVER;
    private long lastCopiedBytes;
    private long baseLength;
    private long sequenceWhileOff;

    /** A rewrite that is under way. Engine thread, but for what orders set. */
    private static final class Rewrite
    {
        private final long startedMs;
        private final boolean isRdb;
        private JobProgress job;
        private long firstIncrement = NEVER;
        private long startSequence;
        private boolean isWritten;
        private boolean hasFailed;

        private Rewrite(final long startedMs, final boolean isRdb)
        {
            this.startedMs = startedMs;
            this.isRdb = isRdb;
        }
    }

    /**
     * @param toEngine runs something on the engine thread, within a ring entry; called by the journal's thread.
     * @param clockMs  the wall clock; any thread.
     * @param onOrder  wakes the journal's thread.
     */
    public AofService(
        final Engine engine,
        final Snapshots snapshots,
        final Disk disk,
        final JournalAgent agent,
        final Consumer<Runnable> toEngine,
        final LongSupplier clockMs,
        final Runnable onOrder)
    {
        this.engine = engine;
        this.snapshots = snapshots;
        this.disk = disk;
        this.agent = agent;
        this.toEngine = toEngine;
        this.clockMs = clockMs;
        this.onOrder = onOrder;
    }

    /**
     * Opens what is to be loaded at the start.
     *
     * @param point where to stop; behind it everything is put aside, see {@link #begin}.
     * @return null if there is nothing.
     */
    public AofStart openAtStart(final RecoveryPoint point) throws IOException
    {
        final AofFolder folder = folder();
        folder.removeLeftOvers();
        final AofManifest manifest = folder.upgrade(folder.load());
        return new AofStart(folder, manifest, null == manifest.base() && manifest.increments().isEmpty() ? null :
            new AofLoad(engine, folder, manifest, point), point);
    }

    /** Begins to journal behind what has been loaded. Engine thread, before the first change. */
    public void begin(final AofStart start) throws IOException
    {
        final AofJournal opened = newJournal(start.folder(), start.manifest());
        try
        {
            if (start.point().isEnd())
            {
                opened.open(start.lastEnd(), start.nextSequence());
            }
            else
            {
                fork(opened, start);
            }
        }
        catch (final IOException failed)
        {
            opened.close();
            throw failed;
        }
        final EffectReader effects = engine.effectLog().openReader();
        reader = effects;
        journal = opened;
        baseLength = opened.length();
        agent.order(engine.effectLog().committedPosition(), () -> agent.begin(effects, opened));
        onOrder.run();
        engine.replication().tellJournal();
    }

    /** Makes the state that was recovered a base of its own; what led beyond it stays as history. */
    private void fork(final AofJournal opened, final AofStart start) throws IOException
    {
        opened.openProvisional(start.manifest(), start.nextSequence());
        final boolean isRdb = isRdbWanted();
        final JobOutcome outcome = snapshots.runNow(newJob(start.folder(), isRdb, (how, cause, copied) ->
        {
            if (null != cause)
            {
                LOGGER.warn("Writing the recovered state failed", cause);
            }
        }));
        if (!outcome.isSuccess())
        {
            throw new AofException("the recovered state could not be written: " + outcome);
        }
        opened.keepsHistory(true);
        opened.installBase(isRdb, opened.manifest().lastIncrement().number(), start.nextSequence());
        opened.keepsHistory(engine.config().get(AppendOnlyParameters.AOF_DISABLE_AUTO_GC));
        LOGGER.warn("Recovered the state before the unit with sequence {}. What came after it is kept as history.",
            start.nextSequence());
    }

    private RdbSaveJob newJob(final AofFolder folder, final boolean isRdb, final RdbSaveJob.End onEnded)
    {
        final ServerConfig config = engine.config();
        final RdbSaveJob.RdbTarget target = new RdbSaveJob.RdbTarget(
            folder.path(AofNames.rewrite()),
            folder.path(AofNames.rewrite() + ".draft"),
            config.get(AppendOnlyParameters.AOF_REWRITE_INCREMENTAL_FSYNC),
            config.intValue(SnapshotParameters.RDB_KEY_SAVE_DELAY));
        final RdbSettings settings = RdbSettings.of(config).asAofBase();
        if (isRdb)
        {
            return new RdbSaveJob(disk, engine.allocator(), settings, target, onEnded);
        }
        final boolean stampsTime = config.get(AppendOnlyParameters.AOF_TIMESTAMP_ENABLED);
        return new RdbSaveJob(disk, (snapshot, sink) ->
            new CommandStream(snapshot, settings.version(), stampsTime, engine.allocator(), sink), target, onEnded);
    }

    private boolean isRdbWanted()
    {
        return engine.config().get(AppendOnlyParameters.AOF_USE_RDB_PREAMBLE);
    }

    @Override
    public boolean isOn()
    {
        return null != journal;
    }

    @Override
    public String turn(final boolean on)
    {
        if (on == isOn())
        {
            return null;
        }
        if (!on)
        {
            turnOff();
            return null;
        }
        final AofFolder folder = folder();
        if (!folder.isWritable())
        {
            LOGGER.warn("Can't turn on the append only file: folder is not writable: {}", folder.folder());
            return CANNOT_TURN_ON;
        }
        turnOn(folder);
        return null;
    }

    private void turnOn(final AofFolder folder)
    {
        reader = engine.effectLog().openReader();
        final EffectReader opened = reader;
        final long sequence = sequenceWhileOff;
        needsFirstBase = true;
        final AofJournal next = newJournal(folder, AofManifest.EMPTY);
        journal = next;
        order(next, () -> next.openProvisional(folder.load(), sequence), () -> agent.begin(opened, next));
        engine.replication().tellJournal();
        scheduleRewrite();
    }

    private void turnOff()
    {
        cancelRewrite();
        rewrite = null;
        isRewriteScheduled = false;
        needsFirstBase = false;
        final EffectReader closing = reader;
        final AofJournal ending = journal;
        agent.order(engine.effectLog().committedPosition(), () ->
        {
            final long sequence = agent.end() == ending ? ending.nextSequence() : 0;
            ending.close();
            toEngine.accept(() ->
            {
                sequenceWhileOff = sequence;
                engine.effectLog().closeReader(closing);
            });
        });
        onOrder.run();
        reader = null;
        journal = null;
        writeFault = null;
        applyFault();
    }

    /** Has the journal's thread do something that is to be tried until it succeeds. */
    private void order(final AofJournal of, final Attempt attempt, final Runnable then)
    {
        if (of != journal)
        {
            return;
        }
        agent.order(engine.effectLog().committedPosition(), () ->
        {
            try
            {
                attempt.run();
            }
            catch (final IOException failure)
            {
                onFailure(failure);
                toEngine.accept(() -> order(of, attempt, then));
                return;
            }
            then.run();
        });
        onOrder.run();
    }

    /** Something that a disk may refuse. */
    @FunctionalInterface
    private interface Attempt
    {
        void run() throws IOException;
    }

    @Override
    public void onHistory(final String id, final long offset, final int database)
    {
        if (isOn())
        {
            final AofJournal target = journal;
            agent.order(engine.effectLog().committedPosition(), () -> target.history(id, offset, database));
            onOrder.run();
        }
    }

    @Override
    public long forcedHistoryOffset()
    {
        final AofJournal current = journal;
        return null == current ? NEVER : current.forcedHistoryOffset();
    }

    @Override
    public boolean isRewriting()
    {
        return null != rewrite;
    }

    @Override
    public boolean isRewriteScheduled()
    {
        return isRewriteScheduled;
    }

    @Override
    public void scheduleRewrite()
    {
        isRewriteScheduled = true;
    }

    @Override
    public boolean rewrite()
    {
        isRewriteScheduled = false;
        final Rewrite begun = new Rewrite(engine.nowUs() / 1000, isRdbWanted());
        rewrite = begun;
        rewriteCount++;
        final AofFolder folder = folder();
        try
        {
            folder.create();
        }
        catch (final IOException failure)
        {
            LOGGER.warn("Can't rewrite append only file in background: {}", failure.toString());
            end(begun, false);
            return false;
        }
        begun.startSequence = sequenceWhileOff;
        begun.job = snapshots.start(newJob(
            folder, begun.isRdb, (outcome, cause, copied) -> onWritten(begun, outcome, cause, copied)));
        suspendForces();
        if (isOn())
        {
            final AofJournal rolling = journal;
            agent.order(engine.effectLog().committedPosition(), () -> roll(rolling, begun));
            onOrder.run();
        }
        LOGGER.info("Background append only file rewriting started");
        return true;
    }

    /** Journal's thread: everything before the snapshot is in the increment that ends here. */
    private void roll(final AofJournal rolling, final Rewrite begun) throws IOException
    {
        try
        {
            final long sequence = rolling.nextSequence();
            final long number = rolling.isProvisional() ? rolling.restartProvisional() : rolling.roll();
            toEngine.accept(() ->
            {
                begun.firstIncrement = number;
                begun.startSequence = sequence;
                install(begun);
            });
        }
        catch (final IOException failure)
        {
            toEngine.accept(() ->
            {
                begun.hasFailed = true;
                if (null != begun.job)
                {
                    begun.job.cancel();
                }
            });
            throw failure;
        }
    }

    private void onWritten(final Rewrite begun, final JobOutcome outcome, final Throwable cause, final long copied)
    {
        lastCopiedBytes = copied;
        begun.job = null;
        if (begun != rewrite)
        {
            return;
        }
        if (!outcome.isSuccess() || begun.hasFailed)
        {
            LOGGER.warn("Background AOF rewrite {}: {}", JobOutcome.CANCELLED == outcome ? "cancelled" : "failed",
                null == cause ? outcome.toString() : cause.toString());
            end(begun, JobOutcome.CANCELLED == outcome && !begun.hasFailed);
            return;
        }
        begun.isWritten = true;
        install(begun);
    }

    /** Puts the base in force once it is written and its increment has begun. */
    private void install(final Rewrite begun)
    {
        if (begun != rewrite || !begun.isWritten || begun.firstIncrement < 0 && isOn())
        {
            return;
        }
        final AofJournal target = isOn() ? journal : newJournal(folder(), AofManifest.EMPTY);
        final boolean isIdle = !isOn();
        agent.order(engine.effectLog().committedPosition(), () ->
        {
            try
            {
                if (isIdle)
                {
                    target.installAlone(begun.isRdb, begun.startSequence);
                }
                else
                {
                    target.installBase(begun.isRdb, begun.firstIncrement, begun.startSequence);
                }
                toEngine.accept(() -> onInstalled(begun, target));
            }
            catch (final IOException failure)
            {
                LOGGER.warn("Background AOF rewrite failed: {}", failure.toString());
                toEngine.accept(() -> end(begun, false));
            }
            finally
            {
                if (isIdle)
                {
                    target.close();
                }
            }
        });
        onOrder.run();
    }

    private void onInstalled(final Rewrite begun, final AofJournal target)
    {
        baseLength = target.length();
        needsFirstBase = false;
        LOGGER.info("Background AOF rewrite finished successfully");
        end(begun, true);
    }

    private void end(final Rewrite ended, final boolean isOk)
    {
        if (ended != rewrite)
        {
            return;
        }
        final long nowMs = engine.nowUs() / 1000;
        lastRewriteSeconds = (nowMs - ended.startedMs) / MS_PER_SECOND;
        isLastRewriteOk = isOk;
        failuresInARow = isOk ? 0 : failuresInARow + 1;
        failedAtMs = nowMs;
        rewrite = null;
        suspendForces();
        isRewriteScheduled |= needsFirstBase;
    }

    @Override
    public void cancelRewrite()
    {
        if (null != rewrite && null != rewrite.job)
        {
            rewrite.job.cancel();
        }
    }

    @Override
    public boolean reload()
    {
        try
        {
            if (isOn())
            {
                flushNow();
            }
            final AofFolder folder = folder();
            final AofManifest manifest = folder.load();
            engine.removeAllKeys();
            engine.durability().libraries().clear();
            try (AofLoad load = new AofLoad(engine, folder, manifest, RecoveryPoint.END))
            {
                load.loadAll();
            }
            return true;
        }
        catch (final IOException failure)
        {
            LOGGER.warn("Error loading the append only file: {}", failure.toString());
            return false;
        }
    }

    /** Waits until the journal's thread has written everything that has been committed. */
    private void flushNow() throws IOException
    {
        final CountDownLatch done = new CountDownLatch(1);
        agent.order(engine.effectLog().committedPosition(), done::countDown);
        onOrder.run();
        try
        {
            if (!done.await(10, TimeUnit.SECONDS))
            {
                throw new AofException("the journal can't be written");
            }
        }
        catch (final InterruptedException interrupted)
        {
            Thread.currentThread().interrupt();
            throw new AofException("interrupted", interrupted);
        }
    }

    @Override
    public long forcedSequence()
    {
        final AofJournal current = journal;
        return null == current || !current.hasBase() ? NEVER : agent.forcedSequence().get();
    }

    @Override
    public void onPeriod(final long nowMs)
    {
        applyFault();
        final LatencyMonitor monitor = engine.observer().latencyMonitor();
        if (0 != monitor.thresholdMs() && isOn())
        {
            monitor.onEvent(LatencyMonitor.AOF_WRITE, agent.takeLongestWriteNs(), engine.nowUs());
            monitor.onEvent(LatencyMonitor.AOF_FSYNC_ALWAYS, agent.takeLongestForceNs(), engine.nowUs());
        }
        if (null == rewrite && !engine.durability().loading().isOn() && !engine.durability().saving().isRunning() &&
            (isRewriteScheduled && !isWaitingAfterFailure(nowMs) || isGrown(nowMs)))
        {
            rewrite();
        }
    }

    private boolean isGrown(final long nowMs)
    {
        if (!isOn() || isWaitingAfterFailure(nowMs))
        {
            return false;
        }
        final int percentage = engine.config().intValue(AppendOnlyParameters.AUTO_AOF_REWRITE_PERCENTAGE);
        final long length = journal.length();
        if (0 == percentage || length < engine.config().longValue(AppendOnlyParameters.AUTO_AOF_REWRITE_MIN_SIZE))
        {
            return false;
        }
        final long growth = (length - Math.max(1, baseLength)) * PERCENT / Math.max(1, baseLength);
        if (growth < percentage)
        {
            return false;
        }
        LOGGER.info("Starting automatic rewriting of AOF on {}% growth", growth);
        return true;
    }

    private boolean isWaitingAfterFailure(final long nowMs)
    {
        return failuresInARow >= MAX_FAILURES && nowMs - failedAtMs < FAILURE_DELAY_MS;
    }

    /** Takes what concerns the journal of a configuration. */
    public void onConfig(final ServerConfig config)
    {
        agent.policy(policy(config.get(AppendOnlyParameters.APPENDFSYNC)));
        suspendForces();
        if (isOn())
        {
            final AofJournal target = journal;
            agent.order(engine.effectLog().committedPosition(), () -> settings(target, config));
            onOrder.run();
        }
    }

    /** The journal could not be written; journal's thread. */
    public void onFailure(final IOException failure)
    {
        final boolean isFirst = isLastWriteOk;
        final Throwable cause = null == failure.getCause() ? failure : failure.getCause();
        writeFault = String.valueOf(cause.getMessage());
        isLastWriteOk = false;
        if (isFirst)
        {
            LOGGER.warn("Error writing to the AOF file, writes are refused until it works again: {}",
                failure.getMessage());
            toEngine.accept(this::applyFault);
        }
    }

    @Override
    public void writeDelay(final long delayUs)
    {
        agent.writeDelay(delayUs);
    }

    /** The journal has been written; journal's thread. */
    public void onSuccess()
    {
        if (!isLastWriteOk)
        {
            isLastWriteOk = true;
            writeFault = null;
            LOGGER.warn("AOF write error looks solved. The server can write again.");
        }
    }

    /** Refuses writes, or allows them again, as the journal fares. Engine thread. */
    public void applyFault()
    {
        final String fault = writeFault;
        if (fault != appliedFault)
        {
            appliedFault = fault;
            engine.durability().health().journalFault(fault);
        }
    }

    @Override
    public AppendOnlyFigures figures(final long nowMs)
    {
        return new AppendOnlyFigures(
            lastRewriteSeconds,
            null == rewrite ? NEVER : (nowMs - rewrite.startedMs) / MS_PER_SECOND,
            isLastRewriteOk,
            rewriteCount,
            failuresInARow,
            null == appliedFault,
            lastCopiedBytes,
            isOn() ? journal.length() : 0,
            baseLength,
            agent.hasUnforced(),
            null == reader ? 0 : engine.effectLog().committedPosition() - reader.position(),
            agent.delayedForces());
    }

    private AofJournal newJournal(final AofFolder folder, final AofManifest manifest)
    {
        final AofJournal next = new AofJournal(folder, manifest, clockMs);
        settings(next, engine.config());
        return next;
    }

    private static void settings(final AofJournal target, final ServerConfig config)
    {
        target.settings(
            AppendFsync.ALWAYS == config.get(AppendOnlyParameters.APPENDFSYNC),
            config.get(AppendOnlyParameters.AOF_TIMESTAMP_ENABLED),
            config.get(AppendOnlyParameters.AOF_DISABLE_AUTO_GC));
    }

    private void suspendForces()
    {
        agent.suspendForces(null != rewrite && engine.config().get(AppendOnlyParameters.NO_APPENDFSYNC_ON_REWRITE));
    }

    private AofFolder folder()
    {
        final ServerConfig config = engine.config();
        return new AofFolder(
            disk,
            config.resolve(""),
            ByteText.decode(config.get(AppendOnlyParameters.APPENDDIRNAME)),
            ByteText.decode(config.get(AppendOnlyParameters.APPENDFILENAME)));
    }

    private static ForcePolicy policy(final AppendFsync configured)
    {
        return switch (configured)
        {
            case ALWAYS -> ForcePolicy.ALWAYS;
            case EVERYSEC -> ForcePolicy.EVERY_SECOND;
            case NO -> ForcePolicy.NEVER;
        };
    }

    /**
     * What the server begins with.
     *
     * @param load null if there is nothing to be loaded.
     */
    public record AofStart(AofFolder folder, AofManifest manifest, AofLoad load, RecoveryPoint point)
    {
        /** @return the place in a replication history that what was loaded belongs to; null if that is not known. */
        public HistoryPlace place()
        {
            return null == load ? null : load.place();
        }

        /** @return the loading, to be owned by the engine; null if there is nothing to be loaded. */
        public DataLoader loader()
        {
            return load;
        }

        long lastEnd()
        {
            return null == load ? 0 : load.lastEnd();
        }

        long nextSequence()
        {
            return null == load ? 0 : load.nextSequence();
        }
    }
}
