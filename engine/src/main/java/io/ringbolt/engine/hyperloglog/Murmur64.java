package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Austin Appleby's MurmurHash64A, with the seed that Redis gives it: the hash that decides an element's register.
 */
final class Murmur64
{
    private static final long SEED = 0xadc83b19L;
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private Murmur64()
    {
    }

    static long hash(final long address, final int length)
    {
        long hash = SEED ^ length * FACTOR;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES)
        {
            hash = (hash ^ mix(OffHeap.getLong(address + at))) * FACTOR;
        }
        if (at < length)
        {
            long rest = 0;
            for (int i = length - 1; i >= at; i--)
            {
                rest = rest << Byte.SIZE | OffHeap.getUnsignedByte(address + i);
            }
            hash = (hash ^ rest) * FACTOR;
        }
        hash = (hash ^ hash >>> SHIFT) * FACTOR;
        return hash ^ hash >>> SHIFT;
    }

    private static long mix(final long word)
    {
        final long mixed = word * FACTOR;
        return (mixed ^ mixed >>> SHIFT) * FACTOR;
    }
}
