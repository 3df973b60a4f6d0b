package io.ringbolt.engine.string;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with the range and precision of C's 80-bit {@code long double}, in which Redis adds for INCRBYFLOAT.
 */
/*
 * A value is significand x 2^exponent with at most 64 bits of significand; every operation computes exactly and rounds
 * once, to nearest, ties to even, as the x87 unit does. The smallest denormal is 2^-16445, what reaches 2^16384 is
 * infinite. The sign of zero is not kept: Redis prints it as plain 0. It costs a few allocations, in the order of a
 * microsecond.
 */
public final class LongDouble
{
    public static final LongDouble ZERO = new LongDouble(BigInteger.ZERO, 0);
    public static final LongDouble INFINITE = new LongDouble(null, 0);
    /** Redis reads numbers from a buffer of 5 KiB with its terminator. */
    public static final int MAX_TEXT_LENGTH = 5 * 1024 - 1;

    private static final int SIGNIFICAND_BITS = 64;
    private static final int GUARD_BITS = 2;
    private static final int MIN_EXPONENT = -16445;
    private static final int MAX_BITS = 16384;
    private static final int MAX_DECIMAL_EXPONENT = 4932;
    private static final int MIN_DECIMAL_EXPONENT = -4970;
    private static final int MAX_EXPONENT_DIGITS = 8;
    private static final int FRACTION_DIGITS = 17;
    private static final int BITS_PER_HEX_DIGIT = 4;
    private static final BigInteger FRACTION_SCALE = BigInteger.TEN.pow(FRACTION_DIGITS);
    private static final Pattern DECIMAL = Pattern.compile("([+-]?)(\\d*)(?:\\.(\\d*))?(?:[eE]([+-]?\\d+))?");
    private static final Pattern HEXADECIMAL =
        Pattern.compile("([+-]?)0[xX](\\p{XDigit}*)(?:\\.(\\p{XDigit}*))?(?:[pP]([+-]?\\d+))?");
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    private final BigInteger significand;
    private final int exponent;

    private LongDouble(final BigInteger significand, final int exponent)
    {
        this.significand = significand;
        this.exponent = exponent;
    }

    public static LongDouble of(final long value)
    {
        return 0 == value ? ZERO : new LongDouble(BigInteger.valueOf(value), 0);
    }

