package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Doubles as C's {@code %.17g} prints them: the nearest number of seventeen significant digits, without allocating.
 */
/*
 * The digits of m * 2^e are the integer nearest to m * 2^e * 10^k, k chosen so that it has 17 of them. The 53 bits of
 * m times the 128 leading bits of 5^k make 181, of which at most 60 are the integer; of the rest the upper 57 are
 * sure. No double comes nearer to the middle between two such integers than that, but those that lie exactly there:
 * DecimalWriterTest proves it for every exponent. An exact middle shows where 5^k is exact as what it is; where k is
 * negative the reciprocal is rounded up, and the middle shows as less than a unit above.
 */
final class DecimalWriter
{
    /** Bytes that the longest text takes: a sign, 17 digits, a point, and an exponent of three digits with its sign. */
    static final int MAX_LENGTH = 24;

    private static final int DIGITS = 17;
    private static final int MIN_FIXED_EXPONENT = -4;
    private static final long MIN_LEADING = 10_000_000_000_000_000L;
    private static final long EXACT_INTEGERS = 1L << 53;
    private static final int SIGNIFICAND_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;
    private static final int PRODUCT_BITS = 127;
    /** log10(2) in units of 2^-18, good for the whole range. */
    private static final int LOG10_OF_2 = 78913;
    private static final int LOG10_SHIFT = 18;

    private DecimalWriter()
    {
    }

    /**
     * Writes a finite double.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text.
     */
    static int write(final double value, final long address)
    {
        final long integer = (long)value;
        if (integer == value && Math.abs(value) <= EXACT_INTEGERS && (integer != 0 || 1 / value > 0))
        {
            return Numbers.write(integer, address);
        }
        int length = 0;
        final long bits = Double.doubleToRawLongBits(value);
        if (bits < 0)
        {
            OffHeap.putByte(address, (byte)'-');
            length = 1;
        }
        if (value == 0)
        {
            OffHeap.putByte(address + length, (byte)'0');
            return length + 1;
        }
        return length + writeMagnitude(bits & Long.MAX_VALUE, address + length);
    }

    private static int writeMagnitude(final long bits, final long address)
    {
        final int biased = (int)(bits >>> SIGNIFICAND_BITS);
        final long fraction = bits & (1L << SIGNIFICAND_BITS) - 1;
        final long significand = biased == 0 ? fraction : fraction | 1L << SIGNIFICAND_BITS;
        final int shift = Long.numberOfLeadingZeros(significand);
        final long normal = significand << shift;
        final int binaryExponent = Math.max(1, biased) - EXPONENT_BIAS - shift;

        // the power of ten of the first digit, or the one below it
        int exponent = (binaryExponent + Long.SIZE - 1) * LOG10_OF_2 >> LOG10_SHIFT;
        long digits = scaled(normal, binaryExponent, DIGITS - 1 - exponent);
        if (digits >= 10 * MIN_LEADING)
        {
            exponent++;
            digits = scaled(normal, binaryExponent, DIGITS - 1 - exponent);
            if (digits == 10 * MIN_LEADING)
            {
                exponent++;
                digits = MIN_LEADING;
            }
        }
        return print(digits, exponent, address);
    }

    /** The integer nearest to normal * 2^binaryExponent * 10^scale, below 2^60; of two as near the even one. */
    private static long scaled(final long normal, final int binaryExponent, final int scale)
    {
        final long powerHigh = PowersOfTen.high(scale);
        final long powerLow = PowersOfTen.low(scale);
        final long carried = PowersOfTen.multiplyHigh(normal, powerLow);
        final long middle = normal * powerHigh + carried;
        final long carry = Long.compareUnsigned(middle, carried) < 0 ? 1 : 0;
        final long high = PowersOfTen.multiplyHigh(normal, powerHigh) + carry;
        final long low = normal * powerLow;

        // the point stands in the upper of the product's three words
        final int point = PRODUCT_BITS - PowersOfTen.log2(scale) - binaryExponent - 2 * Long.SIZE;
        final long integer = high >>> point;
        final long rest = high & (1L << point) - 1;
        final long half = 1L << point - 1;
        if (rest != half)
        {
            return rest > half ? integer + 1 : integer;
        }
        final boolean isMiddle = middle == 0 && (scale < 0 || low == 0);
        return isMiddle ? integer + (integer & 1) : integer + 1;
    }

    /** Prints 17 digits, the first of which stands for 10^exponent, without the zeros at their end. */
    private static int print(final long digits, final int exponent, final long address)
    {
        long rest = digits;
        int count = DIGITS;
        while (rest % 10 == 0)
        {
            rest /= 10;
            count--;
        }
        if (exponent < MIN_FIXED_EXPONENT || exponent >= DIGITS)
        {
            final int length = printDigits(rest, count, 0, address);
            return length + printExponent(exponent, address + length);
        }
        if (exponent < 0)
        {
            int length = 0;
            OffHeap.putByte(address + length++, (byte)'0');
            OffHeap.putByte(address + length++, (byte)'.');
            for (int i = -1; i > exponent; i--)
            {
                OffHeap.putByte(address + length++, (byte)'0');
            }
            return length + printDigits(rest, count, count, address + length);
        }
        for (; count <= exponent; count++)
        {
            rest *= 10;
        }
        return printDigits(rest, count, exponent, address);
    }

    /** Prints digits with a point behind the one at {@code pointAfter}, unless that is the last. */
    private static int printDigits(final long digits, final int count, final int pointAfter, final long address)
    {
        final boolean hasPoint = pointAfter < count - 1;
        long rest = digits;
        long place = address + count - (hasPoint ? 0 : 1);
        for (int index = count - 1; index >= 0; index--)
        {
            OffHeap.putByte(place--, (byte)('0' + rest % 10));
            rest /= 10;
            if (hasPoint && index == pointAfter + 1)
            {
                OffHeap.putByte(place--, (byte)'.');
            }
        }
        return hasPoint ? count + 1 : count;
    }

    /** Prints an exponent with its sign and two digits at least. */
    private static int printExponent(final int exponent, final long address)
    {
        final int magnitude = Math.abs(exponent);
        OffHeap.putByte(address, (byte)'e');
        OffHeap.putByte(address + 1, (byte)(exponent < 0 ? '-' : '+'));
        if (magnitude < 10)
        {
            OffHeap.putByte(address + 2, (byte)'0');
            OffHeap.putByte(address + 3, (byte)('0' + magnitude));
            return 4;
        }
        return 2 + Numbers.write(magnitude, address + 2);
    }
}
