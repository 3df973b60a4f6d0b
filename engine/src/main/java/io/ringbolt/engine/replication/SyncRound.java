package io.ringbolt.engine.replication;

/**
 * A full synchronization under way: one snapshot on its way to one or more replicas.
 */
public interface SyncRound
{
    /** @return where the snapshot's moment lies in the log of effects. */
    long effectPosition();

    /** @return where it lies in the replication stream, {@link io.ringbolt.engine.effect.EffectLog#streamLength()}. */
    long streamOffset();

    /** @return true while more replicas may join, because nothing has been sent yet. Engine thread. */
    boolean isOpen();

    /**
     * Adds a replica, which gets all of it. Engine thread.
     *
     * @param onBytes run on any thread when there is something to send to that replica.
     */
    SyncSource join(Runnable onBytes);

    /** Everybody has joined who is there: begins. Engine thread. */
    void start();

    /** Gives up what has not been done yet. Engine thread. */
    void cancel();
}
