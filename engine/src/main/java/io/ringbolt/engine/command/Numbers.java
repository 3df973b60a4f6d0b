package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Numbers as Redis reads and writes them in text: an integer is canonical decimal, with no sign but a leading minus, no
 * leading zero and no space, so that text and number stand for each other.
 */
public final class Numbers
{
    /** Digits, and a sign, of the longest 64-bit integer. */
    public static final int MAX_LONG_LENGTH = 20;

    private static final long MAX_BEFORE_DIGIT = Long.MAX_VALUE / 10;

    private Numbers()
    {
    }

    /** @return true if the bytes are a canonical 64-bit integer, which {@link #parseLong} then reads. */
    public static boolean isLong(final long address, final int length)
    {
        if (length <= 0 || length > MAX_LONG_LENGTH)
        {
            return false;
        }
        final boolean isNegative = '-' == OffHeap.getByte(address);
        final int first = isNegative ? 1 : 0;
        if (first == length)
        {
            return false;
        }
        final byte lead = OffHeap.getByte(address + first);
        if ('0' == lead)
        {
            return 1 == length;
        }
        long value = 0;
        for (int i = first; i < length; i++)
        {
            final int digit = OffHeap.getByte(address + i) - '0';
            if (digit < 0 || digit > 9 || value > MAX_BEFORE_DIGIT)
            {
                return false;
            }
            value = 10 * value + digit;
            if (value < 0 && !(isNegative && Long.MIN_VALUE == value && i == length - 1))
            {
                return false;
            }
        }
        return true;
    }

    /** @return the value of bytes for which {@link #isLong} holds. */
    public static long parseLong(final long address, final int length)
    {
        final boolean isNegative = '-' == OffHeap.getByte(address);
        long value = 0;
        for (int i = isNegative ? 1 : 0; i < length; i++)
        {
            value = 10 * value + (OffHeap.getByte(address + i) - '0');
        }
        return isNegative ? -value : value;
    }

    /** @return digits, and a minus, that {@code value} takes in decimal. */
    public static int length(final long value)
    {
        int count = value < 0 ? 2 : 1;
        for (long rest = value / 10; 0 != rest; rest /= 10)
        {
            count++;
        }
        return count;
    }

    /** Writes {@code value} in decimal. @return the bytes written, at most {@link #MAX_LONG_LENGTH}. */
    public static int write(final long value, final long address)
    {
        final int length = length(value);
        long rest = value;
        for (int i = length - 1; i >= (value < 0 ? 1 : 0); i--)
        {
            OffHeap.putByte(address + i, (byte)('0' + Math.abs(rest % 10)));
            rest /= 10;
        }
        if (value < 0)
        {
            OffHeap.putByte(address, (byte)'-');
        }
        return length;
    }
}
