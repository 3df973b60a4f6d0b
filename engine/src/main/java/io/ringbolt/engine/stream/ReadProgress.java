package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;

/**
 * How many of a stream's entries lie behind an id and how many before it, as far as that can be known without counting:
 * a deleted entry leaves a gap that nobody remembers, but the last one.
 */
final class ReadProgress
{
    /** The lag is not known. */
    static final long UNKNOWN = -1;

    private final Streams streams;
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();
    private final StreamId deleted = new StreamId();
    private final StreamId read = new StreamId();

    ReadProgress(final Streams streams)
    {
        this.streams = streams;
    }

    /** The group goes on to an entry. */
    void advance(final ValueRef stream, final long group, final StreamId id)
    {
        final long count = streams.groups.entriesRead(group);
        streams.groups.readLastId(group, read);
        if (count != ConsumerGroups.UNKNOWN_COUNT && !hasGapFrom(stream, read))
        {
            streams.groups.entriesRead(group, count + 1);
        }
        else if (streams.addedCount(stream) != 0)
        {
            streams.groups.entriesRead(group, countUpTo(stream, id));
        }
        streams.groups.lastId(group, id);
    }

    /** Entries that the group has yet to read, or {@link #UNKNOWN}. */
    long lag(final ValueRef stream, final long group)
    {
        final long added = streams.addedCount(stream);
        if (added == 0 || streams.count(stream) == 0)
        {
            return 0;
        }
        streams.groups.readLastId(group, read);
        streams.firstId(stream, first);
        streams.largestDeletedId(stream, deleted);
        if (read.compareTo(first) < 0 && deleted.compareTo(first) < 0)
        {
            return streams.count(stream);
        }
        final long known = streams.groups.entriesRead(group);
        if (known != ConsumerGroups.UNKNOWN_COUNT && !hasGapFrom(stream, read))
        {
            return added - known;
        }
        final long count = countUpTo(stream, read);
        return count == ConsumerGroups.UNKNOWN_COUNT ? UNKNOWN : added - count;
    }

    /** Says whether an entry has been deleted at an id or behind it. */
    private boolean hasGapFrom(final ValueRef stream, final StreamId id)
    {
        streams.largestDeletedId(stream, deleted);
        return streams.count(stream) != 0 && !deleted.isZero() && id.compareTo(deleted) <= 0;
    }

    /** Entries ever added up to an id, or {@link ConsumerGroups#UNKNOWN_COUNT}. */
    long countUpTo(final ValueRef stream, final StreamId id)
    {
        final long added = streams.addedCount(stream);
        final long count = streams.count(stream);
        streams.lastId(stream, last);
        final int order = id.compareTo(last);
        if (added == 0)
        {
            return 0;
        }
        if (order == 0 || order < 0 && count == 0)
        {
            return added;
        }
        streams.largestDeletedId(stream, deleted);
        if (order > 0 || !id.isZero() && id.compareTo(deleted) < 0)
        {
            return ConsumerGroups.UNKNOWN_COUNT;
        }
        streams.firstId(stream, first);
        if (deleted.isZero() || deleted.compareTo(first) < 0)
        {
            final int orderToFirst = id.compareTo(first);
            return orderToFirst < 0 ? added - count :
                orderToFirst == 0 ? added - count + 1 : ConsumerGroups.UNKNOWN_COUNT;
        }
        return ConsumerGroups.UNKNOWN_COUNT;
    }
}
