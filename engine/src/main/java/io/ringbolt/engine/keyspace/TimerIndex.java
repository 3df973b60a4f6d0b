package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Knows which key of a table expires next. Each segment with volatile keys has a list of words, unsorted; a heap orders
 * the segments by the least word of each.
 * <pre>
 *   timer word   16-63 expires at, ms since 1970      0-15 slot index of the key in its segment
 * </pre>
 * The key's own expiry word has the same ms and, in the lower 16 bits, its place in the list: adding and removing are
 * O(1). Removing the least word leaves the bound in the heap too low; that is put right when the segment reaches the
 * top, which costs one pass over at most 630 words.
 */
final class TimerIndex
{
    private static final int MAX_RESCANS = 64;

    private final Arena arena;
    private final TimerHeap heap;
    private long count;

    TimerIndex(final Arena arena)
    {
        this.arena = arena;
        heap = new TimerHeap(arena, Segment.HEAP_INDEX_OFFSET);
    }

    long count()
    {
        return count;
    }

    long heapBytes()
    {
        return heap.bytes();
    }

    TimerHeap heap()
    {
        return heap;
    }

    /** Adds a timer and returns its place in the segment's list. */
    int add(final long segmentRef, final int slotIndex, final long expiresAtMs)
    {
        final long word = expiresAtMs << EntryBlock.TIMER_INDEX_BITS | slotIndex;
        count++;
        final int place = append(segmentRef, word);
        final long address = arena.address(segmentRef);
        final int heapIndex = OffHeap.getInt(address + Segment.HEAP_INDEX_OFFSET);
        if (0 == heapIndex)
        {
            minimum(segmentRef, word);
            heap.insert(segmentRef, word);
        }
        else if (word <= OffHeap.getLong(address + Segment.MINIMUM_OFFSET))
        {
            minimum(segmentRef, word);
            heap.update(heapIndex - 1, word);
        }
        return place;
    }

    private int append(final long segmentRef, final long word)
    {
        final long address = arena.address(segmentRef);
        final int size = OffHeap.getInt(address + Segment.TIMER_COUNT_OFFSET);
        long list = OffHeap.getLong(address + Segment.TIMERS_OFFSET);
        if (size == OffHeap.getInt(address + Segment.TIMER_CAPACITY_OFFSET))
        {
            list = arena.reallocate(list, (long)size << 3, (long)size + 1 << 3);
            putList(segmentRef, list);
        }
        arena.putLong(list, (long)size << 3, word);
        arena.putInt(segmentRef, Segment.TIMER_COUNT_OFFSET, size + 1);
        return size;
    }

    private void putList(final long segmentRef, final long list)
    {
        arena.putLong(segmentRef, Segment.TIMERS_OFFSET, list);
        final long length = Arena.NULL_REF == list ? 0 : arena.usableLength(list);
        arena.putInt(segmentRef, Segment.TIMER_CAPACITY_OFFSET, (int)(length >>> 3));
    }

    /** Removes the timer at a place of a segment's list; the last one takes the place and its key is told. */
    void remove(final long segmentRef, final int place)
    {
        count--;
        final long address = arena.address(segmentRef);
        final int last = OffHeap.getInt(address + Segment.TIMER_COUNT_OFFSET) - 1;
        final long list = OffHeap.getLong(address + Segment.TIMERS_OFFSET);
        final long listAddress = arena.address(list);
        final long word = OffHeap.getLong(listAddress + ((long)place << 3));
        if (place != last)
        {
            final long moved = OffHeap.getLong(listAddress + ((long)last << 3));
            arena.putLong(list, (long)place << 3, moved);
            final long ref = Segment.refAtSlot(address, (int)(moved & EntryBlock.TIMER_INDEX_MASK));
            arena.putLong(
                ref, EntryBlock.expiryOffset(arena.address(ref)), moved & ~EntryBlock.TIMER_INDEX_MASK | place);
        }
        arena.putInt(segmentRef, Segment.TIMER_COUNT_OFFSET, last);
        final int heapIndex = OffHeap.getInt(address + Segment.HEAP_INDEX_OFFSET) - 1;
        if (0 == last)
        {
            heap.remove(heapIndex);
            arena.free(list);
            putList(segmentRef, Arena.NULL_REF);
            return;
        }
        if (word == OffHeap.getLong(address + Segment.MINIMUM_OFFSET))
        {
            arena.putInt(segmentRef, Segment.EXACT_OFFSET, 0);
        }
        if (last << 1 <= OffHeap.getInt(address + Segment.TIMER_CAPACITY_OFFSET))
        {
            putList(segmentRef, arena.reallocate(list, (long)last << 3, (long)last << 3));
        }
    }

