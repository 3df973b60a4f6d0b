package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over all blocks of a {@link RefTree}, first to last or last to first, as a {@link BlockReader} shows it,
 * live or in a view.
 */
public final class RefTreeWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final Scratch leaf;
    private final long[] nodes = new long[TreePath.MAX_HEIGHT];
    private final int[] indexes = new int[TreePath.MAX_HEIGHT];
    private boolean isForward;
    private int leafLevel;
    private int leafCount;
    private long size;
    private long seen;

    public RefTreeWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.leaf = new Scratch(allocator);
    }

    /** Begins before the first block in the direction. */
    public RefTreeWalk wrap(final long tree, final boolean forward)
    {
        isForward = forward;
        size = blocks.getLong(tree, RefTree.SIZE_OFFSET);
        leafLevel = (int)blocks.getLong(tree, RefTree.HEIGHT_OFFSET) - 1;
        seen = 0;
        nodes[0] = blocks.getLong(tree, 0);
        if (size > 0)
        {
            enter(0);
        }
        return this;
    }

    /** Number of blocks in the tree. */
    public long size()
    {
        return size;
    }

    /** @return the next block, or {@link Arena#NULL_REF} behind the last. */
    public long next()
    {
        if (seen == size)
        {
            return Arena.NULL_REF;
        }
        if (indexes[leafLevel] < 0 || indexes[leafLevel] >= leafCount)
        {
            climb();
        }
        seen++;
        final int index = indexes[leafLevel];
        indexes[leafLevel] += isForward ? 1 : -1;
        return TreeNode.leafRef(leaf.address(), index);
    }

    /** Goes up to the first node that has another child in the direction, and down to that child's leaf. */
    private void climb()
    {
        int level = leafLevel - 1;
        while (true)
        {
            indexes[level] += isForward ? 1 : -1;
            if (indexes[level] >= 0 && indexes[level] < countOf(nodes[level]))
            {
                break;
            }
            level--;
        }
        nodes[level + 1] = childOf(nodes[level], indexes[level]);
        enter(level + 1);
    }

    /** Goes down from the node of a level to the outermost leaf. */
    private void enter(final int from)
    {
        for (int level = from; level < leafLevel; level++)
        {
            indexes[level] = isForward ? 0 : countOf(nodes[level]) - 1;
            nodes[level + 1] = childOf(nodes[level], indexes[level]);
        }
        leafCount = countOf(nodes[leafLevel]);
        leaf.load(blocks, nodes[leafLevel], TreeNode.ENTRIES_OFFSET + (long)leafCount * TreeNode.LEAF_ENTRY);
        indexes[leafLevel] = isForward ? 0 : leafCount - 1;
    }

    private int countOf(final long node)
    {
        return blocks.getInt(node, 0) & 0xFFFF;
    }

    private long childOf(final long node, final int index)
    {
        return blocks.getLong(
            node, TreeNode.ENTRIES_OFFSET + (long)index * TreeNode.INNER_ENTRY + TreeNode.CHILD_OFFSET);
    }

    @Override
    public void close()
    {
        leaf.close();
    }
}
