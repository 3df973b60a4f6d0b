package io.ringbolt.engine.generic;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * How many references Redis would count of a value. It shares the objects of small integers among all keys, unless each
 * key has to remember its use for eviction, and but for those that COPY makes. Here nothing is shared.
 */
public final class ReferenceCount
{
    /** What Redis shows for a shared object. */
    private static final long SHARED_COUNT = Integer.MAX_VALUE;
    private static final long SHARED_LIMIT = 10_000;

    private ReferenceCount()
    {
    }

    /** @return 1 or, for what Redis would share, 2147483647. */
    public static long of(final KeyEntry entry, final ServerConfig config)
    {
        final boolean isShared = Encoding.INT == entry.encoding() && !entry.isCopiedNumber() &&
            entry.longValue() >= 0 && entry.longValue() < SHARED_LIMIT && isSharing(config);
        return isShared ? SHARED_COUNT : 1;
    }

    private static boolean isSharing(final ServerConfig config)
    {
        final MaxmemoryPolicy policy = config.get(MemoryParameters.MAXMEMORY_POLICY);
        return 0 == config.longValue(MemoryParameters.MAXMEMORY) ||
            !policy.isRecency() && !policy.isFrequency() && !policy.isModification();
    }
}
