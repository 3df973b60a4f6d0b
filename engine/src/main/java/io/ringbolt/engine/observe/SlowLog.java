package io.ringbolt.engine.observe;

import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest commands that were slow, bounded in number and in the arguments that each keeps. Owned by the
 * engine thread.
 */
public final class SlowLog
{
    private static final long NS_PER_US = 1000;
    private static final long US_PER_SECOND = 1_000_000;

    private final Deque<SlowLogEntry> newestFirst = new ArrayDeque<>();
    private final ArgumentAbridger abridger = new ArgumentAbridger();
    private long maxLength;
    private long nextId;
    private long totalCount;
    private long totalUs;
    private long longestUs;

    void configure(final long maxLength, final int argumentLimit, final int lengthLimit)
    {
        this.maxLength = maxLength;
        abridger.limits(argumentLimit, lengthLimit);
        trim();
    }

    void add(
        final RingEntry entry, final Session session, final long elapsedNs, final long nowUs,
        final long secretArguments)
    {
        final long durationUs = elapsedNs / NS_PER_US;
        totalCount++;
        totalUs += durationUs;
        longestUs = Math.max(longestUs, durationUs);
        final List<byte[]> arguments = abridger.abridge(entry, secretArguments);
        newestFirst.addFirst(new SlowLogEntry(nextId++, nowUs / US_PER_SECOND, durationUs, arguments,
            session.channel().remoteAddress(), session.name()));
        trim();
    }

    /** @return at most {@code count} entries, the newest first. */
    public List<SlowLogEntry> newest(final long count)
    {
        final List<SlowLogEntry> entries = new ArrayList<>();
        for (final SlowLogEntry entry : newestFirst)
        {
            if (entries.size() >= count)
            {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    public int length()
    {
        return newestFirst.size();
    }

    /** @return slow commands since the start, those that have left the log included. */
    public long totalCount()
    {
        return totalCount;
    }

    public long totalUs()
    {
        return totalUs;
    }

    public long longestUs()
    {
        return longestUs;
    }

    /** Empties the log; ids go on. */
    public void reset()
    {
        newestFirst.clear();
    }

    private void trim()
    {
        while (newestFirst.size() > maxLength)
        {
            newestFirst.removeLast();
        }
    }
}