    /** Gives a segment that has none a list of exactly {@code size} words; to be ended with {@link #attach}. */
    long newList(final long segmentRef, final int size)
    {
        final long list = arena.allocate((long)size << 3);
        putList(segmentRef, list);
        arena.putInt(segmentRef, Segment.TIMER_COUNT_OFFSET, size);
        return list;
    }

    /** Enters a segment whose list is complete into the heap. */
    void attach(final long segmentRef)
    {
        final long word = leastWord(arena.address(segmentRef));
        minimum(segmentRef, word);
        heap.insert(segmentRef, word);
    }

    /** Takes a segment out of the heap and frees its list, without changing the count. */
    void detach(final long segmentRef)
    {
        final long address = arena.address(segmentRef);
        final int heapIndex = OffHeap.getInt(address + Segment.HEAP_INDEX_OFFSET);
        if (0 != heapIndex)
        {
            heap.remove(heapIndex - 1);
            arena.free(OffHeap.getLong(address + Segment.TIMERS_OFFSET));
        }
    }

    /** Tells that a segment's keys have new slots, its list being up to date, and perhaps a new reference. */
    void moved(final long segmentRef)
    {
        final long address = arena.address(segmentRef);
        final int heapIndex = OffHeap.getInt(address + Segment.HEAP_INDEX_OFFSET);
        if (0 != heapIndex)
        {
            final long word = leastWord(address);
            minimum(segmentRef, word);
            heap.segmentMoved(heapIndex - 1, segmentRef);
            heap.update(heapIndex - 1, word);
        }
    }

    /** Tells that one key has another slot; {@code expiryWord} is that of its block, negative without a timer. */
    void slotMoved(final long segmentRef, final long expiryWord, final int oldSlot, final int newSlot)
    {
        if (expiryWord < 0)
        {
            return;
        }
        final long address = arena.address(segmentRef);
        final long ms = expiryWord & ~EntryBlock.TIMER_INDEX_MASK;
        final long list = OffHeap.getLong(address + Segment.TIMERS_OFFSET);
        arena.putLong(list, (expiryWord & EntryBlock.TIMER_INDEX_MASK) << 3, ms | newSlot);
        if ((ms | oldSlot) == OffHeap.getLong(address + Segment.MINIMUM_OFFSET))
        {
            final long word = leastWord(address);
            minimum(segmentRef, word);
            heap.update(OffHeap.getInt(address + Segment.HEAP_INDEX_OFFSET) - 1, word);
        }
    }

    private void minimum(final long segmentRef, final long word)
    {
        arena.putLong(segmentRef, Segment.MINIMUM_OFFSET, word);
        arena.putInt(segmentRef, Segment.EXACT_OFFSET, 1);
    }

    /** The word of the segment's key that expires first. */
    long leastWord(final long segmentAddress)
    {
        final int size = OffHeap.getInt(segmentAddress + Segment.TIMER_COUNT_OFFSET);
        final long listAddress = arena.address(OffHeap.getLong(segmentAddress + Segment.TIMERS_OFFSET));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++)
        {
            least = Math.min(least, OffHeap.getLong(listAddress + ((long)i << 3)));
        }
        return least;
    }

    /**
     * Makes the heap's top exact, in a bounded number of steps.
     *
     * @return whether it is; false also when there are no timers.
     */
    boolean settleTop()
    {
        for (int i = 0; i < MAX_RESCANS && heap.size() > 0; i++)
        {
            final long segmentRef = heap.segmentRef(0);
            final long address = arena.address(segmentRef);
            if (0 != OffHeap.getInt(address + Segment.EXACT_OFFSET))
            {
                return true;
            }
            final long word = leastWord(address);
            minimum(segmentRef, word);
            heap.update(0, word);
        }
        return false;
    }

    /** Earliest expiry, or a time before it; {@link Long#MAX_VALUE} without timers. */
    long lowerBoundMs()
    {
        return 0 == heap.size() ? Long.MAX_VALUE : heap.word(0) >>> EntryBlock.TIMER_INDEX_BITS;
    }

    void clear()
    {
        heap.clear();
        count = 0;
    }
}
