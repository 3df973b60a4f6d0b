package io.ringbolt.engine.index;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import java.util.function.LongSupplier;

/**
 * A hash table of blocks that each begin, at a fixed offset, with their member's length and bytes: what stands behind
 * {@code hashtable} and beside the tree of a sorted set. The table owns the blocks put into it.
 */
/*
 * Linear hashing: buckets are split one after the other in index order, one per twelve members, so that no insertion
 * costs more than one split, whatever the size. A bucket is one arena block of 6-byte slots (reference and fingerprint)
 * that grows four slots at a time: a fixed 64-byte bucket with overflow costs 10 bytes a member half-way between two
 * powers of two, this one below 8.
 *
 * The bucket of a hash is its lowest bits, that is the highest of the reversed hash: each bucket owns one range of
 * reversed hashes. A scan cursor says that every member whose reversed hash lies below has been returned, which stays
 * true while buckets split and merge.
 *
 * header: count 8, then the directory's part
 */
public final class MemberTable
{
    private static final int HEADER_LENGTH = BucketDirectory.HEADER_LENGTH;
    private static final int BUCKETS_OFFSET = BucketDirectory.BUCKETS_OFFSET;
    private static final int LARGEST_OFFSET = BucketDirectory.LARGEST_OFFSET;

    private static final int MEMBERS_PER_BUCKET = 12;
    private static final int MERGE_BELOW = 5;
    private static final int RANDOM_ATTEMPTS = 4096;

    private final Arena arena;
    private final long hashSeed;
    private final int memberOffset;
    private final BucketDirectory directory;
    private final MemberBuckets buckets;

    private long hash;
    private int foundBucket;
    private int foundSlot;

    /**
     * @param memberOffset where in each block the member's length and bytes begin.
     */
    public MemberTable(final Arena arena, final long hashSeed, final int memberOffset)
    {
        this.arena = arena;
        this.hashSeed = hashSeed;
        this.memberOffset = memberOffset;
        directory = new BucketDirectory(arena);
        buckets = new MemberBuckets(arena, directory);
    }

    /**
     * Allocates an empty table.
     *
     * @return its reference, which stays the same for its life.
     */
    public long create()
    {
        final long table = arena.allocate(HEADER_LENGTH);
        arena.putLong(table, 0, 0);
        directory.create(table);
        return table;
    }

    public long count(final long table)
    {
        return OffHeap.getLong(arena.address(table));
    }

    /** Number of buckets, for DEBUG HTSTATS. */
    public int bucketCount(final long table)
    {
        return directory.bucketCount(table);
    }

    /**
     * Finds a member and remembers its place for {@link #insert}, {@link #removeFound} and {@link #replaceFound}.
     *
     * @return the member's block, or {@link Arena#NULL_REF}.
     */
    public long find(final long table, final long memberAddress, final int memberLength)
    {
        hash = Hash64.hash(hashSeed, memberAddress, memberLength);
        foundBucket = bucketOf(hash, bucketCount(table));
        final long bucket = directory.bucketRef(table, foundBucket);
        return findInBucket(bucket, hash >>> MemberBuckets.FINGERPRINT_SHIFT, memberAddress, memberLength);
    }

    private long findInBucket(
        final long bucket, final long fingerprint, final long memberAddress, final int memberLength)
    {
        if (bucket == Arena.NULL_REF)
        {
            return Arena.NULL_REF;
        }
        final long address = arena.address(bucket);
        int slot = MemberBuckets.nextMatch(address, 0, fingerprint);
        while (slot >= 0)
        {
            final long block = MemberBuckets.block(MemberBuckets.word(address, slot));
            final long member = arena.address(block) + memberOffset;
            if (MemberBlock.length(member) == memberLength &&
                OffHeap.equal(MemberBlock.bytes(member), memberAddress, memberLength))
            {
                foundSlot = slot;
                return block;
            }
            slot = MemberBuckets.nextMatch(address, slot + 1, fingerprint);
        }
        return Arena.NULL_REF;
    }

    /**
     * Whether the table has a member of another table of this object. Where both have split so far that the one's
     * bucket tells the other's, nothing is hashed, and the member itself is only read where a fingerprint agrees.
     *
     * @param other       a table that has the member,
     * @param otherBucket in the bucket of this index,
     * @param word        in the slot that was read as this word.
     */
    boolean containsMemberOf(final long table, final long other, final int otherBucket, final long word)
    {
        final long sought = arena.address(MemberBuckets.block(word)) + memberOffset;
        final int bucketCount = bucketCount(table);
        final int index = bucketOf(otherBucket, bucketCount);
        if (hashBits(otherBucket, bucketCount(other)) < hashBits(index, bucketCount))
        {
            return find(table, MemberBlock.bytes(sought), MemberBlock.length(sought)) != Arena.NULL_REF;
        }
        final long bucket = directory.bucketRef(table, index);
        final long fingerprint = word >>> MemberBuckets.FINGERPRINT_SHIFT;
        return bucket != Arena.NULL_REF && MemberBuckets.nextMatch(arena.address(bucket), 0, fingerprint) >= 0 &&
            findInBucket(bucket, fingerprint, MemberBlock.bytes(sought), MemberBlock.length(sought)) != Arena.NULL_REF;
    }

