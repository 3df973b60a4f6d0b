package io.ringbolt.engine.observe;

import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest commands that were slow, or large in one direction, bounded in number and in the arguments that each
 * keeps. Owned by the engine thread.
 */
public final class CommandLog
{
    private static final long US_PER_SECOND = 1_000_000;

    private final Deque<CommandLogEntry> newestFirst = new ArrayDeque<>();
    private final ArgumentAbridger abridger = new ArgumentAbridger();
    private long maxLength;
    private long nextId;
    private long totalCount;
    private long total;
    private long largest;

    void configure(final long maxLength, final int argumentLimit, final int lengthLimit)
    {
        this.maxLength = maxLength;
        abridger.limits(argumentLimit, lengthLimit);
        trim();
    }

    /** @param value what made the command remarkable: microseconds or bytes. */
    void add(
        final RingEntry entry, final Session session, final long value, final long nowUs, final long secretArguments)
    {
        totalCount++;
        total += value;
        largest = Math.max(largest, value);
        final List<byte[]> arguments = abridger.abridge(entry, secretArguments);
        newestFirst.addFirst(new CommandLogEntry(nextId++, nowUs / US_PER_SECOND, value, arguments,
            session.channel().remoteAddress(), session.name()));
        trim();
    }

    /** @return at most {@code count} entries, the newest first. */
    public List<CommandLogEntry> newest(final long count)
    {
        final List<CommandLogEntry> entries = new ArrayList<>();
        for (final CommandLogEntry entry : newestFirst)
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

    /** @return commands since the start, those that have left the log included. */
    public long totalCount()
    {
        return totalCount;
    }

    public long total()
    {
        return total;
    }

    public long largest()
    {
        return largest;
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
