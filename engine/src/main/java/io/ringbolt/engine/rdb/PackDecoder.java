package io.ringbolt.engine.rdb;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.listpack.ListPackInspection;
import io.ringbolt.engine.listpack.ListPackValidator;
import io.ringbolt.engine.listpack.PackBuilder;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Turns the packed forms of collections, of any age, into listpacks in the arena that collections may use as their own.
 */
final class PackDecoder implements AutoCloseable
{
    private final Arena arena;
    private final PackBuilder builder;
    private final ZipListDecoder zipLists = new ZipListDecoder();
    private final ZipMapDecoder zipMaps = new ZipMapDecoder();
    private final ListPackInspection inspection = new ListPackInspection();
    private final ListPackElement element = new ListPackElement();

    PackDecoder(final Arena arena, final OffHeapAllocator allocator)
    {
        this.arena = arena;
        this.builder = new PackBuilder(allocator);
    }

    /**
     * Reads a listpack.
     *
     * @return a copy, owned by the caller, in which every element has its canonical form; {@link Arena#NULL_REF}
     *         after a fault, and if there are no elements.
     */
    long readListPack(final RdbReader reader)
    {
        final int length = reader.readBlob(RdbReader.FIRST);
        if (reader.hasFailed() || ListPackValidator.validate(reader.blob(), length) < 0)
        {
            reader.fail();
            return Arena.NULL_REF;
        }
        final long address = reader.blob();
        if (ListPack.isEmpty(address))
        {
            return Arena.NULL_REF;
        }
        if (inspection.isCanonical(address))
        {
            return ListPack.copyOf(arena, address);
        }
        builder.begin();
        for (int offset = ListPack.first(address); ListPack.NONE != offset; offset = ListPack.next(address, offset))
        {
            ListPack.read(address, offset, element);
            builder.append(element);
        }
        return builder.finish(arena);
    }

    /** As {@link #readListPack}, byte for byte as it came: for nodes in which nothing is searched by its form. */
    long readListPackAsIs(final RdbReader reader)
    {
        final int length = reader.readBlob(RdbReader.FIRST);
        if (reader.hasFailed() || ListPackValidator.validate(reader.blob(), length) < 0)
        {
            reader.fail();
            return Arena.NULL_REF;
        }
        return ListPack.isEmpty(reader.blob()) ? Arena.NULL_REF : ListPack.copyOf(arena, reader.blob());
    }

    /** As {@link #readListPack}, of a ziplist. */
    long readZipList(final RdbReader reader)
    {
        final int length = reader.readBlob(RdbReader.FIRST);
        builder.begin();
        return finish(reader, !reader.hasFailed() && zipLists.read(reader.blob(), length, builder));
    }

    /** As {@link #readListPack}, of a zipmap. */
    long readZipMap(final RdbReader reader)
    {
        final int length = reader.readBlob(RdbReader.FIRST);
        builder.begin();
        return finish(reader, !reader.hasFailed() && zipMaps.read(reader.blob(), length, builder));
    }

    private long finish(final RdbReader reader, final boolean isSound)
    {
        if (!isSound)
        {
            reader.fail();
            return Arena.NULL_REF;
        }
        return 0 == builder.count() ? Arena.NULL_REF : builder.finish(arena);
    }

    /** Says whether a canonical listpack has a whole number of groups that begin with different elements. */
    boolean isKeyed(final long pack, final int stride)
    {
        final long address = arena.address(pack);
        return 0 == ListPack.count(address) % stride && !inspection.hasDuplicates(address, stride);
    }

    @Override
    public void close()
    {
        builder.close();
    }
}
