package io.ringbolt.engine.eviction;

import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * The keys among those sampled so far that may go first, in the order of eagerness. As in Redis it lets a few samples
 * an eviction do nearly as well as knowing all keys. It remembers where keys lay, not the keys: some will have gone or
 * moved when their turn comes. Owned by the engine thread.
 */
final class EvictionPool
{
    static final int CAPACITY = 16;

    private final int[] databases = new int[CAPACITY];
    private final long[] hashes = new long[CAPACITY];
    private final long[] refs = new long[CAPACITY];
    private final long[] eagernesses = new long[CAPACITY];
    private int size;

    void clear()
    {
        size = 0;
    }

    boolean isEmpty()
    {
        return 0 == size;
    }

    /** Takes a key in, if it is not in yet and there is room or a less eager one gives way. */
    void offer(final int database, final KeyEntry entry, final long eagerness)
    {
        if (CAPACITY == size && eagerness <= eagernesses[0] || isIn(database, entry.ref()))
        {
            return;
        }
        if (CAPACITY == size)
        {
            move(1, 0, --size);
        }
        int index = size;
        while (index > 0 && eagernesses[index - 1] >= eagerness)
        {
            index--;
        }
        move(index, index + 1, size - index);
        size++;
        databases[index] = database;
        hashes[index] = entry.hash();
        refs[index] = entry.ref();
        eagernesses[index] = eagerness;
    }

    /** Takes the most eager one out; what it was is at hand until the next change. */
    void removeLast()
    {
        size--;
    }

    int removedDatabase()
    {
        return databases[size];
    }

    long removedHash()
    {
        return hashes[size];
    }

    long removedRef()
    {
        return refs[size];
    }

    /** @return the eagerness of the most eager one that is left; the least possible if there is none. */
    long lastEagerness()
    {
        return 0 == size ? Long.MIN_VALUE : eagernesses[size - 1];
    }

    private boolean isIn(final int database, final long ref)
    {
        for (int i = 0; i < size; i++)
        {
            if (refs[i] == ref && databases[i] == database)
            {
                return true;
            }
        }
        return false;
    }

    private void move(final int from, final int to, final int count)
    {
        System.arraycopy(databases, from, databases, to, count);
        System.arraycopy(hashes, from, hashes, to, count);
        System.arraycopy(refs, from, refs, to, count);
        System.arraycopy(eagernesses, from, eagernesses, to, count);
    }
}
