package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Decimal text of ordinary doubles, read and written exactly and without allocating: some 17 digits with a point among
 * them, and magnitudes from 1e-11 to 1e17. What is beyond goes the long way, see {@link Doubles}.
 */
/*
 * A decimal is an integer below 10^18 divided by a power of ten whose odd part, 5^26 at most, fits a long: a long
 * division gives more bits of the quotient than a double holds, and whether anything is left tells how to round.
 * Writing multiplies the significand by a power of five, 128 bits at most, and rounds what is shifted out.
 */
public final class ShortDecimals
{
    /** Bytes that the longest text takes. */
    public static final int MAX_LENGTH = 32;
    /** The answer of {@link #write} to a double that it does not write. */
    public static final int NOT_SHORT = -1;

    private static final int CASE_BIT = 0x20;
    private static final int NO_EXPONENT = Integer.MIN_VALUE;
    private static final int SIGNIFICANT_DIGITS = 17;
    private static final int MAX_READ_DIGITS = 18;
    private static final int MAX_READ_SCALE = 26;
    private static final int MAX_WRITE_SCALE = 27;
    private static final int MIN_FIXED_EXPONENT = -4;
    private static final long EXACT_INTEGERS = 1L << 53;
    private static final int SIGNIFICAND_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;
    private static final int QUOTIENT_BITS = 55;
    private static final int NORMAL_BITS = 62;
    private static final double LOG10_OF_2 = 0.30102999566398120;
    private static final long MIN_LEADING = 10_000_000_000_000_000L;
    private static final long[] POWERS_OF_FIVE = powersOfFive();

    private ShortDecimals()
    {
    }

    /**
     * Reads a decimal: a minus perhaps, digits, and perhaps a point among them and a small exponent behind.
     *
     * @return the nearest double, or NaN if the text is longer, or of another form.
     */
    public static double read(final long address, final int length)
    {
        final boolean isNegative = length > 0 && OffHeap.getByte(address) == '-';
        long digits = 0;
        int digitCount = 0;
        int significant = 0;
        int scale = -1;
        for (int i = isNegative ? 1 : 0; i < length; i++)
        {
            final byte letter = OffHeap.getByte(address + i);
            if (letter == '.' && scale < 0)
            {
                scale = 0;
                continue;
            }
            if ((letter | CASE_BIT) == 'e' && digitCount > 0)
            {
                final int exponent = exponent(address + i + 1, length - i - 1);
                return exponent == NO_EXPONENT ? Double.NaN : signed(isNegative, digits, Math.max(0, scale) - exponent);
            }
            if (letter < '0' || letter > '9')
            {
                return Double.NaN;
            }
            digitCount++;
            digits = digits * 10 + letter - '0';
            significant += digits != 0 ? 1 : 0;
            scale += scale >= 0 ? 1 : 0;
            if (significant > MAX_READ_DIGITS || scale > MAX_READ_SCALE)
            {
                return Double.NaN;
            }
        }
        if (digitCount == 0)
        {
            return Double.NaN;
        }
        return signed(isNegative, digits, Math.max(0, scale));
    }

    /** The double nearest to digits / 10^scale with its sign, or NaN if it takes more than a long division. */
    private static double signed(final boolean isNegative, final long digits, final int scale)
    {
        if (scale > MAX_READ_SCALE || scale < 0)
        {
            return Double.NaN;
        }
        final double magnitude = scale == 0 ? (double)digits : quotient(digits, scale);
        return isNegative ? -magnitude : magnitude;
    }

    private static int exponent(final long address, final int length)
    {
        final byte sign = length > 0 ? OffHeap.getByte(address) : 0;
        final int start = sign == '-' || sign == '+' ? 1 : 0;
        if (length == start || length > start + 2)
        {
            return NO_EXPONENT;
        }
        int exponent = 0;
        for (int i = start; i < length; i++)
        {
            final byte digit = OffHeap.getByte(address + i);
            if (digit < '0' || digit > '9')
            {
                return NO_EXPONENT;
            }
            exponent = exponent * 10 + digit - '0';
        }
        return sign == '-' ? -exponent : exponent;
    }

