package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.set.Sets;

/**
 * Reads sets in all their forms: members, sorted integers, a listpack.
 */
final class SetDecoder implements AutoCloseable
{
    private final Arena arena;
    private final Sets sets;
    private final PackDecoder packs;
    private final Scratch text;
    private final ListPackElement element = new ListPackElement();
    private long maxIntSetEntries;
    private long maxListPackEntries;

    SetDecoder(final Arena arena, final OffHeapAllocator allocator, final Sets sets, final PackDecoder packs)
    {
        this.arena = arena;
        this.sets = sets;
        this.packs = packs;
        this.text = new Scratch(allocator);
        text.reserve(IntegerText.MAX_LENGTH);
    }

    void limits(final long intSetEntries, final long listPackEntries)
    {
        maxIntSetEntries = intSetEntries;
        maxListPackEntries = listPackEntries;
    }

    /** Reads a set; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        switch (rdbType)
        {
            case RdbType.SET -> readMembers(reader, out);
            case RdbType.SET_INTSET -> readIntSet(reader, out);
            default -> readPack(reader, out);
        }
    }

    private void readMembers(final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(1);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, element);
            if (!reader.hasFailed())
            {
                add(reader, out, count);
            }
        }
    }

    private void add(final RdbReader reader, final ValueRef out, final long expectedCount)
    {
        if (Arena.NULL_REF == out.root())
        {
            sets.create(
                element.address(), element.length(), (int)Math.min(expectedCount, Integer.MAX_VALUE), out);
        }
        if (!sets.add(out, element.address(), element.length()))
        {
            reader.fail();
        }
    }

    private void readIntSet(final RdbReader reader, final ValueRef out)
    {
        final int length = reader.readBlob(RdbReader.FIRST);
        final long address = reader.blob();
        if (reader.hasFailed() || !IntSet.isValid(address, length) || 0 == IntSet.count(address))
        {
            reader.fail();
            return;
        }
        final int count = IntSet.count(address);
        if (count <= maxIntSetEntries)
        {
            out.set(Encoding.INTSET, IntSet.copyOf(arena, address));
            return;
        }
        for (int i = 0; i < count; i++)
        {
            element.set(IntSet.get(address, i)).toText(text.address());
            add(reader, out, count);
        }
    }

    private void readPack(final RdbReader reader, final ValueRef out)
    {
        final long pack = packs.readListPack(reader);
        if (Arena.NULL_REF == pack)
        {
            return;
        }
        out.set(Encoding.LISTPACK, pack);
        if (!packs.isKeyed(pack, 1))
        {
            reader.fail();
        }
        else if (ListPack.count(arena.address(pack)) > maxListPackEntries)
        {
            sets.toTable(out);
        }
    }

    @Override
    public void close()
    {
        text.close();
    }
}
