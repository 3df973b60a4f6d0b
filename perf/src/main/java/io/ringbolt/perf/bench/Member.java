package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * One member of a collection in a benchmark: 16 bytes off the heap, and the same number as text for a collection of
 * java.util.
 */
final class Member implements AutoCloseable
{
    static final int LENGTH = 16;

    private static final long HEAD = 0x6d65_6d62_6572_3a30L;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final OffHeapAllocator allocator;
    private final long address;

    Member(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.address = allocator.allocate(LENGTH);
    }

    /** Becomes member {@code number}. @return where its bytes are. */
    long put(final int number)
    {
        OffHeap.putLong(address, HEAD);
        OffHeap.putLong(address + Long.BYTES, number * SPREAD);
        return address;
    }

    static String name(final int number)
    {
        return "member:" + number;
    }

    @Override
    public void close()
    {
        allocator.free(address, LENGTH);
    }
}
