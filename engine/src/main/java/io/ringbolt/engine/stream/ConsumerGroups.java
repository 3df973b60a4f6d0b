package io.ringbolt.engine.stream;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The consumer groups of a stream: how far each has read, its consumers, and what it has delivered and not seen
 * acknowledged.
 * <pre>
 *   0         16             24        32           40          48              56               64
 *  +---------+--------------+---------+------------+-----------+---------------+----------------+------
 *  | last id | entries read | pending | deliveries | consumers | releases made | released count | name     a group
 *  +---------+--------------+---------+------------+-----------+---------------+----------------+------
 *   0         8           16        24
 *  +---------+-----------+---------+------
 *  | seen at | active at | pending | name     a consumer
 *  +---------+-----------+---------+------
 * </pre>
 * A pending entry stands in three trees: the group's by id and by delivery, and its consumer's by id.
 */
final class ConsumerGroups
{
    /** The count of entries read is not known. */
    static final long UNKNOWN_COUNT = -1;
    /** The consumer has not read anything yet. */
    static final long NEVER = -1;

    static final int PENDING_OFFSET = 24;
    static final int DELIVERIES_OFFSET = 32;
    static final int CONSUMERS_OFFSET = 40;
    static final int GROUP_NAME_OFFSET = 64;
    static final int CONSUMER_PENDING_OFFSET = 16;
    static final int CONSUMER_NAME_OFFSET = 24;

    static final int NUMBER_OFFSET = 8;
    static final int READ_OFFSET = 16;
    private static final int RELEASES_OFFSET = 48;
    private static final int RELEASED_COUNT_OFFSET = 56;
    static final int ACTIVE_OFFSET = 8;

    final Arena arena;
    final NameTree groups;
    final NameTree consumers;
    final PendingEntry entries;
    final PendingTree pendings;
    final DeliveryTree deliveries;

    ConsumerGroups(final Arena arena)
    {
        this.arena = arena;
        this.groups = new NameTree(arena, GROUP_NAME_OFFSET);
        this.consumers = new NameTree(arena, CONSUMER_NAME_OFFSET);
        this.entries = new PendingEntry(arena);
        this.pendings = new PendingTree(arena, entries);
        this.deliveries = new DeliveryTree(arena, entries);
    }

    /** Adds a group, of a name that the tree does not hold. */
    long create(
        final long tree, final long nameAddress, final int nameLength, final StreamId lastId, final long entriesRead)
    {
        final long group = groups.createBlock(nameAddress, nameLength);
        arena.putLong(group, PENDING_OFFSET, pendings.create());
        arena.putLong(group, DELIVERIES_OFFSET, deliveries.create());
        arena.putLong(group, CONSUMERS_OFFSET, consumers.create());
        lastId(group, lastId);
        entriesRead(group, entriesRead);
        groups.insert(tree, group);
        return group;
    }

    /**
     * @param tree of groups, or {@link Arena#NULL_REF}.
     * @return the group of that name, or {@link Arena#NULL_REF}.
     */
    long find(final long tree, final long nameAddress, final int nameLength)
    {
        return tree == Arena.NULL_REF ? Arena.NULL_REF : groups.find(tree, nameAddress, nameLength);
    }

    void readLastId(final long group, final StreamId out)
    {
        final long address = arena.address(group);
        out.set(OffHeap.getLong(address), OffHeap.getLong(address + NUMBER_OFFSET));
    }

    void lastId(final long group, final StreamId id)
    {
        final long address = arena.writable(group, 0, 2 * Long.BYTES);
        OffHeap.putLong(address, id.timeMs());
        OffHeap.putLong(address + NUMBER_OFFSET, id.number());
    }

    /** Entries of the stream up to the last id, the deleted ones too, or {@link #UNKNOWN_COUNT}. */
    long entriesRead(final long group)
    {
        return field(group, READ_OFFSET);
    }

    void entriesRead(final long group, final long count)
    {
        arena.putLong(group, READ_OFFSET, count);
    }

    long pending(final long group)
    {
        return field(group, PENDING_OFFSET);
    }

    long pendingCount(final long group)
    {
        return pendings.size(pending(group));
    }

    long deliveries(final long group)
    {
        return field(group, DELIVERIES_OFFSET);
    }

    /** Pending entries that were given back. */
    long releasedCount(final long group)
    {
        return field(group, RELEASED_COUNT_OFFSET);
    }

    long consumers(final long group)
    {
        return field(group, CONSUMERS_OFFSET);
    }

    long consumerCount(final long group)
    {
        return consumers.size(consumers(group));
    }

    /**
     * @return the consumer of that name, or {@link Arena#NULL_REF}.
     */
    long findConsumer(final long group, final long nameAddress, final int nameLength)
    {
        return consumers.find(consumers(group), nameAddress, nameLength);
    }

    /** Adds a consumer, of a name that the group does not have. */
    long createConsumer(final long group, final long nameAddress, final int nameLength, final long nowMs)
    {
        final long consumer = consumers.createBlock(nameAddress, nameLength);
        seenAtMs(consumer, nowMs);
        activeAtMs(consumer, NEVER);
        arena.putLong(consumer, CONSUMER_PENDING_OFFSET, pendings.create());
        consumers.insert(consumers(group), consumer);
        return consumer;
    }

    /** When the consumer last tried to read. */
    long seenAtMs(final long consumer)
    {
        return field(consumer, 0);
    }

    void seenAtMs(final long consumer, final long nowMs)
    {
        arena.putLong(consumer, 0, nowMs);
    }

    /** When the consumer last got an entry, or {@link #NEVER}. */
    long activeAtMs(final long consumer)
    {
        return field(consumer, ACTIVE_OFFSET);
    }

