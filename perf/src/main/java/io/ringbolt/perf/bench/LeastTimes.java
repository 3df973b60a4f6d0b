package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.HdrHistogram.Histogram;

/**
 * The times of a sequence of operations that runs several times alike: each operation's least time of all runs, from
 * which the pauses of the machine have dropped out.
 */
final class LeastTimes implements AutoCloseable
{
    private static final int INITIAL_COUNT = 1024;

    private final OffHeapAllocator allocator;
    private long address;
    private long capacity;
    private long count;
    private long next;

    LeastTimes(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
    }

    /** Begins with the first operation again. */
    void rewind()
    {
        next = 0;
    }

    /** Notes what the next operation has taken. */
    void add(final long ns)
    {
        if (next == capacity)
        {
            grow();
        }
        final int time = (int)Math.min(Integer.MAX_VALUE, ns);
        final long place = address + next * Integer.BYTES;
        OffHeap.putInt(place, next < count ? Math.min(time, OffHeap.getInt(place)) : time);
        count = Math.max(count, ++next);
    }

    /** Adds all times to a histogram, in nanoseconds. */
    void addTo(final Histogram histogram)
    {
        for (long i = 0; i < count; i++)
        {
            histogram.recordValue(OffHeap.getInt(address + i * Integer.BYTES));
        }
    }

    private void grow()
    {
        final long larger = Math.max(INITIAL_COUNT, 2 * capacity);
        final long moved = allocator.allocate(larger * Integer.BYTES);
        OffHeap.copy(address, moved, count * Integer.BYTES);
        close();
        address = moved;
        capacity = larger;
    }

    @Override
    public void close()
    {
        allocator.free(address, capacity * Integer.BYTES);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }
}