    /**
     * Adds the block of the member that the last {@link #find} has missed; the table owns it from now on.
     */
    public void insert(final long table, final long block)
    {
        buckets.add(table, foundBucket, block, hash);
        final long header = arena.writable(table, 0, HEADER_LENGTH);
        final long count = OffHeap.getLong(header) + 1;
        OffHeap.putLong(header, count);
        if (count > (long)OffHeap.getInt(header + BUCKETS_OFFSET) * MEMBERS_PER_BUCKET)
        {
            split(table);
        }
    }

    /**
     * Takes out the block that the last {@link #find} has returned; the caller owns it from now on.
     */
    public void removeFound(final long table)
    {
        removeSlot(table, foundBucket, foundSlot);
    }

    /**
     * Puts another block, of the same member, in place of the one that the last {@link #find} has returned.
     */
    public void replaceFound(final long table, final long block)
    {
        buckets.replace(directory.bucketRef(table, foundBucket), foundSlot, block);
    }

    /**
     * Draws a block, each with the same probability.
     *
     * @param random source of 64 random bits.
     * @return a block of a table that is not empty.
     */
    public long random(final long table, final LongSupplier random)
    {
        final long header = arena.address(table);
        final int bucketCount = OffHeap.getInt(header + BUCKETS_OFFSET);
        final int largest = OffHeap.getInt(header + LARGEST_OFFSET);
        for (int attempt = 0; attempt < RANDOM_ATTEMPTS; attempt++)
        {
            final long bits = random.getAsLong();
            final int index = (int)Long.remainderUnsigned(bits & 0xFFFF_FFFFL, bucketCount);
            final int slot = (int)((bits >>> 32) * largest >>> 32);
            if (slot < buckets.size(table, index))
            {
                return buckets.blockAt(directory.bucketRef(table, index), slot);
            }
        }
        return firstFrom(table, (int)Long.remainderUnsigned(random.getAsLong(), bucketCount), bucketCount);
    }

    /**
     * Hands the members of one bucket to the visitor.
     *
     * @param cursor 0 to begin, else what the last call has returned.
     * @return where to go on, or 0 when all buckets have been visited.
     */
    public long scan(final long table, final long cursor, final MemberVisitor visitor)
    {
        final int bucketCount = bucketCount(table);
        final int index = bucketOf(Integer.reverse((int)cursor) & 0xFFFF_FFFFL, bucketCount);
        final int size = buckets.size(table, index);
        for (int slot = 0; slot < size; slot++)
        {
            visitor.onMember(buckets.blockAt(directory.bucketRef(table, index), slot));
        }
        final long next = (Integer.reverse(index) & 0xFFFF_FFFFL) + (1L << 32 - hashBits(index, bucketCount));
        return next >>> 32 != 0 ? 0 : next;
    }

    /**
     * Makes a table of copies of all blocks.
     *
     * @param onCopied is told of each copy.
     * @return the new table.
     */
    public long copyOf(final long table, final MemberVisitor onCopied)
    {
        final long copy = create();
        final int bucketCount = bucketCount(table);
        for (int index = 0; index < bucketCount; index++)
        {
            if (index > 0)
            {
                directory.growTo(copy, index + 1);
            }
            final long bucket = directory.bucketRef(table, index);
            if (bucket != Arena.NULL_REF)
            {
                directory.putBucketRef(copy, index, buckets.copyOf(bucket, onCopied));
            }
        }
        final long header = arena.writable(copy, 0, HEADER_LENGTH);
        OffHeap.putLong(header, count(table));
        OffHeap.putInt(header + LARGEST_OFFSET, OffHeap.getInt(arena.address(table) + LARGEST_OFFSET));
        return copy;
    }

    /** Number of members in a bucket. */
    public int bucketSize(final long table, final int index)
    {
        return buckets.size(table, index);
    }

    /** The block in a slot below {@link #bucketSize}. */
    public long blockAt(final long table, final int index, final int slot)
    {
        return buckets.blockAt(directory.bucketRef(table, index), slot);
    }

    /** What a slot below {@link #bucketSize} holds, see {@link MemberBuckets#word}. */
    long wordAt(final long table, final int index, final int slot)
    {
        return MemberBuckets.word(arena.address(directory.bucketRef(table, index)), slot);
    }

