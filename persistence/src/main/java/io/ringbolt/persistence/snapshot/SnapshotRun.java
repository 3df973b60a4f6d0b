package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.durability.JobProgress;

import java.util.concurrent.CancellationException;

/**
 * One job with the snapshot it reads. Made by the engine thread, moved on by the snapshot thread, cancelled by anybody.
 */
public final class SnapshotRun implements JobProgress
{
    private final Snapshot snapshot;
    private final SnapshotJob job;
    private final long keysTotal;
    private volatile long keysProcessed;
    private volatile boolean isCancelled;

    /** Set by the snapshot thread before it tells the engine thread of the end. */
    private JobOutcome outcome;
    private Throwable cause;

    SnapshotRun(final Snapshot snapshot, final SnapshotJob job)
    {
        this.snapshot = snapshot;
        this.job = job;
        this.keysTotal = snapshot.view().size();
    }

    public Snapshot snapshot()
    {
        return snapshot;
    }

    SnapshotJob job()
    {
        return job;
    }

    @Override
    public long keysProcessed()
    {
        return keysProcessed;
    }

    /** Says how many keys have been written. Snapshot thread. */
    public void keysProcessed(final long count)
    {
        keysProcessed = count;
    }

    @Override
    public long keysTotal()
    {
        return keysTotal;
    }

    @Override
    public void cancel()
    {
        isCancelled = true;
    }

    public boolean isCancelled()
    {
        return isCancelled;
    }

    /**
     * Ends a piece of work that takes long, a huge value for example, if the job has been cancelled. Snapshot thread.
     */
    public void checkCancelled()
    {
        if (isCancelled)
        {
            throw new CancellationException(job.name() + " cancelled");
        }
    }

    void ended(final JobOutcome how, final Throwable why)
    {
        outcome = how;
        cause = why;
    }

    JobOutcome outcome()
    {
        return outcome;
    }

    Throwable cause()
    {
        return cause;
    }

    @Override
    public String toString()
    {
        return "SnapshotRun{" + job.name() + " keysProcessed=" + keysProcessed + " keysTotal=" + keysTotal +
            " isCancelled=" + isCancelled + '}';
    }
}
