package io.ringbolt.engine.set;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.intset.IntSet;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import java.util.function.LongSupplier;

/**
 * What can be done with a set, whichever way it is stored: sorted integers, a small listpack, or a hash table. Knows
 * the thresholds. Bytes handed in are copied; an element handed out is valid until the next change.
 */
public final class Sets implements AutoCloseable
{
    public static final int DEFAULT_MAX_INTSET_ENTRIES = 512;
    public static final int DEFAULT_MAX_LISTPACK_ENTRIES = 128;
    public static final int DEFAULT_MAX_LISTPACK_VALUE = 64;

    final Arena arena;
    final MemberTable members;

    private final long scratch;
    private final SetConversions conversions;
    private int maxIntSetEntries = DEFAULT_MAX_INTSET_ENTRIES;
    private int maxListPackEntries = DEFAULT_MAX_LISTPACK_ENTRIES;
    private int maxListPackValue = DEFAULT_MAX_LISTPACK_VALUE;

    public Sets(final Arena arena, final long hashSeed)
    {
        this.arena = arena;
        this.members = new MemberTable(arena, hashSeed, 0);
        this.scratch = arena.allocate(2 * IntegerText.MAX_LENGTH);
        this.conversions = new SetConversions(arena, members, scratch);
    }

    /** Takes over new thresholds; sets adapt as they grow. */
    public void limits(final int intSetEntries, final int listPackEntries, final int listPackValue)
    {
        maxIntSetEntries = intSetEntries;
        maxListPackEntries = listPackEntries;
        maxListPackValue = listPackValue;
    }

    /**
     * Makes {@code out} an empty set in the encoding that suits its first member.
     *
     * @param expectedCount members that will be added at once.
     */
    public void create(final long memberAddress, final int memberLength, final int expectedCount, final ValueRef out)
    {
        if (expectedCount <= maxIntSetEntries && IntegerText.isInteger(memberAddress, memberLength))
        {
            out.set(Encoding.INTSET, IntSet.create(arena));
        }
        else if (expectedCount <= maxListPackEntries)
        {
            out.set(Encoding.LISTPACK, ListPack.create(arena));
        }
        else
        {
            out.set(Encoding.HASHTABLE, members.create());
        }
    }

    /** Makes {@code out} an empty set to which members will be added, integers or not, nobody knows how many. */
    void createEmpty(final boolean startsWithIntegers, final ValueRef out)
    {
        if (startsWithIntegers)
        {
            out.set(Encoding.INTSET, IntSet.create(arena));
        }
        else
        {
            out.set(Encoding.LISTPACK, ListPack.create(arena));
        }
    }

    public long count(final ValueRef set)
    {
        return switch (set.encoding())
        {
            case Encoding.INTSET -> IntSet.count(arena.address(set.root()));
            case Encoding.LISTPACK -> ListPack.count(arena.address(set.root()));
            default -> members.count(set.root());
        };
    }

    public boolean contains(final ValueRef set, final long memberAddress, final int memberLength)
    {
        return switch (set.encoding())
        {
            case Encoding.INTSET -> IntegerText.isInteger(memberAddress, memberLength) &&
                IntSet.contains(arena.address(set.root()), IntegerText.parse(memberAddress, memberLength));
            case Encoding.LISTPACK -> findInPack(set, memberAddress, memberLength) != ListPack.NONE;
            default -> members.find(set.root(), memberAddress, memberLength) != Arena.NULL_REF;
        };
    }

    /** As {@link #contains(ValueRef, long, int)} for a member of another set, which may become text by that. */
    boolean contains(final ValueRef set, final ListPackElement member)
    {
        if (member.isInteger() && set.encoding() == Encoding.INTSET)
        {
            return IntSet.contains(arena.address(set.root()), member.longValue());
        }
        toText(member);
        return contains(set, member.address(), member.length());
    }

