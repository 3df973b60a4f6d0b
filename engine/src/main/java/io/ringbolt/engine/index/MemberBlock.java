package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Bytes with their length before them, seven bits to a byte: how members, fields and values lie in their blocks.
 */
public final class MemberBlock
{
    private MemberBlock()
    {
    }

    /** Length of the bytes at an address. */
    public static int length(final long address)
    {
        final byte first = OffHeap.getByte(address);
        return first >= 0 ? first : longLength(address);
    }

    /** Where the bytes begin, behind their length. */
    public static long bytes(final long address)
    {
        return address + prefixLength(length(address));
    }

    /** Behind the bytes. */
    public static long end(final long address)
    {
        final int length = length(address);
        return address + prefixLength(length) + length;
    }

    /** Bytes that a length takes. */
    public static int prefixLength(final int length)
    {
        if (length < 1 << 7)
        {
            return 1;
        }
        if (length < 1 << 14)
        {
            return 2;
        }
        if (length < 1 << 21)
        {
            return 3;
        }
        return length < 1 << 28 ? 4 : 5;
    }

    /** Bytes that a length and its bytes take. */
    public static long storedLength(final int length)
    {
        return (long)prefixLength(length) + length;
    }

    /**
     * Writes a length and its bytes.
     *
     * @return the address behind them.
     */
    public static long put(final long address, final long bytesAddress, final int length)
    {
        final long target = putLength(address, length);
        OffHeap.copy(bytesAddress, target, length);
        return target + length;
    }

    /**
     * Writes a length alone.
     *
     * @return the address behind it.
     */
    public static long putLength(final long address, final int length)
    {
        long target = address;
        int rest = length;
        while (rest >= 0x80)
        {
            OffHeap.putByte(target++, (byte)(rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        OffHeap.putByte(target++, (byte)rest);
        return target;
    }

    private static int longLength(final long address)
    {
        int length = 0;
        for (int i = 0; ; i++)
        {
            final byte part = OffHeap.getByte(address + i);
            length |= (part & 0x7F) << 7 * i;
            if (part >= 0)
            {
                return length;
            }
        }
    }
}
