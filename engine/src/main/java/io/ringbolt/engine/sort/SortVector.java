package io.ringbolt.engine.sort;

import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.util.Arrays;

/**
 * The elements that a SORT works on, each with what it is sorted by, in arrays of plain numbers: no element costs an
 * object. Bytes stay where they are, so nothing may change until the result has been taken. Owned by the engine thread.
 */
/*
 * A number is kept as its value under the length NUMBER; it becomes text only where text is compared. The sort is a
 * stable merge of indexes, so that elements that compare equal stay as they came.
 */
final class SortVector implements AutoCloseable
{
    private static final int NUMBER = -1;
    private static final int MISSING = -2;
    private static final int INITIAL_CAPACITY = 64;
    private static final int RETAINED_CAPACITY = 1 << 16;
    private static final int SHORT_RUN = 8;

    private final OffHeapAllocator allocator;
    private final ListPackElement left = new ListPackElement();
    private final ListPackElement right = new ListPackElement();
    private final long scratch;
    private long[] words;
    private int[] lengths;
    private double[] scores;
    private long[] byWords;
    private int[] byLengths;
    private int[] order;
    private int[] spare;
    private int count;
    private boolean isByText;
    private boolean isByPattern;
    private boolean isDescending;
    private boolean isTieBroken;

    SortVector(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.scratch = allocator.allocate(2 * IntegerText.MAX_LENGTH);
        allocate(INITIAL_CAPACITY);
    }

    private void allocate(final int capacity)
    {
        words = new long[capacity];
        lengths = new int[capacity];
        scores = new double[capacity];
        byWords = new long[capacity];
        byLengths = new int[capacity];
        order = new int[capacity];
        spare = new int[capacity];
    }

    /** Empties the vector. */
    void clear()
    {
        count = 0;
        if (words.length > RETAINED_CAPACITY)
        {
            allocate(INITIAL_CAPACITY);
        }
    }

    int count()
    {
        return count;
    }

    void add(final ListPackElement element)
    {
        if (count == words.length)
        {
            grow();
        }
        words[count] = element.isInteger() ? element.longValue() : element.address();
        lengths[count] = element.isInteger() ? NUMBER : element.length();
        order[count] = count;
        scores[count] = 0;
        byLengths[count] = MISSING;
        count++;
    }

    private void grow()
    {
        final int capacity = words.length + (words.length >> 1);
        words = Arrays.copyOf(words, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        scores = Arrays.copyOf(scores, capacity);
        byWords = Arrays.copyOf(byWords, capacity);
        byLengths = Arrays.copyOf(byLengths, capacity);
        order = Arrays.copyOf(order, capacity);
        spare = new int[capacity];
    }

    /** Reads an element by its place in the order, which before {@link #sort} is that of the additions. */
    void get(final int place, final ListPackElement out)
    {
        read(words, lengths, order[place], out);
    }

    private static void read(final long[] words, final int[] lengths, final int index, final ListPackElement out)
    {
        if (NUMBER == lengths[index])
        {
            out.set(words[index]);
        }
        else
        {
            out.set(words[index], lengths[index]);
        }
    }

    /** Sets the number that an element is sorted by; it is 0 else. */
    void score(final int index, final double score)
    {
        scores[index] = score;
    }

    /** Sets the text that an element is sorted by; elements without one come first. */
    void by(final int index, final ListPackElement value)
    {
        byWords[index] = value.isInteger() ? value.longValue() : value.address();
        byLengths[index] = value.isInteger() ? NUMBER : value.length();
    }

    /**
     * Sorts.
     *
     * @param byText     by text rather than by number.
     * @param byPattern  by the text that was set, not by the elements.
     * @param tieBroken  whether elements that are sorted by equal text are put in the order of their own.
     */
    void sort(final boolean byText, final boolean byPattern, final boolean descending, final boolean tieBroken)
    {
        isByText = byText;
        isByPattern = byPattern;
        isDescending = descending;
        isTieBroken = tieBroken;
        sort(0, count);
    }

    private void sort(final int from, final int to)
    {
        if (to - from <= SHORT_RUN)
        {
            insertionSort(from, to);
            return;
        }
        final int middle = from + to >>> 1;
        sort(from, middle);
        sort(middle, to);
        if (compare(order[middle - 1], order[middle]) > 0)
        {
            merge(from, middle, to);
        }
    }

    private void insertionSort(final int from, final int to)
    {
        for (int i = from + 1; i < to; i++)
        {
            final int index = order[i];
            int place = i;
            for (; place > from && compare(order[place - 1], index) > 0; place--)
            {
                order[place] = order[place - 1];
            }
            order[place] = index;
        }
    }

    private void merge(final int from, final int middle, final int to)
    {
        System.arraycopy(order, from, spare, from, middle - from);
        int a = from;
        int b = middle;
        int place = from;
        while (a < middle && b < to)
        {
            order[place++] = compare(spare[a], order[b]) <= 0 ? spare[a++] : order[b++];
        }
        System.arraycopy(spare, a, order, place, middle - a);
    }

    private int compare(final int a, final int b)
    {
        final int outcome = isByText ? compareByText(a, b) : compareByNumber(a, b);
        return isDescending ? -outcome : outcome;
    }

    private int compareByNumber(final int a, final int b)
    {
        if (scores[a] != scores[b])
        {
            return scores[a] < scores[b] ? -1 : 1;
        }
        return compareText(words, lengths, a, b);
    }

    private int compareByText(final int a, final int b)
    {
        if (!isByPattern)
        {
            return compareText(words, lengths, a, b);
        }
        int outcome;
        if (MISSING == byLengths[a] || MISSING == byLengths[b])
        {
            outcome = (MISSING == byLengths[a] ? 0 : 1) - (MISSING == byLengths[b] ? 0 : 1);
        }
        else
        {
            outcome = compareText(byWords, byLengths, a, b);
        }
        return 0 == outcome && isTieBroken ? compareText(words, lengths, a, b) : outcome;
    }

    private int compareText(final long[] fromWords, final int[] fromLengths, final int a, final int b)
    {
        read(fromWords, fromLengths, a, left);
        read(fromWords, fromLengths, b, right);
        left.toText(scratch);
        right.toText(scratch + IntegerText.MAX_LENGTH);
        return OffHeap.compare(left.address(), left.length(), right.address(), right.length());
    }

    @Override
    public void close()
    {
        allocator.free(scratch, 2 * IntegerText.MAX_LENGTH);
    }
}
