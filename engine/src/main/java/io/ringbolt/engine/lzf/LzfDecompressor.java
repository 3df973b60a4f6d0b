package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Unpacks what an {@link LzfCompressor} or Redis has packed. It trusts no byte: whatever comes in, it reads and writes
 * only within the bounds it was given.
 */
public final class LzfDecompressor
{
    /** The bytes that one packed byte can become at most: three make 264. */
    private static final int MAX_EXPANSION = 88;

    private LzfDecompressor()
    {
    }

    /** Says whether so many packed bytes can be so many bytes; to be asked before memory is taken for them. */
    public static boolean isPossible(final long packedLength, final long length)
    {
        return length > 0 && packedLength > 1 && length <= packedLength * MAX_EXPANSION;
    }

    /**
     * Unpacks bytes.
     *
     * @param targetCapacity bytes that may be written at {@code target}.
     * @return the length of the result, or -1 if the bytes are damaged or the result does not fit.
     */
    public static int decompress(final long source, final int length, final long target, final int targetCapacity)
    {
        final long sourceEnd = source + length;
        final long targetEnd = target + targetCapacity;
        long in = source;
        long out = target;
        while (in < sourceEnd)
        {
            final int control = OffHeap.getUnsignedByte(in++);
            if (control < LzfCompressor.MAX_LITERALS)
            {
                final int count = control + 1;
                if (count > sourceEnd - in || count > targetEnd - out)
                {
                    return -1;
                }
                OffHeap.copy(in, out, count);
                in += count;
                out += count;
                continue;
            }
            final boolean isLong = control >> 5 == LzfCompressor.SHORT_LENGTHS;
            if (sourceEnd - in < (isLong ? 2 : 1))
            {
                return -1;
            }
            final int count = (control >> 5) + 2 + (isLong ? OffHeap.getUnsignedByte(in++) : 0);
            final long from = out - ((control & 0x1F) << 8) - OffHeap.getUnsignedByte(in++) - 1;
            if (from < target || count > targetEnd - out)
            {
                return -1;
            }
            copyForward(from, out, count);
            out += count;
        }
        return (int)(out - target);
    }

    /** Copies byte after byte where the two overlap: a reference may run into what it produces. */
    private static void copyForward(final long from, final long to, final int count)
    {
        if (to - from >= count)
        {
            OffHeap.copy(from, to, count);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            OffHeap.putByte(to + i, OffHeap.getByte(from + i));
        }
    }
}
