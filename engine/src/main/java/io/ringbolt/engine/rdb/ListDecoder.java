package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.list.ListLoader;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * Reads lists in all their forms: elements, one ziplist, nodes of ziplists, nodes of listpacks and large elements.
 */
final class ListDecoder
{
    private final Arena arena;
    private final Lists lists;
    private final ListLoader loader;
    private final PackDecoder packs;
    private final ListPackElement element = new ListPackElement();

    ListDecoder(final Arena arena, final Lists lists, final PackDecoder packs)
    {
        this.arena = arena;
        this.lists = lists;
        this.loader = new ListLoader(lists);
        this.packs = packs;
    }

    /** Reads a list; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        if (RdbType.LIST == rdbType)
        {
            readElements(reader, out);
            return;
        }
        if (RdbType.LIST_ZIPLIST == rdbType)
        {
            addPack(out, packs.readZipList(reader));
        }
        else
        {
            readNodes(rdbType, reader, out);
        }
        if (!reader.hasFailed() && Arena.NULL_REF != out.root())
        {
            loader.end(out);
        }
    }

    private void readElements(final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(1);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, element);
            if (!reader.hasFailed())
            {
                if (0 == i)
                {
                    lists.create(out);
                }
                lists.push(out, false, element.address(), element.length());
            }
        }
    }

    private void readNodes(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        final long count = reader.readCount(1);
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            final long kind = RdbType.LIST_QUICKLIST_2 == rdbType ? reader.readLength() : 0;
            if (RdbType.LIST_QUICKLIST == rdbType)
            {
                addPack(out, packs.readZipList(reader));
            }
            else if (RdbType.NODE_PACKED == kind)
            {
                addPack(out, packs.readListPackAsIs(reader));
            }
            else if (RdbType.NODE_PLAIN == kind)
            {
                addPlain(reader, out);
            }
            else
            {
                reader.fail();
            }
        }
    }

    private void addPlain(final RdbReader reader, final ValueRef out)
    {
        reader.readText(RdbReader.FIRST, element);
        if (reader.hasFailed() || 0 == element.length())
        {
            reader.fail();
            return;
        }
        begin(out);
        loader.addPlain(out, element.address(), element.length());
    }

    /** Adds a node; one without elements, as servers once wrote them, is passed over. */
    private void addPack(final ValueRef out, final long pack)
    {
        if (Arena.NULL_REF != pack)
        {
            begin(out);
            loader.addPack(out, pack);
        }
    }

    private void begin(final ValueRef out)
    {
        if (Arena.NULL_REF == out.root())
        {
            loader.begin(out);
        }
    }
}
