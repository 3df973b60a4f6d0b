package io.ringbolt.engine.listpack;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_OFFSET;
import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_UNKNOWN;
import static io.ringbolt.engine.listpack.ListPackDescriptor.EMPTY_LENGTH;
import static io.ringbolt.engine.listpack.ListPackDescriptor.END;
import static io.ringbolt.engine.listpack.ListPackDescriptor.HEADER_LENGTH;

/**
 * A sequence of numbers and byte strings packed into one arena block, walkable in both directions.
 * Reading methods take the block's address; writing methods take its reference and return the reference after the
 * change, since a block that grows may move. Elements are named by their offset in the block; offsets before a change
 * stay valid after it.
 */
public final class ListPack
{
    /** No such element. */
    public static final int NONE = -1;

    /** Largest listpack; what would pass it is refused by the type APIs, which convert long before. */
    public static final int MAX_LENGTH = 1 << 30;

    /** Bytes that framing an element takes at most. */
    private static final int MAX_FRAME_LENGTH = 10;
    /** Bytes that a number up to 127 takes with its length behind it. */
    private static final int NUMBER_FRAME_LENGTH = 2;

    private ListPack()
    {
    }

    /**
     * Allocates an empty listpack, owned by the caller.
     */
    public static long create(final Arena arena)
    {
        final long ref = arena.allocate(EMPTY_LENGTH);
        final long address = arena.writable(ref, 0, EMPTY_LENGTH);
        OffHeap.putInt(address, EMPTY_LENGTH);
        OffHeap.putShort(address + COUNT_OFFSET, (short)0);
        OffHeap.putByte(address + HEADER_LENGTH, (byte)END);
        return ref;
    }

    /**
     * Allocates a copy of listpack bytes, which must be valid: see {@link ListPackValidator}.
     */
    public static long copyOf(final Arena arena, final long address)
    {
        final int length = length(address);
        final long ref = arena.allocate(length);
        OffHeap.copy(address, arena.writable(ref, 0, length), length);
        return ref;
    }

    /** All bytes, header and end included. */
    public static int length(final long address)
    {
        return OffHeap.getInt(address);
    }

    /** Number of elements; a walk where there are 65535 or more. */
    public static int count(final long address)
    {
        final int count = OffHeap.getShort(address + COUNT_OFFSET) & 0xFFFF;
        return count == COUNT_UNKNOWN ? countByWalking(address) : count;
    }

    /** Says whether elements of so many bytes in all can be added. */
    public static boolean hasRoom(final long address, final long addedLength, final int addedCount)
    {
        return length(address) + addedLength + (long)addedCount * MAX_FRAME_LENGTH <= MAX_LENGTH;
    }

    public static boolean isEmpty(final long address)
    {
        return OffHeap.getInt(address) == EMPTY_LENGTH;
    }

    public static int first(final long address)
    {
        return isEmpty(address) ? NONE : HEADER_LENGTH;
    }

    public static int last(final long address)
    {
        return previous(address, end(address));
    }

    /** Where an appended element goes. */
    public static int end(final long address)
    {
        return length(address) - 1;
    }

    public static int next(final long address, final int offset)
    {
        final int next = after(address, offset);
        return END == (OffHeap.getByte(address + next) & 0xFF) ? NONE : next;
    }

    /** Where the element behind the one at an offset begins, which may be the end. */
    public static int after(final long address, final int offset)
    {
        final int entryLength = (int)ListPackDescriptor.entryLength(address + offset);
        return offset + entryLength + ListPackDescriptor.backLength(entryLength);
    }

    public static int previous(final long address, final int offset)
    {
        if (offset == HEADER_LENGTH)
        {
            return NONE;
        }
        final int entryLength = (int)ListPackDescriptor.backLengthValue(address + offset - 1);
        return offset - entryLength - ListPackDescriptor.backLength(entryLength);
    }

