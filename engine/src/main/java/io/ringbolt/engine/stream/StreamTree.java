package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefCondition;
import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The order of a stream's nodes: by the id of their first entry.
 * <pre>
 *   0         8        16
 *  +---------+--------+----------+
 *  | time ms | number | listpack |     a node's block
 *  +---------+--------+----------+
 * </pre>
 */
final class StreamTree extends RefTree
{
    static final int NUMBER_OFFSET = 8;
    static final int PACK_OFFSET = 16;
    private static final int NODE_LENGTH = 24;

    private final NotAfter notAfter = new NotAfter();

    StreamTree(final Arena arena)
    {
        super(arena);
    }

    long createNode(final StreamId id, final long pack)
    {
        final long node = arena.allocate(NODE_LENGTH);
        final long address = arena.writable(node, 0, NODE_LENGTH);
        OffHeap.putLong(address, id.timeMs());
        OffHeap.putLong(address + NUMBER_OFFSET, id.number());
        OffHeap.putLong(address + PACK_OFFSET, pack);
        return node;
    }

    void freeNode(final long node)
    {
        arena.free(pack(node));
        arena.free(node);
    }

    long timeMs(final long node)
    {
        return OffHeap.getLong(arena.address(node));
    }

    long number(final long node)
    {
        return OffHeap.getLong(arena.address(node) + NUMBER_OFFSET);
    }

    long pack(final long node)
    {
        return OffHeap.getLong(arena.address(node) + PACK_OFFSET);
    }

    void pack(final long node, final long pack)
    {
        arena.putLong(node, PACK_OFFSET, pack);
    }

    /** Rank of the node in which an id is or would be: the last that does not begin after it, or the first. */
    long rankOf(final long tree, final StreamId id)
    {
        notAfter.timeMs = id.timeMs();
        notAfter.number = id.number();
        return Math.max(0, partition(tree, notAfter) - 1);
    }

    @Override
    protected long orderKey(final long block)
    {
        return timeMs(block) ^ Long.MIN_VALUE;
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        return Long.compareUnsigned(number(block), number(otherBlock));
    }

    /** The nodes that do not begin after an id. */
    private final class NotAfter implements RefCondition
    {
        private long timeMs;
        private long number;

        @Override
        public boolean holds(final long block)
        {
            return StreamId.compare(timeMs(block), number(block), timeMs, number) <= 0;
        }
    }
}
