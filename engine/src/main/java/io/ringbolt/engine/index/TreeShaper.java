package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.index.TreeNode.INNER_ENTRY;
import static io.ringbolt.engine.index.TreeNode.LEAF_ENTRY;

/**
 * What keeps the nodes of a {@link RefTree} between too full and too empty: splits before an insertion, joins after a
 * removal, along the path of the last descent.
 */
final class TreeShaper
{
    private final Arena arena;
    private final RefTree order;
    private final TreePath path;

    TreeShaper(final Arena arena, final RefTree order, final TreePath path)
    {
        this.arena = arena;
        this.order = order;
        this.path = path;
    }

    /**
     * Splits a full node on the path; its parent first, if that is full too. The path is stale afterwards.
     */
    void splitLevel(final int level, final int index, final int entryLength, final int capacity)
    {
        if (level == 0)
        {
            addRoot();
            splitLevel(1, index, entryLength, capacity);
            return;
        }
        if (TreeNode.count(arena.address(path.nodes[level - 1])) == TreeNode.MAX_INNER)
        {
            final long node = path.nodes[level];
            final int oldHeight = path.height;
            splitLevel(level - 1, path.indexes[level - 1] + 1, INNER_ENTRY, TreeNode.MAX_INNER);
            final int newLevel = level + path.height - oldHeight;
            path.locate(newLevel, node);
            splitNode(newLevel, index, entryLength, capacity);
            return;
        }
        splitNode(level, index, entryLength, capacity);
    }

    private void addRoot()
    {
        final long old = path.nodes[0];
        final long root = TreeNode.open(arena, TreeNode.create(arena, INNER_ENTRY), 0, 1, INNER_ENTRY);
        TreeNode.putChild(arena, root, 0, old);
        TreeNode.putBelow(arena, root, 0, order.size(path.header));
        System.arraycopy(path.nodes, 0, path.nodes, 1, path.height);
        System.arraycopy(path.indexes, 0, path.indexes, 1, path.height);
        path.nodes[0] = root;
        path.indexes[0] = 0;
        path.height++;
        final long address = arena.writable(path.header, 0, RefTree.HEADER_LENGTH);
        OffHeap.putLong(address, root);
        OffHeap.putLong(address + RefTree.HEIGHT_OFFSET, path.height);
        path.refreshFirst(1);
    }

    private void splitNode(final int level, final int index, final int entryLength, final int capacity)
    {
        final long left = path.nodes[level];
        final int kept = index == capacity ? capacity - 1 : capacity / 2;
        final int moved = capacity - kept;
        final long right = TreeNode.open(arena, TreeNode.create(arena, entryLength), 0, moved, entryLength);
        OffHeap.copy(TreeNode.entry(arena.address(left), kept, entryLength),
            TreeNode.entry(arena.writable(right, 0, TreeNode.entry(0, moved, entryLength)), 0, entryLength),
            (long)moved * entryLength);
        path.relink(level, TreeNode.close(arena, left, kept, moved, entryLength));

        final int parentIndex = path.indexes[level - 1];
        final long movedBelow = below(right, entryLength);
        final long parent = TreeNode.open(arena, path.nodes[level - 1], parentIndex + 1, 1, INNER_ENTRY);
        path.relink(level - 1, parent);
        TreeNode.putBelow(arena, parent, parentIndex,
            TreeNode.below(arena.address(parent), parentIndex) - movedBelow);
        TreeNode.putChild(arena, parent, parentIndex + 1, right);
        TreeNode.putBelow(arena, parent, parentIndex + 1, movedBelow);
        path.nodes[level] = right;
        path.indexes[level - 1] = parentIndex + 1;
        path.refreshFirst(level);
    }

    private long below(final long node, final int entryLength)
    {
        final long address = arena.address(node);
        final int count = TreeNode.count(address);
        if (entryLength == LEAF_ENTRY)
        {
            return count;
        }
        long below = 0;
        for (int i = 0; i < count; i++)
        {
            below += TreeNode.below(address, i);
        }
        return below;
    }

    /** After a removal: drops an empty node, joins a sparse one with a neighbour, keeps first entries exact. */
    void repair(final int level)
    {
        if (level == 0)
        {
            return;
        }
        final boolean isLeaf = level == path.height - 1;
        final int entryLength = isLeaf ? LEAF_ENTRY : INNER_ENTRY;
        final int capacity = isLeaf ? TreeNode.MAX_LEAF : TreeNode.MAX_INNER;
        final int count = TreeNode.count(arena.address(path.nodes[level]));
        if (count == 0)
        {
            arena.free(path.nodes[level]);
            dropEntry(level - 1, path.indexes[level - 1]);
            return;
        }
        path.refreshFirst(level);
        if (count < capacity / 4)
        {
            join(level, entryLength, capacity);
        }
    }

    private void join(final int level, final int entryLength, final int capacity)
    {
        final long parentAddress = arena.address(path.nodes[level - 1]);
        final int parentCount = TreeNode.count(parentAddress);
        final int own = path.indexes[level - 1];
        final int left = own > 0 ? own - 1 : own;
        if (left + 1 >= parentCount)
        {
            return;
        }
        final long leftNode = TreeNode.child(parentAddress, left);
        final long rightNode = TreeNode.child(parentAddress, left + 1);
        final int leftCount = TreeNode.count(arena.address(leftNode));
        final int rightCount = TreeNode.count(arena.address(rightNode));
        if (leftCount + rightCount > capacity * 3 / 4)
        {
            return;
        }
        final long joined = TreeNode.open(arena, leftNode, leftCount, rightCount, entryLength);
        final long length = (long)rightCount * entryLength;
        OffHeap.copy(TreeNode.entry(arena.address(rightNode), 0, entryLength),
            arena.writable(joined, TreeNode.entry(0, leftCount, entryLength), length), length);
        arena.free(rightNode);
        TreeNode.putChild(arena, path.nodes[level - 1], left, joined);
        TreeNode.putBelow(arena, path.nodes[level - 1], left,
            TreeNode.below(parentAddress, left) + TreeNode.below(parentAddress, left + 1));
        dropEntry(level - 1, left + 1);
    }

    private void dropEntry(final int level, final int index)
    {
        path.relink(level, TreeNode.close(arena, path.nodes[level], index, 1, INNER_ENTRY));
        if (level == 0)
        {
            collapseRoot();
        }
        else
        {
            repair(level);
        }
    }

    /** An inner root with one child gives its place to the child; without any, to an empty leaf. */
    private void collapseRoot()
    {
        final long address = arena.address(path.nodes[0]);
        final int count = TreeNode.count(address);
        if (count > 1)
        {
            return;
        }
        final long root = count == 0 ? TreeNode.create(arena, LEAF_ENTRY) : TreeNode.child(address, 0);
        final int newHeight = count == 0 ? 1 : path.height - 1;
        arena.free(path.nodes[0]);
        final long headerAddress = arena.writable(path.header, 0, RefTree.HEADER_LENGTH);
        OffHeap.putLong(headerAddress, root);
        OffHeap.putLong(headerAddress + RefTree.HEIGHT_OFFSET, newHeight);
    }
}
