package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Decimal text to the nearest double, without allocating.
 */
/*
 * The digits, 19 at most, are an integer w below 2^64; the number is w * 10^q. w times the 128 leading bits of 5^q
 * has the 55 bits that a double and its rounding need and more: Lemire, Number Parsing at a Gigabyte per Second
 * (2021), and Mushtak and Lemire, Fast Number Parsing Without Fallback (2023), who show that the bits behind are
 * never all ones where that would matter, so that the product, which is cut, rounds as the exact number does. Only an
 * exact tie must be told, and 5^q is exact wherever there is one.
 *
 * Of more digits than 19 the rest is left out; the number then lies between w and w + 1. If both give the same
 * double, that is the one. If not, the number lies so near to the middle of two doubles that all digits count, and
 * the long way is taken.
 */
final class DecimalReader
{
    private static final int MAX_DIGITS = 19;
    private static final int CASE_BIT = 0x20;
    private static final int MAX_EXPONENT_MAGNITUDE = 100_000;
    private static final int SIGNIFICAND_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;
    private static final int INFINITE_EXPONENT = 2047;
    private static final int MAX_FINITE_EXPONENT = 308;
    /** Bits of the product below those of the significand and of the one that rounds. */
    private static final int SPARE_BITS = Long.SIZE - SIGNIFICAND_BITS - 3;
    private static final int MIN_TIE_EXPONENT = -4;
    private static final int MAX_TIE_EXPONENT = 23;

    private DecimalReader()
    {
    }

    /**
     * Reads a decimal: a sign perhaps, digits with perhaps a point among them, and perhaps an exponent.
     *
     * @return the nearest double, infinite if there is none; NaN if the text has another form, or takes a longer way.
     */
    static double read(final long address, final int length)
    {
        final byte sign = length > 0 ? OffHeap.getByte(address) : 0;
        final boolean isNegative = sign == '-';
        int position = isNegative || sign == '+' ? 1 : 0;
        final int begin = position;
        long digits = 0;
        int significant = 0;
        int scale = 0;
        int pointAt = -1;
        boolean isCut = false;
        for (; position < length; position++)
        {
            final int digit = OffHeap.getByte(address + position) - '0';
            if (digit >= 0 && digit <= 9)
            {
                if (significant < MAX_DIGITS)
                {
                    digits = 10 * digits + digit;
                    significant += digits != 0 ? 1 : 0;
                    scale += pointAt >= 0 ? 1 : 0;
                }
                else
                {
                    isCut |= digit != 0;
                    scale -= pointAt >= 0 ? 0 : 1;
                }
            }
            else if (digit == '.' - '0' && pointAt < 0)
            {
                pointAt = position;
            }
            else
            {
                break;
            }
        }
        if (position - begin - (pointAt >= 0 ? 1 : 0) == 0)
        {
            return Double.NaN;
        }
        final int exponent = exponent(address + position, length - position);
        if (exponent > MAX_EXPONENT_MAGNITUDE)
        {
            return Double.NaN;
        }
        final double magnitude = nearest(digits, exponent - scale);
        if (isCut && magnitude != nearest(digits + 1, exponent - scale))
        {
            return Double.NaN;
        }
        return isNegative ? -magnitude : magnitude;
    }

    /**
     * Reads what follows the digits.
     *
     * @return the exponent, cut where only its being so large counts; more if there is no such text.
     */
    private static int exponent(final long address, final int length)
    {
        if (length == 0)
        {
            return 0;
        }
        final byte sign = length > 1 ? OffHeap.getByte(address + 1) : 0;
        final int start = sign == '-' || sign == '+' ? 2 : 1;
        if ((OffHeap.getByte(address) | CASE_BIT) != 'e' || length == start)
        {
            return Integer.MAX_VALUE;
        }
        int exponent = 0;
        for (int i = start; i < length; i++)
        {
            final int digit = OffHeap.getByte(address + i) - '0';
            if (digit < 0 || digit > 9)
            {
                return Integer.MAX_VALUE;
            }
            exponent = Math.min(MAX_EXPONENT_MAGNITUDE, 10 * exponent + digit);
        }
        return sign == '-' ? -exponent : exponent;
    }

    /** The double nearest to digits * 10^exponent; the digits are unsigned. */
    private static double nearest(final long digits, final int exponent)
    {
        if (digits == 0 || exponent < PowersOfTen.MIN_EXPONENT)
        {
            return 0;
        }
        if (exponent > MAX_FINITE_EXPONENT)
        {
            return Double.POSITIVE_INFINITY;
        }
        final int shift = Long.numberOfLeadingZeros(digits);
        final long normal = digits << shift;
        long high = PowersOfTen.multiplyHigh(normal, PowersOfTen.high(exponent));
        long low = normal * PowersOfTen.high(exponent);
        if ((high & (1L << SPARE_BITS) - 1) == (1L << SPARE_BITS) - 1)
        {
            final long more = PowersOfTen.multiplyHigh(normal, PowersOfTen.low(exponent));
            low += more;
            high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
        }
        final int top = (int)(high >>> Long.SIZE - 1);
        final int cut = top + SPARE_BITS;
        final long significand = high >>> cut;
        final int binaryExponent = PowersOfTen.log2(exponent) + Long.SIZE - 1 + top - shift + EXPONENT_BIAS;
        if (binaryExponent <= 0)
        {
            return subnormal(significand, 1 - binaryExponent);
        }
        final boolean isTie = Long.compareUnsigned(low, 1) <= 0 && exponent >= MIN_TIE_EXPONENT &&
            exponent <= MAX_TIE_EXPONENT && (significand & 3) == 1 && significand << cut == high;
        return compose(isTie ? significand >>> 1 : (significand + 1) >>> 1, binaryExponent);
    }

    private static double subnormal(final long significand, final int shift)
    {
        if (shift >= Long.SIZE)
        {
            return 0;
        }
        // one that rounds up to the smallest normal double has its bits already
        return Double.longBitsToDouble(((significand >>> shift) + 1) >>> 1);
    }

    /** @param significand 53 bits, or 2^53 if it has been rounded up to it. */
    private static double compose(final long significand, final int binaryExponent)
    {
        final long bits = significand - (1L << SIGNIFICAND_BITS) + ((long)binaryExponent << SIGNIFICAND_BITS);
        return bits >>> SIGNIFICAND_BITS >= INFINITE_EXPONENT ?
            Double.POSITIVE_INFINITY : Double.longBitsToDouble(bits);
    }
}
