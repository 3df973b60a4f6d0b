package io.ringbolt.engine.listpack;

import static io.ringbolt.engine.memory.OffHeap.getByte;
import static io.ringbolt.engine.memory.OffHeap.putByte;

/**
 * Canonical decimal text of a 64-bit integer: what an encoding may store as a number, because printing gives the same
 * bytes back. No sign but a leading minus, no leading zero, no space, within the range of a {@code long}.
 */
public final class IntegerText
{
    /** Bytes that the longest text, that of {@link Long#MIN_VALUE}, takes. */
    public static final int MAX_LENGTH = 20;

    private static final int MAX_DIGITS = 19;
    private static final int SAFE_DIGITS = 18;

    private IntegerText()
    {
    }

    /**
     * Says whether the bytes are the canonical text of a long.
     */
    public static boolean isInteger(final long address, final int length)
    {
        if (length <= 0 || length > MAX_LENGTH)
        {
            return false;
        }

        final boolean negative = '-' == getByte(address);
        final int start = negative ? 1 : 0;
        final int digits = length - start;
        if (digits == 0 || digits > MAX_DIGITS)
        {
            return false;
        }

        final byte first = getByte(address + start);
        if (first == '0')
        {
            return length == 1;
        }
        for (int i = start; i < length; i++)
        {
            final byte digit = getByte(address + i);
            if (digit < '0' || digit > '9')
            {
                return false;
            }
        }
        return digits <= SAFE_DIGITS || fits(address + start, negative);
    }

    /**
     * Reads text that {@link #isInteger} has accepted.
     */
    public static long parse(final long address, final int length)
    {
        final boolean negative = '-' == getByte(address);
        long value = 0;
        for (int i = negative ? 1 : 0; i < length; i++)
        {
            value = value * 10 - (getByte(address + i) - '0');
        }
        return negative ? value : -value;
    }

    /**
     * Writes the canonical text of a value.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text.
     */
    public static int format(final long value, final long address)
    {
        final int length = length(value);
        long rest = value < 0 ? value : -value;
        int offset = length;
        do
        {
            final long quotient = rest / 10;
            putByte(address + --offset, (byte)('0' + (quotient * 10 - rest)));
            rest = quotient;
        }
        while (rest != 0);
        if (value < 0)
        {
            putByte(address, (byte)'-');
        }
        return length;
    }

    /**
     * Bytes that the canonical text of a value takes.
     */
    public static int length(final long value)
    {
        int length = value < 0 ? 2 : 1;
        for (long rest = value / 10; rest != 0; rest /= 10)
        {
            length++;
        }
        return length;
    }

    private static boolean fits(final long digitsAddress, final boolean negative)
    {
        long value = 0;
        for (int i = 0; i < SAFE_DIGITS; i++)
        {
            value = value * 10 - (getByte(digitsAddress + i) - '0');
        }
        final int last = getByte(digitsAddress + SAFE_DIGITS) - '0';
        final long limit = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        return value > limit / 10 || (value == limit / 10 && last <= -(limit % 10));
    }
}
