package io.ringbolt.engine.zset;

import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.RefTree;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The order of a large sorted set: blocks of a score and a member, by score, then by the member's bytes.
 */
final class ScoreTree extends RefTree
{
    /** Where in a block the member's length and bytes begin; the score stands before them. */
    static final int MEMBER_OFFSET = 8;

    ScoreTree(final Arena arena)
    {
        super(arena);
    }

    /** A long in whose signed order doubles are in theirs; both zeros are one. */
    static long orderKey(final double score)
    {
        final long bits = Double.doubleToRawLongBits(score + 0.0);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    @Override
    protected long orderKey(final long block)
    {
        return orderKey(OffHeap.getDouble(arena.address(block)));
    }

    @Override
    protected int compareTie(final long block, final long otherBlock)
    {
        final long member = arena.address(block) + MEMBER_OFFSET;
        final long other = arena.address(otherBlock) + MEMBER_OFFSET;
        return OffHeap.compare(MemberBlock.bytes(member), MemberBlock.length(member),
            MemberBlock.bytes(other), MemberBlock.length(other));
    }

    int compareMember(final long block, final long memberAddress, final int memberLength)
    {
        final long member = arena.address(block) + MEMBER_OFFSET;
        return OffHeap.compare(MemberBlock.bytes(member), MemberBlock.length(member), memberAddress, memberLength);
    }
}
