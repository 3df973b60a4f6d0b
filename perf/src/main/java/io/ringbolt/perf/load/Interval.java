package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;

import java.util.Map;

/**
 * A point of the curves over time.
 *
 * @param atSeconds end of the interval, from the beginning of what is measured.
 * @param seconds   its length.
 * @param count     operations answered in it.
 * @param p50Ns     median latency; 0 if nothing was answered.
 * @param p99Ns     99th percentile.
 * @param p999Ns    99.9th percentile.
 * @param maxNs     longest latency.
 * @param figures   what the server's INFO said of the fields asked for.
 */
record Interval(
    double atSeconds,
    double seconds,
    long count,
    long p50Ns,
    long p99Ns,
    long p999Ns,
    long maxNs,
    Map<String, Double> figures)
{
    static Interval of(
        final double atSeconds, final double seconds, final Histogram histogram, final Map<String, Double> figures)
    {
        return new Interval(atSeconds, seconds, histogram.getTotalCount(), at(histogram, 50), at(histogram, 99),
            at(histogram, 99.9), histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue(), figures);
    }

    private static long at(final Histogram histogram, final double percentile)
    {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
    }

    Interval later(final double offsetSeconds)
    {
        return new Interval(atSeconds + offsetSeconds, seconds, count, p50Ns, p99Ns, p999Ns, maxNs, figures);
    }

    double rate()
    {
        return seconds == 0 ? 0 : count / seconds;
    }
}
