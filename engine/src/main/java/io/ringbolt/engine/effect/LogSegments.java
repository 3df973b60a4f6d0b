package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.Claim;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The memory of an {@link EffectLog}: off-heap blocks of equal power-of-two length, of which a position's high bits
 * pick one. Belongs to the engine thread; {@link #address} is for any thread that holds the log at or below the
 * position.
 */
/*
 * The directory is a power-of-two array indexed by segment number modulo its length. When the retained window outgrows
 * it the writer makes a larger one and publishes it; readers fetch directory and commit position anew for each record.
 * A long argument's bytes are not copied: segments that would hold nothing else are where the argument lies, see
 * AdoptedSegments, and only what stands in its first and last segment beside other bytes is copied.
 * A reader never looks below its own position, so a segment that lies below all of them is nobody's but the writer's.
 */
final class LogSegments implements AutoCloseable
{
    private static final int INITIAL_DIRECTORY_LENGTH = 16;
    private static final int MIN_LENGTH = 1 << 12;
    private static final VarHandle DIRECTORY;

    static
    {
        try
        {
            DIRECTORY = MethodHandles.lookup().findVarHandle(LogSegments.class, "directory", long[].class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final OffHeapAllocator allocator;
    private final ChunkReleaser releaser;
    private final int length;
    private final int shift;
    private final AdoptedSegments adopted = new AdoptedSegments();
    private long[] directory = new long[INITIAL_DIRECTORY_LENGTH];
    private long first;
    private long end;
    private long spareAddress;

    /** @param length of a segment, a power of two, at least 4 KiB. */
    LogSegments(final OffHeapAllocator allocator, final ChunkReleaser releaser, final int length)
    {
        if (Integer.bitCount(length) != 1 || length < MIN_LENGTH)
        {
            throw new IllegalArgumentException("segment length must be a power of two from 4096: " + length);
        }
        this.allocator = allocator;
        this.releaser = releaser;
        this.length = length;
        this.shift = Integer.numberOfTrailingZeros(length);
    }

    /** @return segments held. */
    long count()
    {
        return end - first;
    }

    /** @return bytes held, without those of values that are in the keyspace too. */
    long memory()
    {
        final long spareCount = OffHeap.NULL_ADDRESS == spareAddress ? 0 : 1;
        return (count() - adopted.pinnedCount() + spareCount) * length;
    }

    /** @return the address of a position as a reader sees it; any thread. */
    long address(final long position)
    {
        final long[] segments = (long[])DIRECTORY.getAcquire(this);
        return segments[(int)(position >>> shift) & segments.length - 1] + (position & length - 1);
    }

    /** @return the address of a position that has been reached. */
    long writable(final long position)
    {
        return directory[slot(position >>> shift)] + (position & length - 1);
    }

    /** @return whether there is memory up to a position. */
    boolean reach(final long position)
    {
        return first != end && end << shift >= position;
    }

    /** Adds segments from the log's end up to a position. */
    void extend(final long logEnd, final long position)
    {
        if (first == end)
        {
            first = logEnd >>> shift;
            end = first;
        }
        while (end << shift < position)
        {
            enter(takeSegment());
        }
    }

    /**
     * Has segments be where bytes lie already.
     *
     * @param from  where the first one begins, up to which there is memory.
     * @param to    where the last one ends.
     * @param claim on the bytes; released when the last segment has been passed.
     */
    void adopt(final long from, final long to, final long address, final Claim claim)
    {
        assert end << shift == from : "end=" + end + " from=" + from;
        for (long position = from; position < to; position += length)
        {
            enter(address + position - from);
        }
        adopted.add(from >>> shift, to >>> shift, claim);
    }

    /** Gives up the segments that lie below a position. */
    void pass(final long position)
    {
        while (first < end && first + 1 << shift <= position)
        {
            final int slot = slot(first);
            if (!adopted.pass(first))
            {
                recycle(directory[slot]);
            }
            directory[slot] = OffHeap.NULL_ADDRESS;
            first++;
        }
    }

    @Override
    public void close()
    {
        while (first < end)
        {
            if (!adopted.pass(first))
            {
                allocator.free(directory[slot(first)], length);
            }
            directory[slot(first)] = OffHeap.NULL_ADDRESS;
            first++;
        }
        if (OffHeap.NULL_ADDRESS != spareAddress)
        {
            allocator.free(spareAddress, length);
            spareAddress = OffHeap.NULL_ADDRESS;
        }
    }

    private void enter(final long address)
    {
        if (end - first == directory.length)
        {
            growDirectory();
        }
        directory[slot(end)] = address;
        end++;
    }

    private void growDirectory()
    {
        final long[] larger = new long[2 * directory.length];
        for (long segment = first; segment < end; segment++)
        {
            larger[(int)segment & larger.length - 1] = directory[slot(segment)];
        }
        DIRECTORY.setRelease(this, larger);
    }

    private long takeSegment()
    {
        final long address = spareAddress;
        spareAddress = OffHeap.NULL_ADDRESS;
        return OffHeap.NULL_ADDRESS == address ? allocator.allocate(length) : address;
    }

    private void recycle(final long address)
    {
        if (OffHeap.NULL_ADDRESS == spareAddress)
        {
            spareAddress = address;
        }
        else
        {
            releaser.release(address, length);
        }
    }

    private int slot(final long segment)
    {
        return (int)segment & directory.length - 1;
    }
}
