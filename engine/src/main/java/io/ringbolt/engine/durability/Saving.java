package io.ringbolt.engine.durability;

import io.ringbolt.config.SavePoint;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.observe.LatencyMonitor;
import org.agrona.concurrent.NanoClock;

import java.util.List;

/**
 * When snapshots are saved to the RDB file, and how it went: by command, at save points, before the end. Owned by the
 * engine thread.
 */
/*
 * A save that finds the snapshot pool full is begun once more, at once, from a new moment; this time writers are held
 * back when they fill the pool faster than the walk over the keys moves on (WritePacer). Only if that fails too, it has
 * failed.
 */
public final class Saving
{
    private static final long MS_PER_SECOND = 1000;
    private static final long NS_PER_US = 1000;
    /** After a failure, save points are passed over for so long. */
    private static final long RETRY_DELAY_MS = 5000;
    private static final int NEVER = -1;

    private final Engine engine;
    private final DiskHealth health;
    private final NanoClock clock;
    private final WritePacer pacer;
    private RdbFiles files;
    private List<SavePoint> savePoints = List.of();
    private boolean isAutomatic;
    private boolean stopsWrites;
    private JobProgress running;
    private boolean isScheduled;
    private boolean isSecondAttempt;
    private long dirtyAtStart;
    private long startedMs;
    private long lastSaveMs;
    private long lastTryMs;
    private boolean isLastOk = true;
    private long lastSeconds = NEVER;
    private long saveCount;
    private long startCount;
    private long lastOpenUs;
    private long lastCopiedBytes;

    /** @param clock times the taking of snapshots for the figures only. */
    Saving(final Engine engine, final DiskHealth health, final NanoClock clock)
    {
        this.engine = engine;
        this.health = health;
        this.clock = clock;
        this.pacer = new WritePacer(engine);
    }

    /**
     * Says where files are written. To be called before the first entry.
     *
     * @param automatic whether save points are looked at and the end of the server saves; otherwise only commands do.
     * @param nowMs     counts as the time of the last save.
     */
    public void open(final RdbFiles rdbFiles, final boolean automatic, final long nowMs)
    {
        files = rdbFiles;
        isAutomatic = automatic;
        lastSaveMs = nowMs;
        updateHealth();
    }

    /** Takes the settings it needs. */
    public void onConfig(final ServerConfig config)
    {
        savePoints = config.get(SnapshotParameters.SAVE);
        stopsWrites = config.get(SnapshotParameters.STOP_WRITES_ON_BGSAVE_ERROR);
        updateHealth();
    }

    private void updateHealth()
    {
        health.snapshotFault(!isLastOk && stopsWrites && hasSavePoints());
    }

    private boolean hasSavePoints()
    {
        return isAutomatic && !savePoints.isEmpty();
    }

    public RdbFiles files()
    {
        return files;
    }

    public boolean isRunning()
    {
        return null != running;
    }

    /** @return true if a save is to begin as soon as it can. */
    public boolean isScheduled()
    {
        return isScheduled;
    }

    /** Has a save begin between this unit of execution and a later one. */
    public void schedule(final boolean scheduled)
    {
        isScheduled = scheduled;
    }

    /** Saves and waits for the end. @return whether it has succeeded. */
    public boolean save(final long nowMs)
    {
        saveCount++;
        final boolean isSaved = files.save();
        if (isSaved)
        {
            engine.changes().savedDirty(engine.changes().dirty());
            lastSaveMs = nowMs;
            isLastOk = true;
            updateHealth();
        }
        return isSaved;
    }

    /**
     * Begins to save in the background; nothing may have changed since the last commit of effects.
     *
     * @return false if there is no memory for a snapshot.
     */
    public boolean start(final long nowMs)
    {
        saveCount++;
        isScheduled = false;
        isSecondAttempt = false;
        startedMs = nowMs;
        begin(nowMs);
        if (isRunning())
        {
            engine.host().notice("Background saving started");
        }
        else
        {
            isLastOk = false;
            updateHealth();
        }
        return isRunning();
    }

    private void begin(final long nowMs)
    {
        lastTryMs = nowMs;
        dirtyAtStart = engine.changes().dirty();
        final long beganNs = clock.nanoTime();
        running = files.saveInBackground(this::onEnded);
        final long elapsedNs = clock.nanoTime() - beganNs;
        lastOpenUs = elapsedNs / NS_PER_US;
        startCount++;
        engine.observer().latencyMonitor().onEvent(LatencyMonitor.FORK, elapsedNs, engine.nowUs());
    }

