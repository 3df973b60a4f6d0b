package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.durability.JobOutcome;
import io.ringbolt.engine.durability.JobProgress;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One job with the snapshot it reads. Made by the engine thread, moved on by the snapshot thread, cancelled by anybody.
 */
public final class SnapshotRun implements JobProgress
{
    private static final long LOOK_NS = 100_000;

    private enum State
    {
        RUNNING,
        CANCELLED,
        COMMITTING
    }

    private final Snapshot snapshot;
    private final SnapshotJob job;
    private final long keysTotal;
    private volatile long keysProcessed;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    /** Set by the snapshot thread before it tells the engine thread of the end. */
    private volatile JobOutcome outcome;
    private Throwable cause;
    /** Set by the engine thread when it closes the view. */
    private long copiedBytes;

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
    public boolean cancel()
    {
        return state.compareAndSet(State.RUNNING, State.CANCELLED) || isCancelled();
    }

    @Override
    public void awaitEnd()
    {
        while (null == outcome)
        {
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }

    public boolean isCancelled()
    {
        return State.CANCELLED == state.get();
    }

    /** Begins what can't be undone; from here on the job can't be cancelled. Snapshot thread. */
    public void beginCommit()
    {
        if (!state.compareAndSet(State.RUNNING, State.COMMITTING))
        {
            checkCancelled();
        }
    }

    /**
     * Ends a piece of work that takes long, a huge value for example, if the job has been cancelled. Snapshot thread.
     */
    public void checkCancelled()
    {
        if (isCancelled())
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

    void copiedBytes(final long bytes)
    {
        copiedBytes = bytes;
    }

    /** @return bytes that the pool held, which all open snapshots share, when this one was closed. Engine thread. */
    public long copiedBytes()
    {
        return copiedBytes;
    }

    Throwable cause()
    {
        return cause;
    }

    @Override
    public String toString()
    {
        return "SnapshotRun{" + job.name() + " keysProcessed=" + keysProcessed + " keysTotal=" + keysTotal +
            " state=" + state + '}';
    }
}
