package io.ringbolt.engine.rdb;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.keyspace.ValueReleaser;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A decoder of values with an arena of its own, for programs that look at values and keep none. Owned by one thread.
 */
public final class StandaloneValues implements AutoCloseable
{
    private static final long CHUNK_BYTES = 1 << 20;

    private final Arena arena;
    private final ValueDecoder decoder;

    public StandaloneValues(final OffHeapAllocator allocator, final ValueReleaser releaser)
    {
        arena = new Arena(allocator, CHUNK_BYTES);
        decoder = new ValueDecoder(arena, allocator, new CollectionSeeds(1, 2, 3), releaser);
        decoder.onConfig(ServerConfig.defaults());
    }

    public ValueDecoder decoder()
    {
        return decoder;
    }

    public void release(final DecodedValue value)
    {
        decoder.release(value);
    }

    @Override
    public void close()
    {
        decoder.close();
        arena.close();
    }
}
