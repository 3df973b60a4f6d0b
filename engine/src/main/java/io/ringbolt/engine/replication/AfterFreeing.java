package io.ringbolt.engine.replication;

import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.keyspace.Keyspace;

import java.io.IOException;

/**
 * Loads data when those before them have been freed, so that memory never holds both. Owned by the engine thread.
 */
final class AfterFreeing implements DataLoader
{
    private static final int STEPS_PER_PIECE = 8192;

    private final DataLoader loader;
    private final Keyspace keyspace;

    AfterFreeing(final DataLoader loader, final Keyspace keyspace)
    {
        this.loader = loader;
        this.keyspace = keyspace;
    }

    @Override
    public boolean isReady()
    {
        return keyspace.lazyFreePendingCount() > 0 || loader.isReady();
    }

    @Override
    public boolean load() throws IOException
    {
        if (keyspace.lazyFree(STEPS_PER_PIECE) > 0 && keyspace.lazyFreePendingCount() > 0)
        {
            return true;
        }
        return !loader.isReady() || loader.load();
    }

    @Override
    public long totalBytes()
    {
        return loader.totalBytes();
    }

    @Override
    public long loadedBytes()
    {
        return loader.loadedBytes();
    }

    @Override
    public long usedMemoryThen()
    {
        return loader.usedMemoryThen();
    }

    @Override
    public void close()
    {
        loader.close();
    }
}
