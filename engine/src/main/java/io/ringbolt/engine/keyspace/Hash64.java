package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.OffHeap;

/**
 * A seeded 64-bit hash of off-heap bytes. Whoever does not know the seed cannot make keys that collide on purpose:
 * each step multiplies two words that both depend on the seed and folds the 128-bit product.
 */
public final class Hash64
{
    private static final long K0 = 0x9E3779B97F4A7C15L;
    private static final long K1 = 0xD6E8FEB86659FD93L;
    private static final long K2 = 0xA0B428DB7F4A9A37L;
    private static final long K3 = 0xC2B2AE3D27D4EB4FL;
    private static final int STRIDE = 16;

    private Hash64()
    {
    }

    public static long hash(final long seed, final long address, final int length)
    {
        long state = seed ^ K0;
        int offset = 0;
        for (; length - offset > STRIDE; offset += STRIDE)
        {
            state = fold(OffHeap.getLong(address + offset) ^ K1, OffHeap.getLong(address + offset + 8) ^ state);
        }
        final int rest = length - offset;
        final long at = address + offset;
        final long first;
        final long second;
        if (rest >= 8)
        {
            first = OffHeap.getLong(at);
            second = OffHeap.getLong(at + rest - 8);
        }
        else if (rest >= 4)
        {
            first = OffHeap.getInt(at) & 0xFFFF_FFFFL;
            second = OffHeap.getInt(at + rest - 4) & 0xFFFF_FFFFL;
        }
        else if (rest > 0)
        {
            first = OffHeap.getUnsignedByte(at) << 16 | OffHeap.getUnsignedByte(at + (rest >>> 1)) << 8 |
                OffHeap.getUnsignedByte(at + rest - 1);
            second = 0;
        }
        else
        {
            first = 0;
            second = 0;
        }
        return fold(fold(first ^ K2, second ^ state) ^ K3, length ^ seed ^ K1);
    }

    private static long fold(final long a, final long b)
    {
        return a * b ^ unsignedMultiplyHigh(a, b);
    }

    private static long unsignedMultiplyHigh(final long a, final long b)
    {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
