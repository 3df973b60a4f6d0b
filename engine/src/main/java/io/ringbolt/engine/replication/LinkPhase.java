package io.ringbolt.engine.replication;

/**
 * How far a replica has come with its master.
 */
public enum LinkPhase
{
    /** It follows nobody. */
    NONE("none"),
    /** The next attempt waits for its time. */
    CONNECT("connect"),
    /** A connection is being made. */
    CONNECTING("connecting"),
    /** Both sides introduce themselves. */
    HANDSHAKE("handshake"),
    /** The master's data come or are being loaded. */
    SYNC("sync"),
    /** What the master changes comes as it happens. */
    CONNECTED("connected");

    private final String label;

    LinkPhase(final String label)
    {
        this.label = label;
    }

    /** @return the word that ROLE says. */
    public String label()
    {
        return label;
    }
}
