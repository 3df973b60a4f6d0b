package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over all blocks of a {@link MemberTable} as a {@link BlockReader} shows it, live or in a view.
 */
public final class MemberTableWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final Scratch bucket;
    private long directory;
    private boolean hasManySegments;
    private long count;
    private int bucketCount;
    private int bucketIndex;
    private int slot;
    private int slotCount;

    public MemberTableWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.bucket = new Scratch(allocator);
    }

    /** Begins before the first block. */
    public MemberTableWalk wrap(final long table)
    {
        count = blocks.getLong(table, 0);
        bucketCount = blocks.getInt(table, BucketDirectory.BUCKETS_OFFSET);
        hasManySegments = 1 != blocks.getInt(table, BucketDirectory.SEGMENTS_OFFSET);
        directory = blocks.getLong(table, BucketDirectory.DIRECTORY_OFFSET);
        bucketIndex = 0;
        slot = 0;
        slotCount = 0;
        return this;
    }

    /** Number of blocks in the table. */
    public long count()
    {
        return count;
    }

    /** @return the next block, or {@link Arena#NULL_REF} behind the last. */
    public long next()
    {
        while (slot == slotCount)
        {
            if (bucketIndex == bucketCount)
            {
                return Arena.NULL_REF;
            }
            loadBucket(bucketIndex++);
        }
        return Refs.get(bucket.address() + MemberBuckets.SLOTS_OFFSET + (long)slot++ * MemberBuckets.SLOT_LENGTH);
    }

    private void loadBucket(final int index)
    {
        slot = 0;
        slotCount = 0;
        final long segment = hasManySegments ?
            blocks.getLong(directory, (long)(index >>> BucketDirectory.SEGMENT_BITS) * Long.BYTES) : directory;
        final long offset = (long)(index & BucketDirectory.SEGMENT_BUCKETS - 1) * Refs.REF_LENGTH;
        final long ref = blocks.getInt(segment, offset) & 0xFFFF_FFFFL |
            (blocks.getByte(segment, offset + Integer.BYTES) & 0xFFL) << Integer.SIZE;
        if (Arena.NULL_REF != ref)
        {
            slotCount = blocks.getInt(ref, 0) & 0xFFFF;
            bucket.load(blocks, ref, MemberBuckets.SLOTS_OFFSET + (long)slotCount * MemberBuckets.SLOT_LENGTH);
        }
    }

    @Override
    public void close()
    {
        bucket.close();
    }
}
