package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What happens to consumer groups as a whole: they are copied, measured, and freed in bounded steps.
 */
final class GroupStorage
{
    private final Arena arena;
    private final ConsumerGroups groups;

    GroupStorage(final Arena arena, final ConsumerGroups groups)
    {
        this.arena = arena;
        this.groups = groups;
    }

    /** Makes a tree of copies of groups that share nothing with them. */
    long copyOf(final long tree)
    {
        final long copy = groups.groups.create();
        final RefTreeCursor cursor = new RefTreeCursor(groups.groups).wrap(tree, 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            groups.groups.insert(copy, copyGroup(group));
            cursor.forward();
        }
        return copy;
    }

    private long copyGroup(final long group)
    {
        final long pending = groups.pendings.create();
        final long deliveries = groups.deliveries.create();
        final long consumers = groups.consumers.create();
        final RefTreeCursor cursor = new RefTreeCursor(groups.consumers).wrap(groups.consumers(group), 0);
        for (long consumer = cursor.block(); consumer != Arena.NULL_REF; consumer = cursor.block())
        {
            final long copy = copyBlock(groups.consumers, consumer);
            final long own = groups.pendings.create();
            arena.putLong(copy, ConsumerGroups.CONSUMER_PENDING_OFFSET, own);
            groups.consumers.insert(consumers, copy);
            final RefTreeCursor entries = new RefTreeCursor(groups.pendings).wrap(groups.consumerPending(consumer), 0);
            for (long entry = entries.block(); entry != Arena.NULL_REF; entry = entries.block())
            {
                final long entryCopy = groups.entries.copyOf(entry, copy);
                groups.pendings.insert(own, entryCopy);
                groups.pendings.insert(pending, entryCopy);
                groups.deliveries.insert(deliveries, entryCopy);
                entries.forward();
            }
            cursor.forward();
        }
        copyReleased(group, pending, deliveries);
        final long copy = copyBlock(groups.groups, group);
        arena.putLong(copy, ConsumerGroups.PENDING_OFFSET, pending);
        arena.putLong(copy, ConsumerGroups.DELIVERIES_OFFSET, deliveries);
        arena.putLong(copy, ConsumerGroups.CONSUMERS_OFFSET, consumers);
        return copy;
    }

    private void copyReleased(final long group, final long pending, final long deliveries)
    {
        final RefTreeCursor cursor = new RefTreeCursor(groups.deliveries).wrap(groups.deliveries(group), 0);
        for (long entry = cursor.block(); entry != Arena.NULL_REF && groups.entries.isReleased(entry);
            entry = cursor.block())
        {
            final long copy = groups.entries.copyOf(entry, groups.entries.owner(entry));
            groups.pendings.insert(pending, copy);
            groups.deliveries.insert(deliveries, copy);
            cursor.forward();
        }
    }

    private long copyBlock(final NameTree names, final long block)
    {
        final long length = names.blockLength(block);
        final long copy = arena.allocate(length);
        arena.copyIn(copy, 0, arena.address(block), length);
        return copy;
    }

    /**
     * Bytes of groups with all that belongs to them.
     *
     * @param sampleCount pending entries of a group to look at; the others are reckoned like these.
     */
    long bytes(final long tree, final long sampleCount)
    {
        long sum = groups.groups.bytes(tree, sampleCount);
        final RefTreeCursor cursor = new RefTreeCursor(groups.groups).wrap(tree, 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            sum += arena.usableLength(group) + groups.pendings.bytes(groups.pending(group), sampleCount) +
                groups.deliveries.bytes(groups.deliveries(group), sampleCount) +
                groups.pendingCount(group) * Arena.blockLength(PendingEntry.BLOCK_LENGTH) +
                consumerBytes(groups.consumers(group), sampleCount);
            cursor.forward();
        }
        return sum;
    }

    private long consumerBytes(final long tree, final long sampleCount)
    {
        long sum = groups.consumers.bytes(tree, sampleCount);
        final RefTreeCursor cursor = new RefTreeCursor(groups.consumers).wrap(tree, 0);
        for (long consumer = cursor.block(); consumer != Arena.NULL_REF; consumer = cursor.block())
        {
            sum += arena.usableLength(consumer) +
                groups.pendings.bytes(groups.consumerPending(consumer), sampleCount);
            cursor.forward();
        }
        return sum;
    }

    /**
     * Frees a tree of groups in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the tree is gone if that is above 0.
     */
    int release(final long tree, final int budget)
    {
        final RefTreeCursor cursor = new RefTreeCursor(groups.groups);
        int rest = budget;
        while (rest > 0 && groups.groups.size(tree) > 0)
        {
            final long group = cursor.wrap(tree, groups.groups.size(tree) - 1).block();
            rest = releaseContent(group, rest);
            if (rest > 0)
            {
                groups.groups.remove(tree, group);
                arena.free(group);
                rest--;
            }
        }
        if (rest > 0)
        {
            groups.groups.release(tree, Integer.MAX_VALUE);
        }
        return rest;
    }

    private int releaseContent(final long group, final int budget)
    {
        int rest = releaseConsumers(group, budget);
        rest = releaseNodes(group, rest);
        final long tree = groups.pending(group);
        final RefTreeCursor cursor = new RefTreeCursor(groups.pendings);
        while (rest > 0 && tree != Arena.NULL_REF)
        {
            final long size = groups.pendings.size(tree);
            if (size == 0)
            {
                groups.pendings.release(tree, Integer.MAX_VALUE);
                arena.putLong(group, ConsumerGroups.PENDING_OFFSET, Arena.NULL_REF);
                return rest;
            }
            final long entry = cursor.wrap(tree, size - 1).block();
            groups.pendings.remove(tree, entry);
            arena.free(entry);
            rest--;
        }
        return rest;
    }

    private int releaseConsumers(final long group, final int budget)
    {
        final long tree = groups.consumers(group);
        final RefTreeCursor cursor = new RefTreeCursor(groups.consumers);
        int rest = budget;
        while (rest > 0 && tree != Arena.NULL_REF)
        {
            final long size = groups.consumers.size(tree);
            if (size == 0)
            {
                groups.consumers.release(tree, Integer.MAX_VALUE);
                arena.putLong(group, ConsumerGroups.CONSUMERS_OFFSET, Arena.NULL_REF);
                return rest;
            }
            final long consumer = cursor.wrap(tree, size - 1).block();
            rest = groups.pendings.release(groups.consumerPending(consumer), rest);
            if (rest > 0)
            {
                groups.consumers.remove(tree, consumer);
                arena.free(consumer);
                rest--;
            }
        }
        return rest;
    }

    private int releaseNodes(final long group, final int budget)
    {
        final long tree = OffHeap.getLong(arena.address(group) + ConsumerGroups.DELIVERIES_OFFSET);
        if (budget <= 0 || tree == Arena.NULL_REF)
        {
            return budget;
        }
        final int rest = groups.deliveries.release(tree, budget);
        if (rest > 0)
        {
            arena.putLong(group, ConsumerGroups.DELIVERIES_OFFSET, Arena.NULL_REF);
        }
        return rest;
    }
}
