package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The buckets of a {@link MemberTable}: arena blocks of slots, each with the reference of a member's block and the
 * highest byte of its hash. A bucket without members is no block at all.
 * <pre>
 *   0       2          4
 *  +-------+----------+-----------------+----
 *  | count | capacity | ref 5 B, fp 1 B | ...
 *  +-------+----------+-----------------+----
 * </pre>
 */
final class MemberBuckets
{
    static final int SLOT_LENGTH = 6;
    static final int SLOTS_OFFSET = 4;
    private static final int SLOT_STEP = 4;
    private static final int FIRST_CAPACITY = 6;

    static final int FINGERPRINT_SHIFT = 56;
    private static final int BLOCK_SHIFT = 16;

    private final Arena arena;
    private final BucketDirectory directory;

    MemberBuckets(final Arena arena, final BucketDirectory directory)
    {
        this.arena = arena;
        this.directory = directory;
    }

    /** The word that ends with a slot: the fingerprint in its highest byte, below it the block. */
    static long word(final long bucketAddress, final int slot)
    {
        return OffHeap.getLong(bucketAddress + SLOTS_OFFSET + slot * SLOT_LENGTH - 2);
    }

    /** The block that a slot's word names. */
    static long block(final long word)
    {
        return word >>> BLOCK_SHIFT & Refs.REF_MASK;
    }

    /** @return the first slot from {@code from} on with this fingerprint; -1 if there is none. */
    static int nextMatch(final long bucketAddress, final int from, final long fingerprint)
    {
        final int count = OffHeap.getShort(bucketAddress) & 0xFFFF;
        for (int slot = from; slot < count; slot++)
        {
            if (word(bucketAddress, slot) >>> FINGERPRINT_SHIFT == fingerprint)
            {
                return slot;
            }
        }
        return -1;
    }

    /** Number of members in a bucket. */
    int size(final long table, final int index)
    {
        final long bucket = directory.bucketRef(table, index);
        return bucket == Arena.NULL_REF ? 0 : OffHeap.getShort(arena.address(bucket)) & 0xFFFF;
    }

    /** The block in a slot below {@link #size}. */
    long blockAt(final long bucket, final int slot)
    {
        return Refs.get(arena.address(bucket) + SLOTS_OFFSET + slot * SLOT_LENGTH);
    }

    /** Puts another block of the same hash into a slot. */
    void replace(final long bucket, final int slot, final long block)
    {
        Refs.put(arena.writable(bucket, SLOTS_OFFSET + slot * SLOT_LENGTH, Refs.REF_LENGTH), block);
    }

    /** Adds a block behind the others, with more room for them if there is none. */
    void add(final long table, final int index, final long block, final long blockHash)
    {
        long bucket = directory.bucketRef(table, index);
        int count = 0;
        if (bucket == Arena.NULL_REF)
        {
            bucket = allocate();
            directory.putBucketRef(table, index, bucket);
        }
        else
        {
            final long address = arena.address(bucket);
            count = OffHeap.getShort(address) & 0xFFFF;
            final int capacity = OffHeap.getShort(address + 2) & 0xFFFF;
            if (count == capacity)
            {
                bucket = resize(table, index, bucket, capacity, capacity + SLOT_STEP);
            }
        }

        final int offset = SLOTS_OFFSET + count * SLOT_LENGTH;
        final long address = arena.writable(bucket, 0, offset + SLOT_LENGTH);
        OffHeap.putShort(address, (short)(count + 1));
        OffHeap.putInt(address + offset, (int)block);
        OffHeap.putShort(address + offset + 4, (short)(block >>> 32 | blockHash >>> 56 << 8));
        if (count >= OffHeap.getInt(arena.address(table) + BucketDirectory.LARGEST_OFFSET))
        {
            OffHeap.putInt(arena.writable(table, BucketDirectory.LARGEST_OFFSET, 4), count + 1);
        }
    }

    private long allocate()
    {
        final int length = SLOTS_OFFSET + FIRST_CAPACITY * SLOT_LENGTH;
        final long bucket = arena.allocate(length);
        final long address = arena.writable(bucket, 0, SLOTS_OFFSET);
        OffHeap.putShort(address, (short)0);
        OffHeap.putShort(address + 2, (short)FIRST_CAPACITY);
        return bucket;
    }

    private long resize(
        final long table, final int index, final long bucket, final int oldCapacity, final int newCapacity)
    {
        final long resized = arena.reallocate(
            bucket, SLOTS_OFFSET + oldCapacity * SLOT_LENGTH, SLOTS_OFFSET + newCapacity * SLOT_LENGTH);
        OffHeap.putShort(arena.writable(resized, 2, 2), (short)newCapacity);
        if (resized != bucket)
        {
            directory.putBucketRef(table, index, resized);
        }
        return resized;
    }

    /** Takes a block out of its slot, which the last one gets; the block stays. */
    void drop(final long table, final int index, final int slot)
    {
        final long bucket = directory.bucketRef(table, index);
        final long address = arena.address(bucket);
        final int last = (OffHeap.getShort(address) & 0xFFFF) - 1;
        final int capacity = OffHeap.getShort(address + 2) & 0xFFFF;
        if (last == 0)
        {
            arena.free(bucket);
            directory.putBucketRef(table, index, Arena.NULL_REF);
            return;
        }
        final long writable = arena.writable(bucket, 0, SLOTS_OFFSET + (last + 1) * SLOT_LENGTH);
        OffHeap.copy(writable + SLOTS_OFFSET + last * SLOT_LENGTH, writable + SLOTS_OFFSET + slot * SLOT_LENGTH,
            SLOT_LENGTH);
        OffHeap.putShort(writable, (short)last);
        if (capacity > FIRST_CAPACITY && last <= capacity - 2 * SLOT_STEP)
        {
            resize(table, index, bucket, capacity, capacity - SLOT_STEP);
        }
    }

    /** Copies a bucket with its blocks. @param onCopied is told of each copy. */
    long copyOf(final long bucket, final MemberVisitor onCopied)
    {
        final long copy = copyBlock(bucket);
        final int count = OffHeap.getShort(arena.address(bucket)) & 0xFFFF;
        for (int slot = 0; slot < count; slot++)
        {
            final long block = copyBlock(blockAt(bucket, slot));
            replace(copy, slot, block);
            onCopied.onMember(block);
        }
        return copy;
    }

    private long copyBlock(final long block)
    {
        final long length = arena.usableLength(block);
        final long copy = arena.allocate(length);
        arena.copyIn(copy, 0, arena.address(block), length);
        return copy;
    }

    /** Frees blocks from the last on. @return how many, {@code budget} at most. */
    int releaseBlocks(final long bucket, final int budget)
    {
        final int count = OffHeap.getShort(arena.address(bucket)) & 0xFFFF;
        final int freed = Math.min(count, budget);
        for (int slot = count - 1; slot >= count - freed; slot--)
        {
            arena.free(blockAt(bucket, slot));
        }
        OffHeap.putShort(arena.writable(bucket, 0, 2), (short)(count - freed));
        return freed;
    }
}
