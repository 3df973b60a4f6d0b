package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A part of the key table: the keys whose hashes begin with the same bits, in one arena block of a header and up to
 * 63 buckets.
 * <pre>
 *   header, one line of 64 bytes
 *   0        8            16            20      24             32           36            40
 *  +--------+------------+-------------+-------+--------------+------------+-------------+----------------+-----
 *  | prefix | timers ref | timer count | count | minimum word | heap index | min. exact? | timer capacity | spare
 *  +--------+------------+-------------+-------+--------------+------------+-------------+----------------+-----
 *
 *   bucket, one line of 64 bytes
 *   0                  10     14               24               64
 *  +------------------+------+----------------+----------------+
 *  | 10 fingerprints  | meta | 10 x ref 32-39 | 10 x ref 0-31  |
 *  +------------------+------+----------------+----------------+
 * </pre>
 * A fingerprint is 8 bits of the hash and 0 in a free slot. The low three bits of meta say how many buckets further on
 * a key may lie whose home is this bucket. Homes rise with the hash, which is what makes a scan cursor simple.
 */
final class Segment
{
    static final int BUCKET_LENGTH = 64;
    static final int SLOTS_PER_BUCKET = 10;
    static final int MAX_LINES = 64;
    static final int MAX_SLOTS = (MAX_LINES - 1) * SLOTS_PER_BUCKET;
    static final int MAX_DISPLACEMENT = 7;

    static final int PREFIX_OFFSET = 0;
    static final int TIMERS_OFFSET = PREFIX_OFFSET + 8;
    static final int TIMER_COUNT_OFFSET = TIMERS_OFFSET + 8;
    static final int COUNT_OFFSET = TIMER_COUNT_OFFSET + 4;
    static final int MINIMUM_OFFSET = COUNT_OFFSET + 4;
    static final int HEAP_INDEX_OFFSET = MINIMUM_OFFSET + 8;
    static final int EXACT_OFFSET = HEAP_INDEX_OFFSET + 4;
    static final int TIMER_CAPACITY_OFFSET = EXACT_OFFSET + 4;

    private static final int META_OFFSET = 10;
    private static final int HIGH_OFFSET = 14;
    private static final int LOW_OFFSET = 24;
    private static final long LANES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int FIRST_LANES = 8;

    private Segment()
    {
    }

    static int home(final long hash, final int depth, final int buckets)
    {
        return (int)((hash << depth >>> 32) * buckets >>> 32);
    }

    static int fingerprint(final long hash)
    {
        return Math.max(1, (int)(hash & 0xFF));
    }

    static long bucketAddress(final long segmentAddress, final int bucket)
    {
        return segmentAddress + BUCKET_LENGTH + (long)bucket * BUCKET_LENGTH;
    }

    /** Bits 7, 15, ... for those of the first eight slots that have the fingerprint; a few above a true one may lie. */
    static long matches(final long bucketAddress, final int fingerprint)
    {
        final long lanes = OffHeap.getLong(bucketAddress) ^ fingerprint * LANES;
        return lanes - LANES & ~lanes & HIGHS;
    }

    static int displacement(final long bucketAddress)
    {
        return OffHeap.getByte(bucketAddress + META_OFFSET) & MAX_DISPLACEMENT;
    }

    /** First free slot of a bucket, or -1. */
    static int freeSlot(final long bucketAddress)
    {
        final long free = matches(bucketAddress, 0);
        if (0 != free)
        {
            return Long.numberOfTrailingZeros(free) >>> 3;
        }
        for (int slot = FIRST_LANES; slot < SLOTS_PER_BUCKET; slot++)
        {
            if (0 == OffHeap.getByte(bucketAddress + slot))
            {
                return slot;
            }
        }
        return -1;
    }

    static boolean isEmpty(final long bucketAddress)
    {
        return 0 == (OffHeap.getLong(bucketAddress) | OffHeap.getShort(bucketAddress + FIRST_LANES));
    }

    static int fingerprintAt(final long bucketAddress, final int slot)
    {
        return OffHeap.getUnsignedByte(bucketAddress + slot);
    }

    static long refAt(final long bucketAddress, final int slot)
    {
        return OffHeap.getInt(bucketAddress + LOW_OFFSET + 4L * slot) & 0xFFFF_FFFFL |
            (OffHeap.getByte(bucketAddress + HIGH_OFFSET + slot) & 0xFFL) << 32;
    }

    /** Reference in the slot numbered {@code bucket * 10 + slot}. */
    static long refAtSlot(final long segmentAddress, final int slotIndex)
    {
        return refAt(bucketAddress(segmentAddress, slotIndex / SLOTS_PER_BUCKET), slotIndex % SLOTS_PER_BUCKET);
    }

    static void putSlot(
        final Arena arena, final long segmentRef, final int slotIndex, final int fingerprint, final long ref)
    {
        final int slot = slotIndex % SLOTS_PER_BUCKET;
        final long offset = bucketAddress(0, slotIndex / SLOTS_PER_BUCKET);
        final long bucket = arena.writable(segmentRef, offset, BUCKET_LENGTH);
        OffHeap.putByte(bucket + slot, (byte)fingerprint);
        OffHeap.putByte(bucket + HIGH_OFFSET + slot, (byte)(ref >>> 32));
        OffHeap.putInt(bucket + LOW_OFFSET + 4L * slot, (int)ref);
    }

    /**
     * Puts a reference into the first free slot from its home on.
     *
     * @return slot index, or -1 if no bucket near enough has room; nothing has changed then.
     */
    static int place(
        final Arena arena, final long segmentRef, final int depth, final int buckets, final long hash, final long ref)
    {
        final long address = arena.address(segmentRef);
        final int home = home(hash, depth, buckets);
        final int reach = Math.min(MAX_DISPLACEMENT, buckets - 1);
        for (int distance = 0, bucket = home; distance <= reach; distance++)
        {
            final int slot = freeSlot(bucketAddress(address, bucket));
            if (slot >= 0)
            {
                final int slotIndex = bucket * SLOTS_PER_BUCKET + slot;
                putSlot(arena, segmentRef, slotIndex, fingerprint(hash), ref);
                reach(arena, segmentRef, home, distance);
                return slotIndex;
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        return -1;
    }

    /** Notes that a key of a home lies this many buckets on. */
    static void reach(final Arena arena, final long segmentRef, final int home, final int distance)
    {
        if (displacement(bucketAddress(arena.address(segmentRef), home)) < distance)
        {
            arena.putByte(segmentRef, bucketAddress(0, home) + META_OFFSET, (byte)distance);
        }
    }

    static int count(final long segmentAddress)
    {
        return OffHeap.getInt(segmentAddress + COUNT_OFFSET);
    }

    static long allocate(final Arena arena, final int lines, final long prefix)
    {
        final int length = lines * BUCKET_LENGTH;
        final long ref = arena.allocate(length);
        arena.fill(ref, 0, length, (byte)0);
        arena.putLong(ref, PREFIX_OFFSET, prefix);
        return ref;
    }
}
