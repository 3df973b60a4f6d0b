package io.ringbolt.engine.rdb;

import io.ringbolt.engine.hash.HashTemplates;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.hash.TemplateAdoption;
import io.ringbolt.engine.hash.TemplateLoader;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * Reads hashes in all their forms: pairs of field and value, a zipmap, a ziplist, a listpack, the last and the first
 * also with the times when fields expire.
 */
final class HashDecoder implements AutoCloseable
{
    private static final int TRIPLE = 3;
    private static final int MIN_EXPIRING_FIELD = 3;
    /** Times of fields take 48 bits. */
    private static final long MAX_TIME_MS = (1L << 48) - 1;

    private final Arena arena;
    private final Hashes hashes;
    private final PackDecoder packs;
    private final TemplateDecoder templates;
    private final TemplateAdoption adoption;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final ListPackElement time = new ListPackElement();
    private final Scratch text;
    private long maxListPackEntries;

    HashDecoder(
        final Arena arena, final OffHeapAllocator allocator, final Hashes hashes, final HashTemplates registry,
        final PackDecoder packs)
    {
        this.adoption = new TemplateAdoption(hashes, registry);
        this.templates = new TemplateDecoder(arena, allocator, new TemplateLoader(arena, hashes, registry), packs);
        this.text = new Scratch(allocator);
        text.reserve(2 * IntegerText.MAX_LENGTH);
        this.arena = arena;
        this.hashes = hashes;
        this.packs = packs;
    }

    void limits(final long listPackEntries)
    {
        maxListPackEntries = listPackEntries;
    }

    /** Reads names that hashes behind them in a file have by their number. */
    void defineTemplate(final RdbReader reader)
    {
        templates.define(reader);
    }

    /** What lets hashes of a file share their names; does nothing until it is told which. */
    TemplateAdoption adoption()
    {
        return adoption;
    }

    /** Reads a hash; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        readForm(rdbType, reader, out);
        if (!reader.hasFailed() && Arena.NULL_REF != out.root() && !templates.hasDefined())
        {
            adoption.adopt(out);
        }
    }

    private void readForm(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        switch (rdbType)
        {
            case RdbType.HASH -> readPairs(reader, out);
            case RdbType.HASH_WITH_EXPIRY -> readExpiring(reader, out);
            case RdbType.HASH_LISTPACK_WITH_EXPIRY -> readExpiringPack(reader, out);
            case RdbType.HASH_TEMPLATE_LISTPACK, RdbType.HASH_TEMPLATE_LISTPACK_REF, RdbType.HASH_TEMPLATE_ARRAY,
                RdbType.HASH_TEMPLATE_ARRAY_REF -> templates.read(rdbType, reader, out);
            case RdbType.HASH_ZIPMAP -> usePack(reader, packs.readZipMap(reader), out);
            case RdbType.HASH_ZIPLIST -> usePack(reader, packs.readZipList(reader), out);
            default -> usePack(reader, packs.readListPack(reader), out);
        }
    }

    /** Makes the hash, unless nothing comes. */
    private void create(final long count, final ValueRef out)
    {
        if (count > 0)
        {
            hashes.create(out);
        }
        if (count > maxListPackEntries)
        {
            hashes.beforeGrowing(out, Integer.MAX_VALUE);
        }
    }

    private void readPairs(final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(2);
        create(count, out);
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
    }

    private void readExpiring(final RdbReader reader, final ValueRef out)
    {
        final long earliestMs = reader.readLong();
        final long count = reader.readCount(MIN_EXPIRING_FIELD);
        create(count, out);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            final long expiresIn = reader.readLength();
            reader.readText(RdbReader.FIRST, field);
            reader.readText(RdbReader.SECOND, value);
            addExpiring(reader, out, 0 == expiresIn ? 0 : earliestMs + expiresIn - 1);
        }
        if (earliestMs < 0 || earliestMs > MAX_TIME_MS)
        {
            reader.fail();
        }
    }

    /** Adds the field that has just been read. @param expiresAtMs 0 if it never does. */
    private void addExpiring(final RdbReader reader, final ValueRef out, final long expiresAtMs)
    {
        if (expiresAtMs < 0 || expiresAtMs > MAX_TIME_MS)
        {
            reader.fail();
        }
        if (reader.hasFailed())
        {
            return;
        }
        if (!hashes.set(out, field.address(), field.length(), value.address(), value.length()))
        {
            reader.fail();
        }
        else if (0 != expiresAtMs)
        {
            hashes.expire(out, field.address(), field.length(), expiresAtMs);
        }
    }

    /** Triples of field, value and time, those that expire first before the others and those that never do last. */
    private void readExpiringPack(final RdbReader reader, final ValueRef out)
    {
        reader.readLong();
        final long pack = packs.readListPack(reader);
        if (Arena.NULL_REF == pack)
        {
            return;
        }
        if (!packs.isKeyed(pack, TRIPLE) || !isInOrder(arena.address(pack)))
        {
            reader.fail();
        }
        hashes.create(out);
        if (ListPack.count(arena.address(pack)) / TRIPLE > maxListPackEntries)
        {
            hashes.beforeGrowing(out, Integer.MAX_VALUE);
        }
        int offset = ListPack.first(arena.address(pack));
        while (ListPack.NONE != offset && !reader.hasFailed())
        {
            final long address = arena.address(pack);
            ListPack.read(address, offset, field);
            offset = ListPack.next(address, offset);
            ListPack.read(address, offset, value);
            offset = ListPack.next(address, offset);
            ListPack.read(address, offset, time);
            offset = ListPack.next(address, offset);
            field.toText(text.address());
            value.toText(text.address() + IntegerText.MAX_LENGTH);
            addExpiring(reader, out, time.longValue());
        }
        arena.free(pack);
    }

    private boolean isInOrder(final long pack)
    {
        long previous = 0;
        int index = 0;
        for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
        {
            if (TRIPLE - 1 == index++ % TRIPLE)
            {
                ListPack.read(pack, offset, time);
                final long expiresAtMs = 0 == time.longValue() ? Long.MAX_VALUE : time.longValue();
                if (!time.isInteger() || expiresAtMs < previous)
                {
                    return false;
                }
                previous = expiresAtMs;
            }
        }
        return true;
    }

    private void usePack(final RdbReader reader, final long pack, final ValueRef out)
    {
        if (Arena.NULL_REF == pack)
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

    @Override
    public void close()
    {
        templates.close();
        text.close();
    }
}