    /**
     * Reads what C's {@code strtold} reads, decimal, hexadecimal or infinite, provided that it takes the whole text.
     *
     * @return null if the text is no number, or one too large or too small to tell from infinity or zero.
     */
    public static LongDouble parse(final String text)
    {
        if (text.length() > MAX_TEXT_LENGTH)
        {
            return null;
        }
        final Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches())
        {
            return fromParts(decimal, false);
        }
        final Matcher hexadecimal = HEXADECIMAL.matcher(text);
        if (hexadecimal.matches())
        {
            return fromParts(hexadecimal, true);
        }
        return INFINITY.matcher(text).matches() ? INFINITE : null;
    }

    public boolean isFinite()
    {
        return null != significand;
    }

    public LongDouble plus(final LongDouble other)
    {
        if (!isFinite() || !other.isFinite())
        {
            return INFINITE;
        }
        final int lower = Math.min(exponent, other.exponent);
        final BigInteger sum = significand.shiftLeft(exponent - lower)
            .add(other.significand.shiftLeft(other.exponent - lower));
        return rounded(sum.abs(), lower, false, sum.signum() < 0);
    }

    LongDouble minus(final LongDouble other)
    {
        return other.isFinite() ? plus(new LongDouble(other.significand.negate(), other.exponent)) : INFINITE;
    }

    /** @return true if this is the greater of two finite numbers. */
    public boolean isGreaterThan(final LongDouble other)
    {
        return minus(other).significand.signum() > 0;
    }

    /** @return the exact value of a finite number. */
    public BigDecimal toBigDecimal()
    {
        return exponent >= 0 ? new BigDecimal(significand.shiftLeft(exponent)) :
            new BigDecimal(significand).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
    }

    /** @return at most 17 digits behind the point, without zeros at the end, and no exponent ever. */
    @Override
    public String toString()
    {
        if (!isFinite())
        {
            return "inf";
        }
        if (exponent >= 0)
        {
            return significand.shiftLeft(exponent).toString();
        }
        final BigInteger scaled = shiftedToNearest(significand.abs().multiply(FRACTION_SCALE), -exponent, false);
        final BigInteger signed = significand.signum() < 0 ? scaled.negate() : scaled;
        return new BigDecimal(signed, FRACTION_DIGITS).stripTrailingZeros().toPlainString();
    }

    private static LongDouble fromParts(final Matcher parts, final boolean isHex)
    {
        final String fraction = null == parts.group(3) ? "" : parts.group(3);
        final String digits = parts.group(2) + fraction;
        if (digits.isEmpty())
        {
            return null;
        }
        final BigInteger value = new BigInteger(digits, isHex ? 16 : 10);
        if (0 == value.signum())
        {
            return ZERO;
        }
        final int power = clampedPower(parts.group(4));
        final boolean isNegative = "-".equals(parts.group(1));
        final LongDouble result = isHex ?
            fromHexadecimal(value, power - BITS_PER_HEX_DIGIT * fraction.length(), isNegative) :
            fromDecimal(value, power - fraction.length(), isNegative);
        return result.isFinite() && 0 != result.significand.signum() ? result : null;
    }

    private static int clampedPower(final String text)
    {
        if (null == text)
        {
            return 0;
        }
        final String digits = text.replaceFirst("^[+-]?0*", "");
        final int magnitude = digits.isEmpty() ? 0 :
            Integer.parseInt(digits.length() > MAX_EXPONENT_DIGITS ? "99999999" : digits);
        return text.startsWith("-") ? -magnitude : magnitude;
    }

    private static LongDouble fromHexadecimal(final BigInteger value, final int power, final boolean isNegative)
    {
        final int topBit = value.bitLength() + power;
        if (topBit > MAX_BITS)
        {
            return INFINITE;
        }
        return topBit < MIN_EXPONENT ? ZERO : rounded(value, power, false, isNegative);
    }

    private static LongDouble fromDecimal(final BigInteger value, final int power, final boolean isNegative)
    {
        final int leadingPower = value.toString().length() - 1 + power;
        if (leadingPower > MAX_DECIMAL_EXPONENT)
        {
            return INFINITE;
        }
        if (leadingPower < MIN_DECIMAL_EXPONENT)
        {
            return ZERO;
        }
        if (power >= 0)
        {
            return rounded(value.multiply(BigInteger.TEN.pow(power)), 0, false, isNegative);
        }
        final BigInteger divisor = BigInteger.TEN.pow(-power);
        final int shift = Math.max(0, SIGNIFICAND_BITS + GUARD_BITS - value.bitLength() + divisor.bitLength());
        final BigInteger[] quotient = value.shiftLeft(shift).divideAndRemainder(divisor);
        return rounded(quotient[0], -shift, 0 != quotient[1].signum(), isNegative);
    }

    /** @param hasRest true if the exact value is a little more than {@code magnitude} says. */
    private static LongDouble rounded(
        final BigInteger magnitude, final int exponent, final boolean hasRest, final boolean isNegative)
    {
        final int excess = Math.max(magnitude.bitLength() - SIGNIFICAND_BITS, MIN_EXPONENT - exponent);
        final BigInteger kept = excess > 0 ? shiftedToNearest(magnitude, excess, hasRest) : magnitude;
        final int keptExponent = excess > 0 ? exponent + excess : exponent;
        if (0 == kept.signum())
        {
            return ZERO;
        }
        if (kept.bitLength() + keptExponent > MAX_BITS)
        {
            return INFINITE;
        }
        return new LongDouble(isNegative ? kept.negate() : kept, keptExponent);
    }

    private static BigInteger shiftedToNearest(final BigInteger magnitude, final int bits, final boolean hasRest)
    {
        final BigInteger floor = magnitude.shiftRight(bits);
        final boolean isHalf = magnitude.testBit(bits - 1);
        final boolean isMore = hasRest || magnitude.getLowestSetBit() < bits - 1;
        return isHalf && (isMore || floor.testBit(0)) ? floor.add(BigInteger.ONE) : floor;
    }
}
