package io.ringbolt.transport.resp;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A few bytes where a number becomes text before its length is known. One serves all writers of an engine.
 */
public final class HeaderScratch implements AutoCloseable
{
    private static final int LENGTH = 64;

    private final OffHeapAllocator allocator;
    private long address;

    public HeaderScratch(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.address = allocator.allocate(LENGTH);
    }

    long address()
    {
        return address;
    }

    @Override
    public void close()
    {
        allocator.free(address, LENGTH);
        address = OffHeap.NULL_ADDRESS;
    }
}
