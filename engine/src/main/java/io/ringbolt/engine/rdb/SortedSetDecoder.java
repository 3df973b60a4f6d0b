package io.ringbolt.engine.rdb;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;

/**
 * Reads sorted sets in all their forms: members with scores as text or as doubles, a ziplist, a listpack.
 */
final class SortedSetDecoder implements AutoCloseable
{
    private static final int NAN = 253;
    private static final int POSITIVE_INFINITY = 254;
    private static final int NEGATIVE_INFINITY = 255;
    private static final int MIN_TEXT_PAIR = 2;
    private static final int MIN_PAIR = 9;
    private static final int RELEASE_BUDGET = 1 << 16;

    private final Arena arena;
    private final SortedSets sortedSets;
    private final PackDecoder packs;
    private final Scratch text;
    private final ListPackElement member = new ListPackElement();
    private final ListPackElement other = new ListPackElement();
    private final ValueRef tree = new ValueRef();
    private final SortedSetCursor cursor;
    private long maxListPackEntries;
    private long maxListPackValue;

    SortedSetDecoder(
        final Arena arena, final OffHeapAllocator allocator, final SortedSets sortedSets, final PackDecoder packs)
    {
        this.arena = arena;
        this.sortedSets = sortedSets;
        this.packs = packs;
        this.cursor = new SortedSetCursor(sortedSets);
        this.text = new Scratch(allocator);
        text.reserve(Math.max(Byte.MAX_VALUE * 2 + 1, 2 * IntegerText.MAX_LENGTH));
    }

    void limits(final long listPackEntries, final long listPackValue)
    {
        maxListPackEntries = listPackEntries;
        maxListPackValue = listPackValue;
    }

    /** Reads a sorted set; after a fault {@code out} holds what there is, to be released. */
    void read(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        switch (rdbType)
        {
            case RdbType.SORTED_SET_TEXT, RdbType.SORTED_SET -> readPairs(rdbType, reader, out);
            case RdbType.SORTED_SET_ZIPLIST -> usePack(reader, packs.readZipList(reader), out);
            default -> usePack(reader, packs.readListPack(reader), out);
        }
    }

    private void readPairs(final int rdbType, final RdbReader reader, final ValueRef out)
    {
        final boolean isText = RdbType.SORTED_SET_TEXT == rdbType;
        final long count = reader.readCount(isText ? MIN_TEXT_PAIR : MIN_PAIR);
        int longest = 0;
        for (long i = 0; i < count && !reader.hasFailed(); i++)
        {
            reader.readText(RdbReader.FIRST, member);
            final double score = isText ? readTextScore(reader) : reader.readDouble();
            if (Double.isNaN(score))
            {
                reader.fail();
            }
            if (!reader.hasFailed())
            {
                longest = Math.max(longest, member.length());
                add(reader, out, score);
            }
        }
        if (!reader.hasFailed() && count > 0 && count <= maxListPackEntries && longest <= maxListPackValue)
        {
            pack(out);
        }
    }

    /**
     * Makes a small sorted set a listpack. Before all members are known it is not: a listpack knows no negative zero.
     */
    private void pack(final ValueRef out)
    {
        tree.set(out.encoding(), out.root());
        sortedSets.create(0, out);
        cursor.wrap(tree, 0, true);
        while (cursor.next(member))
        {
            sortedSets.find(out, member.address(), member.length());
            sortedSets.add(out, member.address(), member.length(), cursor.score());
        }
        int rest = 0;
        while (0 == rest)
        {
            rest = sortedSets.release(tree, RELEASE_BUDGET);
        }
    }

    private double readTextScore(final RdbReader reader)
    {
        final int length = reader.readByte();
        switch (length)
        {
            case NAN:
                return Double.NaN;
            case POSITIVE_INFINITY:
                return Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY:
                return Double.NEGATIVE_INFINITY;
            default:
                for (int i = 0; i < length; i++)
                {
                    OffHeap.putByte(text.address() + i, (byte)reader.readByte());
                }
                return Doubles.parse(text.address(), length);
        }
    }

    private void add(final RdbReader reader, final ValueRef out, final double score)
    {
        if (Arena.NULL_REF == out.root())
        {
            sortedSets.create(Integer.MAX_VALUE, out);
        }
        if (sortedSets.find(out, member.address(), member.length()))
        {
            reader.fail();
            return;
        }
        sortedSets.add(out, member.address(), member.length(), score);
    }

    private void usePack(final RdbReader reader, final long pack, final ValueRef out)
    {
        if (Arena.NULL_REF == pack)
        {
            return;
        }
        out.set(Encoding.LISTPACK, pack);
        if (!packs.isKeyed(pack, 2) || !isSorted(arena.address(pack)))
        {
            reader.fail();
        }
        else if (ListPack.count(arena.address(pack)) / 2 > maxListPackEntries)
        {
            sortedSets.toTree(out);
        }
    }

    /** Whether all scores are numbers and the pairs are in the order of their scores, then of their members. */
    private boolean isSorted(final long pack)
    {
        double previousScore = Double.NaN;
        int previous = ListPack.NONE;
        for (int offset = ListPack.first(pack); ListPack.NONE != offset; offset = ListPack.next(pack, offset))
        {
            final int memberOffset = offset;
            offset = ListPack.next(pack, offset);
            ListPack.read(pack, offset, other);
            final double score = SortedSets.score(other);
            if (Double.isNaN(score) || score < previousScore ||
                score == previousScore && compareMembers(pack, previous, memberOffset) >= 0)
            {
                return false;
            }
            previousScore = score;
            previous = memberOffset;
        }
        return true;
    }

    private int compareMembers(final long pack, final int offset, final int otherOffset)
    {
        ListPack.read(pack, offset, member);
        ListPack.read(pack, otherOffset, other);
        member.toText(text.address());
        other.toText(text.address() + IntegerText.MAX_LENGTH);
        return OffHeap.compare(member.address(), member.length(), other.address(), other.length());
    }

    @Override
    public void close()
    {
        text.close();
    }
}
