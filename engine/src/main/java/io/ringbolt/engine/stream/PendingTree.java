package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;

/**
 * Pending entries in the order of their ids: all of a group, or those of one consumer.
 */
final class PendingTree extends RefTree
{
    /** Stands for the id that is searched; no block has this reference. */
    private static final long PROBE = -1;

    private final PendingEntry entries;
    private final RefTreeCursor cursor;
    private long probeTimeMs;
    private long probeNumber;

    PendingTree(final Arena arena, final PendingEntry entries)
    {
        super(arena);
        this.entries = entries;
        this.cursor = new RefTreeCursor(this);
    }

    /**
     * @return the block of that id, or {@link Arena#NULL_REF}.
     */
    long find(final long tree, final StreamId id)
    {
        probe(id);
        final long block = floor(tree, PROBE);
        return block != Arena.NULL_REF && isProbe(block) ? block : Arena.NULL_REF;
    }

    /** The block at a rank, which there is. */
    long at(final long tree, final long rank)
    {
        return cursor.wrap(tree, rank).block();
    }

    /** Number of blocks whose ids are below the given one. */
    long rankOf(final long tree, final StreamId id)
    {
        probe(id);
        final long rank = rank(tree, PROBE);
        return rank < 0 || !isProbe(floor(tree, PROBE)) ? rank + 1 : rank;
    }

    private void probe(final StreamId id)
    {
        probeTimeMs = id.timeMs();
        probeNumber = id.number();
    }

    private boolean isProbe(final long block)
    {
        return entries.timeMs(block) == probeTimeMs && entries.number(block) == probeNumber;
    }

    @Override
    protected long orderKey(final long block)
    {
        return (block == PROBE ? probeTimeMs : entries.timeMs(block)) ^ Long.MIN_VALUE;
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        return Long.compareUnsigned(number(block), number(otherBlock));
    }

    private long number(final long block)
    {
        return block == PROBE ? probeNumber : entries.number(block);
    }
}
