package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * The hashes of a database some of whose fields expire, ordered by the time of each one's first field. A hash costs 16
 * bytes here, whatever the number of its fields, and each change O(log hashes).
 */
final class FieldTimers
{
    private final Arena arena;
    private final KeyTable table;
    private final TimerHeap heap;

    FieldTimers(final Arena arena, final KeyTable table)
    {
        this.arena = arena;
        this.table = table;
        heap = new TimerHeap(arena, ExpiringHash.PLACE_OFFSET);
    }

    /** Hashes that have a timer. */
    int count()
    {
        return heap.size();
    }

    long bytes()
    {
        return heap.bytes();
    }

    long earliestMs()
    {
        return 0 == heap.size() ? Long.MAX_VALUE : heap.word(0);
    }

    /** Starts the timer of a hash that has come under a key; of other values there is none. */
    void attach(final KeyEntry entry)
    {
        if (entry.hasFieldExpiry())
        {
            final long root = entry.root();
            arena.putLong(root, ExpiringHash.KEY_HASH_OFFSET, entry.hash);
            update(root, ExpiringHash.earliestMs(arena.address(root)));
        }
    }

    /** Stops the timer of a hash that leaves its key, and keeps its time for the next key. */
    void detach(final KeyEntry entry)
    {
        if (entry.hasFieldExpiry())
        {
            final int place = ExpiringHash.place(arena.address(entry.root()));
            if (0 != place)
            {
                heap.remove(place - 1);
            }
        }
    }

    /** Sets the timer of the hash that a key holds. */
    void update(final KeyEntry entry, final long earliestMs)
    {
        final long root = entry.root();
        if (earliestMs != ExpiringHash.earliestMs(arena.address(root)))
        {
            arena.putLong(root, ExpiringHash.EARLIEST_OFFSET, earliestMs);
        }
        if (entry.hash != ExpiringHash.keyHash(arena.address(root)))
        {
            arena.putLong(root, ExpiringHash.KEY_HASH_OFFSET, entry.hash);
        }
        update(root, earliestMs);
    }

    private void update(final long root, final long earliestMs)
    {
        final int place = ExpiringHash.place(arena.address(root));
        if (0 == place)
        {
            if (Long.MAX_VALUE != earliestMs)
            {
                heap.insert(root, earliestMs);
            }
        }
        else if (Long.MAX_VALUE == earliestMs)
        {
            heap.remove(place - 1);
        }
        else if (heap.word(place - 1) != earliestMs)
        {
            heap.update(place - 1, earliestMs);
        }
    }

    boolean poll(final long nowMs, final KeyEntry out)
    {
        if (earliestMs() >= nowMs)
        {
            return false;
        }
        final long root = heap.segmentRef(0);
        if (!table.findRoot(ExpiringHash.keyHash(arena.address(root)), root, out))
        {
            throw new IllegalStateException("a hash with a timer has no key: root=" + root);
        }
        return true;
    }

    void clear()
    {
        heap.clear();
    }
}
