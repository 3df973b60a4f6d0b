package io.ringbolt.engine;

/**
 * How a server is to end, as SHUTDOWN's options say.
 *
 * @param save  whether to write a snapshot first.
 * @param now   skip waiting for replicas.
 * @param force end even if saving fails.
 */
public record ShutdownRequest(Save save, boolean now, boolean force)
{
    /** Whether a snapshot is written. */
    public enum Save
    {
        /** If save points are configured. */
        BY_CONFIGURATION,
        ALWAYS,
        NEVER
    }
}
