package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;

/**
 * The registers of a dense HyperLogLog: 6 bits each, and eight at a time when all are wanted, as one byte each.
 */
/*
 * Eight registers are six bytes. As a word they are spread to eight bytes by halving: 48 bits to two lanes of 24, each
 * of those to two of 12, each of those to two of 6; and packed again the same way back. Registers are below 64, so
 * lanes of a byte have room to compare all eight at once without carrying into each other.
 */
final class DenseRegisters
{
    static final int MAX_VALUE = 63;

    private static final int GROUP = 8;
    private static final int GROUP_LENGTH = 6;
    private static final int LAST_GROUP_OFFSET = DENSE_LENGTH - GROUP_LENGTH;
    private static final long TOP_BITS = 0x8080808080808080L;

    private DenseRegisters()
    {
    }

    /** @param address of the value. */
    static int get(final long address, final int index)
    {
        return pair(address, index) >>> (index * GROUP_LENGTH & 7) & MAX_VALUE;
    }

    /** @return where the one or two bytes with a register begin, from the value's start. */
    static int byteOffset(final int index)
    {
        return HEADER_LENGTH + (index * GROUP_LENGTH >>> 3);
    }

    /** @return how many bytes have a register's bits. */
    static int byteCount(final int index)
    {
        return (index * GROUP_LENGTH & 7) > 2 ? 2 : 1;
    }

    private static int pair(final long address, final int index)
    {
        final long at = address + byteOffset(index);
        return 1 == byteCount(index) ? OffHeap.getUnsignedByte(at) : OffHeap.getUnsignedShort(at);
    }

    /** @param byteAddress where the register's bytes begin, see {@link #byteOffset}. */
    static void put(final long byteAddress, final int index, final int value)
    {
        final int shift = index * GROUP_LENGTH & 7;
        final int clear = ~(MAX_VALUE << shift);
        if (1 == byteCount(index))
        {
            OffHeap.putByte(byteAddress, (byte)(OffHeap.getByte(byteAddress) & clear | value << shift));
        }
        else
        {
            OffHeap.putShort(byteAddress, (short)(OffHeap.getShort(byteAddress) & clear | value << shift));
        }
    }

    /** Raises each of the registers, one byte each, to that of a dense HyperLogLog. */
    static void mergeInto(final long registers, final long address)
    {
        for (int i = 0; i < REGISTER_COUNT; i += GROUP)
        {
            OffHeap.putLong(registers + i, max(OffHeap.getLong(registers + i), spread(group(address, i))));
        }
    }

    /** Writes registers, one byte each, into a dense HyperLogLog. */
    static void pack(final long registers, final long address)
    {
        for (int i = 0; i < REGISTER_COUNT; i += GROUP)
        {
            final long packed = gather(OffHeap.getLong(registers + i));
            final long at = address + HEADER_LENGTH + i / GROUP * GROUP_LENGTH;
            OffHeap.putInt(at, (int)packed);
            OffHeap.putShort(at + Integer.BYTES, (short)(packed >>> Integer.SIZE));
        }
    }

    /** Counts how many registers have each value. */
    static void addTo(final int[] histogram, final long address)
    {
        for (int i = 0; i < REGISTER_COUNT; i += GROUP)
        {
            long rest = group(address, i);
            for (int j = 0; j < GROUP; j++)
            {
                histogram[(int)rest & MAX_VALUE]++;
                rest >>>= GROUP_LENGTH;
            }
        }
    }

    /** @return the 48 bits of eight registers; the bits above are of the next. */
    private static long group(final long address, final int index)
    {
        final int offset = HEADER_LENGTH + index / GROUP * GROUP_LENGTH;
        return LAST_GROUP_OFFSET == offset ? OffHeap.getLong(address + offset - 2) >>> 2 * Byte.SIZE :
            OffHeap.getLong(address + offset);
    }

    static long spread(final long packed)
    {
        final long by24 = packed & 0xFFFFFFL | (packed & 0xFFFFFF000000L) << 8;
        final long by12 = by24 & 0x00000FFF00000FFFL | (by24 & 0x00FFF00000FFF000L) << 4;
        return by12 & 0x003F003F003F003FL | (by12 & 0x0FC00FC00FC00FC0L) << 2;
    }

    static long gather(final long spread)
    {
        final long by12 = spread & 0x003F003F003F003FL | spread >>> 2 & 0x0FC00FC00FC00FC0L;
        final long by24 = by12 & 0x00000FFF00000FFFL | by12 >>> 4 & 0x00FFF00000FFF000L;
        return by24 & 0xFFFFFFL | by24 >>> 8 & 0xFFFFFF000000L;
    }

    /** @return of each of the eight bytes, all below 128, the greater. */
    static long max(final long a, final long b)
    {
        final long isNotLess = (a | TOP_BITS) - b & TOP_BITS;
        final long mask = (isNotLess << 1) - (isNotLess >>> 7);
        return a & mask | b & ~mask;
    }
}
