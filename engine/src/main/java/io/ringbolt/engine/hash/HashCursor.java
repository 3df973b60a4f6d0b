package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over all fields of a hash that does not change meanwhile, without those that have expired.
 */
public final class HashCursor
{
    private final Hashes hashes;
    private final MemberIterator iterator;
    private final ValueRef template = new ValueRef();
    private boolean isPack;
    private boolean isTemplate;
    private boolean isExpiring;
    private long pack;
    private int offset;
    private int index;
    private long expiresAtMs;

    public HashCursor(final Hashes hashes)
    {
        this.hashes = hashes;
        this.iterator = new MemberIterator(hashes.members());
    }

    /** Begins before the first field. */
    public HashCursor wrap(final ValueRef hash)
    {
        isPack = HashForms.isPack(hash);
        isExpiring = HashForms.isExpiring(hash);
        expiresAtMs = FieldBlock.NEVER;
        isTemplate = TemplateFields.isTemplate(hash);
        if (isTemplate)
        {
            wrapTemplate(hash);
        }
        else if (isPack)
        {
            pack = hashes.forms.pack(hash);
            offset = ListPack.first(hashes.arena.address(pack));
        }
        else
        {
            iterator.wrap(hashes.table(hash));
        }
        return this;
    }

    private void wrapTemplate(final ValueRef hash)
    {
        template.set(hash.encoding(), hash.root());
        index = 0;
        if (hash.encoding() == Encoding.TEMPLATE_LISTPACK)
        {
            final long address = hashes.arena.address(hash.root());
            offset = ListPack.next(address, ListPack.first(address));
        }
    }

    /**
     * @return false behind the last field.
     */
    public boolean next(final ListPackElement field, final ListPackElement value)
    {
        if (isTemplate)
        {
            return nextOfTemplate(field, value);
        }
        boolean isThere;
        do
        {
            isThere = isPack ? nextPacked(field, value) : nextBlock(field, value);
        }
        while (isThere && isExpiring && TableFields.isExpired(expiresAtMs, hashes.nowMs()));
        return isThere;
    }

    /** Whether the field that {@link #next} has come to expires. */
    public boolean hasExpiry()
    {
        return expiresAtMs != FieldBlock.NEVER;
    }

    /** When the field expires, ms since 1970; only with {@link #hasExpiry()}. */
    public long expiresAtMs()
    {
        return expiresAtMs;
    }

    private boolean nextOfTemplate(final ListPackElement field, final ListPackElement value)
    {
        if (index == hashes.templates.count(template))
        {
            return false;
        }
        hashes.templates.readField(template, index, field);
        if (template.encoding() == Encoding.TEMPLATE_ARRAY)
        {
            hashes.templates.readValue(template, index, value);
        }
        else
        {
            final long address = hashes.arena.address(template.root());
            ListPack.read(address, offset, value);
            offset = ListPack.next(address, offset);
        }
        index++;
        return true;
    }

    private boolean nextPacked(final ListPackElement field, final ListPackElement value)
    {
        if (offset == ListPack.NONE)
        {
            return false;
        }
        final long address = hashes.arena.address(pack);
        ListPack.read(address, offset, field);
        int last = ListPack.next(address, offset);
        ListPack.read(address, last, value);
        if (isExpiring)
        {
            last = ListPack.next(address, last);
            expiresAtMs = hashes.packed.time(address, last);
        }
        offset = ListPack.next(address, last);
        return true;
    }

    private boolean nextBlock(final ListPackElement field, final ListPackElement value)
    {
        final long block = iterator.next();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        hashes.readField(block, field);
        hashes.readValue(block, value);
        if (isExpiring)
        {
            expiresAtMs = hashes.tables.expiresAtMs(block);
        }
        return true;
    }
}
