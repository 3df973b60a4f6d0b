package io.ringbolt.perf.load;

/**
 * How hard and how long.
 *
 * @param clientCount   connections of all threads.
 * @param threadCount   threads that share them.
 * @param pipeline      requests in flight on a connection at most.
 * @param requestCount  operations of a run without {@code durationNs}.
 * @param durationNs    of what is measured; 0 to measure {@code requestCount} operations.
 * @param warmUpNs      before it, under the same load.
 * @param ratePerSecond operations that arrive whether or not earlier ones are answered; 0 for a closed loop, in which
 *                      each connection waits for its answers before it asks again.
 * @param isPoisson     true if arrivals are independent of each other, false if evenly spaced.
 * @param drainNs       how long answers are waited for when nothing is sent any more.
 * @param intervalNs    length of a point of the curves over time.
 * @param seed          of keys, lengths and mixes.
 */
record LoadShape(
    int clientCount,
    int threadCount,
    int pipeline,
    long requestCount,
    long durationNs,
    long warmUpNs,
    double ratePerSecond,
    boolean isPoisson,
    long drainNs,
    long intervalNs,
    long seed)
{
    boolean isOpen()
    {
        return ratePerSecond > 0;
    }

    LoadShape at(final double newRatePerSecond)
    {
        return new LoadShape(clientCount, threadCount, pipeline, requestCount, durationNs, warmUpNs, newRatePerSecond,
            isPoisson, drainNs, intervalNs, seed);
    }

    /** The same connections in a closed loop for a given time. */
    LoadShape closedFor(final long newWarmUpNs, final long newDurationNs)
    {
        return new LoadShape(clientCount, threadCount, pipeline, requestCount, newDurationNs, newWarmUpNs, 0,
            isPoisson, drainNs, intervalNs, seed);
    }
}
