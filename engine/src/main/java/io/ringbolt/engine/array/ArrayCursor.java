package io.ringbolt.engine.array;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over the values of a range of indexes, upwards or downwards, in an array that does not change meanwhile. Empty
 * slots cost nothing.
 */
public final class ArrayCursor
{
    private final Arena arena;
    private final SparseArrays arrays;
    private final long[] nodes = new long[ArrayDescriptor.MAX_LEVELS];
    private int levels;
    private boolean isUpwards;
    private long end;
    private long index;
    private long seekIndex;
    private boolean isDone;
    /** Slots of the leaf that are still to be visited. */
    private long rest;
    private long presence;
    private long wordAddress;

    public ArrayCursor(final SparseArrays arrays)
    {
        this.arena = arrays.arena;
        this.arrays = arrays;
    }

    /** Begins at one end of a range, both of which belong to it. */
    public ArrayCursor wrap(final ValueRef array, final long low, final long high, final boolean upwards)
    {
        levels = arrays.levels(array);
        nodes[levels - 1] = arrays.root(array);
        isUpwards = upwards;
        end = upwards ? high : low;
        rest = 0;
        isDone = Arena.NULL_REF == nodes[levels - 1] || Long.compareUnsigned(low, high) > 0;
        seekIndex = upwards ? low : high;
        if (!ArrayDescriptor.reaches(levels, seekIndex))
        {
            isDone |= upwards;
            seekIndex = (1L << levels * ArrayNode.SLOT_BITS) - 1;
        }
        return this;
    }

    /** @return false behind the last value. */
    public boolean next()
    {
        if (rest == 0 && (isDone || !seek()))
        {
            isDone = true;
            return false;
        }
        final int slot = isUpwards ? Long.numberOfTrailingZeros(rest) : highest(rest);
        rest &= ~(1L << slot);
        index = index & -ArrayNode.SLOT_COUNT | slot;
        wordAddress = ArrayNode.wordAddress(arena.address(nodes[0]), ArrayNode.position(presence, slot));
        final int order = Long.compareUnsigned(index, end);
        if (isUpwards ? order > 0 : order < 0)
        {
            rest = 0;
            isDone = true;
            return false;
        }
        return true;
    }

    /** The index of the value, unsigned. */
    public long index()
    {
        return index;
    }

    /** Reads the value. */
    public void value(final ListPackElement out)
    {
        ArrayValue.read(arena, wordAddress, out);
    }

    /** The slots from one on. */
    static long from(final int slot)
    {
        return slot == ArrayNode.SLOT_COUNT ? 0 : -1L << slot;
    }

    /** The slots up to and with one. */
    static long upTo(final int slot)
    {
        return slot < 0 ? 0 : -1L >>> ArrayNode.SLOT_MASK - slot;
    }

    /** Goes to the leaf with the next value from {@link #seekIndex} on. */
    private boolean seek()
    {
        int level = levels - 1;
        int slot = ArrayNode.slot(seekIndex, level);
        while (true)
        {
            final long found = ArrayNode.presence(arena.address(nodes[level])) & (isUpwards ? from(slot) : upTo(slot));
            if (found == 0)
            {
                if (++level == levels)
                {
                    return false;
                }
                slot = ArrayNode.slot(seekIndex, level) + (isUpwards ? 1 : -1);
            }
            else if (level == 0)
            {
                enter(found);
                return true;
            }
            else
            {
                final int next = isUpwards ? Long.numberOfTrailingZeros(found) : highest(found);
                if (next != ArrayNode.slot(seekIndex, level))
                {
                    jump(level, next);
                }
                final long address = arena.address(nodes[level]);
                nodes[--level] = ArrayNode.word(address, ArrayNode.position(ArrayNode.presence(address), next));
                slot = ArrayNode.slot(seekIndex, level);
            }
        }
    }

    private void enter(final long found)
    {
        rest = found;
        presence = ArrayNode.presence(arena.address(nodes[0]));
        index = seekIndex;
        final long base = seekIndex & -ArrayNode.SLOT_COUNT;
        seekIndex = isUpwards ? base + ArrayNode.SLOT_COUNT : base - 1;
        isDone = isUpwards ? seekIndex == 0 || !ArrayDescriptor.reaches(levels, seekIndex) : base == 0;
    }

    /** Makes {@link #seekIndex} the first of the indexes below a slot, or downwards the last. */
    private void jump(final int level, final int slot)
    {
        final int shift = level * ArrayNode.SLOT_BITS;
        final int above = shift + ArrayNode.SLOT_BITS;
        final long prefix = above >= Long.SIZE ? 0 : seekIndex >>> above << above;
        final long start = prefix | (long)slot << shift;
        seekIndex = isUpwards ? start : start | (1L << shift) - 1;
    }

    private static int highest(final long slots)
    {
        return ArrayNode.SLOT_MASK - Long.numberOfLeadingZeros(slots);
    }
}
