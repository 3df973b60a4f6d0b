package io.ringbolt.transport.buffer;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * The place where the elements of an aggregate gather while their number is not known yet. One serves all clients of an
 * engine, for a reply is complete before the next command begins. Owned by the engine thread.
 */
public final class DeferredRegion implements AutoCloseable
{
    private static final long INITIAL_CAPACITY = 4 << 10;
    private static final long RETAINED_CAPACITY = 1 << 20;

    private final OffHeapAllocator allocator;
    private long address;
    private long capacity;

    public DeferredRegion(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    long address()
    {
        return address;
    }

    long limit()
    {
        return address + capacity;
    }

    void open()
    {
        if (OffHeap.NULL_ADDRESS == address)
        {
            address = allocator.allocate(INITIAL_CAPACITY);
            capacity = INITIAL_CAPACITY;
        }
    }

    /** Moves {@code used} bytes to a region that has room for {@code more}. */
    void grow(final long used, final long more)
    {
        final long larger = Math.max(2 * capacity, used + more);
        final long moved = allocator.allocate(larger);
        OffHeap.copy(address, moved, used);
        allocator.free(address, capacity);
        address = moved;
        capacity = larger;
    }

    /** Forgets what is in it, and gives back what an exceptional reply took. */
    void reset()
    {
        if (capacity > RETAINED_CAPACITY)
        {
            close();
        }
    }

    @Override
    public void close()
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }
}