    /** As {@link #add(ValueRef, long, int)} for a member of another set, which may become text by that. */
    boolean add(final ValueRef set, final ListPackElement member)
    {
        if (member.isInteger() && set.encoding() == Encoding.INTSET)
        {
            return addInteger(set, member.longValue());
        }
        toText(member);
        return add(set, member.address(), member.length());
    }

    /**
     * Makes a member handed out its text, valid until the next: conversions use the other half of the scratch block.
     */
    void toText(final ListPackElement member)
    {
        if (member.isInteger())
        {
            member.toText(arena.writable(scratch, IntegerText.MAX_LENGTH, IntegerText.MAX_LENGTH));
        }
    }

    /**
     * Adds a member.
     *
     * @return false if the set already has it.
     */
    public boolean add(final ValueRef set, final long memberAddress, final int memberLength)
    {
        return switch (set.encoding())
        {
            case Encoding.INTSET -> addToIntSet(set, memberAddress, memberLength);
            case Encoding.LISTPACK -> addToPack(set, memberAddress, memberLength);
            default -> addToTable(set, memberAddress, memberLength);
        };
    }

    /**
     * Removes a member.
     *
     * @return false if the set does not have it.
     */
    public boolean remove(final ValueRef set, final long memberAddress, final int memberLength)
    {
        return switch (set.encoding())
        {
            case Encoding.INTSET -> removeFromIntSet(set, memberAddress, memberLength);
            case Encoding.LISTPACK -> removeFromPack(set, memberAddress, memberLength);
            default -> removeFromTable(set, memberAddress, memberLength);
        };
    }

    /**
     * Draws a member, each with the same probability, from a set that is not empty.
     *
     * @param random source of 64 random bits.
     */
    public void random(final ValueRef set, final LongSupplier random, final ListPackElement out)
    {
        final long address = arena.address(set.root());
        switch (set.encoding())
        {
            case Encoding.INTSET -> out.set(IntSet.get(address, below(random, IntSet.count(address))));
            case Encoding.LISTPACK ->
                ListPack.read(address, ListPack.seek(address, below(random, ListPack.count(address))), out);
            default -> read(members.random(set.root(), random), out);
        }
    }

    /**
     * Removes a member that a cursor or {@link #random} has handed out, which may become text by that.
     *
     * @return false if the set does not have it.
     */
    public boolean remove(final ValueRef set, final ListPackElement member)
    {
        if (member.isInteger() && set.encoding() == Encoding.INTSET)
        {
            return removeInteger(set, member.longValue());
        }
        toText(member);
        return remove(set, member.address(), member.length());
    }

    /** Makes the set a hash table, as a scan that must not see it change its form needs. */
    public void toTable(final ValueRef set)
    {
        if (set.encoding() != Encoding.HASHTABLE)
        {
            conversions.toTable(set);
        }
    }

    /** Members up to which a set of integers may be an array. */
    int maxIntSetEntries()
    {
        return maxIntSetEntries;
    }

    /** Frees a set at once. */
    void releaseAll(final ValueRef set)
    {
        while (release(set, Integer.MAX_VALUE) == 0)
        {
            assert set.encoding() == Encoding.HASHTABLE : "encoding=" + set.encoding();
        }
    }

    /** Makes a copy that shares nothing with the set. */
    public long copyOf(final int encoding, final long root)
    {
        return switch (encoding)
        {
            case Encoding.INTSET -> IntSet.copyOf(arena, arena.address(root));
            case Encoding.LISTPACK -> ListPack.copyOf(arena, arena.address(root));
            default -> members.copyOf(root, block -> { });
        };
    }

    /**
     * Bytes of a set in the arena.
     *
     * @param sampleCount members to look at, more or less; the others are reckoned like these.
     */
    public long bytes(final ValueRef set, final long sampleCount)
    {
        return set.encoding() == Encoding.HASHTABLE ?
            members.bytes(set.root(), sampleCount) : arena.usableLength(set.root());
    }

    /**
     * Frees a set in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the set is gone if that is above 0.
     */
    public int release(final ValueRef set, final int budget)
    {
        if (set.encoding() == Encoding.HASHTABLE)
        {
            return members.release(set.root(), budget);
        }
        arena.free(set.root());
        return Math.max(1, budget - 1);
    }

