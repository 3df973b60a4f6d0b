package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The latencies that one load thread has measured, for each operation of the mix. Written by that thread; another one
 * takes what has gathered since it last asked.
 */
final class LoadRecorder
{
    /** Longer latencies count as so long. */
    static final long LONGEST_NS = 3_600_000_000_000L;
    static final int DIGITS = 3;

    private final SingleWriterRecorder[] recorders;
    private final Histogram[] taken;
    private volatile long errorCount;
    private volatile String firstError;
    private volatile long unfinishedCount;

    LoadRecorder(final int operationCount)
    {
        recorders = new SingleWriterRecorder[operationCount];
        taken = new Histogram[operationCount];
        for (int i = 0; i < operationCount; i++)
        {
            recorders[i] = new SingleWriterRecorder(LONGEST_NS, DIGITS);
        }
    }

    static Histogram newHistogram()
    {
        return new Histogram(LONGEST_NS, DIGITS);
    }

    void record(final int operation, final long latencyNs)
    {
        recorders[operation].recordValue(Math.max(0, Math.min(LONGEST_NS, latencyNs)));
    }

    void onError(final String text)
    {
        errorCount = errorCount + 1;
        if (firstError == null)
        {
            firstError = text;
        }
    }

    void onUnfinished(final long count)
    {
        unfinishedCount = unfinishedCount + count;
    }

    /** Adds what has gathered since the last call. Called by one other thread. */
    void drainTo(final int operation, final Histogram total)
    {
        taken[operation] = recorders[operation].getIntervalHistogram(taken[operation]);
        total.add(taken[operation]);
    }

    long errorCount()
    {
        return errorCount;
    }

    /** The first error reply that was met; null if there was none. */
    String firstError()
    {
        return firstError;
    }

    /** Operations that were due and not answered when waiting for them ended. */
    long unfinishedCount()
    {
        return unfinishedCount;
    }
}
