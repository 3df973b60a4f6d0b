package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ExpiringHash;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import java.util.function.LongSupplier;

/**
 * What can be done with a hash, whichever way it is stored: a small listpack of alternating fields and values, a hash
 * table whose blocks hold a field and its value, or values behind a template that has the names. Knows the thresholds.
 * Bytes handed in are copied and must not lie in the hash itself; an element handed out is valid until the next change.
 */
/*
 * Once a field has been given a time the root is an ExpiringHash, which leads to a listpack of triples or to a table
 * with a tree beside it, and stays so when the last time is gone. A table is not touched by that change; a listpack
 * is rewritten. A field whose time has come is not there for whoever asks, and waits to be removed, first come first,
 * by FieldExpiry.
 */
public final class Hashes implements AutoCloseable
{
    public static final int DEFAULT_MAX_LISTPACK_ENTRIES = 128;
    public static final int DEFAULT_MAX_LISTPACK_VALUE = 64;

    final Arena arena;
    final PackedFields packed;
    final TableFields tables;
    final HashForms forms;
    final TemplateFields templates;

    private final long fieldScratch;
    private final ListPackElement value = new ListPackElement();
    private final FieldDraw draw;
    private final TemplateForms templateForms;
    private final TemplateBuilder builder;
    private int maxListPackEntries = DEFAULT_MAX_LISTPACK_ENTRIES;
    private int maxListPackValue = DEFAULT_MAX_LISTPACK_VALUE;
    private int minTemplateEntries;
    private int maxTemplateEntries;
    private long nowMs = Long.MIN_VALUE;
    private long foundExpiresAtMs;

    /** For hashes whose templates, if they have any, others make. */
    public Hashes(final Arena arena, final long hashSeed)
    {
        this(arena, hashSeed, new HashTemplates(arena));
    }

    public Hashes(final Arena arena, final long hashSeed, final HashTemplates registry)
    {
        this.arena = arena;
        this.packed = new PackedFields(arena);
        this.tables = new TableFields(arena, hashSeed);
        this.fieldScratch = arena.allocate(IntegerText.MAX_LENGTH);
        this.templates = new TemplateFields(arena, registry);
        this.builder = new TemplateBuilder(arena, registry);
        this.forms = new HashForms(arena, packed, tables, templates);
        this.templateForms = new TemplateForms(arena, packed, tables, templates, builder);
        this.draw = new FieldDraw(tables);
    }

    /** Takes over new thresholds; hashes adapt as they grow. */
    public void limits(final int listPackEntries, final int listPackValue)
    {
        maxListPackEntries = listPackEntries;
        maxListPackValue = listPackValue;
    }

    /** Takes over from which number of fields to which a hash that is written to gets a template; 0 and 0 for none. */
    public void templateLimits(final int minEntries, final int maxEntries)
    {
        minTemplateEntries = minEntries;
        maxTemplateEntries = maxEntries;
    }

    /** Sets the time by which fields expire; without it none ever does. */
    public void onTime(final long timeMs)
    {
        nowMs = timeMs;
    }

    long nowMs()
    {
        return nowMs;
    }

    /** Makes {@code out} an empty hash. */
    public void create(final ValueRef out)
    {
        out.set(Encoding.LISTPACK, ListPack.create(arena));
    }

    /** Fields that have not expired. */
    public long count(final ValueRef hash)
    {
        return storedCount(hash) - expiredCount(hash);
    }

    /** Fields with those that have expired and not been removed yet; the key goes when there are none. */
    public long storedCount(final ValueRef hash)
    {
        if (TemplateFields.isTemplate(hash))
        {
            return templates.count(hash);
        }
        return HashForms.isPack(hash) ? ListPack.count(arena.address(forms.pack(hash))) / HashForms.stride(hash) :
            tables.members.count(forms.table(hash));
    }

    /** Fields that have expired and not been removed yet. */
    public long expiredCount(final ValueRef hash)
    {
        if (!hasExpired(hash))
        {
            return 0;
        }
        return HashForms.isPack(hash) ? packed.expiredCount(forms.pack(hash), nowMs) :
            tables.expiredCount(forms.tree(hash), nowMs);
    }

    boolean hasExpired(final ValueRef hash)
    {
        return HashForms.isExpiring(hash) && ExpiringHash.earliestMs(arena.address(hash.root())) < nowMs;
    }

