package io.ringbolt.engine;

import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.generic.ValueCopiers;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.zset.SortedSets;

/**
 * How COPY copies each type of collection: a new type is a new line here.
 */
final class CollectionCopiers
{
    /** Copying keeps every member in its bucket and hashes nothing, hence the seed does not matter. */
    private static final long NO_SEED = 0;

    private CollectionCopiers()
    {
    }

    static ValueCopiers create(final Arena arena)
    {
        final Lists lists = new Lists(arena);
        final Sets sets = new Sets(arena, NO_SEED);
        final Hashes hashes = new Hashes(arena, NO_SEED);
        final SortedSets sortedSets = new SortedSets(arena, NO_SEED);
        final Streams streams = new Streams(arena);
        final SparseArrays arrays = new SparseArrays(arena);
        return new ValueCopiers()
            .with(ValueType.LIST, (owner, encoding, root) -> lists.copyOf(encoding, root))
            .with(ValueType.SET, (owner, encoding, root) -> sets.copyOf(encoding, root))
            .with(ValueType.HASH, (owner, encoding, root) -> hashes.copyOf(encoding, root))
            .with(ValueType.ZSET, (owner, encoding, root) -> sortedSets.copyOf(encoding, root))
            .with(ValueType.STREAM, (owner, encoding, root) -> streams.storage().copyOf(root))
            .with(ValueType.ARRAY, (owner, encoding, root) -> arrays.copyOf(root));
    }
}
