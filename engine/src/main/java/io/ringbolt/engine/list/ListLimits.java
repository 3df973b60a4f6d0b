package io.ringbolt.engine.list;

/**
 * How large a node of a list may become, from {@code list-max-listpack-size}: positive counts elements, negative
 * chooses a number of bytes, 4 KiB for -1 up to 64 KiB for -5.
 */
final class ListLimits
{
    /** Bytes that a node limited by count still may not pass. */
    private static final int SAFE_LENGTH = 8192;
    private static final int SMALLEST_LENGTH = 4096;
    private static final int LENGTH_CHOICES = 5;

    private int maxLength;
    private int maxCount;
    private long packedThreshold = Long.MAX_VALUE;

    ListLimits(final int listMaxListpackSize)
    {
        set(listMaxListpackSize);
    }

    void set(final int listMaxListpackSize)
    {
        if (listMaxListpackSize >= 0)
        {
            maxLength = SAFE_LENGTH;
            maxCount = Math.max(1, listMaxListpackSize);
        }
        else
        {
            maxLength = SMALLEST_LENGTH << Math.min(LENGTH_CHOICES, -listMaxListpackSize) - 1;
            maxCount = Integer.MAX_VALUE;
        }
    }

    boolean allow(final long length, final long count)
    {
        return length <= maxLength && count <= maxCount;
    }

    /**
     * Says whether a list has become so small that it may return to a single listpack without soon leaving it again.
     */
    boolean allowHalf(final long length, final long count)
    {
        return maxCount == Integer.MAX_VALUE ? length <= maxLength / 2 : count <= maxCount / 2;
    }

    /**
     * Lets tests lower the length from which an element gets a node of its own.
     *
     * @param length above 0, or 0 for no such threshold.
     */
    void packedThreshold(final long length)
    {
        packedThreshold = length == 0 ? Long.MAX_VALUE : length;
    }

    /** Says that an element is so large that it gets a node of its own. */
    boolean isLarge(final int length)
    {
        return length > maxLength || length >= packedThreshold;
    }
}
