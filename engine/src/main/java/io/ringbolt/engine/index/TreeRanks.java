package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What the counts in the inner nodes of a {@link RefTree} tell: how many blocks lie before a bound, which block has a
 * rank, and about how many bytes all nodes take. Reads only.
 */
final class TreeRanks
{
    private final Arena arena;
    private final RefTree order;

    TreeRanks(final Arena arena, final RefTree order)
    {
        this.arena = arena;
        this.order = order;
    }

    long rankOfKey(final long tree, final long key, final boolean inclusive)
    {
        final int height = height(tree);
        long rank = 0;
        long address = arena.address(OffHeap.getLong(arena.address(tree)));
        for (int level = 0; level < height - 1; level++)
        {
            final int child = Math.max(0, innerKeyIndex(address, key, inclusive));
            for (int i = 0; i < child; i++)
            {
                rank += TreeNode.below(address, i);
            }
            address = arena.address(TreeNode.child(address, child));
        }
        int low = 0;
        int high = TreeNode.count(address);
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            final long candidate = order.orderKey(TreeNode.leafRef(address, middle));
            if (candidate < key || inclusive && candidate == key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return rank + low;
    }

    private static int innerKeyIndex(final long address, final long key, final boolean inclusive)
    {
        int low = 0;
        int high = TreeNode.count(address) - 1;
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final long candidate = TreeNode.orderKey(address, middle);
            if (candidate < key || inclusive && candidate == key)
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

    long partition(final long tree, final RefCondition condition)
    {
        final int height = height(tree);
        long rank = 0;
        long address = arena.address(OffHeap.getLong(arena.address(tree)));
        for (int level = 0; level < height - 1; level++)
        {
            int child = TreeNode.count(address) - 1;
            while (child > 0 && !condition.holds(TreeNode.first(address, child)))
            {
                child--;
            }
            for (int i = 0; i < child; i++)
            {
                rank += TreeNode.below(address, i);
            }
            address = arena.address(TreeNode.child(address, child));
        }
        int low = 0;
        int high = TreeNode.count(address);
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (condition.holds(TreeNode.leafRef(address, middle)))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return rank + low;
    }

    void seek(final long tree, final long rank, final RefTreeCursor cursor)
    {
        final int height = height(tree);
        long rest = rank;
        long node = OffHeap.getLong(arena.address(tree));
        for (int level = 0; level < height - 1; level++)
        {
            final long address = arena.address(node);
            int child = 0;
            for (long below = TreeNode.below(address, 0); rest >= below; below = TreeNode.below(address, child))
            {
                rest -= below;
                child++;
            }
            node = TreeNode.child(address, child);
        }
        cursor.onLeaf(node, (int)rest, TreeNode.count(arena.address(node)));
    }

    long bytes(final long tree, final long sampleCount)
    {
        final long address = arena.address(tree);
        return arena.usableLength(tree) +
            nodeBytes(OffHeap.getLong(address), OffHeap.getLong(address + RefTree.HEIGHT_OFFSET), sampleCount);
    }

    private long nodeBytes(final long node, final long levels, final long sampleCount)
    {
        final long own = arena.usableLength(node);
        if (levels == 1)
        {
            return own;
        }
        final int count = TreeNode.count(arena.address(node));
        long sum = 0;
        long seen = 0;
        long below = 0;
        for (int i = 0; i < count; i++)
        {
            final long address = arena.address(node);
            final long blocks = TreeNode.below(address, i);
            if (seen < sampleCount)
            {
                sum += nodeBytes(TreeNode.child(address, i), levels - 1, sampleCount - seen);
                seen += blocks;
            }
            below += blocks;
        }
        return own + (seen == below ? sum : (long)((double)sum / seen * below));
    }

    private int height(final long tree)
    {
        return (int)OffHeap.getLong(arena.address(tree) + RefTree.HEIGHT_OFFSET);
    }
}
