package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import java.util.function.LongSupplier;

/**
 * What can be done with a hash, whichever way it is stored: a small listpack of alternating fields and values, or a
 * hash table whose blocks hold a field and its value. Knows the thresholds. Bytes handed in are copied and must not lie
 * in the hash itself; an element handed out is valid until the next change.
 */
public final class Hashes implements AutoCloseable
{
    public static final int DEFAULT_MAX_LISTPACK_ENTRIES = 128;
    public static final int DEFAULT_MAX_LISTPACK_VALUE = 64;

    final Arena arena;
    final MemberTable members;

    private final long fieldScratch;
    private final long valueScratch;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private int maxListPackEntries = DEFAULT_MAX_LISTPACK_ENTRIES;
    private int maxListPackValue = DEFAULT_MAX_LISTPACK_VALUE;

    public Hashes(final Arena arena, final long hashSeed)
    {
        this.arena = arena;
        this.members = new MemberTable(arena, hashSeed, 0);
        this.fieldScratch = arena.allocate(IntegerText.MAX_LENGTH);
        this.valueScratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    /** Takes over new thresholds; hashes adapt as they grow. */
    public void limits(final int listPackEntries, final int listPackValue)
    {
        maxListPackEntries = listPackEntries;
        maxListPackValue = listPackValue;
    }

    /** Makes {@code out} an empty hash. */
    public void create(final ValueRef out)
    {
        out.set(Encoding.LISTPACK, ListPack.create(arena));
    }

    public long count(final ValueRef hash)
    {
        return isPack(hash) ? ListPack.count(arena.address(hash.root())) / 2 : members.count(hash.root());
    }

    /**
     * Reads a field's value.
     *
     * @return false if there is no such field.
     */
    public boolean get(final ValueRef hash, final long fieldAddress, final int fieldLength, final ListPackElement out)
    {
        if (isPack(hash))
        {
            final long address = arena.address(hash.root());
            final int offset = ListPack.find(address, ListPack.first(address), fieldAddress, fieldLength, 2);
            if (offset != ListPack.NONE)
            {
                ListPack.read(address, ListPack.next(address, offset), out);
            }
            return offset != ListPack.NONE;
        }
        final long block = members.find(hash.root(), fieldAddress, fieldLength);
        if (block != Arena.NULL_REF)
        {
            readValue(block, out);
        }
        return block != Arena.NULL_REF;
    }

    public boolean contains(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        return get(hash, fieldAddress, fieldLength, value);
    }

    /**
     * Sets a field.
     *
     * @return true if the field is new.
     */
    public boolean set(
        final ValueRef hash, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        beforeGrowing(hash, Math.max(fieldLength, valueLength));
        if (isPack(hash) && !ListPack.hasRoom(arena.address(hash.root()), (long)fieldLength + valueLength, 2))
        {
            toTable(hash);
        }
        if (!isPack(hash))
        {
            return setInTable(hash.root(), fieldAddress, fieldLength, valueAddress, valueLength);
        }
        final long address = arena.address(hash.root());
        final int offset = ListPack.find(address, ListPack.first(address), fieldAddress, fieldLength, 2);
        if (offset != ListPack.NONE)
        {
            final int valueOffset = ListPack.next(address, offset);
            hash.root(ListPack.replace(arena, hash.root(), valueOffset, valueAddress, valueLength));
            return false;
        }
        final long withField = ListPack.append(arena, hash.root(), fieldAddress, fieldLength);
        hash.root(ListPack.append(arena, withField, valueAddress, valueLength));
        if (count(hash) > maxListPackEntries)
        {
            toTable(hash);
        }
        return true;
    }

    /**
     * Turns a listpack into a table if something of this length is too long for it. Also to be called for all arguments
     * of a command beforehand, so that the encoding does not depend on their order.
     */
    public void beforeGrowing(final ValueRef hash, final int longestLength)
    {
        if (longestLength > maxListPackValue && isPack(hash))
        {
            toTable(hash);
        }
    }

    /**
     * Removes a field.
     *
     * @return false if there is no such field.
     */
    public boolean remove(final ValueRef hash, final long fieldAddress, final int fieldLength)
    {
        if (isPack(hash))
        {
            final long address = arena.address(hash.root());
            final int offset = ListPack.find(address, ListPack.first(address), fieldAddress, fieldLength, 2);
            if (offset == ListPack.NONE)
            {
                return false;
            }
            hash.root(ListPack.remove(arena, hash.root(), offset, 2));
            return true;
        }
        final long block = members.find(hash.root(), fieldAddress, fieldLength);
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        members.removeFound(hash.root());
        arena.free(block);
        return true;
    }

    /**
     * Draws a field, each with the same probability, from a hash that is not empty.
     *
     * @param random source of 64 random bits.
     */
    public void random(
        final ValueRef hash, final LongSupplier random, final ListPackElement fieldOut, final ListPackElement valueOut)
    {
        if (isPack(hash))
        {
            final long address = arena.address(hash.root());
            final int pair = (int)Long.remainderUnsigned(random.getAsLong(), count(hash));
            final int offset = ListPack.seek(address, 2 * pair);
            ListPack.read(address, offset, fieldOut);
            ListPack.read(address, ListPack.next(address, offset), valueOut);
        }
        else
        {
            final long block = members.random(hash.root(), random);
            readField(block, fieldOut);
            readValue(block, valueOut);
        }
    }

    public void readField(final long block, final ListPackElement out)
    {
        final long address = arena.address(block);
        out.set(MemberBlock.bytes(address), MemberBlock.length(address));
    }

    public void readValue(final long block, final ListPackElement out)
    {
        final long stored = MemberBlock.end(arena.address(block));
        out.set(MemberBlock.bytes(stored), MemberBlock.length(stored));
    }

    /** The table that a hash in encoding {@code hashtable} has as its root. */
    public MemberTable members()
    {
        return members;
    }

    /** Makes a copy that shares nothing with the hash. */
    public long copyOf(final int encoding, final long root)
    {
        return encoding == Encoding.LISTPACK ? ListPack.copyOf(arena, arena.address(root)) :
            members.copyOf(root, block -> { });
    }

    /**
     * Bytes of a hash in the arena.
     *
     * @param sampleCount fields to look at, more or less; the others are reckoned like these.
     */
    public long bytes(final ValueRef hash, final long sampleCount)
    {
        return isPack(hash) ? arena.usableLength(hash.root()) : members.bytes(hash.root(), sampleCount);
    }

    /**
     * Frees a hash in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the hash is gone if that is above 0.
     */
    public int release(final ValueRef hash, final int budget)
    {
        if (!isPack(hash))
        {
            return members.release(hash.root(), budget);
        }
        arena.free(hash.root());
        return Math.max(1, budget - 1);
    }

    @Override
    public void close()
    {
        arena.free(fieldScratch);
        arena.free(valueScratch);
    }

    boolean isPack(final ValueRef hash)
    {
        return hash.encoding() == Encoding.LISTPACK;
    }

    private void toTable(final ValueRef hash)
    {
        final long table = members.create();
        final long address = arena.address(hash.root());
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE)
        {
            ListPack.read(address, offset, field);
            offset = ListPack.next(address, offset);
            ListPack.read(address, offset, value);
            offset = ListPack.next(address, offset);
            field.toText(arena.writable(fieldScratch, 0, IntegerText.MAX_LENGTH));
            value.toText(arena.writable(valueScratch, 0, IntegerText.MAX_LENGTH));
            setInTable(table, field.address(), field.length(), value.address(), value.length());
        }
        arena.free(hash.root());
        hash.set(Encoding.HASHTABLE, table);
    }

    private boolean setInTable(
        final long table, final long fieldAddress, final int fieldLength,
        final long valueAddress, final int valueLength)
    {
        final long old = members.find(table, fieldAddress, fieldLength);
        final long length = MemberBlock.storedLength(fieldLength) + MemberBlock.storedLength(valueLength);
        if (old != Arena.NULL_REF && arena.usableLength(old) == Arena.blockLength(length))
        {
            final long offset = MemberBlock.storedLength(fieldLength);
            MemberBlock.put(arena.writable(old, offset, length - offset), valueAddress, valueLength);
            return false;
        }

        final long block = arena.allocate(length);
        final long address = arena.writable(block, 0, length);
        MemberBlock.put(MemberBlock.put(address, fieldAddress, fieldLength), valueAddress, valueLength);
        if (old != Arena.NULL_REF)
        {
            members.replaceFound(table, block);
            arena.free(old);
            return false;
        }
        members.insert(table, block);
        return true;
    }
}
