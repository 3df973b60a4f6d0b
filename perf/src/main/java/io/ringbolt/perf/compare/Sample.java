package io.ringbolt.perf.compare;

import java.util.Arrays;

/**
 * The same figure measured several times, described by its quartiles: on a machine shared with others a mean tells more
 * about the neighbours than about the server.
 */
public final class Sample
{
    private final double[] sorted;

    public Sample(final double[] values)
    {
        if (values.length == 0)
        {
            throw new IllegalArgumentException("a sample needs a value");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    public double median()
    {
        return quantile(0.5);
    }

    public double lowerQuartile()
    {
        return quantile(0.25);
    }

    public double upperQuartile()
    {
        return quantile(0.75);
    }

    /** Interpolated between the two nearest values. */
    private double quantile(final double fraction)
    {
        final double position = fraction * (sorted.length - 1);
        final int below = (int)position;
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
