package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Arena references packed into five bytes each, as the indexes store them.
 */
final class Refs
{
    static final int REF_LENGTH = 5;
    static final long REF_MASK = (1L << 40) - 1;

    private Refs()
    {
    }

    static long get(final long address)
    {
        return OffHeap.getInt(address) & 0xFFFF_FFFFL | (OffHeap.getByte(address + 4) & 0xFFL) << 32;
    }

    static void put(final long address, final long ref)
    {
        OffHeap.putInt(address, (int)ref);
        OffHeap.putByte(address + 4, (byte)(ref >>> 32));
    }
}
