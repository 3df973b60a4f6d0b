package io.ringbolt.engine.keyspace;

import java.util.Arrays;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The segments of a table that have timers, ordered by a lower bound of their earliest one: a 4-ary heap in pages of
 * 64 KiB, so that growing never copies. Each segment knows its place, which makes updates O(log n). The same heap
 * orders the hashes whose fields expire.
 */
final class TimerHeap
{
    private static final int ENTRY_LENGTH = 16;
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int ARITY_SHIFT = 2;

    private final Arena arena;
    private final long placeOffset;
    private long[] pageRefs = new long[4];
    private int pageCount;
    private int size;

    /** @param placeOffset where in a segment its place in the heap is kept, counted from 1. */
    TimerHeap(final Arena arena, final long placeOffset)
    {
        this.arena = arena;
        this.placeOffset = placeOffset;
    }

    int size()
    {
        return size;
    }

    long bytes()
    {
        return (long)pageCount * ENTRY_LENGTH << PAGE_BITS;
    }

    /** Lower bound of the timer word of a place; the upper 48 bits are ms. */
    long word(final int index)
    {
        return OffHeap.getLong(address(index));
    }

    long segmentRef(final int index)
    {
        return OffHeap.getLong(address(index) + 8);
    }

    void insert(final long segmentRef, final long word)
    {
        if (size >>> PAGE_BITS == pageCount)
        {
            addPage();
        }
        siftUp(size++, segmentRef, word);
    }

    void update(final int index, final long word)
    {
        final long segmentRef = segmentRef(index);
        if (word < word(index))
        {
            siftUp(index, segmentRef, word);
        }
        else
        {
            siftDown(index, segmentRef, word);
        }
    }

    void segmentMoved(final int index, final long segmentRef)
    {
        arena.putLong(pageRefs[index >>> PAGE_BITS], ((long)(index & PAGE_MASK) << 4) + 8, segmentRef);
    }

    void remove(final int index)
    {
        arena.putInt(segmentRef(index), placeOffset, 0);
        size--;
        if (index < size)
        {
            final long word = word(size);
            final long segmentRef = segmentRef(size);
            if (word < word(index))
            {
                siftUp(index, segmentRef, word);
            }
            else
            {
                siftDown(index, segmentRef, word);
            }
        }
        if (pageCount > 0 && size <= pageCount - 1 << PAGE_BITS)
        {
            arena.free(pageRefs[--pageCount]);
            pageRefs[pageCount] = Arena.NULL_REF;
        }
    }

    void clear()
    {
        size = 0;
        while (pageCount > 0)
        {
            arena.free(pageRefs[--pageCount]);
        }
    }

    private void siftUp(final int from, final long segmentRef, final long word)
    {
        int index = from;
        while (index > 0)
        {
            final int parent = index - 1 >>> ARITY_SHIFT;
            final long parentWord = word(parent);
            if (parentWord <= word)
            {
                break;
            }
            put(index, segmentRef(parent), parentWord);
            index = parent;
        }
        put(index, segmentRef, word);
    }

    private void siftDown(final int from, final long segmentRef, final long word)
    {
        int index = from;
        while (true)
        {
            final int first = (index << ARITY_SHIFT) + 1;
            final int limit = Math.min(size, first + (1 << ARITY_SHIFT));
            int least = -1;
            long leastWord = word;
            for (int child = first; child < limit; child++)
            {
                final long childWord = word(child);
                if (childWord < leastWord)
                {
                    least = child;
                    leastWord = childWord;
                }
            }
            if (least < 0)
            {
                break;
            }
            put(index, segmentRef(least), leastWord);
            index = least;
        }
        put(index, segmentRef, word);
    }

    private void put(final int index, final long segmentRef, final long word)
    {
        final long address = arena.writable(
            pageRefs[index >>> PAGE_BITS], (long)(index & PAGE_MASK) << 4, ENTRY_LENGTH);
        OffHeap.putLong(address, word);
        OffHeap.putLong(address + 8, segmentRef);
        arena.putInt(segmentRef, placeOffset, index + 1);
    }

    private long address(final int index)
    {
        return arena.address(pageRefs[index >>> PAGE_BITS]) + ((long)(index & PAGE_MASK) << 4);
    }

    private void addPage()
    {
        if (pageCount == pageRefs.length)
        {
            pageRefs = Arrays.copyOf(pageRefs, pageCount << 1);
        }
        pageRefs[pageCount++] = arena.allocate((long)ENTRY_LENGTH << PAGE_BITS);
    }
}
