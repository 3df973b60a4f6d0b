package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of one workload on one target, over all rounds.
 */
final class RunResult
{
    private final Target target;
    private final Workload workload;
    private final List<Histogram> byOperation = new ArrayList<>();
    private final Histogram all = LoadRecorder.newHistogram();
    private final List<Interval> intervals = new ArrayList<>();
    private final List<Double> roundRates = new ArrayList<>();
    private double seconds;
    private double offeredRate;
    private long errorCount;
    private long unfinishedCount;
    private String firstError;

    RunResult(final Target target, final Workload workload)
    {
        this.target = target;
        this.workload = workload;
        workload.operations().forEach(operation -> byOperation.add(LoadRecorder.newHistogram()));
    }

    /**
     * Adds a round.
     *
     * @param histograms of its operations, in the workload's order.
     * @param points     over its time.
     * @param length     of what was measured, in seconds.
     * @param recorders  of its threads, for errors.
     */
    void addRound(
        final List<Histogram> histograms, final List<Interval> points, final double length,
        final List<LoadRecorder> recorders)
    {
        long count = 0;
        for (int i = 0; i < histograms.size(); i++)
        {
            byOperation.get(i).add(histograms.get(i));
            all.add(histograms.get(i));
            count += histograms.get(i).getTotalCount();
        }
        long unfinished = 0;
        for (final LoadRecorder recorder : recorders)
        {
            errorCount += recorder.errorCount();
            unfinished += recorder.unfinishedCount();
            firstError = firstError == null ? recorder.firstError() : firstError;
        }
        unfinishedCount += unfinished;
        roundRates.add((count - unfinished) / length);
        for (final Interval point : points)
        {
            intervals.add(point.later(seconds));
        }
        seconds += length;
    }

    void offered(final double ratePerSecond)
    {
        offeredRate = ratePerSecond;
    }

    Target target()
    {
        return target;
    }

    Workload workload()
    {
        return workload;
    }

    /** Latencies of all operations, in nanoseconds. */
    Histogram all()
    {
        return all;
    }

    /** Latencies of one operation of the workload, in nanoseconds. */
    Histogram of(final int operation)
    {
        return byOperation.get(operation);
    }

    /** The run over time, its rounds behind each other. */
    List<Interval> intervals()
    {
        return intervals;
    }

    /** Operations per second, for each round. */
    double[] roundRates()
    {
        return roundRates.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Operations answered per second of all rounds. */
    double rate()
    {
        return seconds == 0 ? 0 : (all.getTotalCount() - unfinishedCount) / seconds;
    }

    /** What an open loop asked for; 0 for a closed one. */
    double offeredRate()
    {
        return offeredRate;
    }

    double seconds()
    {
        return seconds;
    }

    long errorCount()
    {
        return errorCount;
    }

    long unfinishedCount()
    {
        return unfinishedCount;
    }

    /** The first error that a server answered with; null for none. */
    String firstError()
    {
        return firstError;
    }
}
