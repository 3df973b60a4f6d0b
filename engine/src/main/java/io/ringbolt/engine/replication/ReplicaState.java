package io.ringbolt.engine.replication;

/**
 * How far a replica has come on its way to the stream of changes.
 */
public enum ReplicaState
{
    /** It tells who it is, and has not asked for anything yet. */
    HANDSHAKE(""),
    /** It waits for a snapshot to begin. */
    WAITING("wait_bgsave"),
    /** A file is being written for it. */
    SAVING("wait_bgsave"),
    /** It is being sent the snapshot. */
    SENDING("send_bulk"),
    /** It is being sent changes. */
    ONLINE("online");

    private final String label;

    ReplicaState(final String label)
    {
        this.label = label;
    }

    /** @return what INFO calls it. */
    public String label()
    {
        return label;
    }
}
