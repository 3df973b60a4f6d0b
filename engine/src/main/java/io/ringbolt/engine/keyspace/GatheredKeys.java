package io.ringbolt.engine.keyspace;

import java.util.Arrays;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The keys of one or two segments while these are rebuilt, with all that is needed to place them anew. One per
 * keyspace, so that rebuilding allocates nothing.
 */
final class GatheredKeys
{
    private static final int CAPACITY = 2 * Segment.MAX_SLOTS;

    final long[] hashes = new long[CAPACITY];
    final long[] refs = new long[CAPACITY];
    final long[] timerWords = new long[CAPACITY];
    final int[] slots = new int[CAPACITY];
    final int[] order = new int[CAPACITY];
    int count;
    private final int[] homeStarts = new int[Segment.MAX_LINES + 1];

    /** Written so that the loop which touches blocks is not optimised away. */
    private int touched;

    /**
     * Notes the keys of a segment. Their blocks are all over memory, so they are touched first in a loop that does
     * nothing else: the processor then has ten cache misses under way at a time instead of two or three.
     */
    void gather(final KeyTable table, final long word, final int from)
    {
        final Arena arena = table.arena;
        final int count = gatherRefs(arena, word, from);
        int sum = 0;
        for (int i = from; i < count; i++)
        {
            sum += OffHeap.getByte(arena.address(refs[i]));
        }
        touched = sum;
        for (int i = from; i < count; i++)
        {
            final long block = arena.address(refs[i]);
            hashes[i] = EntryBlock.hashOfKey(block, table.seed);
            timerWords[i] = EntryBlock.timerWord(block);
        }
        this.count = count;
    }

    private int gatherRefs(final Arena arena, final long word, final int from)
    {
        final long address = arena.address(Directory.segmentRef(word));
        final int buckets = Directory.lines(word) - 1;
        int count = from;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            final long bucketAddress = Segment.bucketAddress(address, bucket);
            for (int slot = 0; slot < Segment.SLOTS_PER_BUCKET; slot++)
            {
                if (0 != Segment.fingerprintAt(bucketAddress, slot))
                {
                    refs[count++] = Segment.refAt(bucketAddress, slot);
                }
            }
        }
        return count;
    }

    /**
     * Notes the order of homes (a counting sort). Keys placed in this order lie as near to their homes as they can,
     * while those placed as they come fail at a load of 85 %.
     */
    void orderByHome(final int depth, final int buckets, final int from, final int to)
    {
        final int[] starts = homeStarts;
        Arrays.fill(starts, 0);
        for (int i = from; i < to; i++)
        {
            starts[Segment.home(hashes[i], depth, buckets) + 1]++;
        }
        for (int home = 0; home < buckets; home++)
        {
            starts[home + 1] += starts[home];
        }
        for (int i = from; i < to; i++)
        {
            order[starts[Segment.home(hashes[i], depth, buckets)]++] = i;
        }
    }

    /** Puts the keys without the bit first and returns how many they are. */
    int partition(final long bit)
    {
        int low = 0;
        int high = count - 1;
        while (low <= high)
        {
            if (0 == (hashes[low] & bit))
            {
                low++;
            }
            else
            {
                swap(low, high--);
            }
        }
        return low;
    }

    private void swap(final int a, final int b)
    {
        final long hash = hashes[a];
        hashes[a] = hashes[b];
        hashes[b] = hash;
        final long ref = refs[a];
        refs[a] = refs[b];
        refs[b] = ref;
        final long timerWord = timerWords[a];
        timerWords[a] = timerWords[b];
        timerWords[b] = timerWord;
    }
}