    /** The double nearest to digits / 10^scale. */
    private static double quotient(final long digits, final int scale)
    {
        if (digits == 0)
        {
            return 0;
        }
        final long divisor = POWERS_OF_FIVE[scale];
        final int digitsShift = Long.numberOfLeadingZeros(digits) - (Long.SIZE - NORMAL_BITS);
        final int divisorShift = Long.numberOfLeadingZeros(divisor) - (Long.SIZE - NORMAL_BITS);
        final long normalDivisor = divisor << divisorShift;
        long rest = digits << digitsShift;
        long quotient = 0;
        for (int i = 0; i < QUOTIENT_BITS; i++)
        {
            quotient <<= 1;
            if (rest >= normalDivisor)
            {
                quotient |= 1;
                rest -= normalDivisor;
            }
            rest <<= 1;
        }
        // a bit that says whether anything is left makes the conversion of the long round correctly
        final long sticky = quotient << 1 | (rest != 0 ? 1 : 0);
        return Math.scalb((double)sticky, divisorShift - digitsShift - scale - QUOTIENT_BITS);
    }

    /**
     * Writes a double as C's {@code %.17g} does, if it is zero or of ordinary magnitude.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text, or {@link #NOT_SHORT}.
     */
    public static int write(final double value, final long address)
    {
        final long integer = (long)value;
        if (integer == value && Math.abs(value) <= EXACT_INTEGERS && (integer != 0 || 1 / value > 0))
        {
            return Numbers.write(integer, address);
        }
        final long bits = Double.doubleToRawLongBits(Math.abs(value));
        final int binaryExponent = (int)(bits >>> SIGNIFICAND_BITS) - EXPONENT_BIAS;
        final int estimate = (int)Math.floor((binaryExponent + SIGNIFICAND_BITS) * LOG10_OF_2);
        if (estimate < SIGNIFICANT_DIGITS - 1 - MAX_WRITE_SCALE + 1 || estimate >= SIGNIFICANT_DIGITS - 1)
        {
            return NOT_SHORT;
        }
        final long significand = bits & (1L << SIGNIFICAND_BITS) - 1 | 1L << SIGNIFICAND_BITS;
        int exponent = estimate;
        long digits = scaled(significand, binaryExponent, SIGNIFICANT_DIGITS - 1 - exponent);
        if (digits >= MIN_LEADING * 10)
        {
            exponent++;
            digits = scaled(significand, binaryExponent, SIGNIFICANT_DIGITS - 1 - exponent);
            if (digits < MIN_LEADING)
            {
                return NOT_SHORT;
            }
        }
        return print(digits, exponent, value < 0, address);
    }

    /** The integer nearest to significand * 2^exponent * 10^scale, which is below 2^63; a tie goes to the even one. */
    private static long scaled(final long significand, final int exponent, final int scale)
    {
        final long power = POWERS_OF_FIVE[scale];
        final long high = Math.multiplyHigh(significand, power);
        final long low = significand * power;
        final int shift = -(exponent + scale);
        if (shift <= 0)
        {
            return low << -shift;
        }
        final boolean isLong = shift < Long.SIZE;
        final long integer = isLong ? high << 1 << Long.SIZE - 1 - shift | low >>> shift : high >>> shift - Long.SIZE;
        final long mask = isLong ? (1L << shift) - 1 : -1;
        final long highRest = isLong ? 0 : high & (1L << shift - Long.SIZE) - 1;
        final long lowRest = low & mask;
        final long highHalf = shift > Long.SIZE ? 1L << shift - Long.SIZE - 1 : 0;
        final long lowHalf = shift <= Long.SIZE ? 1L << shift - 1 : 0;
        final int order = highRest != highHalf ? Long.compare(highRest, highHalf) :
            Long.compareUnsigned(lowRest, lowHalf);
        return order > 0 || order == 0 && (integer & 1) == 1 ? integer + 1 : integer;
    }

    /** Prints 17 digits, the first of which stands for 10^exponent, without the zeros at their end. */
    private static int print(final long digits, final int exponent, final boolean isNegative, final long address)
    {
        long rest = digits;
        int count = SIGNIFICANT_DIGITS;
        while (rest % 10 == 0)
        {
            rest /= 10;
            count--;
        }
        int length = 0;
        if (isNegative)
        {
            OffHeap.putByte(address + length++, (byte)'-');
        }
        if (exponent < MIN_FIXED_EXPONENT)
        {
            length += printDigits(rest, count, 0, address + length);
            return length + printExponent(-exponent, address + length);
        }
        if (exponent < 0)
        {
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
        return length + printDigits(rest, count, exponent, address + length);
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

    private static int printExponent(final int magnitude, final long address)
    {
        OffHeap.putByte(address, (byte)'e');
        OffHeap.putByte(address + 1, (byte)'-');
        OffHeap.putByte(address + 2, (byte)('0' + magnitude / 10));
        OffHeap.putByte(address + 3, (byte)('0' + magnitude % 10));
        return 4;
    }

    private static long[] powersOfFive()
    {
        final long[] powers = new long[MAX_WRITE_SCALE + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++)
        {
            powers[i] = 5 * powers[i - 1];
        }
        return powers;
    }
}
