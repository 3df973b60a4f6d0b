package io.ringbolt.engine.tracking;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.util.Arrays;

/**
 * All tracked keys, found by name, whatever database they were read in. Owned by the engine thread.
 */
final class TrackedKeys
{
    private static final int INITIAL_CAPACITY = 64;
    private static final int SPARE_LIMIT = 1024;
    /** The bytes of an empty name, which must have an address too. */
    private static final int LEAST_ALLOCATION = 1;

    private final OffHeapAllocator allocator;
    private final long seed;
    private TrackedKey[] all = new TrackedKey[INITIAL_CAPACITY];
    private TrackedKey[] buckets = new TrackedKey[INITIAL_CAPACITY];
    private TrackedKey spares;
    private int spareCount;
    private int size;
    private long itemCount;

    TrackedKeys(final OffHeapAllocator allocator, final long seed)
    {
        this.allocator = allocator;
        this.seed = seed;
    }

    int size()
    {
        return size;
    }

    /** @return clients, counted once for each key. */
    long itemCount()
    {
        return itemCount;
    }

    /** Notes that a client has read a key. */
    void add(final long address, final int length, final long id)
    {
        final long hash = Hash64.hash(seed, address, length);
        TrackedKey key = find(hash, address, length);
        if (null == key)
        {
            key = insert(hash, address, length);
        }
        itemCount += key.add(id) ? 1 : 0;
    }

    /** Takes a key out. @return null if nobody has read it; else it is the caller's until {@link #release}. */
    TrackedKey take(final long address, final int length)
    {
        if (0 == size)
        {
            return null;
        }
        final TrackedKey key = find(Hash64.hash(seed, address, length), address, length);
        if (null != key)
        {
            remove(key);
        }
        return key;
    }

    /** Takes any key out. @param index below {@link #size()}. */
    TrackedKey takeAt(final int index)
    {
        final TrackedKey key = all[index];
        remove(key);
        return key;
    }

    /** Frees what a key that was taken out holds. */
    void release(final TrackedKey key)
    {
        allocator.free(key.address, Math.max(LEAST_ALLOCATION, key.length));
        key.reset();
        if (spareCount < SPARE_LIMIT)
        {
            key.next = spares;
            spares = key;
            spareCount++;
        }
    }

    void clear()
    {
        for (int i = 0; i < size; i++)
        {
            allocator.free(all[i].address, Math.max(LEAST_ALLOCATION, all[i].length));
        }
        size = 0;
        itemCount = 0;
        all = new TrackedKey[INITIAL_CAPACITY];
        buckets = new TrackedKey[INITIAL_CAPACITY];
    }

    private TrackedKey find(final long hash, final long address, final int length)
    {
        TrackedKey key = buckets[bucket(hash)];
        while (null != key && !key.is(hash, address, length))
        {
            key = key.next;
        }
        return key;
    }

    private TrackedKey insert(final long hash, final long address, final int length)
    {
        if (size == all.length)
        {
            grow();
        }
        final TrackedKey key = spare();
        key.hash = hash;
        key.length = length;
        key.address = allocator.allocate(Math.max(LEAST_ALLOCATION, length));
        OffHeap.copy(address, key.address, length);
        key.index = size;
        all[size++] = key;
        enter(key);
        return key;
    }

    private TrackedKey spare()
    {
        if (null == spares)
        {
            return new TrackedKey();
        }
        final TrackedKey key = spares;
        spares = key.next;
        spareCount--;
        return key;
    }

    private void remove(final TrackedKey key)
    {
        final int bucket = bucket(key.hash);
        if (buckets[bucket] == key)
        {
            buckets[bucket] = key.next;
        }
        else
        {
            TrackedKey before = buckets[bucket];
            while (before.next != key)
            {
                before = before.next;
            }
            before.next = key.next;
        }
        final TrackedKey last = all[--size];
        last.index = key.index;
        all[key.index] = last;
        all[size] = null;
        key.next = null;
        itemCount -= key.count();
    }

    private void enter(final TrackedKey key)
    {
        final int bucket = bucket(key.hash);
        key.next = buckets[bucket];
        buckets[bucket] = key;
    }

    private int bucket(final long hash)
    {
        return (int)hash & buckets.length - 1;
    }

    private void grow()
    {
        all = Arrays.copyOf(all, 2 * size);
        buckets = new TrackedKey[2 * size];
        for (int i = 0; i < size; i++)
        {
            enter(all[i]);
        }
    }
}
