package io.ringbolt.engine.rdb;

import io.ringbolt.engine.hash.TemplateLoader;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * Reads hashes that share the names of their fields, and in a file the names to which they refer.
 */
final class TemplateDecoder implements AutoCloseable
{
    private static final int MIN_NAME = 1;

    private final Arena arena;
    private final TemplateLoader loader;
    private final PackDecoder packs;
    private final ListPackElement element = new ListPackElement();
    private final Scratch text;

    TemplateDecoder(
        final Arena arena, final OffHeapAllocator allocator, final TemplateLoader loader, final PackDecoder packs)
    {
        this.arena = arena;
        this.loader = loader;
        this.packs = packs;
        this.text = new Scratch(allocator);
        text.reserve(IntegerText.MAX_LENGTH);
    }

    /** Reads a number and the names that values stand for from now on. */
    void define(final RdbReader reader)
    {
        final long number = reader.readLength();
        final long template = readListedNames(reader);
        if (!reader.hasFailed() && !loader.define(number, template))
        {
            loader.release(template);
            reader.fail();
        }
    }

    /** Whether names have been defined. */
    boolean hasDefined()
    {
        return loader.hasNumbers();
    }

    /** Reads a hash; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        switch (rdbType)
        {
            case RdbType.HASH_TEMPLATE_LISTPACK -> readPack(reader, readNames(reader), false, out);
            case RdbType.HASH_TEMPLATE_LISTPACK_REF -> readPack(reader, Arena.NULL_REF, true, out);
            case RdbType.HASH_TEMPLATE_ARRAY -> readValues(reader, readNames(reader), out);
            default -> readValues(reader, loader.template(reader.readLength()), out);
        }
    }

    private long readNames(final RdbReader reader)
    {
        final long form = reader.readLength();
        if (RdbType.NAMES_LISTED == form)
        {
            return readListedNames(reader);
        }
        if (RdbType.NAMES_PACKED != form)
        {
            reader.fail();
        }
        final long pack = readFilledPack(reader);
        if (reader.hasFailed())
        {
            return Arena.NULL_REF;
        }
        final long address = arena.address(pack);
        loader.beginNames();
        for (int offset = ListPack.first(address); ListPack.NONE != offset; offset = ListPack.next(address, offset))
        {
            ListPack.read(address, offset, element);
            element.toText(text.address());
            loader.addName(element.address(), element.length());
        }
        arena.free(pack);
        return endNames(reader);
    }

    private long readFilledPack(final RdbReader reader)
    {
        final long pack = packs.readListPack(reader);
        if (Arena.NULL_REF == pack)
        {
            reader.fail();
        }
        return pack;
    }

    private long readListedNames(final RdbReader reader)
    {
        final long count = reader.readCount(MIN_NAME);
        loader.beginNames();
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, element);
            loader.addName(element.address(), element.length());
        }
        return endNames(reader);
    }

    private long endNames(final RdbReader reader)
    {
        final long template = reader.hasFailed() ? Arena.NULL_REF : loader.endNames();
        if (Arena.NULL_REF == template)
        {
            reader.fail();
        }
        return template;
    }

    /** A number, in a file that of the template, and the values. */
    private void readPack(
        final RdbReader reader, final long namedBefore, final boolean isNumbered, final ValueRef out)
    {
        final long pack = reader.hasFailed() ? Arena.NULL_REF : readFilledPack(reader);
        if (reader.hasFailed())
        {
            loader.release(namedBefore);
            return;
        }
        final long address = arena.address(pack);
        ListPack.read(address, ListPack.first(address), element);
        final boolean isSound = element.isInteger();
        final long template = isNumbered && isSound ? loader.template(element.longValue()) : namedBefore;
        if (isSound && Arena.NULL_REF != template && ListPack.count(address) == loader.fieldCount(template) + 1)
        {
            loader.ofPack(template, pack, out);
            return;
        }
        loader.release(namedBefore);
        arena.free(pack);
        reader.fail();
    }

    private void readValues(final RdbReader reader, final long template, final ValueRef out)
    {
        if (reader.hasFailed() || Arena.NULL_REF == template)
        {
            reader.fail();
            return;
        }
        loader.create(template, out);
        final int count = loader.fieldCount(template);
        for (int i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, element);
            if (!reader.hasFailed())
            {
                loader.append(out, element.address(), element.length());
            }
        }
    }

    @Override
    public void close()
    {
        loader.clear();
        text.close();
    }
}
