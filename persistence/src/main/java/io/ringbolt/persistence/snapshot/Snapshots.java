package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.JobOutcome;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The engine thread's side of snapshots: it opens a view for each job, hands it to the {@link SnapshotAgent}, and
 * closes it when the agent has done with it. Any number of jobs run at once, each with a moment of its own.
 */
public final class Snapshots
{
    private final Engine engine;
    private final Consumer<Runnable> toEngine;
    private final Runnable onStarted;
    private final Queue<SnapshotRun> started = new ManyToOneConcurrentLinkedQueue<>();
    private final List<SnapshotRun> open = new CopyOnWriteArrayList<>();

    /**
     * @param toEngine  runs something on the engine thread, within a ring entry; called by the snapshot thread.
     * @param onStarted wakes the snapshot thread.
     */
    public Snapshots(final Engine engine, final Consumer<Runnable> toEngine, final Runnable onStarted)
    {
        this.engine = engine;
        this.toEngine = toEngine;
        this.onStarted = onStarted;
    }

    /**
     * Has a job done with a snapshot of this moment. Engine thread, between two units of execution.
     *
     * @throws OutOfMemoryError if the system has no memory for the snapshot pool; nothing has changed then.
     */
    public SnapshotRun start(final SnapshotJob job)
    {
        final SnapshotRun run = new SnapshotRun(take(), job);
        open.add(run);
        started.add(run);
        onStarted.run();
        return run;
    }

    /** Does a job at once and waits for its end. Engine thread; nothing is executed meanwhile. */
    public JobOutcome runNow(final SnapshotJob job)
    {
        final SnapshotRun run = new SnapshotRun(take(), job);
        open.add(run);
        final SnapshotSteps steps = new SnapshotSteps(run);
        while (steps.doWork())
        {
            // the next piece
        }
        onEnded(run);
        return run.outcome();
    }

    /** @return jobs that have begun or wait to. Engine thread. */
    public int openCount()
    {
        return open.size();
    }

    /** Asks all jobs to end, because the server does; any thread. */
    void cancelAllNow()
    {
        open.forEach(SnapshotRun::cancel);
    }

    SnapshotRun pollStarted()
    {
        return started.poll();
    }

    boolean hasStarted()
    {
        return !started.isEmpty();
    }

    /** The snapshot thread has done with a run and reads its view no more. */
    void ended(final SnapshotRun run)
    {
        toEngine.accept(() -> onEnded(run));
    }

    private void onEnded(final SnapshotRun run)
    {
        open.remove(run);
        run.copiedBytes(engine.arena().snapshotPoolUsedBytes());
        engine.keyspace().closeView(run.snapshot().view());
        run.job().onEnded(run.outcome(), run.cause());
    }

    private Snapshot take()
    {
        if (engine.effects().commandCount() > 0)
        {
            throw new IllegalStateException(
                "a snapshot within a unit of execution: " + engine.effects().commandCount() +
                " commands are in it that the log of effects does not have yet");
        }
        return new Snapshot(
            engine.keyspace().openView(),
            engine.sequence(),
            engine.effectLog().committedPosition(),
            engine.nowUs() / 1000,
            engine.accessClock().stamp(),
            engine.durability().libraries().sources(),
            engine.memory().usedBytes());
    }
}
