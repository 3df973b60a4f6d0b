package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;

/**
 * A walk over all blocks of a {@link MemberTable} that does not change meanwhile.
 */
public final class MemberIterator
{
    private final MemberTable members;
    private long table;
    private int bucket;
    private int bucketCount;
    private int slot;
    private int slotCount;
    private long word;

    public MemberIterator(final MemberTable members)
    {
        this.members = members;
    }

    /** Begins before the first block. */
    public MemberIterator wrap(final long tableRef)
    {
        table = tableRef;
        bucket = 0;
        bucketCount = members.bucketCount(tableRef);
        slot = 0;
        slotCount = members.bucketSize(tableRef, 0);
        return this;
    }

    /**
     * @return the next block, or {@link Arena#NULL_REF} behind the last.
     */
    public long next()
    {
        while (slot == slotCount)
        {
            if (++bucket >= bucketCount)
            {
                bucket = bucketCount;
                slotCount = slot;
                return Arena.NULL_REF;
            }
            slot = 0;
            slotCount = members.bucketSize(table, bucket);
        }
        word = members.wordAt(table, bucket, slot++);
        return MemberBuckets.block(word);
    }

    /** Whether another table of the same {@link MemberTable} has the member whose block came last. */
    public boolean isLastIn(final long otherTable)
    {
        return members.containsMemberOf(otherTable, table, bucket, word);
    }
}
