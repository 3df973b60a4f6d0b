package io.ringbolt.engine.command;

import java.util.Locale;

/**
 * A named set of commands that ACL rules can allow or deny at once, {@code @read} for example.
 */
public enum AclCategory
{
    KEYSPACE, READ, WRITE, SET, SORTEDSET, LIST, HASH, STRING, BITMAP, HYPERLOGLOG, GEO, STREAM, PUBSUB, ADMIN, FAST,
    SLOW, BLOCKING, DANGEROUS, CONNECTION, TRANSACTION, SCRIPTING, ARRAY;

    private final long bit = 1L << ordinal();
    private final String label = name().toLowerCase(Locale.ROOT);

    public long bit()
    {
        return bit;
    }

    /** @return the name without {@code @}. */
    public String label()
    {
        return label;
    }
}
