package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The way from a bucket's index to the bucket: segments of up to 1024 five-byte references each, and a directory of
 * segments once there are several. Growing by one bucket touches one segment; the directory, copied when it doubles,
 * has 8 bytes for 12,000 members.
 * <pre>
 *   8         12        16         20         24       32
 *  +---------+---------+----------+----------+--------+
 *  | buckets | largest | segments | capacity | ref    |     the directory's part of a table's header; ref names
 *  +---------+---------+----------+----------+--------+     the only segment, or the directory
 * </pre>
 */
final class BucketDirectory
{
    static final int BUCKETS_OFFSET = 8;
    static final int LARGEST_OFFSET = 12;
    static final int HEADER_LENGTH = 32;

    static final int SEGMENTS_OFFSET = 16;
    private static final int CAPACITY_OFFSET = 20;
    static final int DIRECTORY_OFFSET = 24;

    static final int SEGMENT_BITS = 10;
    static final int SEGMENT_BUCKETS = 1 << SEGMENT_BITS;
    private static final int MIN_SEGMENT_BUCKETS = 16;
    private static final int MIN_DIRECTORY = 8;

    private final Arena arena;

    BucketDirectory(final Arena arena)
    {
        this.arena = arena;
    }

    /** Makes a table's header the way to one bucket. */
    void create(final long table)
    {
        final int segmentLength = MIN_SEGMENT_BUCKETS * Refs.REF_LENGTH;
        final long segment = arena.allocate(segmentLength);
        OffHeap.set(arena.writable(segment, 0, segmentLength), segmentLength, (byte)0);
        final long header = arena.writable(table, 0, HEADER_LENGTH);
        OffHeap.putInt(header + BUCKETS_OFFSET, 1);
        OffHeap.putInt(header + LARGEST_OFFSET, 1);
        OffHeap.putInt(header + SEGMENTS_OFFSET, 1);
        OffHeap.putInt(header + CAPACITY_OFFSET, 0);
        OffHeap.putLong(header + DIRECTORY_OFFSET, segment);
    }

    /** Frees the last segment, when one bucket is left. */
    void release(final long table)
    {
        arena.free(OffHeap.getLong(arena.address(table) + DIRECTORY_OFFSET));
    }

    /** Bytes of the segments, and of the array that leads to them once there are several. */
    long bytes(final long table)
    {
        final long header = arena.address(table);
        final long directory = OffHeap.getLong(header + DIRECTORY_OFFSET);
        final int segments = OffHeap.getInt(header + SEGMENTS_OFFSET);
        long sum = arena.usableLength(directory);
        for (int i = 0; segments > 1 && i < segments; i++)
        {
            sum += arena.usableLength(OffHeap.getLong(arena.address(directory) + (long)i * Long.BYTES));
        }
        return sum;
    }

    int bucketCount(final long table)
    {
        return OffHeap.getInt(arena.address(table) + BUCKETS_OFFSET);
    }

    private long segmentRef(final long header, final int index)
    {
        final long directory = OffHeap.getLong(header + DIRECTORY_OFFSET);
        return OffHeap.getInt(header + SEGMENTS_OFFSET) == 1 ? directory :
            OffHeap.getLong(arena.address(directory) + offsetInDirectory(index));
    }

    /** Where the directory names the segment of a bucket. */
    static long offsetInDirectory(final int index)
    {
        return (long)(index >>> SEGMENT_BITS) * Long.BYTES;
    }

    /** Where the segment of a bucket names the bucket. */
    static long offsetInSegment(final int index)
    {
        return (long)(index & SEGMENT_BUCKETS - 1) * Refs.REF_LENGTH;
    }

    /** The bucket at an index, or {@link Arena#NULL_REF} where none has been needed. */
    long bucketRef(final long table, final int index)
    {
        final long segment = segmentRef(arena.address(table), index);
        return Refs.get(arena.address(segment) + offsetInSegment(index));
    }

    void putBucketRef(final long table, final int index, final long bucket)
    {
        final long segment = segmentRef(arena.address(table), index);
        final long offset = offsetInSegment(index);
        Refs.put(arena.writable(segment, offset, Refs.REF_LENGTH), bucket);
    }

