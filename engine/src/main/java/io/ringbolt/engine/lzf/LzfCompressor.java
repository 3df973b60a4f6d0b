package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * Compresses bytes into LZF: runs of literals and references to bytes up to 8 KiB back. What it writes is byte for byte what
 * liblzf writes in the setting that Redis uses, so that payloads can be compared.
 * <pre>
 *   000nnnnn                     n + 1 literal bytes follow
 *   nnnooooo oooooooo            n + 2 bytes as o + 1 bytes back, n from 1 to 6
 *   111ooooo nnnnnnnn oooooooo   n + 9 bytes as o + 1 bytes back
 * </pre>
 * Owned by one thread.
 */
/*
 * The table remembers for a hash of three bytes where they stood last. Places are stored above a base that grows with every
 * call, so that places of earlier calls are out of reach and the table of 256 KiB need not be cleared each time.
 */
public final class LzfCompressor
{
    private static final int HASH_BITS = 16;
    private static final int HASH_MASK = (1 << HASH_BITS) - 1;
    private static final int HASH_SHIFT = 24 - HASH_BITS;
    private static final int HASH_FACTOR = 5;
    private static final int MAX_LITERALS = 1 << 5;
    private static final int MAX_DISTANCE = 1 << 13;
    private static final int MAX_MATCH = (1 << 8) + (1 << 3);
    private static final int LONG_MATCH = 7;
    private static final int UNCHECKED_STEPS = 16;
    private static final int MATCH_ROOM = 4;
    private static final int TAIL_ROOM = 3;

    private final int[] places = new int[1 << HASH_BITS];
    private int base;

    private long target;
    private int out;
    private int capacity;
    private int literals;

    /**
     * Compresses if the result fits.
     *
     * @param targetAddress  room of {@code targetCapacity} bytes and one more.
     * @return length of the result; 0 if it would be longer than {@code targetCapacity}, or there is nothing to compress.
     */
    public int compress(
        final long sourceAddress, final int sourceLength, final long targetAddress, final int targetCapacity)
    {
        if (sourceLength <= 0 || targetCapacity <= 0)
        {
            return 0;
        }
        if (base > Integer.MAX_VALUE - sourceLength)
        {
            Arrays.fill(places, 0);
            base = 0;
        }
        target = targetAddress;
        capacity = targetCapacity;
        literals = 0;
        out = 1;
        final int result = sourceLength < TAIL_ROOM ? tail(sourceAddress, 0, sourceLength) :
            compressAll(sourceAddress, sourceLength);
        base += sourceLength;
        return result;
    }

    private int compressAll(final long source, final int length)
    {
        final int lastStart = length - 2;
        int in = 0;
        int hash = pair(source, 0);
        while (in < lastStart)
        {
            hash = hash << 8 | OffHeap.getUnsignedByte(source + in + 2);
            final int index = indexOf(hash);
            final int place = places[index] - base;
            places[index] = base + in;
            final int distance = in - place - 1;
            if (place > 0 && distance < MAX_DISTANCE && hasSameThree(source + place, source + in))
            {
                if (out + MATCH_ROOM >= capacity && out - (0 == literals ? 1 : 0) + MATCH_ROOM >= capacity)
                {
                    return 0;
                }
                final int matched = matchLength(source + place, source + in, length - in - 2);
                putMatch(distance, matched);
                in += matched;
                if (in >= lastStart)
                {
                    break;
                }
                hash = remember(source, in - 2);
            }
            else if (out >= capacity)
            {
                return 0;
            }
            else
            {
                putLiteral(source + in++);
            }
        }
        return tail(source, in, length);
    }

    private static int pair(final long source, final int in)
    {
        return OffHeap.getUnsignedByte(source + in) << 8 | OffHeap.getUnsignedByte(source + in + 1);
    }

    private static int indexOf(final int hash)
    {
        return (hash >>> HASH_SHIFT) - hash * HASH_FACTOR & HASH_MASK;
    }

    private static boolean hasSameThree(final long a, final long b)
    {
        return OffHeap.getShort(a) == OffHeap.getShort(b) && OffHeap.getByte(a + 2) == OffHeap.getByte(b + 2);
    }

    /** Bytes that agree. Near the end of the source it stops a little early, as liblzf does. */
    private static int matchLength(final long earlier, final long here, final int rest)
    {
        final int most = Math.min(rest, MAX_MATCH);
        int length = 2;
        if (most > UNCHECKED_STEPS)
        {
            for (int i = 0; i < UNCHECKED_STEPS; i++)
            {
                length++;
                if (OffHeap.getByte(earlier + length) != OffHeap.getByte(here + length))
                {
                    return length;
                }
            }
        }
        do
        {
            length++;
        }
        while (length < most && OffHeap.getByte(earlier + length) == OffHeap.getByte(here + length));
        return length;
    }

    private void putMatch(final int distance, final int matched)
    {
        endLiterals();
        final int length = matched - 2;
        if (length < LONG_MATCH)
        {
            put((distance >> 8) + (length << 5));
        }
        else
        {
            put((distance >> 8) + (LONG_MATCH << 5));
            put(length - LONG_MATCH);
        }
        put(distance);
        literals = 0;
        out++;
    }

    /** Remembers the last two places of a match. @return the running hash at the place behind them. */
    private int remember(final long source, final int from)
    {
        int hash = pair(source, from);
        for (int in = from; in < from + 2; in++)
        {
            hash = hash << 8 | OffHeap.getUnsignedByte(source + in + 2);
            places[indexOf(hash)] = base + in;
        }
        return hash;
    }

    private int tail(final long source, final int from, final int length)
    {
        if (out + TAIL_ROOM > capacity)
        {
            return 0;
        }
        for (int in = from; in < length; in++)
        {
            putLiteral(source + in);
        }
        endLiterals();
        return out;
    }

    private void putLiteral(final long at)
    {
        literals++;
        put(OffHeap.getByte(at));
        if (MAX_LITERALS == literals)
        {
            OffHeap.putByte(target + out - literals - 1, (byte)(literals - 1));
            literals = 0;
            out++;
        }
    }

    /** Writes the length of a run before it; an empty run gives its byte back. */
    private void endLiterals()
    {
        if (0 == literals)
        {
            out--;
        }
        else
        {
            OffHeap.putByte(target + out - literals - 1, (byte)(literals - 1));
        }
    }

    private void put(final int value)
    {
        OffHeap.putByte(target + out++, (byte)value);
    }
}
