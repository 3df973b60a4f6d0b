package io.ringbolt.engine.array;

import static io.ringbolt.engine.array.ArrayDescriptor.COUNT_OFFSET;
import static io.ringbolt.engine.array.ArrayDescriptor.INSERT_INDEX_OFFSET;
import static io.ringbolt.engine.array.ArrayDescriptor.LEVELS_OFFSET;
import static io.ringbolt.engine.array.ArrayDescriptor.MAX_LEVELS;
import static io.ringbolt.engine.array.ArrayDescriptor.MIN_LEVELS;
import static io.ringbolt.engine.array.ArrayDescriptor.ROOT_OFFSET;
import static io.ringbolt.engine.array.ArrayDescriptor.SLICES_OFFSET;
import static io.ringbolt.engine.array.ArrayDescriptor.SLICE_LEVEL;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What can be done with an array: values at unsigned 64-bit indexes, any of which may be empty, and one index at which
 * the newest insertion took place. Bytes handed in are copied; an element handed out is valid until the next change.
 */
/*
 * A radix tree over the index, six bits a level, with as many levels as its largest index needs, at least two. Nodes
 * keep words for their used slots only (ArrayNode), so a lone value costs one short node a level and a dense run 9
 * bytes a slot and what the value needs beyond its word. Look-ups take one counted bit and one load a level: four
 * levels up to 16.7 M. A node moves when its length class changes; its parent's word is then written anew.
 */
public final class SparseArrays
{
    /** Slots below one node above the leaves. */
    public static final int SLICE_SIZE = 1 << 2 * ArrayNode.SLOT_BITS;
    /** The insert index of an array in which nothing has been inserted. */
    public static final long NO_INDEX = -1L;

    final Arena arena;

    private final long[] path = new long[MAX_LEVELS];
    private final ArrayCursor last;
    private final ArrayPruner pruner;

    public SparseArrays(final Arena arena)
    {
        this.arena = arena;
        this.last = new ArrayCursor(this);
        this.pruner = new ArrayPruner(arena);
    }

    /** Makes {@code out} an empty array. */
    public void create(final ValueRef out)
    {
        out.set(Encoding.SLICED_ARRAY, createHeader());
    }

    /** Values in the array. */
    public long count(final ValueRef array)
    {
        return header(array, COUNT_OFFSET);
    }

    /** The highest index in use and one, unsigned; 0 if there is none. */
    public long length(final ValueRef array)
    {
        return last.wrap(array, 0, NO_INDEX, false).next() ? last.index() + 1 : 0;
    }

    /** The index of the newest insertion, or {@link #NO_INDEX}. */
    public long insertIndex(final ValueRef array)
    {
        return header(array, INSERT_INDEX_OFFSET);
    }

    public void insertIndex(final ValueRef array, final long index)
    {
        arena.putLong(array.root(), INSERT_INDEX_OFFSET, index);
    }

    /** Slices with at least one value. */
    public long sliceCount(final ValueRef array)
    {
        return header(array, SLICES_OFFSET);
    }

    /**
     * Reads the value at an index.
     *
     * @return false if there is none.
     */
    public boolean get(final ValueRef array, final long index, final ListPackElement out)
    {
        final long wordAddress = find(array, index);
        if (OffHeap.NULL_ADDRESS == wordAddress)
        {
            return false;
        }
        ArrayValue.read(arena, wordAddress, out);
        return true;
    }

    /** @return where the word of the value at an index lies, or {@link OffHeap#NULL_ADDRESS}. */
    long find(final ValueRef array, final long index)
    {
        final int levels = levels(array);
        long node = root(array);
        if (Arena.NULL_REF == node || !ArrayDescriptor.reaches(levels, index))
        {
            return OffHeap.NULL_ADDRESS;
        }
        for (int level = levels - 1; ; level--)
        {
            final long address = arena.address(node);
            final long presence = ArrayNode.presence(address);
            final int slot = ArrayNode.slot(index, level);
            if (!ArrayNode.has(presence, slot))
            {
                return OffHeap.NULL_ADDRESS;
            }
            final int position = ArrayNode.position(presence, slot);
            if (level == 0)
            {
                return ArrayNode.wordAddress(address, position);
            }
            node = ArrayNode.word(address, position);
        }
    }

