package io.ringbolt.engine.rdb;

import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * Reads hashes in all their forms: pairs of field and value, a zipmap, a ziplist, a listpack.
 */
final class HashDecoder
{
    private final Arena arena;
    private final Hashes hashes;
    private final PackDecoder packs;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private long maxListPackEntries;

    HashDecoder(final Arena arena, final Hashes hashes, final PackDecoder packs)
    {
        this.arena = arena;
        this.hashes = hashes;
        this.packs = packs;
    }

    void limits(final long listPackEntries)
    {
        maxListPackEntries = listPackEntries;
    }

    /** Reads a hash; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        switch (rdbType)
        {
            case RdbType.HASH -> readPairs(reader, out);
            case RdbType.HASH_ZIPMAP -> usePack(reader, packs.readZipMap(reader), out);
            case RdbType.HASH_ZIPLIST -> usePack(reader, packs.readZipList(reader), out);
            default -> usePack(reader, packs.readListPack(reader), out);
        }
    }

    private void readPairs(final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(2);
        hashes.create(out);
        if (count > maxListPackEntries)
        {
            hashes.beforeGrowing(out, Integer.MAX_VALUE);
        }
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, field);
            reader.readText(RdbReader.SECOND, value);
            if (!reader.hasFailed() &&
                !hashes.set(out, field.address(), field.length(), value.address(), value.length()))
            {
                reader.fail();
            }
        }
        if (0 == count)
        {
            reader.fail();
        }
    }

    private void usePack(final RdbReader reader, final long pack, final ValueRef out)
    {
        if (reader.hasFailed())
        {
            return;
        }
        out.set(Encoding.LISTPACK, pack);
        if (!packs.isKeyed(pack, 2))
        {
            reader.fail();
        }
        else if (ListPack.count(arena.address(pack)) / 2 > maxListPackEntries)
        {
            hashes.beforeGrowing(out, Integer.MAX_VALUE);
        }
    }
}
