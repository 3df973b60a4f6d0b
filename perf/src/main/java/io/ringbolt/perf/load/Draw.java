package io.ringbolt.perf.load;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The chance in the requests of one load thread: keys, lengths, which operation comes next.
 */
final class Draw
{
    private static final int FIELD_COUNT = 10;
    private static final int LONGEST_SCAN = 100;

    private final SplittableRandom random;
    private final KeyChooser keys;
    private final ValueLengths lengths;
    private final AtomicLong keyCount;
    private final byte[] filler;

    /**
     * @param seed     of this thread; the same seed makes the same requests.
     * @param keys     of this thread.
     * @param lengths  of this thread.
     * @param keyCount shared by all threads, grows by insertions.
     */
    Draw(final long seed, final KeyChooser keys, final ValueLengths lengths, final AtomicLong keyCount)
    {
        this.random = new SplittableRandom(seed);
        this.keys = keys;
        this.lengths = lengths;
        this.keyCount = keyCount;
        this.filler = new byte[lengths.longest()];
        for (int i = 0; i < filler.length; i++)
        {
            filler[i] = (byte)('a' + random.nextInt(26));
        }
    }

    long key()
    {
        return keys.next(random);
    }

    /** @return the number of a key that did not exist. */
    long newKey()
    {
        return keyCount.getAndIncrement();
    }

    int valueLength()
    {
        return lengths.next(random);
    }

    int field()
    {
        return random.nextInt(FIELD_COUNT);
    }

    int scanLength()
    {
        return 1 + random.nextInt(LONGEST_SCAN);
    }

    double share()
    {
        return random.nextDouble();
    }

    /** @return a gap between two requests that come independently of each other. */
    double exponential(final double mean)
    {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Random letters, as many as the longest value has. */
    byte[] filler()
    {
        return filler;
    }
}
