package io.ringbolt.engine.observe;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;
import org.HdrHistogram.Histogram;

/**
 * How often each command ran, how long it took, and how often it failed: INFO's commandstats and latencystats and
 * LATENCY HISTOGRAM. Times are nanoseconds of execution on the engine thread. Owned by the engine thread.
 */
public final class CommandStatistics
{
    private static final long MAX_TRACKED_NS = 1_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final long[] calls;
    private final long[] durationNs;
    private final long[] rejected;
    private final long[] failed;
    private final Histogram[] histograms;
    private boolean isTracking = true;
    private long totalCalls;
    private long totalNs;
    private long batchCount;
    private long batchNs;
    private long longestBatchNs;
    private long mostCallsPerBatch;
    private long callsBeforeBatch;
    private long tickNs;

    public CommandStatistics(final CommandTable table)
    {
        final int count = table.allRows().size();
        calls = new long[count];
        durationNs = new long[count];
        rejected = new long[count];
        failed = new long[count];
        histograms = new Histogram[count];
    }

    /** @param tracking whether histograms are recorded, as {@code latency-tracking} says. */
    public void tracking(final boolean tracking)
    {
        this.isTracking = tracking;
    }

    /** @param failures that the call counts as: none, one, or more where a script relays errors. */
    public void onExecuted(final Command command, final long elapsedNs, final long failures)
    {
        final int id = command.id();
        totalCalls++;
        calls[id]++;
        durationNs[id] += elapsedNs;
        totalNs += elapsedNs;
        failed[id] += failures;
        if (isTracking)
        {
            record(id, elapsedNs);
        }
    }

    /** A batch of entries begins. @param previousNs what the one before took. */
    public void onBatch(final long previousNs)
    {
        batchCount++;
        batchNs += previousNs;
        longestBatchNs = Math.max(longestBatchNs, previousNs);
        mostCallsPerBatch = Math.max(mostCallsPerBatch, totalCalls - callsBeforeBatch);
        callsBeforeBatch = totalCalls;
    }

    /** @return time spent in the longest batch. */
    public long longestBatchNs()
    {
        return longestBatchNs;
    }

    /** @return commands in the batch that had most. */
    public long mostCallsPerBatch()
    {
        return mostCallsPerBatch;
    }

    public void onTick(final long elapsedNs)
    {
        tickNs += elapsedNs;
    }

    /** @return time spent in ticks: expiry, eviction, freeing, figures. */
    public long tickNs()
    {
        return tickNs;
    }

    /** @return batches of entries, what Redis calls cycles of its event loop. */
    public long batchCount()
    {
        return batchCount;
    }

    /** @return time spent in batches. */
    public long batchNs()
    {
        return batchNs;
    }

    /** @return time spent in commands. */
    public long totalNs()
    {
        return totalNs;
    }

    public void onRejected(final Command command)
    {
        rejected[command.id()]++;
    }

    /** @return commands executed since the start or the last reset. */
    public long totalCalls()
    {
        return totalCalls;
    }

    public long calls(final Command command)
    {
        return calls[command.id()];
    }

    public long durationNs(final Command command)
    {
        return durationNs[command.id()];
    }

    public long rejected(final Command command)
    {
        return rejected[command.id()];
    }

    public long failed(final Command command)
    {
        return failed[command.id()];
    }

    /** @return execution times in nanoseconds, or null if none was recorded. */
    public Histogram histogram(final Command command)
    {
        return histograms[command.id()];
    }

    public void resetHistogram(final Command command)
    {
        histograms[command.id()] = null;
    }

    public void reset()
    {
        totalCalls = 0;
        totalNs = 0;
        batchCount = 0;
        batchNs = 0;
        longestBatchNs = 0;
        mostCallsPerBatch = 0;
        callsBeforeBatch = 0;
        tickNs = 0;
        for (int i = 0; i < calls.length; i++)
        {
            calls[i] = 0;
            durationNs[i] = 0;
            rejected[i] = 0;
            failed[i] = 0;
            histograms[i] = null;
        }
    }

    private void record(final int id, final long elapsedNs)
    {
        if (null == histograms[id])
        {
            histograms[id] = new Histogram(1, MAX_TRACKED_NS, SIGNIFICANT_DIGITS);
        }
        histograms[id].recordValue(Math.max(1, Math.min(elapsedNs, MAX_TRACKED_NS)));
    }
}
