package io.ringbolt.perf.load;

import java.util.SplittableRandom;

/*
 * Rejection-inversion (W. Hoermann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", ACM TOMACS 6.3, 1996): the area under x^-s is inverted, the result rounded to a whole rank and
 * rejected in the few cases in which the rounding favoured it. Exact for any number of ranks, without a table, about
 * 1.1 draws each.
 */

/**
 * Ranks of which the k-th is drawn in proportion to 1 / k^exponent. The number of ranks may change between draws.
 */
final class ZipfRanks
{
    /** The exponent of YCSB's requests. */
    static final double YCSB_EXPONENT = 0.99;

    private static final double TAYLOR_LIMIT = 1e-8;

    private final double exponent;
    private final double areaOfFirst;
    private final double acceptedAtOnce;
    private long count = -1;
    private double areaOfAll;

    ZipfRanks(final double exponent)
    {
        this.exponent = exponent;
        areaOfFirst = area(1.5) - 1;
        acceptedAtOnce = 2 - inverseArea(area(2.5) - height(2));
    }

    /** @return a rank from 0 to below {@code rankCount}. */
    long next(final SplittableRandom random, final long rankCount)
    {
        if (count != rankCount)
        {
            count = rankCount;
            areaOfAll = area(rankCount + 0.5);
        }
        while (true)
        {
            final double drawn = areaOfAll + random.nextDouble() * (areaOfFirst - areaOfAll);
            final double place = inverseArea(drawn);
            final long rank = Math.max(1, Math.min(rankCount, (long)(place + 0.5)));
            if (rank - place <= acceptedAtOnce || drawn >= area(rank + 0.5) - height(rank))
            {
                return rank - 1;
            }
        }
    }

    private double height(final double x)
    {
        return Math.exp(-exponent * Math.log(x));
    }

    private double area(final double x)
    {
        final double logarithm = Math.log(x);
        return expm1Ratio((1 - exponent) * logarithm) * logarithm;
    }

    private double inverseArea(final double area)
    {
        final double t = Math.max(-1, area * (1 - exponent));
        return Math.exp(log1pRatio(t) * area);
    }

    /** (e^x - 1) / x, also near zero. */
    private static double expm1Ratio(final double x)
    {
        return Math.abs(x) > TAYLOR_LIMIT ? Math.expm1(x) / x : 1 + x / 2;
    }

    /** ln(1 + x) / x, also near zero. */
    private static double log1pRatio(final double x)
    {
        return Math.abs(x) > TAYLOR_LIMIT ? Math.log1p(x) / x : 1 - x / 2;
    }
}