    /**
     * Bytes of the table, its buckets and its members' blocks.
     *
     * @param sampleCount members to look at, more or less; the others are reckoned like these. From {@link #count} on
     *                    the result is exact.
     */
    public long bytes(final long table, final long sampleCount)
    {
        final int bucketCount = bucketCount(table);
        long sum = 0;
        long seen = 0;
        int index = 0;
        while (index < bucketCount && seen < sampleCount)
        {
            final long bucket = directory.bucketRef(table, index);
            if (bucket != Arena.NULL_REF)
            {
                sum += arena.usableLength(bucket);
                final int size = buckets.size(table, index);
                for (int slot = 0; slot < size; slot++)
                {
                    sum += arena.usableLength(buckets.blockAt(bucket, slot));
                }
                seen += size;
            }
            index++;
        }
        final long inBuckets = seen < count(table) ? (long)((double)sum / Math.max(1, seen) * count(table)) :
            sum + emptyBucketBytes(table, index);
        return arena.usableLength(table) + directory.bytes(table) + inBuckets;
    }

    private long emptyBucketBytes(final long table, final int from)
    {
        long sum = 0;
        for (int index = from; index < bucketCount(table); index++)
        {
            final long bucket = directory.bucketRef(table, index);
            sum += bucket == Arena.NULL_REF ? 0 : arena.usableLength(bucket);
        }
        return sum;
    }

    /**
     * Frees blocks, buckets and at last the table, in bounded steps.
     *
     * @param budget blocks to free in this call, more or less.
     * @return what is left of the budget; the table is gone if that is above 0.
     */
    public int release(final long table, final int budget)
    {
        int rest = budget;
        while (rest > 0)
        {
            final int last = bucketCount(table) - 1;
            final long bucket = directory.bucketRef(table, last);
            if (bucket != Arena.NULL_REF)
            {
                rest -= buckets.releaseBlocks(bucket, rest);
                if ((OffHeap.getShort(arena.address(bucket)) & 0xFFFF) != 0)
                {
                    return 0;
                }
                arena.free(bucket);
                directory.putBucketRef(table, last, Arena.NULL_REF);
            }
            rest--;
            if (last == 0)
            {
                directory.release(table);
                arena.free(table);
                return Math.max(rest, 1);
            }
            directory.shrinkTo(table, last);
        }
        return 0;
    }

    private long firstFrom(final long table, final int start, final int bucketCount)
    {
        for (int i = 0; i < bucketCount; i++)
        {
            final int index = (start + i) % bucketCount;
            if (buckets.size(table, index) > 0)
            {
                return buckets.blockAt(directory.bucketRef(table, index), 0);
            }
        }
        throw new IllegalStateException("empty table: buckets=" + bucketCount);
    }

    private void removeSlot(final long table, final int index, final int slot)
    {
        buckets.drop(table, index, slot);
        final long header = arena.writable(table, 0, HEADER_LENGTH);
        final long count = OffHeap.getLong(header) - 1;
        final int bucketCount = OffHeap.getInt(header + BUCKETS_OFFSET);
        OffHeap.putLong(header, count);
        if (bucketCount > 1 && count < (long)bucketCount * MERGE_BELOW)
        {
            merge(table, bucketCount - 1);
        }
    }

    private void split(final long table)
    {
        final int bucketCount = bucketCount(table);
        directory.growTo(table, bucketCount + 1);
        final int half = Integer.highestOneBit(bucketCount);
        final int source = bucketCount - half;
        final long bit = half;
        for (int slot = buckets.size(table, source) - 1; slot >= 0; slot--)
        {
            final long block = buckets.blockAt(directory.bucketRef(table, source), slot);
            final long blockHash = hashOf(block);
            if ((blockHash & bit) != 0)
            {
                buckets.drop(table, source, slot);
                buckets.add(table, bucketCount, block, blockHash);
            }
        }
    }

    private void merge(final long table, final int last)
    {
        final int target = last - Integer.highestOneBit(last);
        final long bucket = directory.bucketRef(table, last);
        if (bucket != Arena.NULL_REF)
        {
            final int count = OffHeap.getShort(arena.address(bucket)) & 0xFFFF;
            for (int slot = 0; slot < count; slot++)
            {
                final long word = MemberBuckets.word(arena.address(bucket), slot);
                buckets.add(table, target, MemberBuckets.block(word), word);
            }
            arena.free(bucket);
            directory.putBucketRef(table, last, Arena.NULL_REF);
        }
        directory.shrinkTo(table, last);
    }

    private long hashOf(final long block)
    {
        final long member = arena.address(block) + memberOffset;
        return Hash64.hash(hashSeed, MemberBlock.bytes(member), MemberBlock.length(member));
    }

    /** How many bits of their hashes the members of a bucket have in common. */
    private static int hashBits(final int index, final int bucketCount)
    {
        final int half = Integer.highestOneBit(bucketCount);
        final int low = Integer.numberOfTrailingZeros(half);
        return index >= half || index < bucketCount - half ? low + 1 : low;
    }

    private static int bucketOf(final long hash, final int bucketCount)
    {
        final int half = Integer.highestOneBit(bucketCount);
        final int index = (int)hash & 2 * half - 1;
        return index < bucketCount ? index : index & half - 1;
    }
}