    /**
     * Reads a field's value.
     *
     * @return false if there is no such field.
     */
    public boolean get(final ValueRef hash, final long fieldAddress, final int fieldLength, final ListPackElement out)
    {
        if (!find(hash, fieldAddress, fieldLength) || TableFields.isExpired(foundExpiresAtMs, nowMs))
        {
            return false;
        }
        if (HashForms.isPack(hash))
        {
            packed.readFoundValue(forms.pack(hash), out);
        }
        else if (TemplateFields.isTemplate(hash))
        {
            templates.readFoundValue(hash, out);
        }
        else
        {
            readValue(tables.foundBlock(), out);
        }
        return true;
    }

    public boolean contains(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        return find(hash, fieldAddress, fieldLength) && !TableFields.isExpired(foundExpiresAtMs, nowMs);
    }

    /** Says whether a field has expired and not been removed yet. */
    public boolean isExpired(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        return hasExpired(hash) && find(hash, fieldAddress, fieldLength) &&
            TableFields.isExpired(foundExpiresAtMs, nowMs);
    }

    /** Whether the field that was just looked up expires. */
    public boolean hasFoundExpiry()
    {
        return foundExpiresAtMs != FieldBlock.NEVER;
    }

    /** When the field that was just looked up expires, ms since 1970; only with {@link #hasFoundExpiry()}. */
    public long foundExpiresAtMs()
    {
        return foundExpiresAtMs;
    }

    private boolean find(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        if (TemplateFields.isTemplate(hash))
        {
            foundExpiresAtMs = FieldBlock.NEVER;
            return templates.find(hash, fieldAddress, fieldLength);
        }
        if (HashForms.isPack(hash))
        {
            final boolean isFound = packed.find(forms.pack(hash), HashForms.stride(hash), fieldAddress, fieldLength);
            foundExpiresAtMs = isFound ? packed.foundExpiresAtMs() : FieldBlock.NEVER;
            return isFound;
        }
        final long block = tables.find(forms.table(hash), fieldAddress, fieldLength);
        final boolean canExpire = block != Arena.NULL_REF && HashForms.isExpiring(hash);
        foundExpiresAtMs = canExpire ? tables.expiresAtMs(block) : FieldBlock.NEVER;
        return block != Arena.NULL_REF;
    }

    /**
     * Sets a field, which does not expire from now on.
     *
     * @return true if the field is new.
     */
    public boolean set(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        return set(hash, fieldAddress, fieldLength, valueAddress, valueLength, false);
    }

    /**
     * Sets a field.
     *
     * @param isKeepingExpiry whether a field that is there expires when it did.
     * @return true if the field is new.
     */
    public boolean set(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength, final boolean isKeepingExpiry)
    {
        if (TemplateFields.isTemplate(hash))
        {
            return setInTemplate(hash, fieldAddress, fieldLength, valueAddress, valueLength);
        }
        beforeGrowing(hash, Math.max(fieldLength, valueLength));
        if (HashForms.isPack(hash) && !ListPack.hasRoom(
            arena.address(forms.pack(hash)), (long)fieldLength + valueLength, HashForms.stride(hash)))
        {
            forms.toTable(hash);
        }
        final boolean isFound = find(hash, fieldAddress, fieldLength);
        final boolean isNew = !isFound || TableFields.isExpired(foundExpiresAtMs, nowMs);
        final long expiresAtMs = isNew || !isKeepingExpiry ? FieldBlock.NEVER : foundExpiresAtMs;
        if (!HashForms.isPack(hash))
        {
            tables.put(forms.table(hash), forms.tree(hash), fieldAddress, fieldLength,
                valueAddress, valueLength, expiresAtMs);
        }
        else if (isFound)
        {
            forms.pack(hash, packed.replaceFoundValue(forms.pack(hash), valueAddress, valueLength));
            if (expiresAtMs != foundExpiresAtMs)
            {
                forms.pack(hash, packed.expireFound(forms.pack(hash), expiresAtMs));
            }
        }
        else
        {
            append(hash, fieldAddress, fieldLength, valueAddress, valueLength);
        }
        return isNew;
    }

    private boolean setInTemplate(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        if (hash.encoding() == Encoding.TEMPLATE_LISTPACK && (valueLength > maxListPackValue ||
            !ListPack.hasRoom(arena.address(hash.root()), valueLength, 1)))
        {
            templateForms.toArray(hash);
        }
        if (templates.find(hash, fieldAddress, fieldLength))
        {
            templates.replaceFoundValue(hash, valueAddress, valueLength);
            return false;
        }
        templates.insertMissed(hash, fieldAddress, fieldLength, valueAddress, valueLength);
        keepLimits(hash);
        return true;
    }

