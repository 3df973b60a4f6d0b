package io.ringbolt.transport.replication;

import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * The forty bytes that end data whose length the sender did not know. Found without looking at every byte: what stands
 * where the last of the forty would be tells how far the mark is off at least (Horspool).
 */
final class EofMark
{
    static final int LENGTH = 40;
    private static final int BYTE_VALUES = 256;

    private final byte[] mark;
    private final int[] skips = new int[BYTE_VALUES];

    EofMark(final byte[] mark)
    {
        if (LENGTH != mark.length)
        {
            throw new IllegalArgumentException("a mark has 40 bytes: length=" + mark.length);
        }
        this.mark = mark.clone();
        Arrays.fill(skips, LENGTH);
        for (int i = 0; i < LENGTH - 1; i++)
        {
            skips[mark[i] & 0xff] = LENGTH - 1 - i;
        }
    }

    /** @return where the mark begins among the bytes, counted from {@code address}; -1 if it is not there. */
    int find(final long address, final int length)
    {
        int at = 0;
        while (at + LENGTH <= length)
        {
            final int last = OffHeap.getUnsignedByte(address + at + LENGTH - 1);
            if (isAt(address + at))
            {
                return at;
            }
            at += skips[last];
        }
        return -1;
    }

    private boolean isAt(final long address)
    {
        for (int i = LENGTH - 1; i >= 0; i--)
        {
            if (OffHeap.getByte(address + i) != mark[i])
            {
                return false;
            }
        }
        return true;
    }
}
