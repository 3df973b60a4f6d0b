package io.ringbolt.engine.scripting.lua;

import java.util.Arrays;

/** What is done to many bytes at once, block by block, with a look at the host between blocks. */
public final class LongBytes
{
    /** Bytes that are moved or compared at once. */
    private static final int BLOCK = 1 << 16;
    private static final int BYTES_PER_TURN_SHIFT = 7;
    /** Bytes that are gone through one by one at once. */
    private static final int HASHED_BLOCK = 1 << 13;
    private static final int HASHED_PER_TURN_SHIFT = 3;

    private LongBytes()
    {
    }

    public static void copy(
        final byte[] source, final int from, final byte[] target, final int to, final int count, final Turns turns)
    {
        for (int done = 0; done < count; )
        {
            final int step = Math.min(BLOCK, count - done);
            System.arraycopy(source, from + done, target, to + done, step);
            done += step;
            turns.spend(step >> BYTES_PER_TURN_SHIFT);
        }
    }

    /** @return the first bytes of an array in one of another length. */
    public static byte[] resized(final byte[] source, final int count, final int capacity, final Turns turns)
    {
        if (capacity <= BLOCK)
        {
            return Arrays.copyOf(source, capacity);
        }
        final byte[] target = LargeArrays.bytes(capacity, turns);
        copy(source, 0, target, 0, Math.min(count, capacity), turns);
        return target;
    }

    /** @return a part of an array. */
    public static byte[] part(final byte[] source, final int from, final int count, final Turns turns)
    {
        if (count <= BLOCK)
        {
            return Arrays.copyOfRange(source, from, from + count);
        }
        final byte[] target = LargeArrays.bytes(count, turns);
        copy(source, from, target, 0, count, turns);
        return target;
    }

    /** Of arrays of the same length. */
    static boolean areEqual(final byte[] left, final byte[] right, final Turns turns)
    {
        return compare(left, right, turns) == 0;
    }

    /** Of two parts of an array. */
    public static boolean areEqual(
        final byte[] bytes, final int left, final int right, final int count, final Turns turns)
    {
        for (int done = 0; done < count; )
        {
            final int step = Math.min(BLOCK, count - done);
            final int from = left + done;
            final int to = right + done;
            if (!Arrays.equals(bytes, from, from + step, bytes, to, to + step))
            {
                return false;
            }
            done += step;
            turns.spend(1 + (step >> BYTES_PER_TURN_SHIFT));
        }
        return true;
    }

    /** By unsigned bytes. */
    static int compare(final byte[] left, final byte[] right, final Turns turns)
    {
        final int shared = Math.min(left.length, right.length);
        for (int from = 0; from < shared; from += BLOCK)
        {
            final int to = from + Math.min(BLOCK, shared - from);
            final int order = Arrays.compareUnsigned(left, from, to, right, from, to);
            if (order != 0)
            {
                return order;
            }
            turns.spend(to - from >> BYTES_PER_TURN_SHIFT);
            if (to == shared)
            {
                break;
            }
        }
        return left.length - right.length;
    }

    /** @return where the first NUL is, or -1. */
    public static int indexOfNul(final byte[] bytes, final Turns turns)
    {
        for (int i = 0; i < bytes.length; i++)
        {
            if (bytes[i] == 0)
            {
                return i;
            }
            if ((i & HASHED_BLOCK - 1) == HASHED_BLOCK - 1)
            {
                turns.spend(HASHED_BLOCK >> HASHED_PER_TURN_SHIFT);
            }
        }
        return -1;
    }

    /** The hash of Redis's Lua 5.1. @param turns may be null if there are few bytes. */
    static int hash(final byte[] bytes, final Turns turns)
    {
        int h = bytes.length;
        int i = bytes.length;
        while (i > 0)
        {
            final int end = Math.max(i - HASHED_BLOCK, 0);
            final int first = i;
            while (i > end)
            {
                h ^= (h << 5) + (h >>> 2) + (bytes[--i] & 0xFF);
            }
            if (turns != null)
            {
                turns.spend(first - end >> HASHED_PER_TURN_SHIFT);
            }
        }
        return h;
    }
}
