package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;

/**
 * The registers of a sparse HyperLogLog: runs of equal ones, of Redis's three kinds.
 * <pre>
 *  00llllll            l + 1 registers of 0
 *  01llllll llllllll   l + 1 registers of 0, highest bits first
 *  1vvvvvll            l + 1 registers of v + 1
 * </pre>
 * Every method takes the addresses of the first run and of the end.
 */
final class SparseRegisters
{
    static final int MAX_VALUE = 32;
    static final int MAX_VALUE_RUN = 4;

    private static final int MAX_SHORT_RUN = 64;
    private static final int LONG_BIT = 0x40;
    private static final int VALUE_BIT = 0x80;
    private static final int RUN_MASK = 0x3F;
    private static final int VALUE_SHIFT = 2;

    private SparseRegisters()
    {
    }

    static boolean isValue(final long at)
    {
        return OffHeap.getByte(at) < 0;
    }

    /** @return bytes that the run's code takes. */
    static int codeLength(final long at)
    {
        return (OffHeap.getByte(at) & (VALUE_BIT | LONG_BIT)) == LONG_BIT ? 2 : 1;
    }

    /** @return registers in the run. */
    static int runLength(final long at)
    {
        final int code = OffHeap.getUnsignedByte(at);
        if (0 != (code & VALUE_BIT))
        {
            return (code & MAX_VALUE_RUN - 1) + 1;
        }
        return (0 == (code & LONG_BIT) ? code : (code & RUN_MASK) << Byte.SIZE | OffHeap.getUnsignedByte(at + 1)) + 1;
    }

    /** Like {@link #runLength(long)} where the value may end within the code; what is missing counts as 0. */
    static int runLength(final long at, final long end)
    {
        return at + codeLength(at) <= end ? runLength(at) : ((OffHeap.getByte(at) & RUN_MASK) << Byte.SIZE) + 1;
    }

    /** @return the value that the registers of the run have. */
    static int value(final long at)
    {
        return isValue(at) ? (OffHeap.getUnsignedByte(at) >>> VALUE_SHIFT & MAX_VALUE - 1) + 1 : 0;
    }

    /** Writes a run of registers that are not 0. @return the address behind it. */
    static long putValue(final long at, final int value, final int runLength)
    {
        OffHeap.putByte(at, (byte)(VALUE_BIT | value - 1 << VALUE_SHIFT | runLength - 1));
        return at + 1;
    }

    /** Writes a run of registers that are 0, of any length. @return the address behind it. */
    static long putZeros(final long at, final int runLength)
    {
        if (runLength <= MAX_SHORT_RUN)
        {
            OffHeap.putByte(at, (byte)(runLength - 1));
            return at + 1;
        }
        OffHeap.putByte(at, (byte)(LONG_BIT | runLength - 1 >>> Byte.SIZE));
        OffHeap.putByte(at + 1, (byte)(runLength - 1));
        return at + 2;
    }

    /** @return whether the runs come to all registers and no more, the last code being whole. */
    static boolean isSound(final long start, final long end)
    {
        int count = 0;
        long at = start;
        while (at < end && count <= REGISTER_COUNT)
        {
            if (at + codeLength(at) > end)
            {
                return false;
            }
            count += runLength(at);
            at += codeLength(at);
        }
        return REGISTER_COUNT == count;
    }

    /** Raises each of the registers, one byte each, to those of sound runs. */
    static void mergeInto(final long registers, final long start, final long end)
    {
        int index = 0;
        for (long at = start; at < end; at += codeLength(at))
        {
            final int runLength = runLength(at);
            if (isValue(at))
            {
                for (int i = index; i < index + runLength; i++)
                {
                    OffHeap.putByte(registers + i, (byte)Math.max(OffHeap.getByte(registers + i), value(at)));
                }
            }
            index += runLength;
        }
    }

    /** Counts how many registers have each value. */
    static void addTo(final int[] histogram, final long start, final long end)
    {
        for (long at = start; at < end; at += codeLength(at))
        {
            histogram[value(at)] += runLength(at);
        }
    }

    /** Writes a HyperLogLog in which all registers are 0. @return its length. */
    static int create(final long address)
    {
        HyperLogLogDescriptor.putHeader(address, HyperLogLogDescriptor.SPARSE);
        return (int)(putZeros(address + HEADER_LENGTH, REGISTER_COUNT) - address);
    }
}
