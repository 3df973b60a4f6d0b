package io.ringbolt.engine.observe;

import java.util.Locale;

/**
 * A part of a command's way between two sockets' calls.
 */
public enum Stage
{
    /** From the moment at which the selector had its socket readable until the command was in the ring. */
    DECODE,
    /** In the ring, until the engine began with it. */
    RING,
    /** On the engine thread. */
    EXECUTE,
    /** Until what it changed was on disk; only where its reply waited for that. */
    JOURNAL,
    /** Until the socket had taken its reply. */
    REPLY,
    /** All of it. */
    TOTAL;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in replies and INFO. */
    public String key()
    {
        return key;
    }
}
