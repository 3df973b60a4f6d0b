package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The layout of a HyperLogLog in a string value, the same as Redis's.
 * <pre>
 *   0        4          5         8             16
 *  +--------+----------+---------+-------------+------------------------------------------
 *  | "HYLL" | encoding | not     | cardinality | dense: 16384 registers of 6 bits, lowest
 *  |        |          | used    |             | bits first; sparse: runs of registers
 *  +--------+----------+---------+-------------+------------------------------------------
 * </pre>
 * The cardinality is the one counted last; its highest bit says that registers have changed since.
 */
final class HyperLogLogDescriptor
{
    static final int DENSE = 0;
    static final int SPARSE = 1;

    static final int REGISTER_COUNT = 16384;
    static final int INDEX_BITS = 14;
    /** Bits of a hash that are not the index; a register counts at most one more. */
    static final int RANK_BITS = Long.SIZE - INDEX_BITS;

    static final int ENCODING_OFFSET = 4;
    static final int CARDINALITY_OFFSET = 8;
    static final int HEADER_LENGTH = 16;
    static final int DENSE_LENGTH = HEADER_LENGTH + REGISTER_COUNT * 6 / Byte.SIZE;
    /** No run is shorter than a register, and none longer than two bytes. */
    static final int MAX_SPARSE_LENGTH = HEADER_LENGTH + 2 * REGISTER_COUNT;

    private static final int MAGIC = 'H' | 'Y' << 8 | 'L' << 16 | 'L' << 24;
    private static final int STALE_OFFSET = HEADER_LENGTH - 1;
    private static final int STALE = 0x80;

    private HyperLogLogDescriptor()
    {
    }

    /** Writes a header of that encoding, with a cardinality of 0. */
    static void putHeader(final long address, final int encoding)
    {
        OffHeap.putInt(address, MAGIC);
        OffHeap.putInt(address + ENCODING_OFFSET, encoding);
        OffHeap.putLong(address + CARDINALITY_OFFSET, 0);
    }

    /** @return whether the bytes begin as a HyperLogLog and, if it is dense, have the right length. */
    static boolean isHyperLogLog(final long address, final int length)
    {
        return length >= HEADER_LENGTH && MAGIC == OffHeap.getInt(address) &&
            (SPARSE == encoding(address) || DENSE == encoding(address) && DENSE_LENGTH == length);
    }

    static int encoding(final long address)
    {
        return OffHeap.getUnsignedByte(address + ENCODING_OFFSET);
    }

    static boolean isStale(final long address)
    {
        return 0 != (OffHeap.getByte(address + STALE_OFFSET) & STALE);
    }

    static void markStale(final long address)
    {
        OffHeap.putByte(address + STALE_OFFSET, (byte)(OffHeap.getByte(address + STALE_OFFSET) | STALE));
    }

    static long cardinality(final long address)
    {
        return OffHeap.getLong(address + CARDINALITY_OFFSET);
    }
}
