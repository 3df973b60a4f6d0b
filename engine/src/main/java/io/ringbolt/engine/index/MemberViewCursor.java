package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ArenaView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A walk over all blocks of a {@link MemberTable} as it was when a view was opened, while the table goes on changing.
 * Owned by the view's reader.
 */
public final class MemberViewCursor implements AutoCloseable
{
    private static final int FIRST_BYTES = 256;

    private final ArenaView view;
    private final OffHeapAllocator allocator;
    private long slots;
    private int slotBytes = FIRST_BYTES;
    private long table;
    private int bucketCount;
    private int bucket;
    private int slot;
    private int slotCount;

    public MemberViewCursor(final ArenaView view, final OffHeapAllocator allocator)
    {
        this.view = view;
        this.allocator = allocator;
        this.slots = allocator.allocate(slotBytes);
    }

    /** Begins before the first block. */
    public MemberViewCursor wrap(final long tableRef)
    {
        table = tableRef;
        bucketCount = view.getInt(tableRef, BucketDirectory.BUCKETS_OFFSET);
        bucket = 0;
        slot = 0;
        slotCount = 0;
        return this;
    }

    /** Members in the table. */
    public long count()
    {
        return view.getLong(table, 0);
    }

    /**
     * @return the next block, or {@link Arena#NULL_REF} behind the last.
     */
    public long next()
    {
        while (slot == slotCount)
        {
            if (bucket == bucketCount)
            {
                return Arena.NULL_REF;
            }
            readBucket(bucket++);
        }
        return Refs.get(slots + MemberBuckets.SLOTS_OFFSET + slot++ * MemberBuckets.SLOT_LENGTH);
    }

    private void readBucket(final int index)
    {
        slot = 0;
        slotCount = 0;
        view.read(segmentRef(index), BucketDirectory.offsetInSegment(index), Refs.REF_LENGTH, slots);
        final long ref = Refs.get(slots);
        if (ref != Arena.NULL_REF)
        {
            view.read(ref, 0, Short.BYTES, slots);
            final int count = OffHeap.getShort(slots) & 0xFFFF;
            final int length = MemberBuckets.SLOTS_OFFSET + count * MemberBuckets.SLOT_LENGTH;
            reserve(length);
            view.read(ref, 0, length, slots);
            slotCount = count;
        }
    }

    private long segmentRef(final int index)
    {
        final long directory = view.getLong(table, BucketDirectory.DIRECTORY_OFFSET);
        return view.getInt(table, BucketDirectory.SEGMENTS_OFFSET) == 1 ? directory :
            view.getLong(directory, BucketDirectory.offsetInDirectory(index));
    }

    private void reserve(final int length)
    {
        if (length > slotBytes)
        {
            allocator.free(slots, slotBytes);
            slotBytes = 2 * length;
            slots = allocator.allocate(slotBytes);
        }
    }

    @Override
    public void close()
    {
        allocator.free(slots, slotBytes);
    }
}
