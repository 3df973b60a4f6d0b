package io.ringbolt.perf.load;

import java.util.SplittableRandom;

/**
 * How many bytes a value has.
 */
final class ValueLengths
{
    /** Longer values would measure the memory of this process. */
    static final int LONGEST = 512 << 20;

    private final int longest;
    private final Source source;

    /** Draws a length. */
    private interface Source
    {
        int next(SplittableRandom random);
    }

    private ValueLengths(final int longest, final Source source)
    {
        this.longest = longest;
        this.source = source;
    }

    /**
     * Reads what {@code -d} says.
     *
     * @param text {@code 64}; {@code 10-1000}, all alike likely; {@code zipf:10-1000}, the short ones most often;
     *             {@code 64:90,1024:9,65536:1}, lengths and their weights.
     * @return the lengths, for one thread.
     * @throws IllegalArgumentException naming what cannot be read.
     */
    static ValueLengths of(final String text)
    {
        if (text.startsWith("zipf:"))
        {
            final int[] bounds = bounds(text, text.substring("zipf:".length()));
            final ZipfRanks ranks = new ZipfRanks(ZipfRanks.YCSB_EXPONENT);
            final long count = bounds[1] - bounds[0] + 1L;
            return new ValueLengths(bounds[1], random -> bounds[0] + (int)ranks.next(random, count));
        }
        if (text.indexOf(':') >= 0)
        {
            return weighted(text);
        }
        if (text.indexOf('-') > 0)
        {
            final int[] bounds = bounds(text, text);
            return new ValueLengths(bounds[1], random -> random.nextInt(bounds[0], bounds[1] + 1));
        }
        final int length = length(text, text);
        return new ValueLengths(length, random -> length);
    }

    private static ValueLengths weighted(final String text)
    {
        final String[] parts = text.split(",");
        final int[] lengths = new int[parts.length];
        final double[] sums = new double[parts.length];
        int longest = 0;
        double sum = 0;
        for (int i = 0; i < parts.length; i++)
        {
            final String[] pair = parts[i].split(":");
            if (pair.length != 2)
            {
                throw new IllegalArgumentException("lengths with weights read 64:90,1024:10, not " + text);
            }
            lengths[i] = length(text, pair[0]);
            longest = Math.max(longest, lengths[i]);
            sum += length(text, pair[1]);
            sums[i] = sum;
        }
        final double total = sum;
        if (total <= 0)
        {
            throw new IllegalArgumentException("no length has a weight: " + text);
        }
        return new ValueLengths(longest, random ->
        {
            final double drawn = random.nextDouble() * total;
            int i = 0;
            while (sums[i] <= drawn)
            {
                i++;
            }
            return lengths[i];
        });
    }

    int longest()
    {
        return longest;
    }

    int next(final SplittableRandom random)
    {
        return source.next(random);
    }

    private static int[] bounds(final String text, final String range)
    {
        final String[] parts = range.split("-");
        if (parts.length == 2)
        {
            final int[] bounds = {length(text, parts[0]), length(text, parts[1])};
            if (bounds[0] <= bounds[1])
            {
                return bounds;
            }
        }
        throw new IllegalArgumentException("a range of lengths reads 10-1000, not " + text);
    }

    private static int length(final String text, final String part)
    {
        try
        {
            final int length = Integer.parseInt(part);
            if (length >= 0 && length <= LONGEST)
            {
                return length;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number in " + text + ": " + part, ex);
        }
        throw new IllegalArgumentException("lengths go from 0 to " + LONGEST + ": " + text);
    }
}
