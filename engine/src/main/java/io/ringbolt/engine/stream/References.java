package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * What consumer groups have to say when entries of their stream are to be removed.
 */
final class References
{
    private final Streams streams;
    private final ConsumerGroups groups;
    private final RefTreeCursor cursor;
    private final StreamCursor entries;
    private final StreamId groupId = new StreamId();
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();

    References(final Streams streams)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.cursor = new RefTreeCursor(groups.groups);
        this.entries = new StreamCursor(streams);
    }

    /** Says whether some group has the entry pending or has not come to it yet. */
    boolean isReferenced(final ValueRef stream, final StreamId id)
    {
        final long tree = streams.groupTree(stream);
        if (tree == Arena.NULL_REF)
        {
            return false;
        }
        cursor.wrap(tree, 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            groups.readLastId(group, groupId);
            if (id.compareTo(groupId) > 0 || groups.pendings.find(groups.pending(group), id) != Arena.NULL_REF)
            {
                return true;
            }
            cursor.forward();
        }
        return false;
    }

    /** Ends the entry's being pending in all groups. @return the groups in which it was. */
    int remove(final ValueRef stream, final StreamId id)
    {
        final long tree = streams.groupTree(stream);
        int count = 0;
        if (tree == Arena.NULL_REF)
        {
            return count;
        }
        cursor.wrap(tree, 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            count += groups.acknowledge(group, id) ? 1 : 0;
            cursor.forward();
        }
        return count;
    }

    /** Removes what is pending in any group from an id on and below another. */
    void removeBelow(final ValueRef stream, final StreamId from, final StreamId below)
    {
        final long tree = streams.groupTree(stream);
        if (tree == Arena.NULL_REF)
        {
            return;
        }
        cursor.wrap(tree, 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            removeBelow(group, from, below);
            cursor.forward();
        }
    }

    private void removeBelow(final long group, final StreamId from, final StreamId below)
    {
        final long pending = groups.pending(group);
        final long start = groups.pendings.rankOf(pending, from);
        for (long count = groups.pendings.rankOf(pending, below) - start; count > 0; count--)
        {
            groups.remove(group, groups.pendings.at(pending, start));
        }
    }

    /** The last id to which all groups have come. */
    private void readByAll(final ValueRef stream, final StreamId out)
    {
        out.set(-1L, -1L);
        cursor.wrap(streams.groupTree(stream), 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            groups.readLastId(group, groupId);
            if (groupId.compareTo(out) < 0)
            {
                out.set(groupId);
            }
            cursor.forward();
        }
    }

    /**
     * Removes the oldest entries that nothing refers to.
     *
     * @param maxCount down to so many entries, unless there is an id.
     * @param minId    up to this id, if not null.
     * @param stream   has groups.
     * @param limit    most entries to remove; 0 for any.
     * @return entries removed.
     */
    long trimAcknowledged(final ValueRef stream, final long maxCount, final StreamId minId, final long limit)
    {
        final long most = limit == 0 ? Long.MAX_VALUE : limit;
        long removed = 0;
        first.set(0, 0);
        readByAll(stream, last);
        boolean isDone = false;
        while (!isDone && removed < most && (minId != null || streams.count(stream) > maxCount))
        {
            isDone = !entries.wrap(stream, first, last, true).next() ||
                minId != null && entries.id().compareTo(minId) >= 0;
            if (!isDone)
            {
                first.set(entries.id());
                if (!isReferenced(stream, first))
                {
                    streams.trimOut(stream, first);
                    removed++;
                }
                isDone = first.isMax();
                first.increment();
            }
        }
        if (removed > 0)
        {
            streams.updateFirst(stream);
        }
        return removed;
    }
}
