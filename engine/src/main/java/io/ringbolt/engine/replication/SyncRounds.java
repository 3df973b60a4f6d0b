package io.ringbolt.engine.replication;

/**
 * Who makes snapshots for replicas. Implemented where snapshots are; called by the engine thread.
 */
public interface SyncRounds
{
    /**
     * Takes a snapshot of this moment for replicas.
     *
     * @return null if that can't be; the reason has been logged.
     */
    SyncRound begin(Request request);

    /**
     * What is wanted.
     *
     * @param isDiskless     whether the snapshot is sent while it is being made, and not kept in a file before.
     * @param hasData        whether it contains the keys.
     * @param hasFunctions   whether it contains the functions.
     * @param replicationId  the history's name.
     * @param offset         the moment's place in it.
     * @param database       what is selected there.
     * @param onEnded        told on the engine thread that the snapshot is made, or that it has failed.
     */
    record Request(
        boolean isDiskless,
        boolean hasData,
        boolean hasFunctions,
        String replicationId,
        long offset,
        int database,
        End onEnded)
    {
    }

    /** Who is told. */
    @FunctionalInterface
    interface End
    {
        void onEnded(SyncRound sync, boolean isSuccess);
    }
}
