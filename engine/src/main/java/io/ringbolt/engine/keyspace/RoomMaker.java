package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * Brings a free slot near enough to a key's home, by moving keys from the buckets between towards it.
 */
/*
 * Without it, keys placed first come, first served leave runs of full buckets that are longer than the displacement
 * allows when a segment is 85 % full. With it, segments fill to 93 % and more. (Herlihy, Shavit, Tzafrir: Hopscotch
 * Hashing, 2008, moves single slots in the same way.)
 */
final class RoomMaker
{
    private final KeyTable table;
    private final Arena arena;

    RoomMaker(final KeyTable table)
    {
        this.table = table;
        arena = table.arena;
    }

    /** Puts a reference into a segment; returns its slot index, or -1 when no key can be moved out of the way. */
    int place(final long word, final long hash, final long ref)
    {
        final long segmentRef = Directory.segmentRef(word);
        final int buckets = Directory.lines(word) - 1;
        final int depth = Directory.depth(word);
        if (buckets <= Segment.MAX_DISPLACEMENT)
        {
            return -1;
        }
        final int home = Segment.home(hash, depth, buckets);
        int free = firstWithRoom(segmentRef, home, buckets);
        for (int move = 0; move < buckets && free >= 0; move++)
        {
            if (distance(home, free, buckets) <= Segment.MAX_DISPLACEMENT)
            {
                table.slotsMoved();
                return Segment.place(arena, segmentRef, depth, buckets, hash, ref);
            }
            free = moveKeyTo(segmentRef, depth, buckets, free);
        }
        table.slotsMoved();
        return -1;
    }

    private int firstWithRoom(final long segmentRef, final int home, final int buckets)
    {
        final long address = arena.address(segmentRef);
        for (int i = 0, bucket = home; i < buckets; i++)
        {
            if (Segment.freeSlot(Segment.bucketAddress(address, bucket)) >= 0)
            {
                return bucket;
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        return -1;
    }

    /** Moves a key from as far before {@code free} as its home allows; returns the bucket that has room now, or -1. */
    private int moveKeyTo(final long segmentRef, final int depth, final int buckets, final int free)
    {
        final long address = arena.address(segmentRef);
        for (int back = Segment.MAX_DISPLACEMENT; back > 0; back--)
        {
            final int bucket = free - back < 0 ? free - back + buckets : free - back;
            final long bucketAddress = Segment.bucketAddress(address, bucket);
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET; slot++)
            {
                if (0 == Segment.fingerprintAt(bucketAddress, slot))
                {
                    continue;
                }
                final long ref = Segment.refAt(bucketAddress, slot);
                final long hash = EntryBlock.hashOfKey(arena.address(ref), table.seed);
                final int home = Segment.home(hash, depth, buckets);
                final int distance = distance(home, free, buckets);
                if (distance <= Segment.MAX_DISPLACEMENT)
                {
                    final int oldSlot = bucket * Segment.SLOTS_PER_BUCKET + slot;
                    final int newSlot = free * Segment.SLOTS_PER_BUCKET +
                        Segment.freeSlot(Segment.bucketAddress(address, free));
                    Segment.putSlot(arena, segmentRef, newSlot, Segment.fingerprint(hash), ref);
                    Segment.putSlot(arena, segmentRef, oldSlot, 0, Arena.NULL_REF);
                    Segment.reach(arena, segmentRef, home, distance);
                    table.timers.slotMoved(segmentRef, EntryBlock.timerWord(arena.address(ref)), oldSlot, newSlot);
                    return bucket;
                }
            }
        }
        return -1;
    }

    private static int distance(final int from, final int to, final int buckets)
    {
        return to >= from ? to - from : to - from + buckets;
    }
}
