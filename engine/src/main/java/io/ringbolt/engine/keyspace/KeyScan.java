package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * Walks a table in the order of its keys' hashes, and draws keys at random.
 */
/*
 * Home buckets rise with the hash, so "every key whose hash is below the cursor has been shown" stays true whatever
 * splits, grows or merges in between. Hence the guarantee: a key that is there during the whole scan is shown exactly
 * once. The cursor is the hash without its last 8 bits, which no boundary between buckets needs.
 */
final class KeyScan
{
    private static final int CURSOR_SHIFT = 8;
    private static final int BUCKETS_PER_KEY_ASKED = 10;
    private static final int MAX_DRAWS = 1 << 16;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final KeyTable table;
    private final Arena arena;
    private final KeyEntry entry = new KeyEntry();
    private final KeyEntry drawn = new KeyEntry();

    KeyScan(final KeyTable table)
    {
        this.table = table;
        arena = table.arena;
    }

    long scan(final long cursor, final int count, final KeyVisitor visitor)
    {
        long from = cursor << CURSOR_SHIFT;
        long visited = 0;
        long buckets = 0;
        while (table.size() > 0)
        {
            final long word = table.directory.find(from);
            final int depth = Directory.depth(word);
            final int bucketCount = Directory.lines(word) - 1;
            final int home = Segment.home(from, depth, bucketCount);
            visited += visitHome(word, home, from, visitor);
            from = nextBucket(from, depth, bucketCount, home);
            buckets++;
            if (0 == from)
            {
                return 0;
            }
            if (visited >= count || buckets >= (long)count * BUCKETS_PER_KEY_ASKED)
            {
                return from >>> CURSOR_SHIFT;
            }
        }
        return 0;
    }

    /** Least hash whose home lies behind this one; 0 behind the last. */
    private static long nextBucket(final long hash, final int depth, final int bucketCount, final int home)
    {
        final long prefix = 0 == depth ? 0 : hash & -1L << 64 - depth;
        if (home + 1 < bucketCount)
        {
            final long within = (((long)(home + 1) << 32) + bucketCount - 1) / bucketCount;
            return prefix | within << 32 >>> depth;
        }
        return 0 == depth ? 0 : prefix + (1L << 64 - depth);
    }

    private int visitHome(final long word, final int home, final long from, final KeyVisitor visitor)
    {
        final long segmentRef = Directory.segmentRef(word);
        final long address = arena.address(segmentRef);
        final int depth = Directory.depth(word);
        final int buckets = Directory.lines(word) - 1;
        int distance = Segment.displacement(Segment.bucketAddress(address, home));
        int bucket = home;
        int visited = 0;
        for (; distance >= 0; distance--)
        {
            final long bucketAddress = Segment.bucketAddress(address, bucket);
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET && !Segment.isEmpty(bucketAddress); slot++)
            {
                if (0 != Segment.fingerprintAt(bucketAddress, slot))
                {
                    table.wrap(segmentRef, bucket * Segment.SLOTS_PER_BUCKET + slot, entry);
                    if (Segment.home(entry.hash, depth, buckets) == home &&
                        Long.compareUnsigned(entry.hash, from) >= 0)
                    {
                        visitor.onKey(entry);
                        visited++;
                    }
                }
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        return visited;
    }

    /** Draws a key, each with the same probability, from the numbers that follow from {@code randomBits}. */
    boolean random(final long randomBits, final KeyEntry out)
    {
        if (0 == table.size())
        {
            return false;
        }
        final int maxDepth = table.shaper().maxDepth();
        long state = randomBits;
        for (int draw = 0; draw < MAX_DRAWS; draw++)
        {
            state += GOLDEN;
            final long bits = mix(state);
            final long word = table.directory.find(bits);
            final int slotCount = (Directory.lines(word) - 1) * Segment.SLOTS_PER_BUCKET;
            final int range = 0 == maxDepth ? slotCount : Segment.MAX_SLOTS;
            final int slotIndex = (int)((mix(bits ^ GOLDEN) >>> 32) * range >>> 32);
            final int spare = maxDepth - Directory.depth(word);
            // A segment of a lesser depth is hit 2^spare times as often, so all but one of these draws are refused.
            if (slotIndex < slotCount && 0 == (bits & (1L << spare) - 1) && isUsed(word, slotIndex))
            {
                table.wrap(Directory.segmentRef(word), slotIndex, out);
                return true;
            }
        }
        return anyFrom(mix(state), out);
    }

    /**
     * Shows up to {@code count} keys that lie side by side, from a drawn one on: side by side are keys of like hashes,
     * which have nothing else in common.
     *
     * @param visitor removes and moves no keys.
     * @return keys shown.
     */
    int sample(final long randomBits, final int count, final KeyVisitor visitor)
    {
        if (!random(randomBits, drawn))
        {
            return 0;
        }
        final long segmentRef = drawn.segmentRef;
        final long address = arena.address(segmentRef);
        final int slotCount = (Directory.lines(table.directory.find(drawn.hash)) - 1) * Segment.SLOTS_PER_BUCKET;
        int slotIndex = drawn.slotIndex;
        int shown = 0;
        for (int i = 0; i < slotCount && shown < count; i++)
        {
            final long bucketAddress = Segment.bucketAddress(address, slotIndex / Segment.SLOTS_PER_BUCKET);
            if (0 != Segment.fingerprintAt(bucketAddress, slotIndex % Segment.SLOTS_PER_BUCKET))
            {
                table.wrap(segmentRef, slotIndex, drawn);
                visitor.onKey(drawn);
                shown++;
            }
            slotIndex = slotIndex + 1 == slotCount ? 0 : slotIndex + 1;
        }
        return shown;
    }

    private boolean isUsed(final long word, final int slotIndex)
    {
        final long bucket = Segment.bucketAddress(
            arena.address(Directory.segmentRef(word)), slotIndex / Segment.SLOTS_PER_BUCKET);
        return 0 != Segment.fingerprintAt(bucket, slotIndex % Segment.SLOTS_PER_BUCKET);
    }

    /** First key from a hash on; for tables so nearly empty that drawing finds nothing. */
    private boolean anyFrom(final long hash, final KeyEntry out)
    {
        long from = hash;
        for (int segment = 0; segment <= table.shaper().segmentCount(); segment++)
        {
            final long word = table.directory.find(from);
            for (int slotIndex = 0; slotIndex < (Directory.lines(word) - 1) * Segment.SLOTS_PER_BUCKET; slotIndex++)
            {
                if (isUsed(word, slotIndex))
                {
                    table.wrap(Directory.segmentRef(word), slotIndex, out);
                    return true;
                }
            }
            from = nextBucket(from, Directory.depth(word), 1, 0);
        }
        return false;
    }

    private static long mix(final long value)
    {
        long bits = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }
}
