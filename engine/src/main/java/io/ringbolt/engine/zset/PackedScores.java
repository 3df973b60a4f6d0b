package io.ringbolt.engine.zset;

import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A small sorted set as one listpack of alternating members and scores, in order.
 */
final class PackedScores
{
    private final Arena arena;
    private final long scratch;
    private final ListPackElement element = new ListPackElement();

    /**
     * @param scratch an arena block of at least {@link ScoreText#MAX_LENGTH} bytes.
     */
    PackedScores(final Arena arena, final long scratch)
    {
        this.arena = arena;
        this.scratch = scratch;
    }

    static int find(final long address, final long memberAddress, final int memberLength)
    {
        return ListPack.find(address, ListPack.first(address), memberAddress, memberLength, 2);
    }

    /** The score that follows the member at an offset. */
    double score(final long address, final int offset)
    {
        ListPack.read(address, ListPack.next(address, offset), element);
        return SortedSets.score(element);
    }

    /** Inserts a member, which the listpack does not have, where it belongs. */
    long insert(final long pack, final long memberAddress, final int memberLength, final double score)
    {
        final long address = arena.address(pack);
        int offset = ListPack.first(address);
        while (offset != ListPack.NONE && isBefore(address, offset, memberAddress, memberLength, score))
        {
            offset = ListPack.next(address, ListPack.next(address, offset));
        }
        final int place = offset == ListPack.NONE ? ListPack.end(address) : offset;
        final long withMember = ListPack.insert(arena, pack, place, memberAddress, memberLength);
        final int scorePlace = ListPack.after(arena.address(withMember), place);
        if (ScoreText.isInteger(score))
        {
            return ListPack.insertLong(arena, withMember, scorePlace, (long)score);
        }
        final long text = arena.writable(scratch, 0, ScoreText.MAX_LENGTH);
        return ListPack.insert(arena, withMember, scorePlace, text, ScoreText.format(score, text));
    }

    /** Appends a member that comes after all others. */
    long append(final long pack, final long memberAddress, final int memberLength, final double score)
    {
        final long withMember = ListPack.append(arena, pack, memberAddress, memberLength);
        if (ScoreText.isInteger(score))
        {
            return ListPack.appendLong(arena, withMember, (long)score);
        }
        final long text = arena.writable(scratch, 0, ScoreText.MAX_LENGTH);
        return ListPack.append(arena, withMember, text, ScoreText.format(score, text));
    }

    /** Index of the pair at an offset. */
    static int rank(final long address, final int offset)
    {
        int rank = 0;
        for (int at = ListPack.first(address); at != offset; rank++)
        {
            at = ListPack.next(address, ListPack.next(address, at));
        }
        return rank;
    }

    /** Number of pairs whose score is below the given one, or not above it. */
    int rankOfScore(final long address, final double score, final boolean inclusive)
    {
        int rank = 0;
        for (int at = ListPack.first(address); at != ListPack.NONE; rank++)
        {
            final double candidate = score(address, at);
            if (candidate > score || !inclusive && candidate == score)
            {
                return rank;
            }
            at = ListPack.next(address, ListPack.next(address, at));
        }
        return rank;
    }

    /** Number of pairs whose member is below the given one, or not above it, in a set where all scores are the same. */
    int rankOfMember(
        final long address, final long memberAddress, final int memberLength, final boolean inclusive, final long text)
    {
        int rank = 0;
        for (int at = ListPack.first(address); at != ListPack.NONE; rank++)
        {
            final int order = compareMember(address, at, memberAddress, memberLength, text);
            if (order > 0 || !inclusive && order == 0)
            {
                return rank;
            }
            at = ListPack.next(address, ListPack.next(address, at));
        }
        return rank;
    }

    private boolean isBefore(
        final long address, final int offset, final long memberAddress, final int memberLength, final double score)
    {
        final double candidate = score(address, offset);
        return candidate < score || candidate == score && compareMember(
            address, offset, memberAddress, memberLength, arena.writable(scratch, 0, ScoreText.MAX_LENGTH)) < 0;
    }

    private int compareMember(
        final long address, final int offset, final long memberAddress, final int memberLength, final long text)
    {
        ListPack.read(address, offset, element);
        element.toText(text);
        return OffHeap.compare(element.address(), element.length(), memberAddress, memberLength);
    }
}
