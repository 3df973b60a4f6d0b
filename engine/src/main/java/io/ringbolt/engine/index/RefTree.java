package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.index.TreeNode.INNER_ENTRY;
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
    private static final int HEADER_LENGTH = 24;
    static final int MAX_HEIGHT = 16;

    protected final Arena arena;

    private final long[] nodes = new long[MAX_HEIGHT];
    private final int[] indexes = new int[MAX_HEIGHT];
    private long header;
    private int height;

    protected RefTree(final Arena arena)
    {
        this.arena = arena;
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
        descend(tree, key, block);
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
        descend(tree, key, block);
        final int index = indexes[height - 1];
        if (index >= 0)
        {
            final long found = TreeNode.leafRef(arena.address(nodes[height - 1]), index);
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
        final int leafLevel = height - 1;
        long leaf = nodes[leafLevel];
        int index = indexes[leafLevel] + 1;
        if (TreeNode.count(arena.address(leaf)) == TreeNode.MAX_LEAF)
        {
            splitLevel(leafLevel, index, LEAF_ENTRY, TreeNode.MAX_LEAF);
            descend(tree, key, block);
            index = indexes[height - 1] + 1;
            leaf = nodes[height - 1];
        }
        final long moved = TreeNode.open(arena, leaf, index, 1, LEAF_ENTRY);
        TreeNode.putLeaf(arena, moved, index, block);
        relink(height - 1, moved);
        count(1);
        if (index == 0)
        {
            refreshFirst(height - 1);
        }
    }

    /**
     * The last block that is not after the given one, which the tree need not hold, or
     * {@link Arena#NULL_REF} if all are.
     */
    public long floor(final long tree, final long block)
    {
        descend(tree, orderKey(block), block);
        final int index = indexes[height - 1];
        return index < 0 ? Arena.NULL_REF : TreeNode.leafRef(arena.address(nodes[height - 1]), index);
    }

    /**
     * Takes a block out.
     *
     * @return whether the tree held it.
     */
    public boolean remove(final long tree, final long block)
    {
        descend(tree, orderKey(block), block);
        final int level = height - 1;
        final int index = indexes[level];
        if (index < 0 || TreeNode.leafRef(arena.address(nodes[level]), index) != block)
        {
            return false;
        }
        relink(level, TreeNode.close(arena, nodes[level], index, 1, LEAF_ENTRY));
        count(-1);
        repair(level);
        return true;
    }

    /** Number of blocks before this one; if the tree does not hold it, that less one. */
    public long rank(final long tree, final long block)
    {
        descend(tree, orderKey(block), block);
        return indexes[height - 1] + countBefore();
    }

    /** Number of blocks whose order key is below the given one, or not above it. */
    public long rankOfKey(final long tree, final long key, final boolean inclusive)
    {
        load(tree);
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
            final long candidate = orderKey(TreeNode.leafRef(address, middle));
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

    /**
     * Number of blocks at the beginning of the order for which a condition holds, which holds for none behind them.
     */
    public long partition(final long tree, final RefCondition condition)
    {
        load(tree);
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

    /**
     * Places a cursor on a rank.
     *
     * @param rank from 0 to below {@link #size}.
     */
    void seek(final long tree, final long rank, final RefTreeCursor cursor)
    {
        load(tree);
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

    /**
     * Bytes of the tree's own nodes, without the blocks it refers to.
     *
     * @param sampleCount blocks whose leaves to look at, more or less; the other leaves are reckoned like these. From
     *                    {@link #size} on the result is exact.
     */
    public long bytes(final long tree, final long sampleCount)
    {
        final long address = arena.address(tree);
        return arena.usableLength(tree) +
            nodeBytes(OffHeap.getLong(address), OffHeap.getLong(address + HEIGHT_OFFSET), sampleCount);
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
            load(tree);
            final int level = descendToLast(tree);
            final long node = nodes[level];
            arena.free(node);
            rest--;
            if (level == 0)
            {
                arena.free(tree);
                return Math.max(rest, 1);
            }
            final long parent = nodes[level - 1];
            OffHeap.putShort(arena.writable(parent, 0, 2), (short)(TreeNode.count(arena.address(parent)) - 1));
        }
        return 0;
    }

    private int descendToLast(final long tree)
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

    private void load(final long tree)
    {
        header = tree;
        height = (int)OffHeap.getLong(arena.address(tree) + HEIGHT_OFFSET);
    }

    /**
     * Finds the path to the last entry that is not after the given one; index -1 in the leaf if there is none.
     */
    private void descend(final long tree, final long key, final long block)
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
            final long candidateKey = orderKey(candidate);
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
        return candidate == block || compareTie(candidate, block) <= 0;
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

    private long countBefore()
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
    private void count(final long delta)
    {
        for (int level = 0; level < height - 1; level++)
        {
            final int index = indexes[level];
            TreeNode.putBelow(arena, nodes[level], index, TreeNode.below(arena.address(nodes[level]), index) + delta);
        }
        OffHeap.putLong(arena.writable(header, SIZE_OFFSET, Long.BYTES), size(header) + delta);
    }

    /** Makes the parent, or the header, point to where a node on the path is now. */
    private void relink(final int level, final long node)
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
    private void refreshFirst(final int level)
    {
        for (int child = level; child > 0; child--)
        {
            final long address = arena.address(nodes[child]);
            final boolean isLeaf = child == height - 1;
            final long first = isLeaf ? TreeNode.leafRef(address, 0) : TreeNode.first(address, 0);
            final long key = isLeaf ? orderKey(first) : TreeNode.orderKey(address, 0);
            TreeNode.putFirst(arena, nodes[child - 1], indexes[child - 1], key, first);
            if (indexes[child - 1] != 0)
            {
                return;
            }
        }
    }

    /**
     * Splits a full node on the path; its parent first, if that is full too. The path is stale afterwards.
     */
    private void splitLevel(final int level, final int index, final int entryLength, final int capacity)
    {
        if (level == 0)
        {
            addRoot();
            splitLevel(1, index, entryLength, capacity);
            return;
        }
        if (TreeNode.count(arena.address(nodes[level - 1])) == TreeNode.MAX_INNER)
        {
            final long node = nodes[level];
            final int oldHeight = height;
            splitLevel(level - 1, indexes[level - 1] + 1, INNER_ENTRY, TreeNode.MAX_INNER);
            final int newLevel = level + height - oldHeight;
            locate(newLevel, node);
            splitNode(newLevel, index, entryLength, capacity);
            return;
        }
        splitNode(level, index, entryLength, capacity);
    }

    private void addRoot()
    {
        final long old = nodes[0];
        final long root = TreeNode.open(arena, TreeNode.create(arena, INNER_ENTRY), 0, 1, INNER_ENTRY);
        TreeNode.putChild(arena, root, 0, old);
        TreeNode.putBelow(arena, root, 0, size(header));
        System.arraycopy(nodes, 0, nodes, 1, height);
        System.arraycopy(indexes, 0, indexes, 1, height);
        nodes[0] = root;
        indexes[0] = 0;
        height++;
        final long address = arena.writable(header, 0, HEADER_LENGTH);
        OffHeap.putLong(address, root);
        OffHeap.putLong(address + HEIGHT_OFFSET, height);
        refreshFirst(1);
    }

    /** Finds the path to a node again after the levels above it have changed. */
    private void locate(final int level, final long node)
    {
        long first = node;
        for (int below = level; below < height - 1; below++)
        {
            first = TreeNode.child(arena.address(first), 0);
        }
        final long block = TreeNode.leafRef(arena.address(first), 0);
        descend(header, orderKey(block), block);
    }

    private void splitNode(final int level, final int index, final int entryLength, final int capacity)
    {
        final long left = nodes[level];
        final int kept = index == capacity ? capacity - 1 : capacity / 2;
        final int moved = capacity - kept;
        final long right = TreeNode.open(arena, TreeNode.create(arena, entryLength), 0, moved, entryLength);
        OffHeap.copy(TreeNode.entry(arena.address(left), kept, entryLength),
            TreeNode.entry(arena.writable(right, 0, TreeNode.entry(0, moved, entryLength)), 0, entryLength),
            (long)moved * entryLength);
        relink(level, TreeNode.close(arena, left, kept, moved, entryLength));

        final int parentIndex = indexes[level - 1];
        final long movedBelow = below(right, entryLength);
        final long parent = TreeNode.open(arena, nodes[level - 1], parentIndex + 1, 1, INNER_ENTRY);
        relink(level - 1, parent);
        TreeNode.putBelow(arena, parent, parentIndex,
            TreeNode.below(arena.address(parent), parentIndex) - movedBelow);
        TreeNode.putChild(arena, parent, parentIndex + 1, right);
        TreeNode.putBelow(arena, parent, parentIndex + 1, movedBelow);
        nodes[level] = right;
        indexes[level - 1] = parentIndex + 1;
        refreshFirst(level);
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
    private void repair(final int level)
    {
        if (level == 0)
        {
            return;
        }
        final boolean isLeaf = level == height - 1;
        final int entryLength = isLeaf ? LEAF_ENTRY : INNER_ENTRY;
        final int capacity = isLeaf ? TreeNode.MAX_LEAF : TreeNode.MAX_INNER;
        final int count = TreeNode.count(arena.address(nodes[level]));
        if (count == 0)
        {
            arena.free(nodes[level]);
            dropEntry(level - 1, indexes[level - 1]);
            return;
        }
        refreshFirst(level);
        if (count < capacity / 4)
        {
            join(level, entryLength, capacity);
        }
    }

    private void join(final int level, final int entryLength, final int capacity)
    {
        final long parentAddress = arena.address(nodes[level - 1]);
        final int parentCount = TreeNode.count(parentAddress);
        final int own = indexes[level - 1];
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
        TreeNode.putChild(arena, nodes[level - 1], left, joined);
        TreeNode.putBelow(arena, nodes[level - 1], left,
            TreeNode.below(parentAddress, left) + TreeNode.below(parentAddress, left + 1));
        dropEntry(level - 1, left + 1);
    }

    private void dropEntry(final int level, final int index)
    {
        relink(level, TreeNode.close(arena, nodes[level], index, 1, INNER_ENTRY));
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
        final long address = arena.address(nodes[0]);
        final int count = TreeNode.count(address);
        if (count > 1)
        {
            return;
        }
        final long root = count == 0 ? TreeNode.create(arena, LEAF_ENTRY) : TreeNode.child(address, 0);
        final int newHeight = count == 0 ? 1 : height - 1;
        arena.free(nodes[0]);
        final long headerAddress = arena.writable(header, 0, HEADER_LENGTH);
        OffHeap.putLong(headerAddress, root);
        OffHeap.putLong(headerAddress + HEIGHT_OFFSET, newHeight);
    }
}