    /**
     * Finds the nth element, from the nearer end; negative indexes count from the last, which is -1.
     */
    public static int seek(final long address, final int index)
    {
        final int count = OffHeap.getShort(address + COUNT_OFFSET) & 0xFFFF;
        if (count == COUNT_UNKNOWN)
        {
            return index >= 0 ? forward(address, index) : backward(address, -1 - index);
        }
        final int fromFirst = index < 0 ? count + index : index;
        if (fromFirst < 0 || fromFirst >= count)
        {
            return NONE;
        }
        return fromFirst <= count >> 1 ? forward(address, fromFirst) : backward(address, count - 1 - fromFirst);
    }

    public static void read(final long address, final int offset, final ListPackElement out)
    {
        ListPackDescriptor.read(address + offset, out);
    }

    /**
     * Finds the first element equal to the given bytes, looking at one element in {@code stride}.
     *
     * @param offset of the first element to look at, or {@link #NONE}.
     */
    public static int find(
        final long address, final int offset, final long bytesAddress, final int bytesLength, final int stride)
    {
        final boolean isInteger = IntegerText.isInteger(bytesAddress, bytesLength);
        final long value = isInteger ? IntegerText.parse(bytesAddress, bytesLength) : 0;
        final long entryLength = isInteger ?
            ListPackDescriptor.numberLength(value) : ListPackDescriptor.bytesLength(bytesLength);
        int candidate = offset;
        while (candidate != NONE)
        {
            if (ListPackDescriptor.entryLength(address + candidate) == entryLength &&
                (isInteger ? isNumber(address + candidate, value) :
                isBytes(address + candidate, (int)entryLength, bytesAddress, bytesLength)))
            {
                return candidate;
            }
            for (int i = 0; i < stride && candidate != NONE; i++)
            {
                candidate = next(address, candidate);
            }
        }
        return NONE;
    }

    /** Says whether the element at an offset has the given text. */
    public static boolean isEqual(
        final long address, final int offset, final long bytesAddress, final int bytesLength)
    {
        final boolean isInteger = IntegerText.isInteger(bytesAddress, bytesLength);
        final long value = isInteger ? IntegerText.parse(bytesAddress, bytesLength) : 0;
        final long entryLength = isInteger ?
            ListPackDescriptor.numberLength(value) : ListPackDescriptor.bytesLength(bytesLength);
        return ListPackDescriptor.entryLength(address + offset) == entryLength &&
            (isInteger ? isNumber(address + offset, value) :
            isBytes(address + offset, (int)entryLength, bytesAddress, bytesLength));
    }

    /** Bytes that an element of this text adds to a listpack. */
    public static long addedLength(final long bytesAddress, final int bytesLength)
    {
        final long entryLength = IntegerText.isInteger(bytesAddress, bytesLength) ?
            ListPackDescriptor.numberLength(IntegerText.parse(bytesAddress, bytesLength)) :
            ListPackDescriptor.bytesLength(bytesLength);
        return entryLength + ListPackDescriptor.backLength(entryLength);
    }

    /**
     * Inserts an element before the one at an offset, or at the end.
     *
     * @param bytesAddress outside of this listpack.
     */
    public static long insert(
        final Arena arena, final long ref, final int offset, final long bytesAddress, final int bytesLength)
    {
        return put(arena, ref, offset, 0, 1, bytesAddress, bytesLength);
    }

    public static long insertLong(final Arena arena, final long ref, final int offset, final long value)
    {
        return putLong(arena, ref, offset, 0, 1, value);
    }

    public static long append(final Arena arena, final long ref, final long bytesAddress, final int bytesLength)
    {
        return put(arena, ref, end(arena.address(ref)), 0, 1, bytesAddress, bytesLength);
    }

    public static long appendLong(final Arena arena, final long ref, final long value)
    {
        return putLong(arena, ref, end(arena.address(ref)), 0, 1, value);
    }

    public static long replace(
        final Arena arena, final long ref, final int offset, final long bytesAddress, final int bytesLength)
    {
        final int removed = after(arena.address(ref), offset) - offset;
        return put(arena, ref, offset, removed, 0, bytesAddress, bytesLength);
    }

    public static long replaceLong(final Arena arena, final long ref, final int offset, final long value)
    {
        final int removed = after(arena.address(ref), offset) - offset;
        return putLong(arena, ref, offset, removed, 0, value);
    }

