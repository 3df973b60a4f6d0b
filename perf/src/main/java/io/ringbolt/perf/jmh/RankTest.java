package io.ringbolt.perf.jmh;

import java.util.Arrays;

/*
 * Mann and Whitney's U: how often a value of one sample exceeds one of the other, which asks nothing of how the values
 * are distributed ("On a test of whether one of two random variables is stochastically larger than the other", 1947).
 * For small samples without ties the number of orders with each U is counted; otherwise U is taken as normal, corrected
 * for ties.
 */

/**
 * How probable it is that two samples differ as much as they do by chance.
 */
final class RankTest
{
    private static final int EXACT_UP_TO = 20;

    private RankTest()
    {
    }

    /** @return from 0 to 1, for both directions. */
    static double probability(final double[] first, final double[] second)
    {
        final double u = exceedances(first, second);
        final boolean hasTies = hasTies(first, second);
        return !hasTies && first.length <= EXACT_UP_TO && second.length <= EXACT_UP_TO ?
            exact(u, first.length, second.length) : approximate(u, first, second);
    }

    private static double exceedances(final double[] first, final double[] second)
    {
        double u = 0;
        for (final double a : first)
        {
            for (final double b : second)
            {
                u += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return u;
    }

    private static boolean hasTies(final double[] first, final double[] second)
    {
        final double[] all = sorted(first, second);
        for (int i = 1; i < all.length; i++)
        {
            if (all[i] == all[i - 1])
            {
                return true;
            }
        }
        return false;
    }

    private static double exact(final double u, final int n, final int m)
    {
        // counts[i][k]: orders of i values of the first sample among j of the second in which U is k
        double[][] counts = new double[n + 1][n * m + 1];
        for (int i = 0; i <= n; i++)
        {
            counts[i][0] = 1;
        }
        for (int j = 1; j <= m; j++)
        {
            final double[][] next = new double[n + 1][n * m + 1];
            next[0][0] = 1;
            for (int i = 1; i <= n; i++)
            {
                for (int k = 0; k <= i * j; k++)
                {
                    // the largest value is of the first sample and exceeds all j, or is of the second
                    next[i][k] = (k >= j ? next[i - 1][k - j] : 0) + counts[i][k];
                }
            }
            counts = next;
        }
        final double least = Math.min(u, n * (double)m - u);
        double total = 0;
        double asFar = 0;
        for (int k = 0; k <= n * m; k++)
        {
            total += counts[n][k];
            asFar += k <= least ? counts[n][k] : 0;
        }
        return Math.min(1, 2 * asFar / total);
    }

    private static double approximate(final double u, final double[] first, final double[] second)
    {
        final double n = first.length;
        final double m = second.length;
        final double all = n + m;
        final double variance = n * m / 12 * (all + 1 - ties(first, second) / (all * (all - 1)));
        if (variance <= 0)
        {
            return 1;
        }
        final double distance = Math.max(0, Math.abs(u - n * m / 2) - 0.5) / Math.sqrt(variance);
        return Math.min(1, 2 * upperTail(distance));
    }

    private static double ties(final double[] first, final double[] second)
    {
        final double[] all = sorted(first, second);
        double sum = 0;
        int begin = 0;
        for (int i = 1; i <= all.length; i++)
        {
            if (i == all.length || all[i] != all[begin])
            {
                final double alike = i - begin;
                sum += alike * alike * alike - alike;
                begin = i;
            }
        }
        return sum;
    }

    private static double[] sorted(final double[] first, final double[] second)
    {
        final double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Arrays.sort(all);
        return all;
    }

    /** The normal distribution beyond x, by formula 26.2.17 of Abramowitz and Stegun; the error is below 1e-7. */
    private static double upperTail(final double x)
    {
        final double t = 1 / (1 + 0.2316419 * x);
        final double polynomial = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 +
            t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
