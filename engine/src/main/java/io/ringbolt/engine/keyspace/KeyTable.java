package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The keys of one database: an extendible hash table of references to entry blocks.
 */
/*
 * The hash's first bits choose the segment (Directory), the next 32 the home bucket in it, the last 8 are the
 * fingerprint. A lookup touches the directory, which stays in the cache, one bucket (rarely two) and the entry block.
 * Growth concerns one segment: a larger block, in steps of an eighth, then a split. So the load stays above 80 % at any
 * size, and no insertion does more than rehash the 630 keys of a segment.
 */
final class KeyTable
{
    private static final int MAX_ATTEMPTS = 64;

    final Arena arena;
    final long seed;
    final Directory directory;
    final TimerIndex timers;
    private final TableShaper shaper;
    private final RoomMaker roomMaker;
    private long size;
    private int version;

    KeyTable(final Arena arena, final long seed, final GatheredKeys keys)
    {
        this.arena = arena;
        this.seed = seed;
        directory = new Directory(arena);
        timers = new TimerIndex(arena);
        shaper = new TableShaper(this, keys);
        roomMaker = new RoomMaker(this);
    }

    long size()
    {
        return size;
    }

    int version()
    {
        return version;
    }

    TableShaper shaper()
    {
        return shaper;
    }

    /** Tells that slots have moved, so that every {@link KeyEntry} looks its place up again before use. */
    void slotsMoved()
    {
        version++;
    }

    long hash(final long keyAddress, final int keyLength)
    {
        return Hash64.hash(seed, keyAddress, keyLength);
    }