    private void append(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        forms.pack(hash, packed.append(
            forms.pack(hash), HashForms.stride(hash), fieldAddress, fieldLength, valueAddress, valueLength));
        if (storedCount(hash) > maxListPackEntries)
        {
            forms.toTable(hash);
        }
    }

    /**
     * Turns a listpack into a table if something of this length is too long for it. Also to be called for all arguments
     * of a command beforehand, so that the encoding does not depend on their order.
     */
    public void beforeGrowing(final ValueRef hash, final int longestLength)
    {
        if (longestLength > maxListPackValue && HashForms.isPack(hash))
        {
            forms.toTable(hash);
        }
    }

    /**
     * Sets when a field expires, whether it has expired or not.
     *
     * @param expiresAtMs ms since 1970, above 0 and below 2^48; 0 if it never does.
     * @return false if there is no such field.
     */
    public boolean expire(
        final ValueRef hash, final long fieldAddress, final int fieldLength, final long expiresAtMs)
    {
        if (TemplateFields.isTemplate(hash))
        {
            if (!find(hash, fieldAddress, fieldLength))
            {
                return false;
            }
            templateForms.toPlain(hash, maxListPackEntries, maxListPackValue);
        }
        if (!HashForms.isExpiring(hash))
        {
            forms.makeExpiring(hash);
        }
        if (!find(hash, fieldAddress, fieldLength))
        {
            return false;
        }
        if (HashForms.isPack(hash))
        {
            forms.pack(hash, packed.expireFound(forms.pack(hash), expiresAtMs));
        }
        else
        {
            tables.expireFound(forms.table(hash), forms.tree(hash), expiresAtMs);
        }
        if (expiresAtMs != FieldBlock.NEVER && expiresAtMs < ExpiringHash.earliestMs(arena.address(hash.root())))
        {
            ExpiringHash.earliestMs(arena, hash.root(), expiresAtMs);
        }
        return true;
    }

    /**
     * Removes a field, also one that has expired.
     *
     * @return false if there is no such field.
     */
    public boolean remove(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        if (!find(hash, fieldAddress, fieldLength))
        {
            return false;
        }
        if (TemplateFields.isTemplate(hash))
        {
            removeFromTemplate(hash);
        }
        else if (HashForms.isPack(hash))
        {
            forms.pack(hash, packed.removeFound(forms.pack(hash), HashForms.stride(hash)));
        }
        else
        {
            tables.removeFound(forms.table(hash), forms.tree(hash));
        }
        return true;
    }

    private void removeFromTemplate(final ValueRef hash)
    {
        if (templates.count(hash) > 1)
        {
            templates.removeFound(hash);
        }
        else
        {
            templates.release(hash, Integer.MAX_VALUE);
            create(hash);
        }
    }

    /** When the first field expires, exactly; {@link Long#MAX_VALUE} if none does. */
    public long earliestMs(final ValueRef hash)
    {
        if (!HashForms.isExpiring(hash))
        {
            return Long.MAX_VALUE;
        }
        return HashForms.isPack(hash) ? packed.earliestMs(forms.pack(hash)) : tables.earliestMs(forms.tree(hash));
    }

    /** Reads the field that expires first, of a hash in which one does, as text. */
    void firstExpiring(final ValueRef hash, final ListPackElement out)
    {
        if (HashForms.isPack(hash))
        {
            final long address = arena.address(forms.pack(hash));
            ListPack.read(address, ListPack.first(address), out);
            out.toText(arena.writable(fieldScratch, 0, IntegerText.MAX_LENGTH));
        }
        else
        {
            readField(tables.firstExpiring(forms.tree(hash)), out);
        }
    }

