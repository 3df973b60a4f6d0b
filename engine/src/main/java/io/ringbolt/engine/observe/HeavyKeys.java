package io.ringbolt.engine.observe;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The keys with the largest sums of something, found without a counter for every key. Owned by the engine thread.
 */
/*
 * Space-Saving (Metwally, Agrawal and El Abbadi, 2005): a fixed number of counters. A key without one takes over the
 * smallest and its sum, which is remembered as the most that the new sum may be too large by. Every key whose true sum
 * is above the total divided by the number of counters has one. A heap finds the smallest in O(log n).
 */
final class HeavyKeys
{
    private final Counter[] heap;
    private final Long2ObjectHashMap<Counter> byHash;
    private int size;

    HeavyKeys(final int counters)
    {
        heap = new Counter[counters];
        byHash = new Long2ObjectHashMap<>(2 * counters, 0.6f);
    }

    /** @param hash of the key's bytes; of two keys with the same hash the first one is shown. */
    void add(final long hash, final long keyAddress, final int keyLength, final long amount)
    {
        Counter counter = byHash.get(hash);
        if (null == counter)
        {
            counter = size < heap.length ? append() : takeSmallest();
            counter.hash = hash;
            counter.name = OffHeap.toBytes(keyAddress, keyLength);
            byHash.put(hash, counter);
        }
        counter.sum += amount;
        siftDown(counter.index);
    }

    /** @return at most {@code count} keys whose sums are certainly not 0, the largest first. */
    List<Counter> largest(final int count)
    {
        final List<Counter> sorted = new ArrayList<>(Arrays.asList(heap).subList(0, size));
        sorted.removeIf(counter -> 0 == counter.sum());
        sorted.sort(Comparator.comparingLong(Counter::sum).reversed());
        return sorted.subList(0, Math.min(count, sorted.size()));
    }

    private Counter append()
    {
        final Counter counter = new Counter();
        counter.index = size;
        heap[size++] = counter;
        siftUp(counter.index);
        return counter;
    }

    private Counter takeSmallest()
    {
        final Counter smallest = heap[0];
        byHash.remove(smallest.hash);
        smallest.error = smallest.sum;
        return smallest;
    }

    private void siftUp(final int from)
    {
        int index = from;
        while (index > 0 && heap[index].sum < heap[(index - 1) / 2].sum)
        {
            exchange(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void siftDown(final int from)
    {
        int index = from;
        int least = smallerChild(index);
        while (least >= 0 && heap[least].sum < heap[index].sum)
        {
            exchange(index, least);
            index = least;
            least = smallerChild(index);
        }
    }

    private int smallerChild(final int index)
    {
        final int left = 2 * index + 1;
        if (left >= size)
        {
            return -1;
        }
        return left + 1 < size && heap[left + 1].sum < heap[left].sum ? left + 1 : left;
    }

    private void exchange(final int a, final int b)
    {
        final Counter counter = heap[a];
        heap[a] = heap[b];
        heap[b] = counter;
        heap[a].index = a;
        heap[b].index = b;
    }

    /**
     * A key and what has been added up for it.
     */
    static final class Counter
    {
        private byte[] name;
        private long hash;
        private long sum;
        private long error;
        private int index;

        byte[] name()
        {
            return name;
        }

        /** @return the sum that is certain. */
        long sum()
        {
            return sum - error;
        }
    }
}
