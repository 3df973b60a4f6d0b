package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The way from the root of a {@link RefTree} to an entry of a leaf, as the last descent has found it, kept right while
 * the nodes on it move. One per tree class, for one tree at a time.
 */
final class TreePath
{
    static final int MAX_HEIGHT = 16;

    final long[] nodes = new long[MAX_HEIGHT];
    final int[] indexes = new int[MAX_HEIGHT];
    long header;
    int height;

    private final Arena arena;
    private final RefTree order;

    /** @param order knows how blocks are ordered. */
    TreePath(final Arena arena, final RefTree order)
    {
        this.arena = arena;
        this.order = order;
    }

    /** Turns to a tree. */
    void load(final long tree)
    {
        header = tree;
        height = (int)OffHeap.getLong(arena.address(tree) + RefTree.HEIGHT_OFFSET);
    }

    /**
     * Finds the path to the last entry that is not after the given one; index -1 in the leaf if there is none.
     */
    void descend(final long tree, final long key, final long block)
    {
        load(tree);
        long node = OffHeap.getLong(arena.address(tree));
        for (int level = 0; level < height - 1; level++)
        {
            final long address = arena.address(node);
            final int index = Math.max(0, innerIndex(address, key, block));
            nodes[level] = node;
            indexes[level] = index;
            node = TreeNode.child(address, index);
        }
        nodes[height - 1] = node;
        indexes[height - 1] = leafIndex(arena.address(node), key, block);
    }

    private int innerIndex(final long address, final long key, final long block)
    {
        int low = 0;
        int high = TreeNode.count(address) - 1;
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final long candidate = TreeNode.orderKey(address, middle);
            if (candidate < key || candidate == key && isNotAfter(TreeNode.first(address, middle), block))
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }

    private int leafIndex(final long address, final long key, final long block)
    {
        int low = 0;
        int high = TreeNode.count(address) - 1;
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final long candidate = TreeNode.leafRef(address, middle);
            final long candidateKey = order.orderKey(candidate);
            if (candidateKey < key || candidateKey == key && isNotAfter(candidate, block))
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }

    private boolean isNotAfter(final long candidate, final long block)
    {
        return candidate == block || order.compareTie(candidate, block) <= 0;
    }

    /**
     * Finds the last node without children below it; the nodes on the way are in {@link #nodes}.
     *
     * @return its level.
     */
    int descendToLast(final long tree)
    {
        nodes[0] = OffHeap.getLong(arena.address(tree));
        int level = 0;
        while (level < height - 1)
        {
            final long address = arena.address(nodes[level]);
            final int count = TreeNode.count(address);
            if (count == 0)
            {
                return level;
            }
            nodes[++level] = TreeNode.child(address, count - 1);
        }
        return level;
    }

    /** Finds the path to a node again after the levels above it have changed. */
    void locate(final int level, final long node)
    {
        long first = node;
        for (int below = level; below < height - 1; below++)
        {
            first = TreeNode.child(arena.address(first), 0);
        }
        final long block = TreeNode.leafRef(arena.address(first), 0);
        descend(header, order.orderKey(block), block);
    }

    /** Number of blocks before the leaf that the last descent has found. */
    long countBefore()
    {
        long before = 0;
        for (int level = 0; level < height - 1; level++)
        {
            final long address = arena.address(nodes[level]);
            for (int i = 0; i < indexes[level]; i++)
            {
                before += TreeNode.below(address, i);
            }
        }
        return before;
    }

    /** Adds to the counts on the path and in the header. */
    void count(final long delta)
    {
        for (int level = 0; level < height - 1; level++)
        {
            final int index = indexes[level];
            TreeNode.putBelow(arena, nodes[level], index, TreeNode.below(arena.address(nodes[level]), index) + delta);
        }
        OffHeap.putLong(arena.writable(header, RefTree.SIZE_OFFSET, Long.BYTES), order.size(header) + delta);
    }

    /** Makes the parent, or the header, point to where a node on the path is now. */
    void relink(final int level, final long node)
    {
        if (nodes[level] != node)
        {
            nodes[level] = node;
            if (level == 0)
            {
                OffHeap.putLong(arena.writable(header, 0, Long.BYTES), node);
            }
            else
            {
                TreeNode.putChild(arena, nodes[level - 1], indexes[level - 1], node);
            }
        }
    }

    /** Copies the first entry of a node to its parent's entry, and further up while that is a first one too. */
    void refreshFirst(final int level)
    {
        for (int child = level; child > 0; child--)
        {
            final long address = arena.address(nodes[child]);
            final boolean isLeaf = child == height - 1;
            final long first = isLeaf ? TreeNode.leafRef(address, 0) : TreeNode.first(address, 0);
            final long key = isLeaf ? order.orderKey(first) : TreeNode.orderKey(address, 0);
            TreeNode.putFirst(arena, nodes[child - 1], indexes[child - 1], key, first);
            if (indexes[child - 1] != 0)
            {
                return;
            }
        }
    }
}
