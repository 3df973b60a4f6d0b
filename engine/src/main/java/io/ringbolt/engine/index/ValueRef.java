package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;

/**
 * A collection while a type API works on it: its encoding, and the root word that leads to its blocks.
 * Loaded from the key's entry before the work and stored there afterwards, since either may change.
 */
public final class ValueRef
{
    private int encoding;
    private long root = Arena.NULL_REF;

    public int encoding()
    {
        return encoding;
    }

    public long root()
    {
        return root;
    }

    public ValueRef set(final int newEncoding, final long newRoot)
    {
        encoding = newEncoding;
        root = newRoot;
        return this;
    }

    /** The same encoding at another place. */
    public void root(final long newRoot)
    {
        root = newRoot;
    }
}
