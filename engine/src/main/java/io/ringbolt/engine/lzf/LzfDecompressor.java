package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Decompresses LZF of any origin: every length and distance is checked before it is used. See {@link LzfCompressor} for the
 * format.
 */
public final class LzfDecompressor
{
    /** The bytes that one compressed byte can become at most: three make 264. */
    private static final int MAX_EXPANSION = 88;
    private static final int LITERAL_LIMIT = 1 << 5;
    private static final int LONG_MATCH = 7;
    private static final int DISTANCE_MASK = 0x1F;

    private LzfDecompressor()
    {
    }

    /** Says whether so many compressed bytes can be so many bytes; to be asked before memory is taken for them. */
    public static boolean isPossible(final long compressedLength, final long length)
    {
        return length > 0 && compressedLength > 1 && length <= compressedLength * MAX_EXPANSION;
    }

    /**
     * Decompresses.
     *
     * @param targetLength bytes that the result must have, and that there is room for.
     * @return false if the source is damaged or the result has another length; the target's contents are undefined then.
     */
    public static boolean decompress(
        final long sourceAddress, final int sourceLength, final long targetAddress, final int targetLength)
    {
        int in = 0;
        int out = 0;
        while (in < sourceLength)
        {
            final int control = OffHeap.getUnsignedByte(sourceAddress + in++);
            if (control < LITERAL_LIMIT)
            {
                final int count = control + 1;
                if (count > sourceLength - in || count > targetLength - out)
                {
                    return false;
                }
                OffHeap.copy(sourceAddress + in, targetAddress + out, count);
                in += count;
                out += count;
                continue;
            }
            final boolean isLong = control >> 5 == LONG_MATCH;
            if (sourceLength - in < (isLong ? 2 : 1))
            {
                return false;
            }
            final int length = (control >> 5) + 2 + (isLong ? OffHeap.getUnsignedByte(sourceAddress + in++) : 0);
            final int distance = ((control & DISTANCE_MASK) << 8 | OffHeap.getUnsignedByte(sourceAddress + in++)) + 1;
            if (distance > out || length > targetLength - out)
            {
                return false;
            }
            copyMatch(targetAddress + out, distance, length);
            out += length;
        }
        return out == targetLength;
    }

    /** Copies bytes that may overlap with what they become. */
    private static void copyMatch(final long target, final int distance, final int length)
    {
        if (distance >= length)
        {
            OffHeap.copy(target - distance, target, length);
            return;
        }
        for (int i = 0; i < length; i++)
        {
            OffHeap.putByte(target + i, OffHeap.getByte(target + i - distance));
        }
    }
}