    private void onEnded(final JobOutcome outcome)
    {
        final long nowMs = engine.nowUs() / 1000;
        running = null;
        pacer.end();
        if (JobOutcome.POOL_FULL == outcome && !isSecondAttempt)
        {
            engine.host().log("Background saving begins once more; writes wait where they would fill the snapshot " +
                "pool. A larger snapshot-pool-bytes avoids both.");
            isSecondAttempt = true;
            begin(nowMs);
            if (isRunning())
            {
                pacer.begin(running, nowMs);
                return;
            }
        }
        lastSeconds = (nowMs - startedMs) / MS_PER_SECOND;
        switch (outcome)
        {
            case SUCCEEDED ->
            {
                engine.host().notice("Background saving terminated with success");
                engine.changes().savedDirty(dirtyAtStart);
                lastSaveMs = nowMs;
                isLastOk = true;
            }
            case CANCELLED -> engine.host().notice("Background saving cancelled");
            default ->
            {
                engine.host().log("Background saving error");
                isLastOk = false;
            }
        }
        updateHealth();
    }

    /** Notes how much memory a save took that is about to end. */
    public void copiedBytes(final long bytes)
    {
        lastCopiedBytes = bytes;
    }

    /** Ends a running save without a result. @return false if none is running that has not all but ended. */
    public boolean cancel()
    {
        return null != running && running.cancel();
    }

    /** Ends a running save, so that it can't take the place of a newer one. @return false if none is running. */
    public boolean endRunning()
    {
        if (null == running)
        {
            return false;
        }
        if (!running.cancel())
        {
            running.awaitEnd();
        }
        return true;
    }

    /**
     * All data have been removed on a client's demand: a save of what was there ends, and where there are save points
     * the file is to say soon that there is nothing.
     */
    public void onAllRemoved()
    {
        if (engine.durability().loading().isOn())
        {
            return;
        }
        cancel();
        isScheduled |= null != files && isAutomatic && hasSavePoints();
    }

    /** Begins what is due. Between two units of execution. */
    public void onPeriod(final long nowMs)
    {
        if (null == files || null != running || engine.durability().loading().isOn())
        {
            return;
        }
        if (isScheduled)
        {
            start(nowMs);
        }
        else if (isAutomatic && (isLastOk || nowMs - lastTryMs > RETRY_DELAY_MS))
        {
            for (final SavePoint point : savePoints)
            {
                if (engine.changes().dirty() >= point.changes() && nowMs - lastSaveMs > point.seconds() * MS_PER_SECOND)
                {
                    engine.host().notice(point.changes() + " changes in " + point.seconds() + " seconds. Saving...");
                    start(nowMs);
                    return;
                }
            }
        }
    }

    /** @return true while writers may have to be held back, which is to be seen after every command. */
    public boolean isPacing()
    {
        return pacer.isOn();
    }

    /** Holds writers back if they have to be. */
    public void onTime(final long nowMs)
    {
        pacer.onTime(nowMs);
    }

    /** @return when the next tick must come, in ms since the epoch. */
    public long nextTickMs()
    {
        return pacer.nextTickMs();
    }

    /** Saves before the server ends, if it is to. @return false if that has failed. */
    public boolean saveAtEnd(final boolean isDemanded, final boolean isForbidden, final long nowMs)
    {
        if (null == files || isForbidden || engine.durability().loading().isOn() || !isDemanded && !hasSavePoints())
        {
            return true;
        }
        engine.host().notice("Saving the final RDB snapshot before exiting.");
        return save(nowMs);
    }

    /** @return how far the running save has come; null if none is running. */
    public JobProgress progress()
    {
        return running;
    }

    public long lastSaveSeconds()
    {
        return lastSaveMs / MS_PER_SECOND;
    }

    public boolean isLastOk()
    {
        return isLastOk;
    }

    /** @return how long the last save in the background took; -1 if there was none. */
    public long lastDurationSeconds()
    {
        return lastSeconds;
    }

    /** @return for how long a save has been running; -1 if none is. */
    public long currentDurationSeconds(final long nowMs)
    {
        return null == running ? NEVER : (nowMs - startedMs) / MS_PER_SECOND;
    }

    public long saveCount()
    {
        return saveCount;
    }

    /** @return snapshots taken for saves in the background; what forks are elsewhere. */
    public long startCount()
    {
        return startCount;
    }

    /** @return microseconds that taking the last snapshot held the engine up. */
    public long lastOpenUs()
    {
        return lastOpenUs;
    }

    /** @return bytes copied during the last save because they were written meanwhile. */
    public long lastCopiedBytes()
    {
        return lastCopiedBytes;
    }

    public void resetStatistics()
    {
        startCount = 0;
        saveCount = 0;
    }
}
