package io.ringbolt.engine.tracking;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.collections.LongHashSet;

import java.util.Arrays;

/**
 * A key that clients have read since it changed last, with their ids.
 */
final class TrackedKey
{
    private static final int INITIAL_CAPACITY = 2;
    /** Up to so many ids are compared one by one. */
    private static final int SCANNED = 16;
    private static final int RETAINED_CAPACITY = 64;

    TrackedKey next;
    int index;
    long hash;
    long address;
    int length;
    boolean isByServer;
    private long[] ids = new long[INITIAL_CAPACITY];
    private LongHashSet many;
    private int count;

    boolean is(final long wantedHash, final long wantedAddress, final int wantedLength)
    {
        return hash == wantedHash && length == wantedLength && OffHeap.equal(address, wantedAddress, wantedLength);
    }

    /** @return true if the client is new. */
    boolean add(final long id)
    {
        if (contains(id))
        {
            return false;
        }
        if (count == ids.length)
        {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        if (null != many)
        {
            many.add(id);
        }
        else if (count > SCANNED)
        {
            many = new LongHashSet();
            for (int i = 0; i < count; i++)
            {
                many.add(ids[i]);
            }
        }
        return true;
    }

    private boolean contains(final long id)
    {
        if (null != many)
        {
            return many.contains(id);
        }
        for (int i = 0; i < count; i++)
        {
            if (ids[i] == id)
            {
                return true;
            }
        }
        return false;
    }

    int count()
    {
        return count;
    }

    long id(final int position)
    {
        return ids[position];
    }

    /** Makes the object ready for another key. */
    void reset()
    {
        count = 0;
        many = null;
        isByServer = false;
        if (ids.length > RETAINED_CAPACITY)
        {
            ids = new long[INITIAL_CAPACITY];
        }
    }
}