    boolean find(final long hash, final long keyAddress, final int keyLength, final KeyEntry out)
    {
        final long word = directory.find(hash);
        if (0 == word)
        {
            return false;
        }
        final long segmentRef = Directory.segmentRef(word);
        final long address = arena.address(segmentRef);
        final int buckets = Directory.lines(word) - 1;
        final int fingerprint = Segment.fingerprint(hash);
        int bucket = Segment.home(hash, Directory.depth(word), buckets);
        int distance = Segment.displacement(Segment.bucketAddress(address, bucket));
        while (true)
        {
            final int slot = findInBucket(
                Segment.bucketAddress(address, bucket), fingerprint, keyAddress, keyLength);
            if (slot >= 0)
            {
                final long ref = Segment.refAt(Segment.bucketAddress(address, bucket), slot);
                out.wrap(arena, hash, segmentRef, bucket * Segment.SLOTS_PER_BUCKET + slot, ref);
                out.tableVersion = version;
                return true;
            }
            if (--distance < 0)
            {
                return false;
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
    }

    /**
     * Finds the key of a hash value whose block has this reference; blocks of other keys that have it by now do not
     * count.
     */
    boolean findRef(final long hash, final long ref, final KeyEntry out)
    {
        final long word = directory.find(hash);
        if (0 == word)
        {
            return false;
        }
        final long segmentRef = Directory.segmentRef(word);
        final long address = arena.address(segmentRef);
        final int buckets = Directory.lines(word) - 1;
        int bucket = Segment.home(hash, Directory.depth(word), buckets);
        int distance = Segment.displacement(Segment.bucketAddress(address, bucket));
        for (; distance >= 0; distance--)
        {
            final long bucketAddress = Segment.bucketAddress(address, bucket);
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET; slot++)
            {
                if (Segment.fingerprintAt(bucketAddress, slot) == Segment.fingerprint(hash) &&
                    Segment.refAt(bucketAddress, slot) == ref)
                {
                    wrap(segmentRef, bucket * Segment.SLOTS_PER_BUCKET + slot, out);
                    return out.hash == hash;
                }
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        return false;
    }

    /** Finds the hash with this root among the keys of a hash value. */
    boolean findRoot(final long hash, final long root, final KeyEntry out)
    {
        final long word = directory.find(hash);
        if (0 == word)
        {
            return false;
        }
        final long segmentRef = Directory.segmentRef(word);
        final long address = arena.address(segmentRef);
        final int buckets = Directory.lines(word) - 1;
        int bucket = Segment.home(hash, Directory.depth(word), buckets);
        for (int distance = 0; distance <= Math.min(Segment.MAX_DISPLACEMENT, buckets - 1); distance++)
        {
            final long bucketAddress = Segment.bucketAddress(address, bucket);
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET; slot++)
            {
                if (Segment.fingerprintAt(bucketAddress, slot) == Segment.fingerprint(hash))
                {
                    final int slotIndex = bucket * Segment.SLOTS_PER_BUCKET + slot;
                    out.wrap(arena, hash, segmentRef, slotIndex, Segment.refAt(bucketAddress, slot));
                    out.tableVersion = version;
                    if (out.hasFieldExpiry() && out.root() == root)
                    {
                        return true;
                    }
                }
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        return false;
    }

    private int findInBucket(
        final long bucketAddress, final int fingerprint, final long keyAddress, final int keyLength)
    {
        long matches = Segment.matches(bucketAddress, fingerprint);
        while (0 != matches)
        {
            final int slot = Long.numberOfTrailingZeros(matches) >>> 3;
            if (isKey(bucketAddress, slot, fingerprint, keyAddress, keyLength))
            {
                return slot;
            }
            matches &= matches - 1;
        }
        if (isKey(bucketAddress, 8, fingerprint, keyAddress, keyLength))
        {
            return 8;
        }
        return isKey(bucketAddress, 9, fingerprint, keyAddress, keyLength) ? 9 : -1;
    }

    private boolean isKey(
        final long bucketAddress,
        final int slot,
        final int fingerprint,
        final long keyAddress,
        final int keyLength)
    {
        return Segment.fingerprintAt(bucketAddress, slot) == fingerprint &&
            EntryBlock.hasKey(arena.address(Segment.refAt(bucketAddress, slot)), keyAddress, keyLength);
    }

    /** Enters the block of a key that the table does not have. */
    void insert(final long hash, final long ref, final KeyEntry out)
    {
        if (directory.isEmpty())
        {
            shaper.start();
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
        {
            final long word = directory.find(hash);
            final long segmentRef = Directory.segmentRef(word);
            final int lines = Directory.lines(word);
            final int count = Segment.count(arena.address(segmentRef));
            if (count < TableShaper.maxCount(lines))
            {
                int slot = Segment.place(arena, segmentRef, Directory.depth(word), lines - 1, hash, ref);
                if (slot < 0)
                {
                    slot = roomMaker.place(word, hash, ref);
                }
                if (slot >= 0)
                {
                    arena.putInt(segmentRef, Segment.COUNT_OFFSET, count + 1);
                    size++;
                    out.wrap(arena, hash, segmentRef, slot, ref);
                    out.tableVersion = version;
                    return;
                }
            }
            shaper.grow(hash, word, 0 == attempt);
        }
        throw new IllegalStateException("key table cannot take another key: size=" + size + " hash=" + hash);
    }

    /** Takes a key's reference out of the table, whose timer is gone already; the block remains. */
    void remove(final KeyEntry entry)
    {
        locate(entry);
        Segment.putSlot(arena, entry.segmentRef, entry.slotIndex, 0, Arena.NULL_REF);
        final int count = Segment.count(arena.address(entry.segmentRef)) - 1;
        arena.putInt(entry.segmentRef, Segment.COUNT_OFFSET, count);
        size--;
        shaper.removed(entry.hash, count);
    }

    void replaceRef(final KeyEntry entry, final long ref)
    {
        locate(entry);
        Segment.putSlot(arena, entry.segmentRef, entry.slotIndex, Segment.fingerprint(entry.hash), ref);
    }

    /** Finds an entry's slot again if slots have moved since. */
    void locate(final KeyEntry entry)
    {
        if (entry.tableVersion != version)
        {
            relocate(entry);
        }
    }

    private void relocate(final KeyEntry entry)
    {
        final long word = directory.find(entry.hash);
        final long address = arena.address(Directory.segmentRef(word));
        final int buckets = Directory.lines(word) - 1;
        int bucket = Segment.home(entry.hash, Directory.depth(word), buckets);
        for (int distance = 0; distance <= Math.min(Segment.MAX_DISPLACEMENT, buckets - 1); distance++)
        {
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET; slot++)
            {
                final long bucketAddress = Segment.bucketAddress(address, bucket);
                if (0 != Segment.fingerprintAt(bucketAddress, slot) &&
                    Segment.refAt(bucketAddress, slot) == entry.ref)
                {
                    entry.segmentRef = Directory.segmentRef(word);
                    entry.slotIndex = bucket * Segment.SLOTS_PER_BUCKET + slot;
                    entry.tableVersion = version;
                    return;
                }
            }
            bucket = bucket + 1 == buckets ? 0 : bucket + 1;
        }
        throw new IllegalStateException("key is no longer in the table: " + entry);
    }

    /** Wraps the key in a slot that is known to be used. */
    void wrap(final long segmentRef, final int slotIndex, final KeyEntry out)
    {
        final long ref = Segment.refAtSlot(arena.address(segmentRef), slotIndex);
        out.wrap(arena, EntryBlock.hashOfKey(arena.address(ref), seed), segmentRef, slotIndex, ref);
        out.tableVersion = version;
    }

    /** Bytes of segments, directory and timers. */
    long bytes()
    {
        return shaper.segmentBytes() + directory.bytes() + timers.heapBytes();
    }

    /** Forgets all keys without freeing anything; the directory's root has been handed over before. */
    void detach()
    {
        directory.detach();
        timers.clear();
        shaper.detach();
        size = 0;
        version++;
    }
}
