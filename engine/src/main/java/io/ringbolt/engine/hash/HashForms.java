package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ExpiringHash;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * The four forms of a hash with names of its own, a listpack or a table, each with fields that may expire or without:
 * what their roots lead to and how one becomes another; and how a hash of any form is copied, measured and freed.
 */
final class HashForms implements AutoCloseable
{
    private final Arena arena;
    private final PackedFields packed;
    private final TableFields tables;
    private final TemplateFields templates;
    private final long fieldScratch;
    private final long valueScratch;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();

    HashForms(
        final Arena arena, final PackedFields packed, final TableFields tables, final TemplateFields templates)
    {
        this.templates = templates;
        this.arena = arena;
        this.packed = packed;
        this.tables = tables;
        this.fieldScratch = arena.allocate(IntegerText.MAX_LENGTH);
        this.valueScratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    static boolean isPack(final ValueRef hash)
    {
        return hash.encoding() == Encoding.LISTPACK || hash.encoding() == Encoding.LISTPACK_EX;
    }

    static boolean isExpiring(final ValueRef hash)
    {
        return Encoding.hasFieldExpiry(hash.encoding());
    }

    static int stride(final ValueRef hash)
    {
        return hash.encoding() == Encoding.LISTPACK ? PackedFields.PAIR : PackedFields.TRIPLE;
    }

    long pack(final ValueRef hash)
    {
        return isExpiring(hash) ? ExpiringHash.fields(arena.address(hash.root())) : hash.root();
    }

    void pack(final ValueRef hash, final long pack)
    {
        if (!isExpiring(hash))
        {
            hash.root(pack);
        }
        else if (pack != pack(hash))
        {
            arena.putLong(hash.root(), ExpiringHash.FIELDS_OFFSET, pack);
        }
    }

    long tree(final ValueRef hash)
    {
        return isExpiring(hash) ? ExpiringHash.tree(arena.address(hash.root())) : Arena.NULL_REF;
    }

    /** The table of a hash that is not a listpack. */
    long table(final ValueRef hash)
    {
        return isExpiring(hash) ? ExpiringHash.fields(arena.address(hash.root())) : hash.root();
    }

    /** Turns a listpack into a table. */
    void toTable(final ValueRef hash)
    {
        final boolean isExpiring = isExpiring(hash);
        final long pack = pack(hash);
        final long table = tables.members.create();
        final long tree = isExpiring ? tables.createTree() : Arena.NULL_REF;
        final long address = arena.address(pack);
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE)
        {
            ListPack.read(address, offset, field);
            offset = ListPack.next(address, offset);
            ListPack.read(address, offset, value);
            offset = ListPack.next(address, offset);
            long expiresAtMs = FieldBlock.NEVER;
            if (isExpiring)
            {
                expiresAtMs = packed.time(address, offset);
                offset = ListPack.next(address, offset);
            }
            field.toText(arena.writable(fieldScratch, 0, IntegerText.MAX_LENGTH));
            value.toText(arena.writable(valueScratch, 0, IntegerText.MAX_LENGTH));
            tables.insert(
                table, tree, field.address(), field.length(), value.address(), value.length(), expiresAtMs);
        }
        arena.free(pack);
        if (isExpiring)
        {
            arena.putLong(hash.root(), ExpiringHash.FIELDS_OFFSET, table);
            arena.putLong(hash.root(), ExpiringHash.TREE_OFFSET, tree);
            hash.set(Encoding.HASHTABLE_EX, hash.root());
        }
        else
        {
            hash.set(Encoding.HASHTABLE, table);
        }
    }

    /** Gives a hash the form in which fields can expire. */
    void makeExpiring(final ValueRef hash)
    {
        if (isPack(hash))
        {
            final long old = hash.root();
            final long triples = ListPack.withNumberBehindEach(
                arena, arena.address(old), PackedFields.PAIR, (int)FieldBlock.NEVER);
            arena.free(old);
            hash.set(Encoding.LISTPACK_EX, ExpiringHash.create(arena, triples, Arena.NULL_REF, Long.MAX_VALUE));
        }
        else
        {
            hash.set(Encoding.HASHTABLE_EX,
                ExpiringHash.create(arena, hash.root(), tables.createTree(), Long.MAX_VALUE));
        }
    }

    /** Makes a copy that shares nothing with the hash. */
    long copyOf(final int encoding, final long root)
    {
        if (Encoding.isTemplate(encoding))
        {
            return templates.copyOf(encoding, root);
        }
        if (!Encoding.hasFieldExpiry(encoding))
        {
            return encoding == Encoding.LISTPACK ? ListPack.copyOf(arena, arena.address(root)) :
                tables.copyOf(root, Arena.NULL_REF);
        }
        final long fields = ExpiringHash.fields(arena.address(root));
        final long earliestMs = ExpiringHash.earliestMs(arena.address(root));
        if (encoding == Encoding.LISTPACK_EX)
        {
            return ExpiringHash.create(
                arena, ListPack.copyOf(arena, arena.address(fields)), Arena.NULL_REF, earliestMs);
        }
        final long tree = tables.createTree();
        return ExpiringHash.create(arena, tables.copyOf(fields, tree), tree, earliestMs);
    }

    /**
     * Bytes of a hash in the arena.
     *
     * @param sampleCount fields to look at, more or less; the others are reckoned like these.
     */
    long bytes(final ValueRef hash, final long sampleCount)
    {
        if (TemplateFields.isTemplate(hash))
        {
            return templates.bytes(hash, sampleCount);
        }
        final long header = isExpiring(hash) ? arena.usableLength(hash.root()) : 0;
        return header + (isPack(hash) ? arena.usableLength(pack(hash)) :
            tables.bytes(table(hash), tree(hash), sampleCount));
    }

    /**
     * Frees a hash in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the hash is gone if that is above 0.
     */
    int release(final ValueRef hash, final int budget)
    {
        if (TemplateFields.isTemplate(hash))
        {
            return templates.release(hash, budget);
        }
        if (isPack(hash))
        {
            arena.free(pack(hash));
            releaseHeader(hash);
            return Math.max(1, budget - 1);
        }
        int rest = budget;
        if (tree(hash) != Arena.NULL_REF)
        {
            rest = tables.releaseTree(tree(hash), budget);
            if (rest == 0)
            {
                return 0;
            }
            arena.putLong(hash.root(), ExpiringHash.TREE_OFFSET, Arena.NULL_REF);
        }
        rest = tables.members.release(table(hash), rest);
        if (rest > 0)
        {
            releaseHeader(hash);
        }
        return rest;
    }

    private void releaseHeader(final ValueRef hash)
    {
        if (isExpiring(hash))
        {
            arena.free(hash.root());
        }
    }

    @Override
    public void close()
    {
        arena.free(fieldScratch);
        arena.free(valueScratch);
    }
}
