package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * Packs bytes in the LZF format, in which Redis stores compressible strings in dumps and the inner nodes of lists.
 * <p>
 * The format knows two things: a run of up to 32 literal bytes, and a reference to at least 3 bytes within the last 8
 * KiB. This compressor takes the same decisions as Redis's, so equal bytes give equal output. It is fast rather than
 * thorough: one pass and a table of the places where three bytes were last seen. Owned by one thread; allocates nothing
 * after its construction.
 */
/*
 *   000LLLLL <L + 1 bytes>              literals
 *   LLLooooo oooooooo                   L + 2 bytes from o + 1 bytes before, L in 1..6
 *   111ooooo LLLLLLLL oooooooo          L + 9 bytes from o + 1 bytes before
 *
 * The table holds places as they count from the first call on, so that what is left of earlier calls can be told by
 * being too small, and the table needs clearing only every two gigabytes.
 */
public final class LzfCompressor
{
    static final int MAX_LITERALS = 1 << 5;
    static final int MAX_OFFSET = 1 << 13;
    static final int MAX_MATCH = (1 << 8) + (1 << 3);
    static final int SHORT_LENGTHS = 7;

    private static final int TABLE_BITS = 16;
    private static final int TABLE_MASK = (1 << TABLE_BITS) - 1;
    private static final int MIN_MATCH = 3;
    private static final int MAX_REFERENCE_LENGTH = 4;
    private static final int UNLIMITED_STEPS = 16;

    private final int[] table = new int[1 << TABLE_BITS];
    private int base;
    private int nextBase = 1;
    private long source;
    private long out;
    private long outEnd;
    private int literals;

    /**
     * Packs bytes.
     *
     * @param targetCapacity bytes that the result may take.
     * @return the length of the result, or 0 if it does not fit: what is written at {@code target} then means nothing.
     */
    public int compress(final long sourceAddress, final int length, final long target, final int targetCapacity)
    {
        if (length == 0 || targetCapacity == 0)
        {
            return 0;
        }
        begin(sourceAddress, length, target, targetCapacity);
        final int last = length - MIN_MATCH;
        int at = 0;
        while (at <= last)
        {
            final int previous = exchange(at);
            final int offset = at - previous - 1;
            if (previous > 0 && offset < MAX_OFFSET && isMatch(previous, at))
            {
                if (out + MAX_REFERENCE_LENGTH - (literals == 0 ? 1 : 0) >= outEnd)
                {
                    return 0;
                }
                final int matched = matchLength(previous, at, Math.min(length - at - 2, MAX_MATCH));
                reference(offset, matched - 2);
                at += matched;
                if (at > last)
                {
                    break;
                }
                exchange(at - 2);
                exchange(at - 1);
            }
            else if (out >= outEnd)
            {
                return 0;
            }
            else
            {
                literal(at++);
            }
        }
        return finish(at, length, target);
    }

    private void begin(final long sourceAddress, final int length, final long target, final int targetCapacity)
    {
        if (nextBase > Integer.MAX_VALUE - length)
        {
            Arrays.fill(table, 0);
            nextBase = 1;
        }
        base = nextBase;
        nextBase += length;
        source = sourceAddress;
        outEnd = target + targetCapacity;
        out = target + 1;                             // the first run's length comes before its bytes
        literals = 0;
    }

    private int finish(final int from, final int length, final long target)
    {
        if (out + MIN_MATCH > outEnd)
        {
            return 0;
        }
        for (int at = from; at < length; at++)
        {
            literal(at);
        }
        endRun();
        return (int)(out - target);
    }

    /**
     * Remembers that the three bytes at a place were seen there. @return where they were seen before, or less than 1.
     */
    private int exchange(final int at)
    {
        final int bytes = OffHeap.getUnsignedByte(source + at) << 16 | OffHeap.getUnsignedByte(source + at + 1) << 8 |
            OffHeap.getUnsignedByte(source + at + 2);
        final int slot = (bytes >> 24 - TABLE_BITS) - bytes * 5 & TABLE_MASK;
        final int previous = table[slot] - base;
        table[slot] = base + at;
        return previous;
    }

    private boolean isMatch(final int previous, final int at)
    {
        return OffHeap.getUnsignedShort(source + previous) == OffHeap.getUnsignedShort(source + at) &&
            OffHeap.getByte(source + previous + 2) == OffHeap.getByte(source + at + 2);
    }

    /**
     * Where there is room for 16 more bytes the limit is looked at after them only, as Redis's does: so
     * ends match, too.
     */
    private int matchLength(final int previous, final int at, final int limit)
    {
        int length = MIN_MATCH;
        if (limit > UNLIMITED_STEPS)
        {
            while (length < MIN_MATCH + UNLIMITED_STEPS && isSame(previous, at, length))
            {
                length++;
            }
            if (length < MIN_MATCH + UNLIMITED_STEPS)
            {
                return length;
            }
        }
        while (length < limit && isSame(previous, at, length))
        {
            length++;
        }
        return length;
    }

    private boolean isSame(final int previous, final int at, final int offset)
    {
        return OffHeap.getByte(source + previous + offset) == OffHeap.getByte(source + at + offset);
    }

    /** @param length of the match, less 2. */
    private void reference(final int offset, final int length)
    {
        endRun();
        if (length < SHORT_LENGTHS)
        {
            put((offset >> 8) + (length << 5));
        }
        else
        {
            put((offset >> 8) + (SHORT_LENGTHS << 5));
            put(length - SHORT_LENGTHS);
        }
        put(offset);
        literals = 0;
        out++;
    }

    private void literal(final int at)
    {
        put(OffHeap.getByte(source + at));
        if (++literals == MAX_LITERALS)
        {
            endRun();
            literals = 0;
            out++;
        }
    }

    /** Writes the run's length before it; an empty run goes without a trace. */
    private void endRun()
    {
        if (literals == 0)
        {
            out--;
        }
        else
        {
            OffHeap.putByte(out - literals - 1, (byte)(literals - 1));
        }
    }

    private void put(final int value)
    {
        OffHeap.putByte(out++, (byte)value);
    }
}