    private static int segmentLength(final int buckets)
    {
        final int capacity = buckets <= MIN_SEGMENT_BUCKETS ? MIN_SEGMENT_BUCKETS :
            Math.min(SEGMENT_BUCKETS, 2 * Integer.highestOneBit(buckets - 1));
        return capacity * Refs.REF_LENGTH;
    }

    /** Makes room for one more bucket. */
    void growTo(final long table, final int buckets)
    {
        if (buckets <= SEGMENT_BUCKETS)
        {
            resizeOnlySegment(table, segmentLength(buckets - 1), segmentLength(buckets));
        }
        else if ((buckets - 1 & SEGMENT_BUCKETS - 1) == 0)
        {
            addSegment(table);
        }
        OffHeap.putInt(arena.writable(table, BUCKETS_OFFSET, 4), buckets);
    }

    /** Gives up the room of the last bucket, which is empty. */
    void shrinkTo(final long table, final int buckets)
    {
        if (buckets < SEGMENT_BUCKETS)
        {
            resizeOnlySegment(table, segmentLength(buckets + 1), segmentLength(buckets));
        }
        else if ((buckets & SEGMENT_BUCKETS - 1) == 0)
        {
            removeSegment(table);
        }
        OffHeap.putInt(arena.writable(table, BUCKETS_OFFSET, 4), buckets);
    }

    private void resizeOnlySegment(final long table, final int oldLength, final int newLength)
    {
        if (oldLength != newLength)
        {
            final long old = OffHeap.getLong(arena.address(table) + DIRECTORY_OFFSET);
            final long segment = arena.reallocate(old, oldLength, newLength);
            if (newLength > oldLength)
            {
                OffHeap.set(arena.writable(segment, oldLength, newLength - oldLength), newLength - oldLength, (byte)0);
            }
            OffHeap.putLong(arena.writable(table, DIRECTORY_OFFSET, Long.BYTES), segment);
        }
    }

    private void addSegment(final long table)
    {
        final int length = SEGMENT_BUCKETS * Refs.REF_LENGTH;
        final long segment = arena.allocate(length);
        OffHeap.set(arena.writable(segment, 0, length), length, (byte)0);
        final long header = arena.writable(table, 0, HEADER_LENGTH);
        final int segments = OffHeap.getInt(header + SEGMENTS_OFFSET);
        final int capacity = OffHeap.getInt(header + CAPACITY_OFFSET);
        long directory = OffHeap.getLong(header + DIRECTORY_OFFSET);
        if (segments == 1)
        {
            final long only = directory;
            directory = arena.allocate((long)MIN_DIRECTORY * Long.BYTES);
            OffHeap.putLong(arena.writable(directory, 0, Long.BYTES), only);
            OffHeap.putInt(header + CAPACITY_OFFSET, MIN_DIRECTORY);
        }
        else if (segments == capacity)
        {
            directory = arena.reallocate(directory, (long)capacity * Long.BYTES, 2L * capacity * Long.BYTES);
            OffHeap.putInt(header + CAPACITY_OFFSET, 2 * capacity);
        }
        OffHeap.putLong(arena.writable(directory, (long)segments * Long.BYTES, Long.BYTES), segment);
        OffHeap.putLong(header + DIRECTORY_OFFSET, directory);
        OffHeap.putInt(header + SEGMENTS_OFFSET, segments + 1);
    }

    private void removeSegment(final long table)
    {
        final long header = arena.writable(table, 0, HEADER_LENGTH);
        final int segments = OffHeap.getInt(header + SEGMENTS_OFFSET) - 1;
        final int capacity = OffHeap.getInt(header + CAPACITY_OFFSET);
        final long directory = OffHeap.getLong(header + DIRECTORY_OFFSET);
        arena.free(OffHeap.getLong(arena.address(directory) + (long)segments * Long.BYTES));
        OffHeap.putInt(header + SEGMENTS_OFFSET, segments);
        if (segments == 1)
        {
            OffHeap.putLong(header + DIRECTORY_OFFSET, OffHeap.getLong(arena.address(directory)));
            arena.free(directory);
        }
        else if (capacity > MIN_DIRECTORY && segments <= capacity / 4)
        {
            OffHeap.putLong(header + DIRECTORY_OFFSET,
                arena.reallocate(directory, (long)capacity * Long.BYTES, (long)capacity / 2 * Long.BYTES));
            OffHeap.putInt(header + CAPACITY_OFFSET, capacity / 2);
        }
    }
}
