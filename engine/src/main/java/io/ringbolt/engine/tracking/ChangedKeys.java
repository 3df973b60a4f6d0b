package io.ringbolt.engine.tracking;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

import java.util.Arrays;

/**
 * The keys that one unit of execution has changed and somebody may want to hear of, each once as far as that is cheap
 * to know. Owned by the engine thread.
 */
final class ChangedKeys implements AutoCloseable
{
    private static final int INITIAL_CAPACITY = 16;
    /** A new key is compared with so many before it. */
    private static final int COMPARED = 16;

    private final Scratch bytes;
    private long[] offsets = new long[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    private boolean[] byServer = new boolean[INITIAL_CAPACITY];
    private int count;
    private long end;

    ChangedKeys(final OffHeapAllocator allocator)
    {
        this.bytes = new Scratch(allocator);
    }

    /**
     * @param isByServer whether it went by itself, expired or evicted.
     * @return its number, or -1 if it is there already.
     */
    int add(final long address, final int length, final boolean isByServer)
    {
        for (int i = Math.max(0, count - COMPARED); i < count; i++)
        {
            if (lengths[i] == length && OffHeap.equal(address(i), address, length))
            {
                byServer[i] = isByServer;                 // the last change decides
                return -1;
            }
        }
        if (count == offsets.length)
        {
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            byServer = Arrays.copyOf(byServer, 2 * count);
        }
        OffHeap.copy(address, bytes.reserve(end + length, end) + end, length);
        offsets[count] = end;
        lengths[count] = length;
        byServer[count] = isByServer;
        end += length;
        return count++;
    }

    boolean isEmpty()
    {
        return 0 == count;
    }

    long address(final int number)
    {
        return bytes.address() + offsets[number];
    }

    int length(final int number)
    {
        return lengths[number];
    }

    boolean isByServer(final int number)
    {
        return byServer[number];
    }

    void clear()
    {
        count = 0;
        end = 0;
        bytes.trim();
    }

    @Override
    public void close()
    {
        bytes.close();
    }
}
