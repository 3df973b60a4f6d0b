package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * Gives a stream consumer groups as files and payloads hold them: a group, what is pending in it, its consumers, and
 * which of the pending entries are whose. What no consumer claims stays as given back.
 */
public final class GroupLoader
{
    private final Streams streams;
    private final ConsumerGroups groups;
    private long group;
    private long consumer;

    public GroupLoader(final Streams streams)
    {
        this.streams = streams;
        this.groups = streams.groups;
    }

    /** Adds a group. @param entriesRead -1 if not known. @return false if there is one of that name. */
    public boolean addGroup(
        final ValueRef stream,
        final long nameAddress,
        final int nameLength,
        final StreamId lastId,
        final long entriesRead)
    {
        final long tree = streams.groupTreeForUpdate(stream);
        if (Arena.NULL_REF != groups.find(tree, nameAddress, nameLength))
        {
            return false;
        }
        group = groups.create(tree, nameAddress, nameLength, lastId, entriesRead);
        return true;
    }

    /** Adds an entry that is pending in the group. @return false if it is already, or a number cannot be. */
    public boolean addPending(final StreamId id, final long deliveredAtMs, final long deliveries)
    {
        if (deliveredAtMs < 0 || deliveries < 0 ||
            Arena.NULL_REF != groups.pendings.find(groups.pending(group), id))
        {
            return false;
        }
        final long entry = groups.addReleased(group, id, deliveries);
        groups.entries.deliveredAtMs(entry, deliveredAtMs);
        return true;
    }

    /**
     * Adds a consumer to the group. @param activeAtMs -1 if never. @return false if there is one, or a time cannot be.
     */
    public boolean addConsumer(
        final long nameAddress, final int nameLength, final long seenAtMs, final long activeAtMs)
    {
        if (seenAtMs < 0 || activeAtMs < ConsumerGroups.NEVER ||
            Arena.NULL_REF != groups.findConsumer(group, nameAddress, nameLength))
        {
            return false;
        }
        consumer = groups.createConsumer(group, nameAddress, nameLength, seenAtMs);
        groups.activeAtMs(consumer, activeAtMs);
        return true;
    }

    /** Says again that no consumer has a pending entry. @return false if there is none, or it is one's. */
    public boolean release(final StreamId id)
    {
        final long entry = groups.pendings.find(groups.pending(group), id);
        return Arena.NULL_REF != entry && groups.entries.isReleased(entry);
    }

    /** Gives the consumer one of the group's pending entries. @return false if there is none, or it is another's. */
    public boolean own(final StreamId id)
    {
        final long entry = groups.pendings.find(groups.pending(group), id);
        if (Arena.NULL_REF == entry || !groups.entries.isReleased(entry))
        {
            return false;
        }
        groups.claim(group, entry, consumer, groups.entries.deliveredAtMs(entry), groups.entries.deliveries(entry));
        return true;
    }
}
