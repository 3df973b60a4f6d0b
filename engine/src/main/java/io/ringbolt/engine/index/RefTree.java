package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.index.TreeNode.LEAF_ENTRY;

/**
 * A B+ tree over references of blocks in the order of a 64-bit key, then of a tie the subclass compares; each inner
 * entry counts the blocks below it, so ranks cost O(log n). The tree does not own the blocks.
 */
/*
 * A leaf holds 5-byte references only, the keys stay in the blocks: with leaves that grow in steps of eight this costs
 * about 6 bytes a block. An inner entry repeats the order key and the reference of the first block below it, so a
 * search touches blocks only in the leaf and on ties; every change keeps these first entries exact, hence no block that
 * has left the tree is ever read. A full node splits in the middle, or before the new entry when that goes to its end:
 * ascending insertion fills nodes.
 *
 * header (24 bytes): root node 8 | height 8, 1 = the root is a leaf | number of blocks 8
 */
public abstract class RefTree
{
    static final int HEIGHT_OFFSET = 8;
    static final int SIZE_OFFSET = 16;
    static final int HEADER_LENGTH = 24;

    protected final Arena arena;

    private final TreePath path;
    private final TreeShaper shaper;
    private final TreeRanks ranks;

    protected RefTree(final Arena arena)
    {
        this.arena = arena;
        path = new TreePath(arena, this);
        shaper = new TreeShaper(arena, this, path);
        ranks = new TreeRanks(arena, this);
    }

    /** The first part of a block's order, to be compared as a signed long. */
    protected abstract long orderKey(long block);

    /** Compares the second part of two blocks' order whose first parts are equal. */
    protected abstract int compareTie(long block, long otherBlock);

    /** Allocates an empty tree. */
    public long create()
    {
        final long tree = arena.allocate(HEADER_LENGTH);
        final long root = TreeNode.create(arena, LEAF_ENTRY);
        final long address = arena.writable(tree, 0, HEADER_LENGTH);
        OffHeap.putLong(address, root);
        OffHeap.putLong(address + HEIGHT_OFFSET, 1);
        OffHeap.putLong(address + SIZE_OFFSET, 0);
        return tree;
    }

    public long size(final long tree)
    {
        return OffHeap.getLong(arena.address(tree) + SIZE_OFFSET);
    }

    /** Inserts a block that the tree does not hold. */
    public void insert(final long tree, final long block)
    {
        final long key = orderKey(block);
        path.descend(tree, key, block);
        insertBehind(tree, key, block);
    }

    /**
     * Inserts a block unless the tree holds one of the same order.
     *
     * @return the block that the tree holds instead, or {@link Arena#NULL_REF} if it now holds the new one.
     */
    public long insertIfAbsent(final long tree, final long block)
    {
        final long key = orderKey(block);
        path.descend(tree, key, block);
        final int index = path.indexes[path.height - 1];
        if (index >= 0)
        {
            final long found = TreeNode.leafRef(arena.address(path.nodes[path.height - 1]), index);
            if (orderKey(found) == key && compareTie(found, block) == 0)
            {
                return found;
            }
        }
        insertBehind(tree, key, block);
        return Arena.NULL_REF;
    }

    /** Inserts behind where the last descent has ended. */
    private void insertBehind(final long tree, final long key, final long block)
    {
        final int leafLevel = path.height - 1;
        long leaf = path.nodes[leafLevel];
        int index = path.indexes[leafLevel] + 1;
        if (TreeNode.count(arena.address(leaf)) == TreeNode.MAX_LEAF)
        {
            shaper.splitLevel(leafLevel, index, LEAF_ENTRY, TreeNode.MAX_LEAF);
            path.descend(tree, key, block);
            index = path.indexes[path.height - 1] + 1;
            leaf = path.nodes[path.height - 1];
        }
        final long moved = TreeNode.open(arena, leaf, index, 1, LEAF_ENTRY);
        TreeNode.putLeaf(arena, moved, index, block);
        path.relink(path.height - 1, moved);
        path.count(1);
        if (index == 0)
        {
            path.refreshFirst(path.height - 1);
        }
    }

    /**
     * The last block that is not after the given one, which the tree need not hold, or
     * {@link Arena#NULL_REF} if all are.
     */
    public long floor(final long tree, final long block)
    {
        path.descend(tree, orderKey(block), block);
        final int index = path.indexes[path.height - 1];
        return index < 0 ? Arena.NULL_REF : TreeNode.leafRef(arena.address(path.nodes[path.height - 1]), index);
    }

    /**
     * Takes a block out.
     *
     * @return whether the tree held it.
     */
    public boolean remove(final long tree, final long block)
    {
        path.descend(tree, orderKey(block), block);
        final int level = path.height - 1;
        final int index = path.indexes[level];
        if (index < 0 || TreeNode.leafRef(arena.address(path.nodes[level]), index) != block)
        {
            return false;
        }
        path.relink(level, TreeNode.close(arena, path.nodes[level], index, 1, LEAF_ENTRY));
        path.count(-1);
        shaper.repair(level);
        return true;
    }

    /** Number of blocks before this one; if the tree does not hold it, that less one. */
    public long rank(final long tree, final long block)
    {
        path.descend(tree, orderKey(block), block);
        return path.indexes[path.height - 1] + path.countBefore();
    }

    /** Number of blocks whose order key is below the given one, or not above it. */
    public long rankOfKey(final long tree, final long key, final boolean inclusive)
    {
        return ranks.rankOfKey(tree, key, inclusive);
    }

    /**
     * Number of blocks at the beginning of the order for which a condition holds, which holds for none behind them.
     */
    public long partition(final long tree, final RefCondition condition)
    {
        return ranks.partition(tree, condition);
    }

    /**
     * Places a cursor on a rank.
     *
     * @param rank from 0 to below {@link #size}.
     */
    void seek(final long tree, final long rank, final RefTreeCursor cursor)
    {
        ranks.seek(tree, rank, cursor);
    }

    /**
     * Bytes of the tree's own nodes, without the blocks it refers to.
     *
     * @param sampleCount blocks whose leaves to look at, more or less; the other leaves are reckoned like these. From
     *                    {@link #size} on the result is exact.
     */
    public long bytes(final long tree, final long sampleCount)
    {
        return ranks.bytes(tree, sampleCount);
    }

    /**
     * Frees the nodes, not the blocks, in bounded steps.
     *
     * @param budget nodes to free in this call, more or less.
     * @return what is left of the budget; the tree is gone if that is above 0.
     */
    public int release(final long tree, final int budget)
    {
        int rest = budget;
        while (rest > 0)
        {
            path.load(tree);
            final int level = path.descendToLast(tree);
            final long node = path.nodes[level];
            arena.free(node);
            rest--;
            if (level == 0)
            {
                arena.free(tree);
                return Math.max(rest, 1);
            }
            final long parent = path.nodes[level - 1];
            OffHeap.putShort(arena.writable(parent, 0, 2), (short)(TreeNode.count(arena.address(parent)) - 1));
        }
        return 0;
    }
}