    /**
     * Puts a value at an index.
     *
     * @param index any but the largest.
     * @return false if it takes another value's place.
     */
    public boolean set(final ValueRef array, final long index, final long valueAddress, final int valueLength)
    {
        return set(array, index, ArrayValue.create(arena, valueAddress, valueLength));
    }

    /** Puts a word, which the array then owns, at an index. @return false if it takes another value's place. */
    boolean set(final ValueRef array, final long index, final long word)
    {
        assert index != NO_INDEX : "the largest index is none";
        int level = reach(array, index) - 1;
        path[level] = root(array);
        while (level > 0)
        {
            path[level - 1] = childFor(array, index, level);
            level--;
        }

        final long address = arena.address(path[0]);
        final long presence = ArrayNode.presence(address);
        final int slot = ArrayNode.slot(index, 0);
        if (ArrayNode.has(presence, slot))
        {
            final int position = ArrayNode.position(presence, slot);
            ArrayValue.free(arena, ArrayNode.word(address, position));
            ArrayNode.word(arena, path[0], position, word);
            return false;
        }
        open(array, index, 0, word);
        arena.putLong(array.root(), COUNT_OFFSET, count(array) + 1);
        return true;
    }

    /**
     * Removes the value at an index.
     *
     * @return false if there is none.
     */
    public boolean remove(final ValueRef array, final long index)
    {
        return removeRange(array, index, index) > 0;
    }

    /**
     * Removes all values from {@code low} to {@code high}.
     *
     * @return how many there were.
     */
    public long removeRange(final ValueRef array, final long low, final long high)
    {
        final long before = count(array);
        final long root = root(array);
        if (Arena.NULL_REF != root && ArrayDescriptor.reaches(levels(array), low))
        {
            final long left = pruner.prune(root, levels(array) - 1, low, high);
            if (pruner.valueCount() > 0)
            {
                arena.putLong(array.root(), COUNT_OFFSET, before - pruner.valueCount());
                arena.putLong(array.root(), SLICES_OFFSET, sliceCount(array) - pruner.sliceCount());
                root(array, left);
                lower(array);
            }
        }
        return before - count(array);
    }

    /** Makes a copy that shares nothing with the array. */
    public long copyOf(final long root)
    {
        final long copy = arena.allocate(ArrayDescriptor.LENGTH);
        arena.copyIn(copy, 0, arena.address(root), ArrayDescriptor.LENGTH);
        final long tree = OffHeap.getLong(arena.address(root) + ROOT_OFFSET);
        if (Arena.NULL_REF != tree)
        {
            arena.putLong(copy, ROOT_OFFSET, copyOf(tree, OffHeap.getInt(arena.address(root) + LEVELS_OFFSET) - 1));
        }
        return copy;
    }

    /**
     * Bytes of an array in the arena.
     *
     * @param sampleCount values to look at, more or less; the others are reckoned like these.
     */
    public long bytes(final ValueRef array, final long sampleCount)
    {
        final long own = arena.usableLength(array.root());
        final long tree = root(array);
        return Arena.NULL_REF == tree ? own :
            own + new ArrayMeasure(arena, sampleCount).bytes(tree, levels(array) - 1, count(array));
    }

    /**
     * Frees an array in bounded steps, from its end.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the array is gone if that is above 0.
     */
    public int release(final ValueRef array, final int budget)
    {
        int left = budget;
        while (left > 0 && Arena.NULL_REF != root(array))
        {
            left -= freeLastLeaf(array);
        }
        if (Arena.NULL_REF != root(array))
        {
            return 0;
        }
        arena.free(array.root());
        return Math.max(1, left - 1);
    }

    long root(final ValueRef array)
    {
        return header(array, ROOT_OFFSET);
    }

    int levels(final ValueRef array)
    {
        return OffHeap.getInt(arena.address(array.root()) + LEVELS_OFFSET);
    }

    private long header(final ValueRef array, final int offset)
    {
        return OffHeap.getLong(arena.address(array.root()) + offset);
    }

    private void root(final ValueRef array, final long root)
    {
        if (root(array) != root)
        {
            arena.putLong(array.root(), ROOT_OFFSET, root);
        }
    }

    private void levels(final ValueRef array, final int levels)
    {
        if (levels(array) != levels)
        {
            arena.putInt(array.root(), LEVELS_OFFSET, levels);
        }
    }

