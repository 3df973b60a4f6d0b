package io.ringbolt.engine.command;

import java.util.Locale;

/**
 * The chapter of the manual a command belongs to, as COMMAND DOCS names it.
 */
public enum CommandGroup
{
    STRING, GENERIC, LIST, SET, SORTED_SET, HASH, PUBSUB, TRANSACTIONS, CONNECTION, SERVER, SCRIPTING, HYPERLOGLOG,
    CLUSTER, GEO, STREAM, BITMAP, SENTINEL, ARRAY;

    /** @return the name as COMMAND DOCS shows it, {@code sorted-set} for example. */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
