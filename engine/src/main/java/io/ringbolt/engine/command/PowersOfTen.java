package io.ringbolt.engine.command;

import java.math.BigInteger;

/**
 * The powers of ten that the range of a double asks for, each as 128 leading bits of its odd part, the power of five.
 * <p>
 * A power of five that takes no more bits is exact; a longer one is cut, and a negative one, a reciprocal, is rounded
 * up.
 */
final class PowersOfTen
{
    /** Below it even 19 digits stand for less than half of the smallest double. */
    static final int MIN_EXPONENT = -342;
    /** Large enough to scale the smallest double up to 17 digits. */
    static final int MAX_EXPONENT = 340;
    /** Up to it a power of five fits 128 bits. */
    static final int MAX_EXACT = 55;

    private static final int BITS = 128;
    private static final long[] HIGH = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
    private static final long[] LOW = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
    /** log2(10) in units of 2^-16, good for the whole range. */
    private static final int LOG2_OF_10 = 217706;
    private static final int LOG2_SHIFT = 16;

    static
    {
        final BigInteger five = BigInteger.valueOf(5);
        BigInteger power = BigInteger.ONE;
        for (int exponent = 0; exponent <= MAX_EXPONENT; exponent++)
        {
            put(exponent, power.shiftLeft(BITS).shiftRight(power.bitLength()));
            power = power.multiply(five);
        }
        power = five;
        for (int exponent = -1; exponent >= MIN_EXPONENT; exponent--)
        {
            put(exponent, BigInteger.ONE.shiftLeft(power.bitLength() - 1 + BITS).divide(power).add(BigInteger.ONE));
            power = power.multiply(five);
        }
    }

    private PowersOfTen()
    {
    }

    /** The upper 64 of the 128 leading bits, of which the first is set. */
    static long high(final int exponent)
    {
        return HIGH[exponent - MIN_EXPONENT];
    }

    static long low(final int exponent)
    {
        return LOW[exponent - MIN_EXPONENT];
    }

    /** The largest integer not above the logarithm to base two of a power of ten. */
    static int log2(final int exponent)
    {
        return exponent * LOG2_OF_10 >> LOG2_SHIFT;
    }

    /** The upper half of the 128 bits of a product of unsigned factors. */
    static long multiplyHigh(final long left, final long right)
    {
        return Math.multiplyHigh(left, right) + (left >> Long.SIZE - 1 & right) + (right >> Long.SIZE - 1 & left);
    }

    private static void put(final int exponent, final BigInteger bits)
    {
        HIGH[exponent - MIN_EXPONENT] = bits.shiftRight(Long.SIZE).longValue();
        LOW[exponent - MIN_EXPONENT] = bits.longValue();
    }
}
