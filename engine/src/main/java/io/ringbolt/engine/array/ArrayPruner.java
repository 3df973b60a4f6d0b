package io.ringbolt.engine.array;

import io.ringbolt.engine.memory.Arena;

/**
 * Removes a range of indexes from a tree: visits the nodes at the range's two ends and whatever lies between them,
 * never an index that is not in use.
 */
final class ArrayPruner
{
    private final Arena arena;
    private long low;
    private long high;
    private long valueCount;
    private long sliceCount;

    ArrayPruner(final Arena arena)
    {
        this.arena = arena;
    }

    /**
     * Removes the values from {@code lowest} to {@code highest}.
     *
     * @param level of the root, 0 for leaves.
     * @return the root from now on; {@link Arena#NULL_REF} if nothing is left.
     */
    long prune(final long root, final int level, final long lowest, final long highest)
    {
        low = lowest;
        high = highest;
        valueCount = 0;
        sliceCount = 0;
        return prune(root, level, 0);
    }

    /** Values removed. */
    long valueCount()
    {
        return valueCount;
    }

    /** Slices of which nothing is left. */
    long sliceCount()
    {
        return sliceCount;
    }

    /** Frees a leaf with its values. @return blocks freed. */
    int freeLeaf(final long leaf)
    {
        final int count = ArrayNode.count(ArrayNode.presence(arena.address(leaf)));
        int freed = 1;
        for (int i = 0; i < count; i++)
        {
            final long word = ArrayNode.word(arena.address(leaf), i);
            ArrayValue.free(arena, word);
            freed += ArrayValue.isBlock(word) ? 1 : 0;
        }
        arena.free(leaf);
        valueCount += count;
        return freed;
    }

    /** @param base the lowest index below the node. */
    private long prune(final long node, final int level, final long base)
    {
        final int shift = level * ArrayNode.SLOT_BITS;
        final long presence = ArrayNode.presence(arena.address(node));
        final int first = Long.compareUnsigned(low, base) <= 0 ? 0 : (int)(low - base >>> shift);
        final long beyond = high - base >>> shift;
        final int last = Long.compareUnsigned(beyond, ArrayNode.SLOT_MASK) > 0 ? ArrayNode.SLOT_MASK : (int)beyond;
        long closed = 0;
        for (long rest = presence & ArrayCursor.from(first) & ArrayCursor.upTo(last); rest != 0; rest &= rest - 1)
        {
            final int slot = Long.numberOfTrailingZeros(rest);
            final int position = ArrayNode.position(presence, slot);
            final long word = ArrayNode.word(arena.address(node), position);
            final long left = pruneSlot(word, level, base + ((long)slot << shift));
            if (left == Arena.NULL_REF)
            {
                closed |= 1L << slot;
            }
            else if (left != word)
            {
                ArrayNode.word(arena, node, position, left);
            }
        }
        if (closed == presence)
        {
            free(node, level);
            return Arena.NULL_REF;
        }
        return closed == 0 ? node : ArrayNode.close(arena, node, closed);
    }

    private long pruneSlot(final long word, final int level, final long base)
    {
        if (level == 0)
        {
            ArrayValue.free(arena, word);
            valueCount++;
            return Arena.NULL_REF;
        }
        final long last = base + (1L << level * ArrayNode.SLOT_BITS) - 1;
        if (Long.compareUnsigned(low, base) <= 0 && Long.compareUnsigned(last, high) <= 0)
        {
            freeTree(word, level - 1);
            return Arena.NULL_REF;
        }
        return prune(word, level - 1, base);
    }

    private void freeTree(final long node, final int level)
    {
        if (level == 0)
        {
            freeLeaf(node);
            return;
        }
        final int count = ArrayNode.count(ArrayNode.presence(arena.address(node)));
        for (int i = 0; i < count; i++)
        {
            freeTree(ArrayNode.word(arena.address(node), i), level - 1);
        }
        free(node, level);
    }

    private void free(final long node, final int level)
    {
        arena.free(node);
        if (level == ArrayDescriptor.SLICE_LEVEL)
        {
            sliceCount++;
        }
    }
}
