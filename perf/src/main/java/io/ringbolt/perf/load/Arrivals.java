package io.ringbolt.perf.load;

/**
 * When the operations of an open loop are due, whatever became of the ones before: the times from which they are
 * measured. Belongs to one load thread.
 */
final class Arrivals
{
    /** Times are kept relative to it: a double has 53 bits, so nanoseconds stay exact for a hundred days. */
    private final long originNs;
    private final double gapNs;
    private final boolean isPoisson;
    private final Draw draw;
    private double nextNs;

    /**
     * @param firstNs when the first operation is due.
     * @param gapNs   from one to the next, or on average.
     */
    Arrivals(final long firstNs, final double gapNs, final boolean isPoisson, final Draw draw)
    {
        this.originNs = firstNs;
        this.gapNs = gapNs;
        this.isPoisson = isPoisson;
        this.draw = draw;
    }

    long nextNs()
    {
        return originNs + (long)nextNs;
    }

    void advance()
    {
        nextNs += isPoisson ? draw.exponential(gapNs) : gapNs;
    }
}
