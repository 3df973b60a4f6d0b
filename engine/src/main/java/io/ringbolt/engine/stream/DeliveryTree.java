package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.memory.Arena;

/**
 * The pending entries of a group by the time since when they have been idle: first those given back, in the order of
 * that, then the others by their delivery. So who asks for what is idle need not look at what is not.
 */
final class DeliveryTree extends RefTree
{
    private final PendingEntry entries;

    DeliveryTree(final Arena arena, final PendingEntry entries)
    {
        super(arena);
        this.entries = entries;
    }

    @Override
    protected long orderKey(final long block)
    {
        return entries.isReleased(block) ? Long.MIN_VALUE : entries.deliveredAtMs(block);
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        if (entries.isReleased(block))
        {
            return Long.compare(entries.owner(block), entries.owner(otherBlock));
        }
        return StreamId.compare(entries.timeMs(block), entries.number(block),
            entries.timeMs(otherBlock), entries.number(otherBlock));
    }
}
