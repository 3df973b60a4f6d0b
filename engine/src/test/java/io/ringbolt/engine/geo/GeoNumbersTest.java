package io.ringbolt.engine.geo;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The arithmetic behind positions, against slow arithmetic that leaves no doubt.
 */
class GeoNumbersTest
{
    private static final long SEED = 26;
    private static final int ROUNDS = 1_000_000;
    private static final int EXACT_ROUNDS = 1_000;
    private static final MathContext PRECISE = new MathContext(60);

    private final Random random = new Random(SEED);

    @Test
    void shouldInterleaveBitsAndMoveAsALoopDoes()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            final int row = random.nextInt();
            final long spread = GeoHash.spread(row);
            assertEquals(Integer.toUnsignedLong(row), GeoHash.gather(spread), "seed=" + SEED + " round=" + round);
            assertEquals(row >>> 31, (int)(spread >>> 62 & 1));
            assertEquals(row >>> 7 & 1, (int)(spread >>> 14 & 1));
            final int step = 1 + random.nextInt(GeoHash.MAX_STEP);
            final long cell = random.nextLong() & (1L << 2 * step) - 1;
            final long moved = GeoHash.neighbour(cell, step, 1, -1);
            assertEquals(cell, GeoHash.neighbour(moved, step, -1, 1), "seed=" + SEED + " round=" + round);
        }
    }

    @Test
    void shouldDecodeToTheCellItCameFrom()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            final double longitude = random.nextDouble() * 360 - 180;
            final double latitude = random.nextDouble() * 170 - 85;
            final long cell = GeoHash.encode(longitude, latitude, GeoHash.MAX_STEP);
            assertEquals(longitude, GeoHash.longitudeOf(cell), 360.0 / (1 << 26));
            assertEquals(latitude, GeoHash.latitudeOf(cell), 180.0 / (1 << 26));
            assertEquals(cell, GeoHash.encode(GeoHash.longitudeOf(cell), GeoHash.latitudeOf(cell), GeoHash.MAX_STEP));
        }
    }

    @Test
    void shouldRoundSinesAndCosinesCorrectly()
    {
        final Trigonometry trigonometry = new Trigonometry();
        for (int round = 0; round < EXACT_ROUNDS; round++)
        {
            final double x = (random.nextDouble() * 2 - 1) * Math.PI * (round % 3 == 0 ? 1e-3 : 1);
            assertEquals(series(x, true).doubleValue(), trigonometry.sin(x), "seed=" + SEED + " x=" + x);
            assertEquals(series(x, false).doubleValue(), trigonometry.cos(x), "seed=" + SEED + " x=" + x);
        }
        assertEquals(6.123233995736766E-17, trigonometry.cos(Math.PI / 2));
        assertEquals(1.2246467991473532E-16, trigonometry.sin(Math.PI));
        assertEquals(0.0, trigonometry.sin(0));
    }

    private static BigDecimal series(final double x, final boolean isSine)
    {
        final BigDecimal square = new BigDecimal(x).pow(2, PRECISE).negate();
        BigDecimal term = isSine ? new BigDecimal(x) : BigDecimal.ONE;
        BigDecimal sum = term;
        for (int i = isSine ? 2 : 1; i < 80; i += 2)
        {
            term = term.multiply(square, PRECISE).divide(BigDecimal.valueOf((long)i * (i + 1)), PRECISE);
            sum = sum.add(term, PRECISE);
        }
        return sum;
    }

    @Test
    void shouldRoundArcSinesCorrectly()
    {
        final Trigonometry trigonometry = new Trigonometry();
        for (int round = 0; round < EXACT_ROUNDS; round++)
        {
            final double y = random.nextDouble();
            final double angle = trigonometry.asin(y);
            // the neighbours' sines lie on either side, so the angle is the nearest if y lies between the middles
            final BigDecimal value = new BigDecimal(y);
            final BigDecimal below = middle(angle, Math.nextDown(angle));
            final BigDecimal above = middle(angle, Math.nextUp(angle));
            assertTrue(sine(below).compareTo(value) <= 0 && sine(above).compareTo(value) >= 0,
                "seed=" + SEED + " y=" + y);
        }
        assertEquals(Math.PI / 2, trigonometry.asin(1));
        assertEquals(0.0, trigonometry.asin(0));
    }

    private static BigDecimal middle(final double a, final double b)
    {
        return new BigDecimal(a).add(new BigDecimal(b)).divide(BigDecimal.valueOf(2));
    }

    private static BigDecimal sine(final BigDecimal x)
    {
        final BigDecimal square = x.pow(2, PRECISE).negate();
        BigDecimal term = x;
        BigDecimal sum = term;
        for (int i = 2; i < 80; i += 2)
        {
            term = term.multiply(square, PRECISE).divide(BigDecimal.valueOf((long)i * (i + 1)), PRECISE);
            sum = sum.add(term, PRECISE);
        }
        return sum;
    }
}
