package io.ringbolt.engine.array;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.OffHeap;

/**
 * An array used as a ring: values go round the first {@code size} indexes, and a ring of another size keeps the newest
 * values in the order in which they came.
 */
final class ArrayRing
{
    private final SparseArrays arrays;
    private final ValueRef old = new ValueRef();

    ArrayRing(final SparseArrays arrays)
    {
        this.arrays = arrays;
    }

    /**
     * Puts the values of the ring in order if it has another size now, so that the oldest kept one is at index 0.
     *
     * @param size of the ring, above 0.
     */
    void resize(final ValueRef array, final long size)
    {
        final long span = arrays.length(array);
        final long newest = arrays.insertIndex(array);
        if (span == 0 || size == span)
        {
            return;
        }
        if (Long.compareUnsigned(size, span) < 0)
        {
            reorder(array, span, size);
        }
        else if (newest != SparseArrays.NO_INDEX && Long.compareUnsigned(newest + 1, span) < 0)
        {
            reorder(array, span, span);
        }
    }

    /** The index at which the next value goes into the ring. */
    long nextIndex(final ValueRef array, final long size)
    {
        return Long.remainderUnsigned(arrays.insertIndex(array) + 1, size);
    }

    /** Keeps values from the newest backwards, until there are enough or one is missing. */
    private void reorder(final ValueRef array, final long span, final long most)
    {
        final long newest = arrays.insertIndex(array);
        long oldest = newest == SparseArrays.NO_INDEX ? span - 1 : Long.remainderUnsigned(newest, span);
        long kept = 0;
        while (kept < most && OffHeap.NULL_ADDRESS != arrays.find(array, oldest))
        {
            kept++;
            oldest = oldest == 0 ? span - 1 : oldest - 1;
        }
        old.set(array.encoding(), array.root());
        arrays.create(array);
        for (long i = 0; i < kept; i++)
        {
            oldest = oldest == span - 1 ? 0 : oldest + 1;
            final long word = OffHeap.getLong(arrays.find(old, oldest));
            arrays.set(array, i, ArrayValue.copyOf(arrays.arena, word));
        }
        arrays.insertIndex(array, kept - 1);
        while (arrays.release(old, Integer.MAX_VALUE) == 0)
        {
            assert old.root() != array.root() : "the old ring only";
        }
    }
}
