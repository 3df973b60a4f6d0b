package io.ringbolt.engine.geo;

import io.ringbolt.engine.listpack.ListPackElement;

import java.util.Arrays;

/**
 * The members that a search has found, in the order of finding or of distance. Their bytes stay where they are, in the
 * sorted set that was searched. Reused between commands.
 */
final class GeoMatches
{
    private static final int INITIAL_CAPACITY = 64;
    private static final int RETAINED_CAPACITY = 1 << 16;
    /** Runs up to this length are sorted by insertion. */
    private static final int SHORT_RUN = 8;

    private double[] distances;
    private double[] scores;
    private long[] addresses;
    /** The length of a member's bytes; -1 if the member is the number that stands for the address. */
    private int[] lengths;
    private int[] order;
    private int[] merged;
    private int count;

    GeoMatches()
    {
        allocate(INITIAL_CAPACITY);
    }

    void clear()
    {
        count = 0;
        if (distances.length > RETAINED_CAPACITY)
        {
            allocate(INITIAL_CAPACITY);
        }
    }

    int count()
    {
        return count;
    }

    void add(final ListPackElement member, final double score, final double distanceM)
    {
        if (count == distances.length)
        {
            grow();
        }
        distances[count] = distanceM;
        scores[count] = score;
        addresses[count] = member.isInteger() ? member.longValue() : member.address();
        lengths[count] = member.isInteger() ? -1 : member.length();
        order[count] = count;
        count++;
    }

    /** Turns {@code out} to the member at a place in the order. */
    ListPackElement member(final int place, final ListPackElement out)
    {
        final int i = order[place];
        return lengths[i] < 0 ? out.set(addresses[i]) : out.set(addresses[i], lengths[i]);
    }

    double score(final int place)
    {
        return scores[order[place]];
    }

    double distanceM(final int place)
    {
        return distances[order[place]];
    }

    /** Orders by distance; what is equally far stays in the order of finding. */
    void sort(final boolean isAscending)
    {
        for (int from = 0; from < count; from += SHORT_RUN)
        {
            insertionSort(from, Math.min(count, from + SHORT_RUN), isAscending);
        }
        for (int run = SHORT_RUN; run < count; run *= 2)
        {
            for (int from = 0; from < count; from += 2 * run)
            {
                merge(from, Math.min(count, from + run), Math.min(count, from + 2 * run), isAscending);
            }
            final int[] previous = order;
            order = merged;
            merged = previous;
        }
    }

    private void insertionSort(final int from, final int end, final boolean isAscending)
    {
        for (int i = from + 1; i < end; i++)
        {
            final int moved = order[i];
            int at = i;
            while (at > from && isAfter(order[at - 1], moved, isAscending))
            {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = moved;
        }
    }

    private void merge(final int from, final int middle, final int end, final boolean isAscending)
    {
        int left = from;
        int right = middle;
        for (int at = from; at < end; at++)
        {
            final boolean takesRight = left == middle || right < end && isAfter(order[left], order[right], isAscending);
            merged[at] = takesRight ? order[right++] : order[left++];
        }
    }

    private boolean isAfter(final int a, final int b, final boolean isAscending)
    {
        return isAscending ? distances[a] > distances[b] : distances[a] < distances[b];
    }

    private void allocate(final int capacity)
    {
        distances = new double[capacity];
        scores = new double[capacity];
        addresses = new long[capacity];
        lengths = new int[capacity];
        order = new int[capacity];
        merged = new int[capacity];
    }

    private void grow()
    {
        final int capacity = 2 * count;
        distances = Arrays.copyOf(distances, capacity);
        scores = Arrays.copyOf(scores, capacity);
        addresses = Arrays.copyOf(addresses, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        order = Arrays.copyOf(order, capacity);
        merged = new int[capacity];
    }
}