    /**
     * Removes elements from the one at an offset on.
     *
     * @param count of elements, all of which exist; what follows them is at the same offset afterwards.
     */
    public static long remove(final Arena arena, final long ref, final int offset, final int count)
    {
        final long address = arena.address(ref);
        int until = offset;
        for (int i = 0; i < count; i++)
        {
            until = after(address, until);
        }
        return splice(arena, ref, offset, until - offset, 0, -count);
    }

    /**
     * Removes the elements between two offsets, the second of which may be the end.
     *
     * @param count of the elements between.
     */
    public static long removeRange(
        final Arena arena, final long ref, final int from, final int until, final int count)
    {
        return splice(arena, ref, from, until - from, 0, -count);
    }

    /**
     * Appends elements of another listpack, which stays as it is, from an offset to its end.
     */
    public static long appendAll(
        final Arena arena, final long ref, final long otherRef, final int otherOffset, final int count)
    {
        final int length = end(arena.address(otherRef)) - otherOffset;
        final int end = end(arena.address(ref));
        final long grown = splice(arena, ref, end, 0, length, count);
        OffHeap.copy(arena.address(otherRef) + otherOffset, arena.writable(grown, end, length), length);
        return grown;
    }

    /**
     * Makes a listpack of the elements of another, which stays as it is, with a small number behind every few.
     *
     * @param stride elements between two numbers; divides the count.
     * @param value  0 to 127.
     */
    public static long withNumberBehindEach(final Arena arena, final long address, final int stride, final int value)
    {
        final int groupCount = count(address) / stride;
        final long newLength = length(address) + (long)groupCount * NUMBER_FRAME_LENGTH;
        final long ref = arena.allocate(newLength);
        final long target = arena.writable(ref, 0, newLength);
        OffHeap.copy(address, target, HEADER_LENGTH);
        OffHeap.putInt(target, (int)newLength);
        changeCount(target, groupCount);
        int from = HEADER_LENGTH;
        long to = target + HEADER_LENGTH;
        for (int group = 0; group < groupCount; group++)
        {
            int until = from;
            for (int i = 0; i < stride; i++)
            {
                until = after(address, until);
            }
            OffHeap.copy(address + from, to, until - from);
            to += until - from;
            OffHeap.putByte(to++, (byte)value);
            OffHeap.putByte(to++, (byte)1);
            from = until;
        }
        OffHeap.putByte(to, (byte)END);
        return ref;
    }

    /**
     * Moves whole elements to another place.
     *
     * @param from   offset of the first.
     * @param until  offset behind the last.
     * @param target offset of an element before the first, or behind the last, that they come to stand
     *               before; or the end.
     */
    public static void move(final Arena arena, final long ref, final int from, final int until, final int target)
    {
        final int length = until - from;
        if (length <= 0 || target == from || target == until)
        {
            return;
        }
        final int low = Math.min(from, target);
        final int high = Math.max(until, target);
        final long spare = arena.allocate(length);
        final long spareAddress = arena.writable(spare, 0, length);
        final long base = arena.writable(ref, low, high - low) - low;
        OffHeap.copy(base + from, spareAddress, length);
        if (target < from)
        {
            OffHeap.copy(base + target, base + target + length, from - target);
            OffHeap.copy(spareAddress, base + target, length);
        }
        else
        {
            OffHeap.copy(base + until, base + from, target - until);
            OffHeap.copy(spareAddress, base + target - length, length);
        }
        arena.free(spare);
    }

    private static long put(
        final Arena arena, final long ref, final int offset, final int removed, final int countDelta,
        final long bytesAddress, final int bytesLength)
    {
        if (IntegerText.isInteger(bytesAddress, bytesLength))
        {
            return putLong(arena, ref, offset, removed, countDelta, IntegerText.parse(bytesAddress, bytesLength));
        }
        final long entryLength = ListPackDescriptor.bytesLength(bytesLength);
        final long added = entryLength + ListPackDescriptor.backLength(entryLength);
        final long result = splice(arena, ref, offset, removed, added, countDelta);
        final long address = arena.writable(result, offset, added);
        final int headerLength = ListPackDescriptor.putBytesHeader(address, bytesLength);
        OffHeap.copy(bytesAddress, address + headerLength, bytesLength);
        ListPackDescriptor.putBackLength(address + entryLength, entryLength);
        return result;
    }

