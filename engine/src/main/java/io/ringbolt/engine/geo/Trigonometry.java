package io.ringbolt.engine.geo;

/**
 * Sine, cosine and arc sine, rounded correctly but for one case in some thousands, on every machine alike: distances
 * that are stored as scores must come out the same when they are replayed elsewhere, and the same as from Redis, whose
 * C library rounds as well.
 */
/*
 * The argument is reduced to at most a quarter of pi as a sum of two doubles, and the Taylor series' first terms are
 * added up in such sums, so that what is lost lies some ten bits below the last. The JDK's own functions miss the
 * nearest double in one case of ten (asin) or differ between machines (the intrinsics of sin and cos). One object
 * serves one thread.
 */
final class Trigonometry
{
    private static final double HALF_PI_HIGH = 1.5707963267948966;
    private static final double HALF_PI_MIDDLE = 6.123233995736766E-17;
    private static final double HALF_PI_LOW = -1.4973849048591833E-33;
    private static final double MAX_ARGUMENT = 8;
    private static final double THIRD_HIGH = -0.16666666666666666;
    private static final double THIRD_LOW = -9.25185853854297E-18;
    private static final double FIFTH_HIGH = 0.008333333333333333;
    private static final double FIFTH_LOW = 1.1564823173178714E-19;
    private static final double FOURTH_HIGH = 0.041666666666666664;
    private static final double FOURTH_LOW = 2.3129646346357427E-18;
    private static final double[] SINE_TAIL =
    {
        -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800, 1.0 / 6227020800.0, -1.0 / 1307674368000.0, 1.0 / 355687428096000.0,
        -1.0 / 121645100408832000.0
    };
    private static final double[] COSINE_TAIL =
    {
        -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600.0, -1.0 / 87178291200.0, 1.0 / 20922789888000.0,
        -1.0 / 6402373705728000.0
    };

    private double high;
    private double low;

    double sin(final double x)
    {
        if (!(Math.abs(x) <= MAX_ARGUMENT))
        {
            return StrictMath.sin(x);
        }
        evaluate(x, 0);
        return high + low;
    }

    double cos(final double x)
    {
        if (!(Math.abs(x) <= MAX_ARGUMENT))
        {
            return StrictMath.cos(x);
        }
        evaluate(x, 1);
        return high + low;
    }

    /** @param y from 0 to 1. */
    double asin(final double y)
    {
        final double near = StrictMath.asin(y);
        final double slope = Math.sqrt((1 - y) * (1 + y));
        if (0 == y || !(slope > 0))
        {
            return near;
        }
        // one step of Newton's from a value that is off by its last bit
        evaluate(near, 0);
        return near + (y - high - low) / slope;
    }

    /** Leaves the sine of {@code x}, or so many quarter turns further on, as the sum of high and low. */
    private void evaluate(final double x, final int turns)
    {
        final double quarters = Math.rint(x / HALF_PI_HIGH);
        // exact, as is the product with the other parts: at most 5
        final double whole = quarters * HALF_PI_HIGH;
        final double wholeError = Math.fma(quarters, HALF_PI_HIGH, -whole);
        add(x, -whole);
        final double rest = low - wholeError - quarters * HALF_PI_MIDDLE - quarters * HALF_PI_LOW;
        fast(high, rest);
        final int quadrant = (int)quarters + turns & 3;
        if (0 == (quadrant & 1))
        {
            sine(high, low);
        }
        else
        {
            cosine(high, low);
        }
        if (quadrant >= 2)
        {
            high = -high;
            low = -low;
        }
    }

    private void sine(final double x, final double xLow)
    {
        multiply(x, xLow, x, xLow);
        final double square = high;
        final double squareLow = low;
        multiply(square, squareLow, polynomial(SINE_TAIL, square), 0);
        plus(FIFTH_HIGH, FIFTH_LOW);
        multiply(high, low, square, squareLow);
        plus(THIRD_HIGH, THIRD_LOW);
        multiply(high, low, square, squareLow);
        multiply(high, low, x, xLow);
        plus(x, xLow);
    }

    private void cosine(final double x, final double xLow)
    {
        multiply(x, xLow, x, xLow);
        final double square = high;
        final double squareLow = low;
        multiply(square, squareLow, polynomial(COSINE_TAIL, square), 0);
        plus(FOURTH_HIGH, FOURTH_LOW);
        multiply(high, low, square, squareLow);
        plus(-0.5, 0);
        multiply(high, low, square, squareLow);
        plus(1, 0);
    }

    private static double polynomial(final double[] factors, final double x)
    {
        double sum = 0;
        for (int i = factors.length - 1; i >= 0; i--)
        {
            sum = sum * x + factors[i];
        }
        return sum;
    }

    private void multiply(final double a, final double aLow, final double b, final double bLow)
    {
        final double product = a * b;
        fast(product, Math.fma(a, b, -product) + (a * bLow + aLow * b));
    }

    /** Adds to what high and low have. */
    private void plus(final double b, final double bLow)
    {
        final double lowBefore = low;
        add(b, high);
        fast(high, low + (lowBefore + bLow));
    }

    /** The exact sum of two doubles. */
    private void add(final double a, final double b)
    {
        final double sum = a + b;
        final double part = sum - a;
        low = a - (sum - part) + (b - part);
        high = sum;
    }

    /** The exact sum of two doubles, the first not smaller in magnitude. */
    private void fast(final double a, final double b)
    {
        final double sum = a + b;
        low = b - (sum - a);
        high = sum;
    }
}
