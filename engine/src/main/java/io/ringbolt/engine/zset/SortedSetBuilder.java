package io.ringbolt.engine.zset;

import io.ringbolt.engine.index.BlockSorter;
import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A sorted set in the making: members gather in a hash table while their scores still change, and are sorted once, at
 * the end. Members handed in are text and are copied.
 */
final class SortedSetBuilder
{
    private final Arena arena;
    private final SortedSets sortedSets;
    private final MemberTable members;
    private final MemberIterator iterator;
    private final BlockSorter sorter;
    private final ListPackElement element = new ListPackElement();
    private long table;
    private long found;
    private int longestMember;
    private long textLength;

    SortedSetBuilder(final Arena arena, final OffHeapAllocator allocator, final SortedSets sortedSets)
    {
        this.arena = arena;
        this.sortedSets = sortedSets;
        this.members = sortedSets.members();
        this.iterator = new MemberIterator(members);
        this.sorter = new BlockSorter(sortedSets.trees, allocator);
    }

    void begin()
    {
        table = members.create();
        longestMember = 0;
        textLength = 0;
    }

    long count()
    {
        return members.count(table);
    }

    /** Finds a member and remembers its place for the calls that follow. */
    boolean find(final ListPackElement member)
    {
        found = members.find(table, member.address(), member.length());
        return found != Arena.NULL_REF;
    }

    /** The score of the member just found. */
    double score()
    {
        return OffHeap.getDouble(arena.address(found));
    }

    /** Changes the score of the member just found. */
    void score(final double score)
    {
        OffHeap.putDouble(arena.writable(found, 0, Double.BYTES), score);
    }

    /** Adds the member just missed. */
    void add(final ListPackElement member, final double score)
    {
        members.insert(table, sortedSets.createBlock(member.address(), member.length(), score));
        longestMember = Math.max(longestMember, member.length());
        textLength += member.length();
    }

    /** Removes the member just found. */
    void removeFound()
    {
        members.removeFound(table);
        arena.free(found);
    }

    /** Sorts the members, for {@link #block} and {@link #build}; nothing may be added any more. */
    void sort()
    {
        sorter.begin(count());
        iterator.wrap(table);
        for (long block = iterator.next(); block != Arena.NULL_REF; block = iterator.next())
        {
            sorter.add(block);
        }
        sorter.sort();
    }

    /** A member's block by its rank. */
    long block(final long rank)
    {
        return sorter.block(rank);
    }

    /** Makes {@code out} a sorted set of what was sorted, in the encoding that suits it. */
    void build(final ValueRef out)
    {
        if (sortedSets.fitsIntoPack(sorter.count(), longestMember, textLength))
        {
            buildPack(out);
            discard();
            return;
        }
        final long tree = sortedSets.trees.create();
        for (long rank = 0; rank < sorter.count(); rank++)
        {
            sortedSets.trees.insert(tree, sorter.block(rank));
        }
        out.set(Encoding.SKIPLIST, sortedSets.createHeader(table, tree));
        sorter.end();
    }

    private void buildPack(final ValueRef out)
    {
        long pack = ListPack.create(arena);
        for (long rank = 0; rank < sorter.count(); rank++)
        {
            final long block = sorter.block(rank);
            sortedSets.readMember(block, element);
            pack = sortedSets.packed.append(pack, element.address(), element.length(), sortedSets.readScore(block));
        }
        out.set(Encoding.LISTPACK, pack);
    }

    /** Frees what was sorted. */
    void discard()
    {
        sorter.end();
        while (members.release(table, Integer.MAX_VALUE) == 0)
        {
            assert table != Arena.NULL_REF;
        }
    }
}