    private static long putLong(
        final Arena arena, final long ref, final int offset, final int removed, final int countDelta, final long value)
    {
        final int entryLength = ListPackDescriptor.numberLength(value);
        final long result = splice(arena, ref, offset, removed, entryLength + 1L, countDelta);
        final long address = arena.writable(result, offset, entryLength + 1L);
        ListPackDescriptor.putNumber(address, value);
        ListPackDescriptor.putBackLength(address + entryLength, entryLength);
        return result;
    }

    /**
     * Replaces bytes at an offset by room for others, moves what follows, and keeps length and count true.
     * Everything from the offset to the end may be written afterwards.
     */
    private static long splice(
        final Arena arena, final long ref, final int offset, final int removed, final long added, final int countDelta)
    {
        final int oldLength = length(arena.address(ref));
        final long newLength = oldLength - removed + added;
        if (newLength > MAX_LENGTH)
        {
            throw new IllegalStateException("listpack too long: length=" + newLength);
        }

        long result = ref;
        if (newLength > oldLength)
        {
            result = arena.reallocate(ref, oldLength, newLength);
        }
        final long address = arena.writable(result, offset, Math.max(newLength, oldLength) - offset) - offset;
        if (removed != added)
        {
            OffHeap.copy(address + offset + removed, address + offset + added, oldLength - offset - removed);
        }
        final long header = arena.writable(result, 0, HEADER_LENGTH);
        OffHeap.putInt(header, (int)newLength);
        if (countDelta != 0)
        {
            changeCount(header, countDelta);
        }
        if (newLength < oldLength)
        {
            result = arena.reallocate(result, oldLength, newLength);
        }
        return result;
    }

    private static void changeCount(final long address, final int delta)
    {
        final int count = OffHeap.getShort(address + COUNT_OFFSET) & 0xFFFF;
        if (count != COUNT_UNKNOWN)
        {
            OffHeap.putShort(address + COUNT_OFFSET, (short)Math.min(count + delta, COUNT_UNKNOWN));
        }
    }

    private static int countByWalking(final long address)
    {
        int count = 0;
        for (int offset = first(address); offset != NONE; offset = next(address, offset))
        {
            count++;
        }
        return count;
    }

    private static int forward(final long address, final int steps)
    {
        int offset = first(address);
        for (int i = 0; i < steps && offset != NONE; i++)
        {
            offset = next(address, offset);
        }
        return offset;
    }

    private static int backward(final long address, final int steps)
    {
        int offset = last(address);
        for (int i = 0; i < steps && offset != NONE; i++)
        {
            offset = previous(address, offset);
        }
        return offset;
    }

    private static boolean isNumber(final long address, final long value)
    {
        final int encoding = OffHeap.getByte(address) & 0xFF;
        if (encoding < 0x80)
        {
            return encoding == value;
        }
        if (encoding < 0xC0)
        {
            return false;
        }
        if (encoding < 0xE0)
        {
            final int raw = (encoding & 0x1F) << 8 | OffHeap.getByte(address + 1) & 0xFF;
            return raw << 19 >> 19 == value;
        }
        return switch (encoding)
        {
            case ListPackDescriptor.NUMBER_16 -> OffHeap.getShort(address + 1) == value;
            case ListPackDescriptor.NUMBER_24 -> OffHeap.getInt(address) >> 8 == value;
            case ListPackDescriptor.NUMBER_32 -> OffHeap.getInt(address + 1) == value;
            case ListPackDescriptor.NUMBER_64 -> OffHeap.getLong(address + 1) == value;
            default -> false;
        };
    }

    private static boolean isBytes(
        final long address, final int entryLength, final long bytesAddress, final int bytesLength)
    {
        final int encoding = OffHeap.getByte(address) & 0xFF;
        final boolean holdsBytes = encoding >= 0x80 && encoding < 0xC0 || encoding >= 0xE0 && encoding <= 0xF0;
        return holdsBytes && OffHeap.equal(address + entryLength - bytesLength, bytesAddress, bytesLength);
    }
}
