package io.ringbolt.engine.memory;

/**
 * The pages of a chunk that are free, one bit each, in memory beside the chunk.
 */
final class PageBitmap
{
    private PageBitmap()
    {
    }

    /** Bytes of a bitmap. */
    static long length(final int pageCount)
    {
        return Math.max(1, pageCount >>> 6) * 8L;
    }

    /** First page of a free run of {@code count}, or -1 less the length of the longest free run. */
    static long findRun(final long bitmap, final int pageCount, final int count)
    {
        int longest = 0;
        int runLength = 0;
        for (int word = 0; word << 6 < pageCount; word++)
        {
            long bits = OffHeap.getLong(bitmap + ((long)word << 3));
            int position = 0;
            while (position < 64)
            {
                final int ones = Math.min(64 - position, Long.numberOfTrailingZeros(~bits));
                runLength += ones;
                if (runLength >= count)
                {
                    return (word << 6) + position + ones - runLength;
                }
                position += ones;
                if (position < 64)
                {
                    longest = Math.max(longest, runLength);
                    runLength = 0;
                    bits = ones < 64 ? bits >>> ones : 0;
                    final int zeros = Math.min(64 - position, Long.numberOfTrailingZeros(bits));
                    position += zeros;
                    bits = zeros < 64 ? bits >>> zeros : 0;
                }
            }
        }
        return -1L - Math.max(longest, runLength);
    }

    static void mark(final long bitmap, final int first, final int count, final boolean free)
    {
        for (int page = first; page < first + count;)
        {
            final int inWord = Math.min(first + count - page, 64 - (page & 63));
            final long mask = (64 == inWord ? -1L : (1L << inWord) - 1) << (page & 63);
            final long address = bitmap + (page >>> 6 << 3);
            final long bits = OffHeap.getLong(address);
            assert free ? 0 == (bits & mask) : mask == (bits & mask) : "page state: page=" + page;
            OffHeap.putLong(address, bits ^ mask);
            page += inWord;
        }
    }
}
