package io.ringbolt.engine.command;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What {@link DecimalWriter} takes for granted of numbers.
 */
class PowersOfTenTest
{
    private static final int MIN_EXPONENT = -1074;
    private static final int MAX_EXPONENT = 971;
    private static final int SIGNIFICAND_BITS = 52;
    private static final BigInteger NONE = BigInteger.ONE.negate();

    @Test
    void shouldKnowTheLogarithms()
    {
        for (int exponent = PowersOfTen.MIN_EXPONENT; exponent <= PowersOfTen.MAX_EXPONENT; exponent++)
        {
            final int exact = exponent >= 0 ? BigInteger.TEN.pow(exponent).bitLength() - 1 :
                -BigInteger.TEN.pow(-exponent).subtract(BigInteger.ONE).bitLength();
            assertEquals(exact, PowersOfTen.log2(exponent), "exponent=" + exponent);
        }
    }

    @Test
    void shouldHoldTheLeadingBits()
    {
        for (int exponent = PowersOfTen.MIN_EXPONENT; exponent <= PowersOfTen.MAX_EXPONENT; exponent++)
        {
            final BigInteger high = unsigned(PowersOfTen.high(exponent));
            final BigInteger bits = high.shiftLeft(Long.SIZE).add(unsigned(PowersOfTen.low(exponent)));
            assertEquals(128, bits.bitLength(), "exponent=" + exponent);
            final int shift = PowersOfTen.log2(exponent) - exponent - 127;
            final BigInteger five = BigInteger.valueOf(5).pow(Math.abs(exponent));
            if (exponent >= 0)
            {
                final BigInteger exact = shift >= 0 ? five : five.shiftLeft(-shift);
                final BigInteger held = shift >= 0 ? bits.shiftLeft(shift) : bits;
                final BigInteger unit = BigInteger.ONE.shiftLeft(Math.max(0, shift));
                assertTrue(held.compareTo(exact) <= 0 && held.add(unit).compareTo(exact) > 0, "exponent=" + exponent);
                assertTrue(exponent > PowersOfTen.MAX_EXACT || held.equals(exact), "exponent=" + exponent);
            }
            else
            {
                final BigInteger one = BigInteger.ONE.shiftLeft(-shift);
                assertTrue(bits.multiply(five).compareTo(one) > 0, "exponent=" + exponent);
                assertTrue(bits.subtract(BigInteger.ONE).multiply(five).compareTo(one) <= 0, "exponent=" + exponent);
            }
        }
    }

    /**
     * For each exponent of two, and each of the powers of ten by which a double of it may be scaled: no significand
     * gives a number whose distance from the middle between two integers is other than nothing and below what 128
     * bits of the power leave unsure.
     */
    @Test
    void shouldHaveBitsEnoughToRoundEveryDouble()
    {
        for (int exponent = MIN_EXPONENT; exponent <= MAX_EXPONENT; exponent++)
        {
            shouldRound(exponent, SIGNIFICAND_BITS);
        }
        for (int bits = 0; bits < SIGNIFICAND_BITS; bits++)
        {
            shouldRound(MIN_EXPONENT, bits);
        }
    }

    /** Looks at all significands from 2^bits to 2^(bits + 1). */
    private static void shouldRound(final int exponent, final int bits)
    {
        final int normalExponent = exponent + bits - (Long.SIZE - 1);
        final int decimal = (normalExponent + Long.SIZE - 1) * 78913 >> 18;
        for (int scale = 15 - decimal; scale <= 16 - decimal; scale++)
        {
            if (scale < 0 || scale > PowersOfTen.MAX_EXACT)
            {
                final int point = -1 - PowersOfTen.log2(scale) - normalExponent;
                assertTrue(point > 0 && point < Long.SIZE, "exponent=" + exponent + " scale=" + scale);
                shouldBeFarFromTheMiddle(exponent, scale, bits, 63 + point);
            }
        }
    }

    private static void shouldBeFarFromTheMiddle(
        final int exponent, final int scale, final int bits, final int distanceBits)
    {
        final BigInteger ten = BigInteger.TEN.pow(Math.abs(scale));
        final BigInteger two = BigInteger.ONE.shiftLeft(Math.abs(exponent));
        final BigInteger over = (scale > 0 ? ten : BigInteger.ONE).multiply(exponent > 0 ? two : BigInteger.ONE);
        final BigInteger under = (scale < 0 ? ten : BigInteger.ONE).multiply(exponent < 0 ? two : BigInteger.ONE);
        final BigInteger modulus = under.shiftLeft(1);
        final BigInteger factor = over.shiftLeft(1).mod(modulus);
        final BigInteger distance = modulus.shiftRight(distanceBits);
        if (distance.signum() > 0)
        {
            final BigInteger count = BigInteger.ONE.shiftLeft(bits);
            final BigInteger start = count.multiply(factor).mod(modulus);
            final String message = "exponent=" + exponent + " scale=" + scale + " bits=" + bits;
            final BigInteger below = under.subtract(BigInteger.ONE);
            final BigInteger above = under.add(BigInteger.ONE);
            assertTrue(isNever(factor, modulus, start, under.subtract(distance), below, count), message);
            assertTrue(isNever(factor, modulus, start, above, under.add(distance), count), message);
        }
    }

    /** Whether start + factor * x stays out of an interval, modulo the modulus, for all x below a count. */
    private static boolean isNever(
        final BigInteger factor,
        final BigInteger modulus,
        final BigInteger start,
        final BigInteger low,
        final BigInteger high,
        final BigInteger count)
    {
        final BigInteger from = low.subtract(start).mod(modulus);
        final BigInteger to = high.subtract(start).mod(modulus);
        if (from.compareTo(to) > 0)
        {
            return false;
        }
        final BigInteger first = firstWithin(factor, modulus, from, to);
        return first.equals(NONE) || first.compareTo(count) >= 0;
    }

    /** The smallest x for which factor * x modulo the modulus lies in an interval, found as Euclid finds divisors. */
    private static BigInteger firstWithin(
        final BigInteger factor, final BigInteger modulus, final BigInteger low, final BigInteger high)
    {
        final Deque<BigInteger[]> steps = new ArrayDeque<>();
        BigInteger a = factor;
        BigInteger m = modulus;
        BigInteger from = low;
        BigInteger to = high;
        BigInteger x = BigInteger.ZERO;
        while (from.signum() != 0)
        {
            if (a.signum() == 0)
            {
                return NONE;
            }
            final BigInteger[] quotient = from.divideAndRemainder(a);
            final BigInteger up = quotient[1].signum() == 0 ? quotient[0] : quotient[0].add(BigInteger.ONE);
            if (up.multiply(a).compareTo(to) <= 0)
            {
                x = up;
                break;
            }
            steps.push(new BigInteger[] {a, m, from});
            final BigInteger next = m.mod(a);
            final BigInteger low2 = to.negate().mod(a);
            to = from.negate().mod(a);
            from = low2;
            m = a;
            a = next;
        }
        for (final BigInteger[] step : steps)
        {
            x = step[2].add(step[1].multiply(x)).add(step[0]).subtract(BigInteger.ONE).divide(step[0]);
        }
        return x;
    }

    private static BigInteger unsigned(final long value)
    {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
