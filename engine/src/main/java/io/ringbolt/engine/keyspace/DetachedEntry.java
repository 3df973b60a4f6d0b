package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * A key's block outside any table, between {@link Database#take} and {@link Database#adopt} or
 * {@link Database#discard}. So RENAME and MOVE carry a value over without copying it.
 */
public final class DetachedEntry
{
    long ref = Arena.NULL_REF;
    long expiresAtMs = -1;

    public boolean isEmpty()
    {
        return Arena.NULL_REF == ref;
    }

    public boolean hasExpiry()
    {
        return expiresAtMs >= 0;
    }

    public long expiresAtMs()
    {
        return expiresAtMs;
    }
}
