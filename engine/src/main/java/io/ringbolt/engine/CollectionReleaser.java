package io.ringbolt.engine;

import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.zset.SortedSets;

/**
 * Frees collections of every type in bounded steps, each by its own type API.
 */
final class CollectionReleaser implements ValueReleaser
{
    private static final long NO_SEED = 0;

    private final ValueRef value = new ValueRef();
    private Arena owner;
    private Lists lists;
    private Sets sets;
    private Hashes hashes;
    private SortedSets sortedSets;
    private Streams streams;
    private SparseArrays arrays;

    @Override
    public long release(final Arena arena, final int type, final int encoding, final long root, final int budget)
    {
        if (arena != owner)
        {
            wrap(arena);
        }
        value.set(encoding, root);
        return releaseValue(type, budget) > 0 ? DONE : value.root();
    }

    private int releaseValue(final int type, final int budget)
    {
        return switch (type)
        {
            case ValueType.LIST -> lists.release(value, budget);
            case ValueType.SET -> sets.release(value, budget);
            case ValueType.ZSET -> sortedSets.release(value, budget);
            case ValueType.HASH -> hashes.release(value, budget);
            case ValueType.STREAM -> streams.storage().release(value, budget);
            case ValueType.ARRAY -> arrays.release(value, budget);
            default -> throw new IllegalStateException("no collection: type=" + type);
        };
    }

    /** Freeing hashes nothing, hence the seed does not matter. */
    private void wrap(final Arena arena)
    {
        owner = arena;
        lists = new Lists(arena);
        sets = new Sets(arena, NO_SEED);
        hashes = new Hashes(arena, NO_SEED);
        sortedSets = new SortedSets(arena, NO_SEED);
        streams = new Streams(arena);
        arrays = new SparseArrays(arena);
    }
}
