package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.durability.JobOutcome;

import java.io.IOException;

/**
 * Something to be done with a snapshot: writing it to a file, sending it to a replica.
 * <p>
 * Work is done in short pieces, so that several jobs share the snapshot thread and each can be cancelled. All methods
 * but {@link #onEnded} are called by that thread, in the order in which they stand here.
 */
public interface SnapshotJob
{
    /** @return what the log calls it. */
    String name();

    /** Takes the snapshot, which stays readable until {@link #end}. @param run to be told of progress. */
    void begin(Snapshot snapshot, SnapshotRun run) throws IOException;

    /**
     * @return false while the job can do nothing because somebody else has to take what it has made; whoever does that
     *     wakes the snapshot thread. Any thread.
     */
    default boolean isReady()
    {
        return true;
    }

    /**
     * Does a piece of the work, about a millisecond's worth. May wait for its medium, and then holds up the other jobs.
     *
     * @return true while there is more to do.
     */
    boolean doWork() throws IOException;

    /**
     * Frees what the job holds, and removes what it has begun if that did not succeed. Called once, whatever happened,
     * unless the job was never begun.
     */
    void end(JobOutcome outcome);

    /**
     * The job has ended and its snapshot is closed. Called on the engine thread, within a ring entry, unless the
     * server ended first.
     *
     * @param cause of a failure; null otherwise.
     */
    void onEnded(JobOutcome outcome, Throwable cause);
}
