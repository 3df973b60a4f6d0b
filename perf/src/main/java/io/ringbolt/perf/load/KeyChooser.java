package io.ringbolt.perf.load;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which of the keys a request names: numbers from zero, drawn by one load thread.
 */
interface KeyChooser
{
    /** Added again and again it visits every number of a keyspace that it does not divide. */
    long STRIDE = 2_654_435_761L;

    /** @return a number from 0 to below the number of keys. */
    long next(SplittableRandom random);

    /**
     * Reads what {@code --keys} says.
     *
     * @param text     {@code uniform}, {@code sequential}, {@code zipf[:exponent]}, {@code latest[:exponent]} or
     *                 {@code hot:20%:80%}, the share of keys and the share of requests that go to them.
     * @param keyCount keys there are at the beginning; grows by insertions.
     * @return the chooser, for one thread.
     * @throws IllegalArgumentException naming what cannot be read.
     */
    static KeyChooser of(final String text, final AtomicLong keyCount)
    {
        final String[] parts = text.split(":");
        return switch (parts[0])
        {
            case "uniform" -> random -> random.nextLong(keyCount.get());
            case "sequential" -> sequential(keyCount);
            case "zipf" -> zipf(exponent(text, parts), keyCount);
            case "latest" -> latest(exponent(text, parts), keyCount);
            case "hot" -> hot(text, parts, keyCount);
            default -> throw new IllegalArgumentException("no such distribution of keys: " + text);
        };
    }

    private static KeyChooser sequential(final AtomicLong keyCount)
    {
        final AtomicLong next = new AtomicLong();
        return random -> next.getAndIncrement() % keyCount.get();
    }

    /** The popular keys lie all over the keyspace: each rank has a place of its own, up to 2^31 keys. */
    private static KeyChooser zipf(final double exponent, final AtomicLong keyCount)
    {
        final ZipfRanks ranks = new ZipfRanks(exponent);
        return random ->
        {
            final long count = keyCount.get();
            return Math.floorMod(ranks.next(random, count) * STRIDE, count);
        };
    }

    private static KeyChooser latest(final double exponent, final AtomicLong keyCount)
    {
        final ZipfRanks ranks = new ZipfRanks(exponent);
        return random ->
        {
            final long count = keyCount.get();
            return count - 1 - ranks.next(random, count);
        };
    }

    private static KeyChooser hot(final String text, final String[] parts, final AtomicLong keyCount)
    {
        if (parts.length != 3)
        {
            throw new IllegalArgumentException("hot keys read hot:KEYS%:REQUESTS%, not " + text);
        }
        final double keyShare = share(text, parts[1]);
        final double requestShare = share(text, parts[2]);
        return random ->
        {
            final long count = keyCount.get();
            final long hotCount = Math.max(1, Math.min(count, Math.round(count * keyShare)));
            return random.nextDouble() < requestShare || hotCount == count ?
                random.nextLong(hotCount) : random.nextLong(hotCount, count);
        };
    }

    private static double exponent(final String text, final String[] parts)
    {
        final double exponent = parts.length == 1 ? ZipfRanks.YCSB_EXPONENT : number(text, parts[1]);
        if (parts.length > 2 || exponent <= 0)
        {
            throw new IllegalArgumentException("an exponent is a number above 0: " + text);
        }
        return exponent;
    }

    private static double share(final String text, final String percent)
    {
        final double share =
            percent.endsWith("%") ? number(text, percent.substring(0, percent.length() - 1)) / 100 : -1;
        if (share < 0 || share > 1)
        {
            throw new IllegalArgumentException("a share is a percentage from 0% to 100%: " + text);
        }
        return share;
    }

    private static double number(final String text, final String part)
    {
        try
        {
            return Double.parseDouble(part);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number in " + text + ": " + part, ex);
        }
    }
}
