package io.ringbolt.engine.rdb;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The checksum at the end of RDB files and DUMP payloads: CRC-64 with the Jones polynomial, reflected, from 0,
 * eight bytes a step.
 */
public final class Crc64
{
    /** The polynomial 0xad93d23594c935a9 with its bits reversed. */
    private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;
    private static final int BYTE_VALUES = 256;
    private static final long[] TABLES = tables();

    private Crc64()
    {
    }

    /** @return the checksum of what {@code checksum} covers, 0 for nothing, and these bytes behind it. */
    public static long update(final long checksum, final long address, final long length)
    {
        long crc = checksum;
        long at = address;
        final long end = address + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES)
        {
            final long word = crc ^ OffHeap.getLong(at);
            crc = TABLES[7 * BYTE_VALUES + (int)(word & 0xFF)] ^
                TABLES[6 * BYTE_VALUES + (int)(word >>> 8 & 0xFF)] ^
                TABLES[5 * BYTE_VALUES + (int)(word >>> 16 & 0xFF)] ^
                TABLES[4 * BYTE_VALUES + (int)(word >>> 24 & 0xFF)] ^
                TABLES[3 * BYTE_VALUES + (int)(word >>> 32 & 0xFF)] ^
                TABLES[2 * BYTE_VALUES + (int)(word >>> 40 & 0xFF)] ^
                TABLES[BYTE_VALUES + (int)(word >>> 48 & 0xFF)] ^
                TABLES[(int)(word >>> 56)];
        }
        for (; at < end; at++)
        {
            crc = TABLES[(int)(crc ^ OffHeap.getByte(at)) & 0xFF] ^ crc >>> 8;
        }
        return crc;
    }

    /** Table k holds what a byte becomes when k bytes of zero follow it. */
    private static long[] tables()
    {
        final long[] tables = new long[Long.BYTES * BYTE_VALUES];
        for (int value = 0; value < BYTE_VALUES; value++)
        {
            long crc = value;
            for (int bit = 0; bit < Byte.SIZE; bit++)
            {
                crc = 0 == (crc & 1) ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            tables[value] = crc;
        }
        for (int i = BYTE_VALUES; i < tables.length; i++)
        {
            final long previous = tables[i - BYTE_VALUES];
            tables[i] = tables[(int)previous & 0xFF] ^ previous >>> 8;
        }
        return tables;
    }
}
