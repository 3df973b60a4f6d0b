package io.ringbolt.engine.generic;

import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

import java.util.HashMap;
import java.util.Map;

/**
 * The {@link ValueCopier} of every type of collection.
 */
public final class ValueCopiers
{
    private final Map<Integer, ValueCopier> byType = new HashMap<>();

    /** @param type one of {@link ValueType}. @return this. */
    public ValueCopiers with(final int type, final ValueCopier copier)
    {
        byType.put(type, copier);
        return this;
    }

    /** Copies a collection within its arena. @return the copy's root, owned by the caller. */
    public long copy(final Arena arena, final int type, final int encoding, final long root)
    {
        final ValueCopier copier = byType.get(type);
        if (null == copier)
        {
            throw new IllegalStateException("no copier is registered for the type " + ValueType.name(type));
        }
        return copier.copy(arena, encoding, root);
    }
}
