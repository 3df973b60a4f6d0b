package io.ringbolt.engine.memory;

/**
 * Off-heap working memory that grows to what is asked for, and lets go of what one large value has needed. Owned by one
 * thread; freed by {@link #close()}.
 */
public final class Scratch implements AutoCloseable
{
    private static final int MIN_CAPACITY = 256;
    private static final int RETAINED_CAPACITY = 1 << 18;

    private final OffHeapAllocator allocator;
    private long address;
    private long capacity;

    public Scratch(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    /** Where the memory begins, once {@link #reserve} or {@link #load} has been called; moves when it grows. */
    public long address()
    {
        return address;
    }

    public long capacity()
    {
        return capacity;
    }

    /**
     * Makes room for {@code length} bytes; keeps the first {@code kept} of what is there. @return {@link #address()}.
     */
    public long reserve(final long length, final long kept)
    {
        if (length > capacity)
        {
            final long grown = length < RETAINED_CAPACITY ? 2 * capacity : capacity + (capacity >> 1);
            final long newCapacity = Math.max(Math.max(length, MIN_CAPACITY), grown);
            final long larger = allocator.allocate(newCapacity);
            OffHeap.copy(address, larger, Math.min(kept, capacity));
            allocator.free(address, capacity);
            address = larger;
            capacity = newCapacity;
        }
        return address;
    }

    /** Makes room for {@code length} bytes, whose contents are undefined. @return {@link #address()}. */
    public long reserve(final long length)
    {
        if (length > capacity)
        {
            allocator.free(address, capacity);
            address = OffHeap.NULL_ADDRESS;
            final long newCapacity = Math.max(length, MIN_CAPACITY);
            capacity = 0;
            address = allocator.allocate(newCapacity);
            capacity = newCapacity;
        }
        return address;
    }

    /** Copies the first bytes of a block here. @return {@link #address()}. */
    public long load(final BlockReader blocks, final long ref, final long length)
    {
        blocks.read(ref, 0, length, reserve(length));
        return address;
    }

    /** Gives memory back that is more than usual values need. */
    public void trim()
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
