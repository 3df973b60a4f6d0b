package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The name of a stream entry: a time and a number within that time, both unsigned 64 bits.
 */
public final class StreamId
{
    /** Bytes of the longest id. */
    public static final int MAX_TEXT_LENGTH = 41;

    /** Digits that a part may have, leading zeros included. */
    private static final int MAX_TEXT = 127;
    private static final long MAX_TENTH = Long.divideUnsigned(-1L, 10);
    private static final long MAX_LAST = Long.remainderUnsigned(-1L, 10);

    private long timeMs;
    private long number;
    private boolean isNumberMissing;

    public long timeMs()
    {
        return timeMs;
    }

    public long number()
    {
        return number;
    }

    public StreamId set(final long newTimeMs, final long newNumber)
    {
        timeMs = newTimeMs;
        number = newNumber;
        return this;
    }

    public StreamId set(final StreamId other)
    {
        return set(other.timeMs, other.number);
    }

    /** Says that {@link #parse} has found a time only, or a time and {@code *}. */
    public boolean isNumberMissing()
    {
        return isNumberMissing;
    }

    public boolean isZero()
    {
        return timeMs == 0 && number == 0;
    }

    public boolean isMax()
    {
        return timeMs == -1L && number == -1L;
    }

    public int compareTo(final StreamId other)
    {
        return compare(timeMs, number, other.timeMs, other.number);
    }

    static int compare(final long timeMs, final long number, final long otherTimeMs, final long otherNumber)
    {
        final int order = Long.compareUnsigned(timeMs, otherTimeMs);
        return order != 0 ? order : Long.compareUnsigned(number, otherNumber);
    }

    /** Makes this the next id. Must not be the last one. */
    public void increment()
    {
        if (++number == 0)
        {
            timeMs++;
        }
    }

    /** Makes this the id before. Must not be zero. */
    public void decrement()
    {
        if (number-- == 0)
        {
            timeMs--;
        }
    }

    /**
     * Reads {@code time} or {@code time-number}.
     *
     * @param missingNumber what the number is if the text has none.
     * @return false, and the id is unchanged, if the text is no id.
     */
    public boolean parse(final long address, final int length, final long missingNumber)
    {
        int dash = 0;
        while (dash < length && OffHeap.getByte(address + dash) != '-')
        {
            dash++;
        }
        final boolean hasNumber = dash < length;
        final long numberAddress = address + dash + 1;
        final int numberLength = length - dash - 1;
        if (!isUnsigned(address, dash) || hasNumber && !isUnsigned(numberAddress, numberLength))
        {
            return false;
        }
        timeMs = parseUnsigned(address, dash);
        number = hasNumber ? parseUnsigned(numberAddress, numberLength) : missingNumber;
        isNumberMissing = !hasNumber;
        return true;
    }

    /**
     * Reads {@code time-*}.
     *
     * @return false if the text is something else.
     */
    boolean parseTime(final long address, final int length)
    {
        final int digits = length - 2;
        if (digits <= 0 || OffHeap.getByte(address + digits) != '-' || OffHeap.getByte(address + digits + 1) != '*' ||
            !isUnsigned(address, digits))
        {
            return false;
        }
        set(parseUnsigned(address, digits), 0);
        isNumberMissing = true;
        return true;
    }

    /**
     * Writes {@code time-number}.
     *
     * @param address at least {@link #MAX_TEXT_LENGTH} writable bytes.
     * @return the length of the text.
     */
    public int format(final long address)
    {
        final int timeLength = formatUnsigned(timeMs, address);
        OffHeap.putByte(address + timeLength, (byte)'-');
        return timeLength + 1 + formatUnsigned(number, address + timeLength + 1);
    }

    private static int formatUnsigned(final long value, final long address)
    {
        if (value >= 0)
        {
            return Numbers.write(value, address);
        }
        final int head = Numbers.write(Long.divideUnsigned(value, 10), address);
        OffHeap.putByte(address + head, (byte)('0' + Long.remainderUnsigned(value, 10)));
        return head + 1;
    }

    private static boolean isUnsigned(final long address, final int length)
    {
        final int prefix = prefixLength(address, length);
        if (length <= prefix || length > MAX_TEXT)
        {
            return false;
        }
        long value = 0;
        for (int i = prefix; i < length; i++)
        {
            final int digit = OffHeap.getByte(address + i) - '0';
            final int order = Long.compareUnsigned(value, MAX_TENTH);
            if (digit < 0 || digit > 9 || order > 0 || order == 0 && digit > MAX_LAST)
            {
                return false;
            }
            value = value * 10 + digit;
        }
        return true;
    }

    /** What may stand before the digits, as in C: white space, then a sign. */
    private static int prefixLength(final long address, final int length)
    {
        int prefix = 0;
        while (prefix < length && isSpace(OffHeap.getByte(address + prefix)))
        {
            prefix++;
        }
        return prefix < length && OffHeap.getByte(address + prefix) == '+' ? prefix + 1 : prefix;
    }

    private static boolean isSpace(final byte letter)
    {
        return letter == ' ' || letter >= '\t' && letter <= '\r';
    }

    private static long parseUnsigned(final long address, final int length)
    {
        long value = 0;
        for (int i = prefixLength(address, length); i < length; i++)
        {
            value = value * 10 + OffHeap.getByte(address + i) - '0';
        }
        return value;
    }

    @Override
    public String toString()
    {
        return Long.toUnsignedString(timeMs) + "-" + Long.toUnsignedString(number);
    }
}
