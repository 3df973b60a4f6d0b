package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * What a client has sent while its commands could not be taken: bytes off the heap, first in, first out. They are read
 * so that the client's end is noticed, and wait here undecoded. Owned by one selector.
 */
final class ReadAhead
{
    private static final long LEAST_CAPACITY = InboundBuffer.READ_LENGTH;

    private long address;
    private long capacity;
    private long start;
    private long length;

    long length()
    {
        return length;
    }

    /** Puts a copy of {@code count} bytes behind the others. */
    void append(final OffHeapAllocator allocator, final long source, final int count)
    {
        if (start + length + count > capacity)
        {
            makeRoom(allocator, length + count);
        }
        OffHeap.copy(source, address + start + length, count);
        length += count;
    }

    /**
     * Moves the oldest bytes to {@code target}; the last ones free the memory. @return how many, {@code limit} at most.
     */
    int take(final OffHeapAllocator allocator, final long target, final int limit)
    {
        final int taken = (int)Math.min(limit, length);
        if (taken > 0)
        {
            OffHeap.copy(address + start, target, taken);
            start += taken;
            length -= taken;
            if (0 == length)
            {
                free(allocator);
            }
        }
        return taken;
    }

    void free(final OffHeapAllocator allocator)
    {
        if (0 != capacity)
        {
            allocator.free(address, capacity);
            address = OffHeap.NULL_ADDRESS;
            capacity = 0;
        }
        start = 0;
        length = 0;
    }

    private void makeRoom(final OffHeapAllocator allocator, final long wanted)
    {
        final long nextCapacity = Math.max(LEAST_CAPACITY, Long.highestOneBit(wanted - 1) << 1);
        final long next = allocator.allocate(nextCapacity);
        final long kept = length;
        if (kept > 0)
        {
            OffHeap.copy(address + start, next, kept);
        }
        free(allocator);
        address = next;
        capacity = nextCapacity;
        length = kept;
    }
}
