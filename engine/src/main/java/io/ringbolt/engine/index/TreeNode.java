package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A node of a {@link RefTree}: one arena block of entries in order, whose capacity grows and shrinks in steps.
 * <pre>
 *   0       2          8
 *  +-------+----------+---------------------------------------------------------------+----
 *  | count | capacity | leaf:  block reference, 5 bytes                               | ...
 *  |       |          | inner: order key 8, first block 8, child 8, blocks below it 8 | ...
 *  +-------+----------+---------------------------------------------------------------+----
 * </pre>
 */
final class TreeNode
{
    static final int LEAF_ENTRY = Refs.REF_LENGTH;
    static final int INNER_ENTRY = 32;
    static final int MAX_LEAF = 126;
    static final int MAX_INNER = 31;

    private static final int CAPACITY_OFFSET = 2;
    static final int ENTRIES_OFFSET = 8;
    private static final int FIRST_OFFSET = 8;
    static final int CHILD_OFFSET = 16;
    private static final int BELOW_OFFSET = 24;
    private static final int LEAF_STEP = 8;
    private static final int INNER_STEP = 4;

    private TreeNode()
    {
    }

    static long create(final Arena arena, final int entryLength)
    {
        final int capacity = step(entryLength);
        final long node = arena.allocate(length(capacity, entryLength));
        final long address = arena.writable(node, 0, ENTRIES_OFFSET);
        OffHeap.putShort(address, (short)0);
        OffHeap.putShort(address + CAPACITY_OFFSET, (short)capacity);
        return node;
    }

    static int count(final long address)
    {
        return OffHeap.getShort(address);
    }

    static long entry(final long address, final int index, final int entryLength)
    {
        return address + ENTRIES_OFFSET + (long)index * entryLength;
    }

    static long leafRef(final long address, final int index)
    {
        return Refs.get(address + ENTRIES_OFFSET + (long)index * LEAF_ENTRY);
    }

    static long orderKey(final long address, final int index)
    {
        return OffHeap.getLong(entry(address, index, INNER_ENTRY));
    }

    static long first(final long address, final int index)
    {
        return OffHeap.getLong(entry(address, index, INNER_ENTRY) + FIRST_OFFSET);
    }

    static long child(final long address, final int index)
    {
        return OffHeap.getLong(entry(address, index, INNER_ENTRY) + CHILD_OFFSET);
    }

    static long below(final long address, final int index)
    {
        return OffHeap.getLong(entry(address, index, INNER_ENTRY) + BELOW_OFFSET);
    }

    static void putFirst(final Arena arena, final long node, final int index, final long orderKey, final long first)
    {
        final long entry = writableEntry(arena, node, index);
        OffHeap.putLong(entry, orderKey);
        OffHeap.putLong(entry + FIRST_OFFSET, first);
    }

    static void putChild(final Arena arena, final long node, final int index, final long child)
    {
        OffHeap.putLong(writableEntry(arena, node, index) + CHILD_OFFSET, child);
    }

    static void putBelow(final Arena arena, final long node, final int index, final long below)
    {
        OffHeap.putLong(writableEntry(arena, node, index) + BELOW_OFFSET, below);
    }

    static void putLeaf(final Arena arena, final long node, final int index, final long block)
    {
        Refs.put(arena.writable(node, ENTRIES_OFFSET + (long)index * LEAF_ENTRY, LEAF_ENTRY), block);
    }

    /**
     * Makes room for entries at an index; their content is undefined.
     *
     * @return the node, which may have moved.
     */
    static long open(final Arena arena, final long node, final int index, final int added, final int entryLength)
    {
        final long old = arena.address(node);
        final int count = count(old);
        final int capacity = OffHeap.getShort(old + CAPACITY_OFFSET);
        final long result = count + added <= capacity ? node :
            resize(arena, node, capacity, count + added, entryLength);
        final long moved = (long)(count - index) * entryLength;
        final long start = ENTRIES_OFFSET + (long)index * entryLength;
        final long address = arena.writable(result, start, moved + (long)added * entryLength);
        OffHeap.copy(address, address + (long)added * entryLength, moved);
        OffHeap.putShort(arena.writable(result, 0, 2), (short)(count + added));
        return result;
    }

    /**
     * Takes entries out.
     *
     * @return the node, which may have moved.
     */
    static long close(final Arena arena, final long node, final int index, final int removed, final int entryLength)
    {
        final long old = arena.address(node);
        final int count = count(old) - removed;
        final int capacity = OffHeap.getShort(old + CAPACITY_OFFSET);
        final long moved = (long)(count - index) * entryLength;
        final long start = ENTRIES_OFFSET + (long)index * entryLength;
        final long address = arena.writable(node, start, moved + (long)removed * entryLength);
        OffHeap.copy(address + (long)removed * entryLength, address, moved);
        OffHeap.putShort(arena.writable(node, 0, 2), (short)count);
        return count > capacity - 2 * step(entryLength) ? node :
            resize(arena, node, capacity, Math.max(count, 1), entryLength);
    }

    private static long resize(
        final Arena arena, final long node, final int oldCapacity, final int needed, final int entryLength)
    {
        final int step = step(entryLength);
        final int most = entryLength == LEAF_ENTRY ? MAX_LEAF : MAX_INNER;
        final int capacity = Math.min(most, (needed + step - 1) / step * step);
        final long result = arena.reallocate(node, length(oldCapacity, entryLength), length(capacity, entryLength));
        OffHeap.putShort(arena.writable(result, CAPACITY_OFFSET, 2), (short)capacity);
        return result;
    }

    private static int step(final int entryLength)
    {
        return entryLength == LEAF_ENTRY ? LEAF_STEP : INNER_STEP;
    }

    private static long length(final int capacity, final int entryLength)
    {
        return ENTRIES_OFFSET + (long)capacity * entryLength;
    }

    private static long writableEntry(final Arena arena, final long node, final int index)
    {
        return arena.writable(node, ENTRIES_OFFSET + (long)index * INNER_ENTRY, INNER_ENTRY);
    }
}
