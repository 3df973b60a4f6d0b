package io.ringbolt.engine.stream;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * The entries of a stream's node in one listpack, laid out as Redis does: a master entry that repeats the fields of the
 * node's first entry, then the entries with their ids as differences from the node's.
 * <pre>
 *   master:  count | deleted | number of fields | field ... | 0
 *   entry:   flags | time difference | number difference | value ... | elements before this one              same
 * fields
 *            flags | time difference | number difference | number of fields | field value ... | elements     other
 * fields
 * </pre>
 */
final class StreamNode
{
    static final int FLAG_DELETED = 1;
    static final int FLAG_SAME_FIELDS = 2;

    /** Elements of an entry besides its values: flags and the two differences. */
    static final int ENTRY_OVERHEAD = 3;

    private final Arena arena;
    private final ListPackElement element = new ListPackElement();

    StreamNode(final Arena arena)
    {
        this.arena = arena;
    }

    /** Makes a listpack of no entries with the fields of the first one to come. */
    long create(final FieldSource fields)
    {
        long pack = ListPack.create(arena);
        pack = ListPack.appendLong(arena, pack, 0);
        pack = ListPack.appendLong(arena, pack, 0);
        pack = ListPack.appendLong(arena, pack, fields.fieldCount());
        for (int i = 0; i < fields.fieldCount(); i++)
        {
            pack = ListPack.append(arena, pack, fields.address(2 * i), fields.length(2 * i));
        }
        return ListPack.appendLong(arena, pack, 0);
    }

    /** Appends an entry. */
    long append(
        final long filled, final long timeDifference, final long numberDifference, final FieldSource fields)
    {
        long pack = addToCounts(filled, 1, 0);
        final boolean isSame = hasFields(pack, fields);
        pack = ListPack.appendLong(arena, pack, isSame ? FLAG_SAME_FIELDS : 0);
        pack = ListPack.appendLong(arena, pack, timeDifference);
        pack = ListPack.appendLong(arena, pack, numberDifference);
        final int count = fields.fieldCount();
        if (!isSame)
        {
            pack = ListPack.appendLong(arena, pack, count);
        }
        for (int i = 0; i < count; i++)
        {
            if (!isSame)
            {
                pack = ListPack.append(arena, pack, fields.address(2 * i), fields.length(2 * i));
            }
            pack = ListPack.append(arena, pack, fields.address(2 * i + 1), fields.length(2 * i + 1));
        }
        return ListPack.appendLong(arena, pack, ENTRY_OVERHEAD + (isSame ? count : 2L * count + 1));
    }

    /** Entries that are not deleted. */
    long liveCount(final long pack)
    {
        final long address = arena.address(pack);
        return longAt(address, ListPack.first(address));
    }

    long deletedCount(final long pack)
    {
        final long address = arena.address(pack);
        return longAt(address, ListPack.next(address, ListPack.first(address)));
    }

    /** Marks an entry deleted. */
    long delete(final long pack, final int offset)
    {
        final long flags = longAt(arena.address(pack), offset);
        // both values take one byte, so no offset changes
        return addToCounts(ListPack.replaceLong(arena, pack, offset, flags | FLAG_DELETED), -1, 1);
    }

    /** Where the first entry, deleted or not, begins. */
    int firstEntry(final long address)
    {
        int offset = fieldsOffset(address);
        for (long i = masterFieldCount(address); i >= 0; i--)
        {
            offset = ListPack.next(address, offset);
        }
        return offset;
    }

    /** Where the last entry begins. */
    int lastEntry(final long address)
    {
        return entryEndingAt(address, ListPack.last(address));
    }

    /** Where the entry after the one at an offset begins, or {@link ListPack#NONE}. */
    int nextEntry(final long address, final int offset)
    {
        int at = offset;
        for (long i = elementCount(address, offset); i >= 0 && at != ListPack.NONE; i--)
        {
            at = ListPack.next(address, at);
        }
        return at;
    }

    /** Where the entry before the one at an offset begins, or {@link ListPack#NONE}. */
    int previousEntry(final long address, final int offset)
    {
        return entryEndingAt(address, ListPack.previous(address, offset));
    }

    long flags(final long address, final int offset)
    {
        return longAt(address, offset);
    }

    long timeDifference(final long address, final int offset)
    {
        return longAt(address, ListPack.next(address, offset));
    }

    long numberDifference(final long address, final int offset)
    {
        return longAt(address, ListPack.next(address, ListPack.next(address, offset)));
    }

    /** Where the master's first field is, or the 0 behind if there is none. */
    int fieldsOffset(final long address)
    {
        return skip(address, ListPack.first(address), 3);
    }

    long masterFieldCount(final long address)
    {
        return longAt(address, skip(address, ListPack.first(address), 2));
    }

    int skip(final long address, final int offset, final int elements)
    {
        int at = offset;
        for (int i = 0; i < elements; i++)
        {
            at = ListPack.next(address, at);
        }
        return at;
    }

    long longAt(final long address, final int offset)
    {
        ListPack.read(address, offset, element);
        if (!element.isInteger())
        {
            throw new IllegalStateException("stream node without a number: offset=" + offset);
        }
        return element.longValue();
    }

    /** Elements of an entry before the last, which tells their number. */
    private long elementCount(final long address, final int offset)
    {
        if ((flags(address, offset) & FLAG_SAME_FIELDS) != 0)
        {
            return ENTRY_OVERHEAD + masterFieldCount(address);
        }
        return ENTRY_OVERHEAD + 1 + 2 * longAt(address, skip(address, offset, ENTRY_OVERHEAD));
    }

    private int entryEndingAt(final long address, final int offset)
    {
        final long elements = longAt(address, offset);
        if (elements == 0)
        {
            return ListPack.NONE;
        }
        int at = offset;
        for (long i = 0; i < elements; i++)
        {
            at = ListPack.previous(address, at);
        }
        return at;
    }

    private boolean hasFields(final long pack, final FieldSource fields)
    {
        final long address = arena.address(pack);
        if (masterFieldCount(address) != fields.fieldCount())
        {
            return false;
        }
        int offset = fieldsOffset(address);
        for (int i = 0; i < fields.fieldCount(); i++)
        {
            if (!ListPack.isEqual(address, offset, fields.address(2 * i), fields.length(2 * i)))
            {
                return false;
            }
            offset = ListPack.next(address, offset);
        }
        return true;
    }

    private long addToCounts(final long pack, final int live, final int deleted)
    {
        final int offset = ListPack.first(arena.address(pack));
        long result = ListPack.replaceLong(arena, pack, offset, liveCount(pack) + live);
        if (deleted != 0)
        {
            final int next = ListPack.next(arena.address(result), offset);
            result = ListPack.replaceLong(arena, result, next, deletedCount(result) + deleted);
        }
        return result;
    }
}
