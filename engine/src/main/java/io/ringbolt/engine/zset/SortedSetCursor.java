package io.ringbolt.engine.zset;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * A walk over a sorted set in either direction from a rank on; the sorted set does not change meanwhile.
 */
public final class SortedSetCursor
{
    private final SortedSets sortedSets;
    private final Arena arena;
    private final RefTreeCursor cursor;
    private boolean isForward;
    private boolean isPack;
    private long pack;
    private int offset;
    private double score;

    public SortedSetCursor(final SortedSets sortedSets)
    {
        this.sortedSets = sortedSets;
        this.arena = sortedSets.arena;
        this.cursor = new RefTreeCursor(sortedSets.trees);
    }

    /**
     * Places the cursor before a member.
     *
     * @param rank of the member that {@link #next} returns first; beyond the ends there is none.
     */
    public SortedSetCursor wrap(final ValueRef sortedSet, final long rank, final boolean forward)
    {
        isForward = forward;
        isPack = sortedSets.isPack(sortedSet);
        if (isPack)
        {
            pack = sortedSet.root();
            offset = rank < 0 || rank >= sortedSets.count(sortedSet) ? ListPack.NONE :
                ListPack.seek(arena.address(pack), (int)rank * 2);
        }
        else
        {
            cursor.wrap(sortedSets.tree(sortedSet.root()), rank);
        }
        return this;
    }

    /**
     * @return false behind the last member in the direction.
     */
    public boolean next(final ListPackElement member)
    {
        return isPack ? nextPacked(member) : nextBlock(member);
    }

    /** The score of the member that {@link #next} has returned. */
    public double score()
    {
        return score;
    }

    private boolean nextPacked(final ListPackElement member)
    {
        if (offset == ListPack.NONE)
        {
            return false;
        }
        final long address = arena.address(pack);
        score = sortedSets.packed.score(address, offset);
        ListPack.read(address, offset, member);
        if (isForward)
        {
            offset = ListPack.next(address, ListPack.next(address, offset));
        }
        else
        {
            offset = ListPack.previous(address, offset);
            offset = offset == ListPack.NONE ? ListPack.NONE : ListPack.previous(address, offset);
        }
        return true;
    }

    private boolean nextBlock(final ListPackElement member)
    {
        final long block = cursor.block();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        score = sortedSets.readScore(block);
        sortedSets.readMember(block, member);
        if (isForward)
        {
            cursor.forward();
        }
        else
        {
            cursor.backward();
        }
        return true;
    }
}
