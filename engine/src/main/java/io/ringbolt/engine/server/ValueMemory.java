package io.ringbolt.engine.server;

import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.zset.SortedSets;

/**
 * How many bytes a key and its value take, counted in arena blocks as the arena counts its live bytes: exact for a
 * value that is sampled as a whole, else what the sample costs, multiplied.
 */
final class ValueMemory
{
    private final Arena arena;
    private final ValueRef value = new ValueRef();

    ValueMemory(final Arena arena)
    {
        this.arena = arena;
    }

    /** @param sampleCount elements, or nodes of lists and streams, to look at; 0 means all. */
    long bytes(final Database database, final KeyEntry entry, final long sampleCount)
    {
        final long own = database.memoryUsage(entry);
        if (ValueType.STRING == entry.type())
        {
            return own;
        }
        value.set(entry.encoding(), entry.root());
        final long limit = 0 == sampleCount ? Long.MAX_VALUE : sampleCount;
        return own + switch (entry.type())
        {
            case ValueType.LIST -> new Lists(arena).bytes(value, limit);
            case ValueType.SET -> set(limit);
            case ValueType.ZSET -> sortedSet(limit);
            case ValueType.HASH -> hash(limit);
            case ValueType.ARRAY -> new SparseArrays(arena).bytes(value, limit);
            default -> new Streams(arena).storage().bytes(value, limit);
        };
    }

    private long set(final long limit)
    {
        try (Sets sets = new Sets(arena, 0))
        {
            return sets.bytes(value, limit);
        }
    }

    private long sortedSet(final long limit)
    {
        try (SortedSets sortedSets = new SortedSets(arena, 0))
        {
            return sortedSets.bytes(value, limit);
        }
    }

    private long hash(final long limit)
    {
        try (Hashes hashes = new Hashes(arena, 0))
        {
            return hashes.bytes(value, limit);
        }
    }
}
