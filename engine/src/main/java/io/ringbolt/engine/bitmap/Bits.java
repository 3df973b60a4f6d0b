package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Bits in memory, numbered as in Redis: bit 0 is the highest of the first byte. Works on eight bytes at a time.
 */
public final class Bits
{
    static final long NONE = -1;

    private static final int UNROLLED_LENGTH = 4 * Long.BYTES;
    private static final long ALL_SET = -1L;
    private static final int LAST_BIT = Byte.SIZE - 1;

    private Bits()
    {
    }

    /** @return the bits that are set in {@code length} bytes. */
    static long count(final long address, final long length)
    {
        final long end = address + length;
        long at = address;
        long first = 0;
        long second = 0;
        // two sums, so that one addition need not wait for the other
        for (; at + UNROLLED_LENGTH <= end; at += UNROLLED_LENGTH)
        {
            first += Long.bitCount(OffHeap.getLong(at)) + Long.bitCount(OffHeap.getLong(at + Long.BYTES));
            second += Long.bitCount(OffHeap.getLong(at + 2 * Long.BYTES)) +
                Long.bitCount(OffHeap.getLong(at + 3 * Long.BYTES));
        }
        for (; at + Long.BYTES <= end; at += Long.BYTES)
        {
            first += Long.bitCount(OffHeap.getLong(at));
        }
        for (; at < end; at++)
        {
            second += Integer.bitCount(OffHeap.getUnsignedByte(at));
        }
        return first + second;
    }

    /** @return the bits that are set from one bit to another, which is included. */
    public static long count(final long address, final long firstBit, final long lastBit)
    {
        final long firstByte = firstBit >>> 3;
        final long lastByte = lastBit >>> 3;
        final int before = OffHeap.getUnsignedByte(address + firstByte) & ~(0xFF >>> (firstBit & LAST_BIT));
        final int behind = OffHeap.getUnsignedByte(address + lastByte) & (1 << LAST_BIT - (lastBit & LAST_BIT)) - 1;
        return count(address + firstByte, lastByte - firstByte + 1) - Integer.bitCount(before) -
            Integer.bitCount(behind);
    }

    /** @return the first bit with the value wanted, from one bit to another, which is included; or {@link #NONE}. */
    public static long find(final long address, final long firstBit, final long lastBit, final boolean isSet)
    {
        final int flip = isSet ? 0 : 0xFF;
        long at = firstBit >>> 3;
        final long lastByte = lastBit >>> 3;
        int bits = (OffHeap.getUnsignedByte(address + at) ^ flip) & 0xFF >>> (firstBit & LAST_BIT);
        if (0 == bits)
        {
            at = skip(address, at + 1, lastByte, isSet ? 0 : ALL_SET);
            if (at > lastByte)
            {
                return NONE;
            }
            bits = OffHeap.getUnsignedByte(address + at) ^ flip;
        }
        final long found = (at << 3) + Integer.numberOfLeadingZeros(bits) - (Integer.SIZE - Byte.SIZE);
        return found <= lastBit ? found : NONE;
    }

    /**
     * @return the first byte that is not one of those in {@code pattern}, which are all the same; or the one
     * behind the last.
     */
    private static long skip(final long address, final long from, final long lastByte, final long pattern)
    {
        long at = from;
        while (at + Long.BYTES - 1 <= lastByte && OffHeap.getLong(address + at) == pattern)
        {
            at += Long.BYTES;
        }
        while (at <= lastByte && OffHeap.getByte(address + at) == (byte)pattern)
        {
            at++;
        }
        return at;
    }
}