    /** Reads a member of the hash table. */
    public void read(final long block, final ListPackElement out)
    {
        final long address = arena.address(block);
        out.set(MemberBlock.bytes(address), MemberBlock.length(address));
    }

    /** The table that a set in encoding {@code hashtable} has as its root. */
    public MemberTable members()
    {
        return members;
    }

    @Override
    public void close()
    {
        arena.free(scratch);
    }

    private static int below(final LongSupplier random, final int bound)
    {
        return (int)Long.remainderUnsigned(random.getAsLong(), bound);
    }

    private int findInPack(final ValueRef set, final long memberAddress, final int memberLength)
    {
        final long address = arena.address(set.root());
        return ListPack.find(address, ListPack.first(address), memberAddress, memberLength, 1);
    }

    private boolean addToIntSet(final ValueRef set, final long memberAddress, final int memberLength)
    {
        if (!IntegerText.isInteger(memberAddress, memberLength))
        {
            leaveIntSet(set, memberLength);
            return add(set, memberAddress, memberLength);
        }
        return addInteger(set, IntegerText.parse(memberAddress, memberLength));
    }

    private boolean addInteger(final ValueRef set, final long value)
    {
        if (IntSet.contains(arena.address(set.root()), value))
        {
            return false;
        }
        set.root(IntSet.add(arena, set.root(), value));
        if (count(set) > maxIntSetEntries)
        {
            toTable(set);
        }
        return true;
    }

    private void leaveIntSet(final ValueRef set, final int addedLength)
    {
        final long address = arena.address(set.root());
        final int count = IntSet.count(address);
        final int longest = count == 0 ? 0 : Math.max(
            IntegerText.length(IntSet.get(address, 0)), IntegerText.length(IntSet.get(address, count - 1)));
        if (count >= maxListPackEntries || Math.max(longest, addedLength) > maxListPackValue)
        {
            toTable(set);
            return;
        }
        conversions.toPack(set);
    }

    private boolean addToPack(final ValueRef set, final long memberAddress, final int memberLength)
    {
        if (findInPack(set, memberAddress, memberLength) != ListPack.NONE)
        {
            return false;
        }
        if (memberLength > maxListPackValue || count(set) >= maxListPackEntries ||
            !ListPack.hasRoom(arena.address(set.root()), memberLength, 1))
        {
            toTable(set);
            return addToTable(set, memberAddress, memberLength);
        }
        set.root(ListPack.append(arena, set.root(), memberAddress, memberLength));
        return true;
    }

    private boolean addToTable(final ValueRef set, final long memberAddress, final int memberLength)
    {
        if (members.find(set.root(), memberAddress, memberLength) != Arena.NULL_REF)
        {
            return false;
        }
        members.insert(set.root(), conversions.createBlock(memberAddress, memberLength));
        return true;
    }

    private boolean removeFromIntSet(final ValueRef set, final long memberAddress, final int memberLength)
    {
        return IntegerText.isInteger(memberAddress, memberLength) &&
            removeInteger(set, IntegerText.parse(memberAddress, memberLength));
    }

    private boolean removeInteger(final ValueRef set, final long value)
    {
        final int index = IntSet.search(arena.address(set.root()), value);
        if (index < 0)
        {
            return false;
        }
        set.root(IntSet.removeAt(arena, set.root(), index));
        return true;
    }

    private boolean removeFromPack(final ValueRef set, final long memberAddress, final int memberLength)
    {
        final int offset = findInPack(set, memberAddress, memberLength);
        if (offset == ListPack.NONE)
        {
            return false;
        }
        set.root(ListPack.remove(arena, set.root(), offset, 1));
        return true;
    }

    private boolean removeFromTable(final ValueRef set, final long memberAddress, final int memberLength)
    {
        final long block = members.find(set.root(), memberAddress, memberLength);
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        members.removeFound(set.root());
        arena.free(block);
        return true;
    }
}
