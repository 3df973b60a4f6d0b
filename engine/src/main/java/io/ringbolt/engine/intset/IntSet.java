package io.ringbolt.engine.intset;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A sorted array of integers, 16, 32 or 64 bits each as the largest needs, with the same bytes as Redis's.
 * Reading methods take the block's address; writing methods take its reference and return the one after the change.
 * <pre>
 *   0         4         8
 *  +---------+---------+-----------+-----------+--
 *  | width   | count   | integer 0 | integer 1 | ...     little-endian, ascending, width is 2, 4 or 8 bytes
 *  +---------+---------+-----------+-----------+--
 * </pre>
 */
public final class IntSet
{
    private static final int COUNT_OFFSET = 4;
    private static final int HEADER_LENGTH = 8;
    private static final int NARROW = 2;
    private static final int MIDDLE = 4;
    private static final int WIDE = 8;

    private IntSet()
    {
    }

    /**
     * Allocates an empty set, owned by the caller.
     */
    public static long create(final Arena arena)
    {
        final long ref = arena.allocate(HEADER_LENGTH);
        final long address = arena.writable(ref, 0, HEADER_LENGTH);
        OffHeap.putInt(address, NARROW);
        OffHeap.putInt(address + COUNT_OFFSET, 0);
        return ref;
    }

    /**
     * Allocates a copy of valid bytes.
     */
    public static long copyOf(final Arena arena, final long address)
    {
        final int length = length(address);
        final long ref = arena.allocate(length);
        OffHeap.copy(address, arena.writable(ref, 0, length), length);
        return ref;
    }

    /** Says whether foreign bytes are an integer set: widths, lengths and order. */
    public static boolean isValid(final long address, final long length)
    {
        if (length < HEADER_LENGTH)
        {
            return false;
        }
        final int width = width(address);
        final long count = OffHeap.getInt(address + COUNT_OFFSET) & 0xFFFF_FFFFL;
        if (width != NARROW && width != MIDDLE && width != WIDE || HEADER_LENGTH + count * width != length)
        {
            return false;
        }
        for (int i = 1; i < count; i++)
        {
            if (get(address, i - 1) >= get(address, i))
            {
                return false;
            }
        }
        return true;
    }

    public static int count(final long address)
    {
        return OffHeap.getInt(address + COUNT_OFFSET);
    }

    /** All bytes, header included. */
    public static int length(final long address)
    {
        return HEADER_LENGTH + count(address) * width(address);
    }

    /** The integer at an index in ascending order. */
    public static long get(final long address, final int index)
    {
        return get(address, index, width(address));
    }

    public static boolean contains(final long address, final long value)
    {
        return widthOf(value) <= width(address) && search(address, value) >= 0;
    }

    /**
     * Finds a value.
     *
     * @return its index, or {@code -1 - index} of the place it belongs to.
     */
    public static int search(final long address, final long value)
    {
        final int width = width(address);
        int low = 0;
        int high = count(address) - 1;
        if (high >= 0 && value > get(address, high, width))
        {
            return -2 - high;
        }
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final long candidate = get(address, middle, width);
            if (candidate == value)
            {
                return middle;
            }
            if (candidate < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /**
     * Adds a value that {@link #contains} has denied.
     */
    public static long add(final Arena arena, final long ref, final long value)
    {
        final long oldAddress = arena.address(ref);
        final int oldWidth = width(oldAddress);
        final int width = Math.max(oldWidth, widthOf(value));
        final int count = count(oldAddress);
        final int index = -1 - search(oldAddress, value);
        final int oldLength = length(oldAddress);
        final int newLength = HEADER_LENGTH + (count + 1) * width;
        final long result = arena.reallocate(ref, oldLength, newLength);
        if (width != oldWidth)
        {
            widen(arena.writable(result, 0, newLength), count, oldWidth, width);
        }
        final int offset = HEADER_LENGTH + index * width;
        final long place = arena.writable(result, offset, newLength - offset);
        OffHeap.copy(place, place + width, (long)(count - index) * width);
        put(place, value, width);
        final long header = arena.writable(result, 0, HEADER_LENGTH);
        OffHeap.putInt(header + COUNT_OFFSET, count + 1);
        return result;
    }

    /**
     * Removes the value at an index. The width stays: a set does not narrow.
     */
    public static long removeAt(final Arena arena, final long ref, final int index)
    {
        final long address = arena.address(ref);
        final int width = width(address);
        final int count = count(address);
        final int length = length(address);
        final int offset = HEADER_LENGTH + index * width;
        final long place = arena.writable(ref, offset, length - offset);
        OffHeap.copy(place + width, place, (long)(count - index - 1) * width);
        OffHeap.putInt(arena.writable(ref, COUNT_OFFSET, MIDDLE), count - 1);
        return arena.reallocate(ref, length, length - width);
    }

    private static void widen(final long address, final int count, final int oldWidth, final int width)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            put(address + HEADER_LENGTH + (long)i * width, get(address, i, oldWidth), width);
        }
        OffHeap.putInt(address, width);
    }

    private static int width(final long address)
    {
        return OffHeap.getInt(address);
    }

    private static int widthOf(final long value)
    {
        if (value == (short)value)
        {
            return NARROW;
        }
        return value == (int)value ? MIDDLE : WIDE;
    }

    private static long get(final long address, final int index, final int width)
    {
        final long place = address + HEADER_LENGTH + (long)index * width;
        if (width == NARROW)
        {
            return OffHeap.getShort(place);
        }
        return width == MIDDLE ? OffHeap.getInt(place) : OffHeap.getLong(place);
    }

    private static void put(final long place, final long value, final int width)
    {
        if (width == NARROW)
        {
            OffHeap.putShort(place, (short)value);
        }
        else if (width == MIDDLE)
        {
            OffHeap.putInt(place, (int)value);
        }
        else
        {
            OffHeap.putLong(place, value);
        }
    }
}