    void activeAtMs(final long consumer, final long nowMs)
    {
        arena.putLong(consumer, ACTIVE_OFFSET, nowMs);
    }

    long consumerPending(final long consumer)
    {
        return field(consumer, CONSUMER_PENDING_OFFSET);
    }

    long consumerPendingCount(final long consumer)
    {
        return pendings.size(consumerPending(consumer));
    }

    /**
     * Makes an entry pending with a consumer; whose it was before, if it was pending already, is not any more.
     *
     * @return the pending entry.
     */
    long deliver(final long group, final long consumer, final StreamId id, final long nowMs)
    {
        final long entry = entries.create(id, nowMs, 1, consumer);
        final long before = pendings.insertIfAbsent(pending(group), entry);
        if (before != Arena.NULL_REF)
        {
            arena.free(entry);
            claim(group, before, consumer, nowMs, 1);
            return before;
        }
        pendings.insert(consumerPending(consumer), entry);
        deliveries.insert(deliveries(group), entry);
        return entry;
    }

    /** Gives a pending entry to a consumer, which may have it already. */
    void claim(
        final long group, final long entry, final long consumer, final long deliveredAtMs, final long deliveryCount)
    {
        final long owner = entries.owner(entry);
        if (owner != consumer)
        {
            disown(group, entry, owner);
            pendings.insert(consumerPending(consumer), entry);
        }
        if (owner == consumer && entries.deliveredAtMs(entry) == deliveredAtMs)
        {
            entries.deliveries(entry, deliveryCount);   // its place in the order of deliveries stays
            return;
        }
        deliveries.remove(deliveries(group), entry);
        entries.owner(entry, consumer);
        entries.deliveredAtMs(entry, deliveredAtMs);
        entries.deliveries(entry, deliveryCount);
        deliveries.insert(deliveries(group), entry);
    }

    /** Takes a pending entry from its consumer, so that any may have it, behind those given back before. */
    void giveBack(final long group, final long entry, final long deliveryCount)
    {
        disown(group, entry, entries.owner(entry));
        deliveries.remove(deliveries(group), entry);
        markReleased(group, entry, deliveryCount);
    }

    /** Makes an entry pending that no consumer has. */
    long addReleased(final long group, final StreamId id, final long deliveryCount)
    {
        final long entry = entries.create(id, 0, deliveryCount, Arena.NULL_REF);
        pendings.insert(pending(group), entry);
        markReleased(group, entry, deliveryCount);
        return entry;
    }

    private void markReleased(final long group, final long entry, final long deliveryCount)
    {
        final long releases = field(group, RELEASES_OFFSET) + 1;
        arena.putLong(group, RELEASES_OFFSET, releases);
        addReleasedCount(group, 1);
        entries.owner(entry, Long.MIN_VALUE + releases);
        entries.deliveredAtMs(entry, 0);
        entries.deliveries(entry, deliveryCount);
        deliveries.insert(deliveries(group), entry);
    }

    /** Ends an entry's being pending. */
    void remove(final long group, final long entry)
    {
        disown(group, entry, entries.owner(entry));
        deliveries.remove(deliveries(group), entry);
        pendings.remove(pending(group), entry);
        arena.free(entry);
    }

    /**
     * Ends an entry's being pending.
     *
     * @return false if it is not pending.
     */
    boolean acknowledge(final long group, final StreamId id)
    {
        final long entry = pendings.find(pending(group), id);
        if (entry == Arena.NULL_REF)
        {
            return false;
        }
        remove(group, entry);
        return true;
    }

    /**
     * Removes a consumer and what is pending with it.
     *
     * @return the entries that were pending.
     */
    long deleteConsumer(final long group, final long consumer)
    {
        final long pending = consumerPending(consumer);
        final long count = pendings.size(pending);
        for (long i = 0; i < count; i++)
        {
            final long entry = pendings.at(pending, pendings.size(pending) - 1);
            remove(group, entry);
        }
        consumers.remove(consumers(group), consumer);
        pendings.release(pending, Integer.MAX_VALUE);
        arena.free(consumer);
        return count;
    }

    /** Whether all that is pending with a group is one consumer's. */
    boolean hasAllPending(final long group, final long consumer)
    {
        return consumerPendingCount(consumer) == pendingCount(group);
    }

    /**
     * Takes a consumer that has all that is pending out of a group, with everything, in a few steps.
     *
     * @return a group without a name that has them, which the caller frees.
     */
    long splitOff(final long group, final long consumer)
    {
        consumers.remove(consumers(group), consumer);
        final long other = groups.createBlock(OffHeap.NULL_ADDRESS, 0);
        final long others = consumers.create();
        arena.putLong(other, CONSUMERS_OFFSET, others);
        consumers.insert(others, consumer);
        arena.putLong(other, PENDING_OFFSET, pending(group));
        arena.putLong(other, DELIVERIES_OFFSET, deliveries(group));
        arena.putLong(group, PENDING_OFFSET, pendings.create());
        arena.putLong(group, DELIVERIES_OFFSET, deliveries.create());
        return other;
    }

    private void disown(final long group, final long entry, final long owner)
    {
        if (owner < 0)
        {
            addReleasedCount(group, -1);
        }
        else
        {
            pendings.remove(consumerPending(owner), entry);
        }
    }

    private void addReleasedCount(final long group, final int delta)
    {
        arena.putLong(group, RELEASED_COUNT_OFFSET, field(group, RELEASED_COUNT_OFFSET) + delta);
    }

    private long field(final long block, final int offset)
    {
        return OffHeap.getLong(arena.address(block) + offset);
    }
}