    private long createHeader()
    {
        final long header = arena.allocate(ArrayDescriptor.LENGTH);
        arena.fill(header, 0, ArrayDescriptor.LENGTH, (byte)0);
        arena.putLong(header, INSERT_INDEX_OFFSET, NO_INDEX);
        arena.putInt(header, LEVELS_OFFSET, MIN_LEVELS);
        return header;
    }

    /** Puts nodes above the root until the tree has a slot for the index. @return its levels. */
    private int reach(final ValueRef array, final long index)
    {
        int levels = levels(array);
        long root = root(array);
        final boolean isEmpty = Arena.NULL_REF == root;
        while (!ArrayDescriptor.reaches(levels, index))
        {
            if (!isEmpty)
            {
                root = ArrayNode.open(arena, ArrayNode.create(arena), 0, root);
            }
            levels++;
        }
        if (isEmpty)
        {
            root = createNode(array, levels - 1);
        }
        root(array, root);
        levels(array, levels);
        return levels;
    }

    private long childFor(final ValueRef array, final long index, final int level)
    {
        final long address = arena.address(path[level]);
        final long presence = ArrayNode.presence(address);
        final int slot = ArrayNode.slot(index, level);
        if (ArrayNode.has(presence, slot))
        {
            return ArrayNode.word(address, ArrayNode.position(presence, slot));
        }
        final long child = createNode(array, level - 1);
        open(array, index, level, child);
        return child;
    }

    private long createNode(final ValueRef array, final int level)
    {
        if (level == SLICE_LEVEL)
        {
            arena.putLong(array.root(), SLICES_OFFSET, sliceCount(array) + 1);
        }
        return ArrayNode.create(arena);
    }

    private void open(final ValueRef array, final long index, final int level, final long word)
    {
        final long moved = ArrayNode.open(arena, path[level], ArrayNode.slot(index, level), word);
        if (moved == path[level])
        {
            return;
        }
        path[level] = moved;
        if (level == levels(array) - 1)
        {
            root(array, moved);
            return;
        }
        final long parent = path[level + 1];
        final int position =
            ArrayNode.position(ArrayNode.presence(arena.address(parent)), ArrayNode.slot(index, level + 1));
        ArrayNode.word(arena, parent, position, moved);
    }

    /** Takes away the nodes above the first that has more than its first slot. */
    private void lower(final ValueRef array)
    {
        int levels = levels(array);
        long root = root(array);
        if (Arena.NULL_REF == root)
        {
            levels = MIN_LEVELS;
        }
        while (levels > MIN_LEVELS && ArrayNode.presence(arena.address(root)) == 1)
        {
            final long child = ArrayNode.word(arena.address(root), 0);
            arena.free(root);
            root = child;
            levels--;
        }
        root(array, root);
        levels(array, levels);
    }

    private long copyOf(final long node, final int level)
    {
        final int count = ArrayNode.count(ArrayNode.presence(arena.address(node)));
        final long copy = arena.allocate(ArrayNode.length(count));
        arena.copyIn(copy, 0, arena.address(node), ArrayNode.length(count));
        for (int i = 0; i < count; i++)
        {
            final long word = ArrayNode.word(arena.address(node), i);
            ArrayNode.word(arena, copy, i, level == 0 ? ArrayValue.copyOf(arena, word) : copyOf(word, level - 1));
        }
        return copy;
    }

    /** Frees the leaf with the highest indexes and the nodes that only it kept. @return blocks freed. */
    private int freeLastLeaf(final ValueRef array)
    {
        final int levels = levels(array);
        path[levels - 1] = root(array);
        for (int level = levels - 1; level > 0; level--)
        {
            final long address = arena.address(path[level]);
            path[level - 1] = ArrayNode.word(address, ArrayNode.count(ArrayNode.presence(address)) - 1);
        }
        int freed = pruner.freeLeaf(path[0]);
        for (int level = 1; level < levels; level++)
        {
            final long presence = ArrayNode.presence(arena.address(path[level]));
            final long left = presence & ~Long.highestOneBit(presence);
            if (left != 0)
            {
                arena.putLong(path[level], 0, left);
                return freed;
            }
            arena.free(path[level]);
            freed++;
        }
        arena.putLong(array.root(), ROOT_OFFSET, Arena.NULL_REF);
        return freed;
    }
}
