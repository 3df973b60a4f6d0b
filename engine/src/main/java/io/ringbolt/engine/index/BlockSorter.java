package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Blocks being brought into a tree's order before they go into it: off-heap, stable, with the order key beside each
 * reference so that blocks are touched on ties only. It has its memory from {@link #begin} to {@link #end}.
 */
/*
 * Bottom-up merge sort of 16-byte entries between two buffers, from runs sorted by insertion: n log n comparisons of
 * neighbours, where inserting n blocks into a tree in random order costs as many accesses that miss the cache.
 */
public final class BlockSorter
{
    private static final int ENTRY_LENGTH = 16;
    private static final int REF_OFFSET = 8;
    private static final int RUN_LENGTH = 16;

    private final RefTree trees;
    private final OffHeapAllocator allocator;
    private long source;
    private long target;
    private long capacity;
    private long count;

    public BlockSorter(final RefTree trees, final OffHeapAllocator allocator)
    {
        this.trees = trees;
        this.allocator = allocator;
    }

    /** Takes memory for so many blocks. */
    public void begin(final long blockCount)
    {
        capacity = Math.max(1, blockCount);
        source = allocator.allocate(capacity * ENTRY_LENGTH);
        target = allocator.allocate(capacity * ENTRY_LENGTH);
        count = 0;
    }

    public void add(final long block)
    {
        assert count < capacity : "count=" + count;
        final long entry = source + count++ * ENTRY_LENGTH;
        OffHeap.putLong(entry, trees.orderKey(block));
        OffHeap.putLong(entry + REF_OFFSET, block);
    }

    public long count()
    {
        return count;
    }

    /** The block at an index, in order after {@link #sort}. */
    public long block(final long index)
    {
        return OffHeap.getLong(source + index * ENTRY_LENGTH + REF_OFFSET);
    }

    public void sort()
    {
        for (long from = 0; from < count; from += RUN_LENGTH)
        {
            sortRun(from, Math.min(count, from + RUN_LENGTH));
        }
        for (long length = RUN_LENGTH; length < count; length *= 2)
        {
            for (long from = 0; from < count; from += 2 * length)
            {
                merge(from, Math.min(count, from + length), Math.min(count, from + 2 * length));
            }
            final long sorted = target;
            target = source;
            source = sorted;
        }
    }

    /** Gives the memory back. */
    public void end()
    {
        allocator.free(source, capacity * ENTRY_LENGTH);
        allocator.free(target, capacity * ENTRY_LENGTH);
        source = OffHeap.NULL_ADDRESS;
        target = OffHeap.NULL_ADDRESS;
    }

    private void sortRun(final long from, final long to)
    {
        for (long i = from + 1; i < to; i++)
        {
            final long key = key(source, i);
            final long ref = ref(source, i);
            long place = i;
            while (place > from && isBefore(key, ref, key(source, place - 1), ref(source, place - 1)))
            {
                put(source, place, key(source, place - 1), ref(source, place - 1));
                place--;
            }
            put(source, place, key, ref);
        }
    }

    private void merge(final long from, final long middle, final long to)
    {
        long left = from;
        long right = middle;
        for (long i = from; i < to; i++)
        {
            final boolean takesRight = left == middle || right < to &&
                isBefore(key(source, right), ref(source, right), key(source, left), ref(source, left));
            final long taken = takesRight ? right++ : left++;
            put(target, i, key(source, taken), ref(source, taken));
        }
    }

    private boolean isBefore(final long key, final long block, final long otherKey, final long otherBlock)
    {
        return key < otherKey || key == otherKey && trees.compareTie(block, otherBlock) < 0;
    }

    private static long key(final long buffer, final long index)
    {
        return OffHeap.getLong(buffer + index * ENTRY_LENGTH);
    }

    private static long ref(final long buffer, final long index)
    {
        return OffHeap.getLong(buffer + index * ENTRY_LENGTH + REF_OFFSET);
    }

    private static void put(final long buffer, final long index, final long key, final long ref)
    {
        OffHeap.putLong(buffer + index * ENTRY_LENGTH, key);
        OffHeap.putLong(buffer + index * ENTRY_LENGTH + REF_OFFSET, ref);
    }
}
