package io.ringbolt.engine.memory;

/**
 * The block lengths that a slab page may be cut into: every 8 bytes up to 256, then eight steps a doubling up to
 * 8 KiB (at most 12.5 % lost), then the lengths that divide a page of 64 KiB into 7, 6, 5, 4, 3 and 2.
 */
final class SizeClasses
{
    static final int MAX_LENGTH = 32768;
    static final int COUNT;

    private static final int FINE_LIMIT = 256;
    private static final int TABLE_LIMIT = 8192;
    private static final int STEPS_PER_DOUBLING = 8;
    private static final int[] LENGTHS;
    private static final byte[] CLASS_BY_UNITS = new byte[TABLE_LIMIT / 8 + 1];

    static
    {
        final int[] lengths = new int[128];
        int count = 0;
        for (int length = 8; length <= FINE_LIMIT; length += 8)
        {
            lengths[count++] = length;
        }
        for (int base = FINE_LIMIT; base < TABLE_LIMIT; base <<= 1)
        {
            for (int step = 1; step <= STEPS_PER_DOUBLING; step++)
            {
                lengths[count++] = base + base / STEPS_PER_DOUBLING * step;
            }
        }
        for (int blocks = 7; blocks >= 2; blocks--)
        {
            lengths[count++] = Pages.PAGE_LENGTH / blocks & ~7;
        }
        COUNT = count;
        LENGTHS = java.util.Arrays.copyOf(lengths, count);
        int index = 0;
        for (int units = 0; units < CLASS_BY_UNITS.length; units++)
        {
            while (LENGTHS[index] < units * 8)
            {
                index++;
            }
            CLASS_BY_UNITS[units] = (byte)index;
        }
    }

    private SizeClasses()
    {
    }

    /** The smallest class that holds {@code length} bytes, which is at most {@link #MAX_LENGTH}. */
    static int classOf(final int length)
    {
        return length <= TABLE_LIMIT ? CLASS_BY_UNITS[length + 7 >>> 3] : largeClassOf(length);
    }

    private static int largeClassOf(final int length)
    {
        int index = CLASS_BY_UNITS[TABLE_LIMIT >>> 3];
        while (LENGTHS[index] < length)
        {
            index++;
        }
        return index;
    }

    static int length(final int classIndex)
    {
        return LENGTHS[classIndex];
    }
}
