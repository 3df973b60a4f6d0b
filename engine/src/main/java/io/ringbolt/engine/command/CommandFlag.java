package io.ringbolt.engine.command;

import java.util.Locale;

/**
 * A property of a command that admission, propagation and COMMAND INFO look at. Each is one bit in
 * {@link Command#flags()}.
 */
public enum CommandFlag
{
    WRITE, READONLY, DENYOOM, ADMIN, PUBSUB, NOSCRIPT, BLOCKING, LOADING, STALE, SKIP_MONITOR, SKIP_SLOWLOG, ASKING,
    FAST, NO_AUTH, MAY_REPLICATE, SENTINEL_ONLY, NO_MANDATORY_KEYS, PROTECTED, ALLOW_BUSY, NO_ASYNC_LOADING, NO_MULTI,
    MOVABLEKEYS, ALL_DBS, SCRIPT_RUNNER;

    private final long bit = 1L << ordinal();
    private final String label = name().toLowerCase(Locale.ROOT);

    public long bit()
    {
        return bit;
    }

    /** @return the name as COMMAND INFO shows it. */
    public String label()
    {
        return label;
    }

    public boolean in(final long flags)
    {
        return 0 != (flags & bit);
    }
}