    /**
     * Draws a field, each with the same probability, from a hash that is not empty.
     *
     * @param random source of 64 random bits.
     */
    public void random(
        final ValueRef hash, final LongSupplier random, final ListPackElement fieldOut, final ListPackElement valueOut)
    {
        if (TemplateFields.isTemplate(hash))
        {
            final int index = (int)Long.remainderUnsigned(random.getAsLong(), templates.count(hash));
            templates.readField(hash, index, fieldOut);
            templates.readValue(hash, index, valueOut);
            return;
        }
        if (HashForms.isPack(hash))
        {
            final int expired = (int)expiredCount(hash);
            final int live = (int)storedCount(hash) - expired;
            final int index = expired + (int)Long.remainderUnsigned(random.getAsLong(), live);
            final long address = arena.address(forms.pack(hash));
            final int offset = ListPack.seek(address, HashForms.stride(hash) * index);
            ListPack.read(address, offset, fieldOut);
            ListPack.read(address, ListPack.next(address, offset), valueOut);
            return;
        }
        final long tree = HashForms.isExpiring(hash) ? forms.tree(hash) : Arena.NULL_REF;
        final long block = draw.next(forms.table(hash), tree, expiredCount(hash), random);
        readField(block, fieldOut);
        readValue(block, valueOut);
    }

    /** Whether the field in a block of a table has expired. */
    boolean isExpired(final long block)
    {
        return TableFields.isExpired(tables.expiresAtMs(block), nowMs);
    }

    public void readField(final long block, final ListPackElement out)
    {
        final long address = arena.address(block);
        out.set(FieldBlock.field(address), FieldBlock.fieldLength(address));
    }

    public void readValue(final long block, final ListPackElement out)
    {
        final long address = arena.address(block);
        out.set(FieldBlock.value(address), FieldBlock.valueLength(address));
    }

    /** For scans of {@link #table}. */
    public MemberTable members()
    {
        return tables.members;
    }

    /** The table of a hash that is not a listpack. */
    public long table(final ValueRef hash)
    {
        return forms.table(hash);
    }

    /** Makes a copy that shares nothing with the hash. */
    public long copyOf(final int encoding, final long root)
    {
        return forms.copyOf(encoding, root);
    }

    /**
     * Bytes of a hash in the arena.
     *
     * @param sampleCount fields to look at, more or less; the others are reckoned like these.
     */
    public long bytes(final ValueRef hash, final long sampleCount)
    {
        return forms.bytes(hash, sampleCount);
    }

    /**
     * Frees a hash in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the hash is gone if that is above 0.
     */
    public int release(final ValueRef hash, final int budget)
    {
        return forms.release(hash, budget);
    }

    /** Begins a template for {@link #create(ValueRef, long)}. */
    TemplateBuilder newTemplate()
    {
        return builder.begin();
    }

    /**
     * Makes {@code out} a hash with a template, to be given its values in the order of the names by {@link #append}.
     *
     * @param longestValue of those to come.
     */
    void create(final ValueRef out, final long template, final int count, final int longestValue)
    {
        if (count <= maxListPackEntries && longestValue <= maxListPackValue)
        {
            templates.create(out, template);
        }
        else
        {
            templates.createArray(out, template, count);
        }
    }

    /** Gives the values of a hash with a template that has come from elsewhere the form that their number asks for. */
    void keepLimits(final ValueRef hash)
    {
        if (hash.encoding() == Encoding.TEMPLATE_LISTPACK && templates.count(hash) > maxListPackEntries)
        {
            templateForms.toArray(hash);
        }
    }

    void append(final ValueRef hash, final long valueAddress, final int valueLength)
    {
        templates.append(hash, valueAddress, valueLength);
    }

    /** Gives a hash that has been written to a template if it is one of those that should have one. */
    void adopt(final ValueRef hash)
    {
        if (minTemplateEntries > 0 && isInWindow(hash, minTemplateEntries, maxTemplateEntries))
        {
            toTemplate(hash);
        }
    }

    private boolean isInWindow(final ValueRef hash, final int minEntries, final int maxEntries)
    {
        final long count = storedCount(hash);
        return count >= minEntries && (maxEntries == 0 || count <= maxEntries);
    }

    /** Gives a hash a template if its fields do not expire and it has none. */
    public void toTemplate(final ValueRef hash)
    {
        toTemplate(hash, true);
    }

    /** @param mayMake whether to make a template. @return false if there is none and none may be made. */
    boolean toTemplate(final ValueRef hash, final boolean mayMake)
    {
        return TemplateFields.isTemplate(hash) || HashForms.isExpiring(hash) ||
            templateForms.toTemplate(hash, maxListPackEntries, maxListPackValue, mayMake);
    }

    /** Gives a hash that has a template names of its own. */
    public void toPlain(final ValueRef hash)
    {
        if (TemplateFields.isTemplate(hash))
        {
            templateForms.toPlain(hash, maxListPackEntries, maxListPackValue);
        }
    }

    @Override
    public void close()
    {
        templateForms.close();
        arena.free(fieldScratch);
        forms.close();
    }
}
