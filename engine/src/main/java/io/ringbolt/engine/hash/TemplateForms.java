package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * How a hash gets its field names from a template, from a listpack to blocks for its values, and back to names of its
 * own. Each costs O(fields).
 */
final class TemplateForms implements AutoCloseable
{
    private static final int SCRATCH_LENGTH = 2 * IntegerText.MAX_LENGTH;

    private final Arena arena;
    private final PackedFields packed;
    private final TableFields tables;
    private final TemplateFields fields;
    private final TemplateBuilder builder;
    private final MemberIterator iterator;
    private final long scratch;
    private final ValueRef made = new ValueRef();
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();

    TemplateForms(
        final Arena arena, final PackedFields packed, final TableFields tables, final TemplateFields fields,
        final TemplateBuilder builder)
    {
        this.arena = arena;
        this.packed = packed;
        this.tables = tables;
        this.fields = fields;
        this.builder = builder;
        this.iterator = new MemberIterator(tables.members);
        this.scratch = arena.allocate(SCRATCH_LENGTH);
    }

    /**
     * Gives a hash whose fields do not expire a template, be it its own first one.
     *
     * @param maxEntries   fields up to which values lie in a listpack.
     * @param longestValue up to which they do.
     * @param mayMake      whether a template may be made if there is none of these names.
     * @return false if there is none.
     */
    boolean toTemplate(
        final ValueRef hash, final int maxEntries, final int longestValue, final boolean mayMake)
    {
        final boolean isPack = hash.encoding() == Encoding.LISTPACK;
        final boolean isShort = isPack ? collectPack(hash.root()) : collectTable(hash.root(), longestValue);
        final boolean isSorted = builder.sort();
        assert isSorted : "two fields of one name";
        final long template = mayMake ? builder.intern() : builder.find();
        if (template == Arena.NULL_REF)
        {
            builder.trim();
            return false;
        }
        if (isShort && builder.count() <= maxEntries)
        {
            fields.create(made, template);
        }
        else
        {
            fields.createArray(made, template, builder.count());
        }
        for (int i = 0; i < builder.count(); i++)
        {
            readPlace(isPack, hash.root(), builder.place(i));
            fields.append(made, value.address(), value.length());
        }
        if (isPack)
        {
            arena.free(hash.root());
        }
        else
        {
            tables.members.release(hash.root(), Integer.MAX_VALUE);
        }
        hash.set(made.encoding(), made.root());
        builder.trim();
        return true;
    }

    private boolean collectPack(final long pack)
    {
        final long address = arena.address(pack);
        builder.begin();
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE)
        {
            ListPack.read(address, offset, field);
            field.toText(arena.writable(scratch, 0, SCRATCH_LENGTH));
            offset = ListPack.next(address, offset);
            builder.add(field.address(), field.length(), offset);
            offset = ListPack.next(address, offset);
        }
        return true;
    }

    private boolean collectTable(final long table, final int longestValue)
    {
        boolean isShort = true;
        builder.begin();
        iterator.wrap(table);
        for (long block = iterator.next(); block != Arena.NULL_REF; block = iterator.next())
        {
            final long address = arena.address(block);
            builder.add(FieldBlock.field(address), FieldBlock.fieldLength(address), block);
            isShort &= FieldBlock.valueLength(address) <= longestValue;
        }
        return isShort;
    }

    private void readPlace(final boolean isPack, final long pack, final long place)
    {
        if (isPack)
        {
            ListPack.read(arena.address(pack), (int)place, value);
            value.toText(arena.writable(scratch, 0, SCRATCH_LENGTH));
        }
        else
        {
            final long address = arena.address(place);
            value.set(FieldBlock.value(address), FieldBlock.valueLength(address));
        }
    }

    /** Gives each value of a hash with a template a block of its own. */
    void toArray(final ValueRef hash)
    {
        final long address = arena.address(hash.root());
        fields.createArray(made, fields.template(hash.encoding(), hash.root()), fields.count(hash));
        int offset = ListPack.next(address, ListPack.first(address));
        while (offset != ListPack.NONE)
        {
            ListPack.read(address, offset, value);
            value.toText(arena.writable(scratch, 0, SCRATCH_LENGTH));
            fields.append(made, value.address(), value.length());
            offset = ListPack.next(address, offset);
        }
        replace(hash);
    }

    /**
     * Gives a hash with a template names of its own.
     *
     * @param longest field or value of a hash that stays a listpack.
     */
    void toPlain(final ValueRef hash, final int maxEntries, final int longest)
    {
        final boolean isPack = hash.encoding() == Encoding.TEMPLATE_LISTPACK && fields.count(hash) <= maxEntries &&
            longestName(hash) <= longest;
        long pack = isPack ? ListPack.create(arena) : Arena.NULL_REF;
        final long table = isPack ? Arena.NULL_REF : tables.members.create();
        final int count = fields.count(hash);
        for (int i = 0; i < count; i++)
        {
            fields.readField(hash, i, field);
            fields.readValue(hash, i, value);
            value.toText(arena.writable(scratch, 0, SCRATCH_LENGTH));
            if (isPack)
            {
                pack = packed.append(pack, PackedFields.PAIR,
                    field.address(), field.length(), value.address(), value.length());
            }
            else
            {
                tables.insert(table, Arena.NULL_REF, field.address(), field.length(),
                    value.address(), value.length(), FieldBlock.NEVER);
            }
        }
        made.set(isPack ? Encoding.LISTPACK : Encoding.HASHTABLE, isPack ? pack : table);
        replace(hash);
    }

    private int longestName(final ValueRef hash)
    {
        final long content = fields.content(hash);
        return TemplateContent.nameLength(content, TemplateContent.count(content) - 1);
    }

    private void replace(final ValueRef hash)
    {
        fields.release(hash, Integer.MAX_VALUE);
        hash.set(made.encoding(), made.root());
    }

    @Override
    public void close()
    {
        arena.free(scratch);
    }
}
