package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Integers of 1 to 64 bits at any bit of a string, and the arithmetic that BITFIELD does with them.
 */
final class BitFields
{
    private BitFields()
    {
    }

    /** @param length of the string; bits behind it read as zeros. @return the bits as an unsigned integer. */
    static long get(final long address, final int length, final long bitOffset, final int width)
    {
        long value = 0;
        int rest = width;
        long bit = bitOffset;
        while (rest > 0)
        {
            final int inByte = (int)(bit & 7);
            final int part = Math.min(rest, 8 - inByte);
            final int bits = bit >>> 3 < length ? OffHeap.getUnsignedByte(address + (bit >>> 3)) : 0;
            value = value << part | bits >>> 8 - inByte - part & (1 << part) - 1;
            bit += part;
            rest -= part;
        }
        return value;
    }

    /**
     * Writes the lowest {@code width} bits of {@code value}. @param byteAddress the byte that has the
     * field's first bit.
     */
    static void put(final long byteAddress, final int firstBit, final int width, final long value)
    {
        long at = byteAddress;
        int inByte = firstBit;
        int rest = width;
        while (rest > 0)
        {
            final int part = Math.min(rest, 8 - inByte);
            final int shift = 8 - inByte - part;
            final int mask = (1 << part) - 1;
            final int bits = (int)(value >>> rest - part) & mask;
            OffHeap.putByte(at, (byte)(OffHeap.getByte(at) & ~(mask << shift) | bits << shift));
            at++;
            inByte = 0;
            rest -= part;
        }
    }

    /** @return the integer that {@code width} bits mean. */
    static long extend(final long bits, final int width, final boolean isSigned)
    {
        final int spare = Long.SIZE - width;
        return isSigned ? bits << spare >> spare : bits << spare >>> spare;
    }

    /** @return the greatest integer of a type. */
    static long max(final int width, final boolean isSigned)
    {
        return (isSigned ? Long.MAX_VALUE : -1L) >>> Long.SIZE - width;
    }

    /** @return the least integer of a type. */
    static long min(final int width, final boolean isSigned)
    {
        return isSigned ? -max(width, true) - 1 : 0;
    }

    /**
     * Compares the sum of two integers with what a type can hold. The room on either side is reckoned in 64 bits that
     * wrap, as Redis does, which shows when a narrow signed field is set to a number near the ends of the 64-bit range.
     *
     * @return 1 if it is too great, -1 if it is too small, 0 if it fits.
     */
    static int overflow(final long value, final long increment, final int width, final boolean isSigned)
    {
        return isSigned ? signedOverflow(value, increment, width) : unsignedOverflow(value, increment, width);
    }

    private static int signedOverflow(final long value, final long increment, final int width)
    {
        final long max = max(width, true);
        final long min = min(width, true);
        final long roomAbove = max - value;
        final long roomBelow = min - value;
        final boolean isNarrow = width < Long.SIZE;
        if (value > max || increment > roomAbove && (isNarrow || value >= 0 && increment > 0))
        {
            return 1;
        }
        return value < min || increment < roomBelow && (isNarrow || value < 0 && increment < 0) ? -1 : 0;
    }

    private static int unsignedOverflow(final long value, final long increment, final int width)
    {
        final long max = max(width, false);
        if (value < 0 || value > max || increment > 0 && increment > max - value)
        {
            return 1;                                 // a negative value is a great unsigned one
        }
        return increment < -value ? -1 : 0;
    }
}
