package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.Claim;

import java.util.ArrayDeque;

/**
 * The segments of an {@link EffectLog} that are not its own memory but the middle of a long argument, which lies where
 * the command left it. Ranges come and go in the log's order. Engine thread.
 */
final class AdoptedSegments
{
    private final ArrayDeque<Range> ranges = new ArrayDeque<>();
    private long pinnedCount;

    /** @param end the segment behind the last one. */
    private record Range(long first, long end, Claim claim)
    {
        long pinnedCount()
        {
            return claim.isSole() ? 0 : end - first;
        }
    }

    /** @param claim released when the last segment of the range has been passed. */
    void add(final long first, final long end, final Claim claim)
    {
        final Range range = new Range(first, end, claim);
        ranges.addLast(range);
        pinnedCount += range.pinnedCount();
    }

    /** Takes note that the log needs its lowest segment no more. @return whether it was one of these. */
    boolean pass(final long segment)
    {
        final Range lowest = ranges.peekFirst();
        if (null == lowest || segment < lowest.first())
        {
            return false;
        }
        if (segment == lowest.end() - 1)
        {
            ranges.removeFirst();
            pinnedCount -= lowest.pinnedCount();
            lowest.claim().release();
        }
        return true;
    }

    /** @return segments whose memory somebody else counts. */
    long pinnedCount()
    {
        return pinnedCount;
    }
}
