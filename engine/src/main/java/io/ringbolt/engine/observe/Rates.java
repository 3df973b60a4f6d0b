package io.ringbolt.engine.observe;

/**
 * The figures that are sampled while time passes: operations and bytes per second, and the memory's highest mark.
 * Owned by the engine thread.
 */
public final class Rates
{
    private final Rate operations = new Rate();
    private final Rate bytesIn = new Rate();
    private final Rate bytesOut = new Rate();
    private final Rate batches = new Rate();
    private final Rate batchNs = new Rate();
    private long peakMemory;
    private long peakMemoryMs;

    /** Takes a sample of everything; the arguments are counters since the start. */
    public void sample(final long commands, final long received, final long sent, final long memory, final long nowMs)
    {
        operations.sample(commands, nowMs);
        bytesIn.sample(received, nowMs);
        bytesOut.sample(sent, nowMs);
        onMemory(memory, nowMs);
    }

    /** Takes a sample of how the engine's batches grow in number and in time. */
    public void sampleBatches(final long count, final long elapsedNs, final long nowMs)
    {
        batches.sample(count, nowMs);
        batchNs.sample(elapsedNs, nowMs);
    }

    public Rate batches()
    {
        return batches;
    }

    /** @return nanoseconds per batch. */
    public long nsPerBatch()
    {
        return batchNs.perSecond() / Math.max(1, batches.perSecond());
    }

    /** Moves the highest mark. */
    public void onMemory(final long memory, final long nowMs)
    {
        if (memory > peakMemory)
        {
            peakMemory = memory;
            peakMemoryMs = nowMs;
        }
    }

    public void resetPeak()
    {
        peakMemory = 0;
    }

    public Rate operations()
    {
        return operations;
    }

    public Rate bytesIn()
    {
        return bytesIn;
    }

    public Rate bytesOut()
    {
        return bytesOut;
    }

    public long peakMemory()
    {
        return peakMemory;
    }

    public long peakMemoryMs()
    {
        return peakMemoryMs;
    }
}
