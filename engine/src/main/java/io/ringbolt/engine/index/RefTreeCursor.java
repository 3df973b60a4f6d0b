package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;

/**
 * A walk in either direction over the blocks of a {@link RefTree} that does not change meanwhile.
 */
public final class RefTreeCursor
{
    private final RefTree trees;
    private final Arena arena;
    private long tree;
    private long size;
    private long rank;
    private long leaf;
    private int index;
    private int count;

    public RefTreeCursor(final RefTree trees)
    {
        this.trees = trees;
        this.arena = trees.arena;
    }

    /**
     * Places the cursor on the block at a rank.
     */
    public RefTreeCursor wrap(final long treeRef, final long startRank)
    {
        tree = treeRef;
        size = trees.size(treeRef);
        rank = startRank;
        if (startRank >= 0 && startRank < size)
        {
            trees.seek(treeRef, startRank, this);
        }
        return this;
    }

    /** The block under the cursor, or {@link Arena#NULL_REF} beyond either end. */
    public long block()
    {
        return rank < 0 || rank >= size ? Arena.NULL_REF : TreeNode.leafRef(arena.address(leaf), index);
    }

    public void forward()
    {
        rank++;
        if (++index >= count && rank < size)
        {
            trees.seek(tree, rank, this);
        }
    }

    public void backward()
    {
        rank--;
        if (--index < 0 && rank >= 0)
        {
            trees.seek(tree, rank, this);
        }
    }

    void onLeaf(final long leafRef, final int leafIndex, final int leafCount)
    {
        leaf = leafRef;
        index = leafIndex;
        count = leafCount;
    }
}
