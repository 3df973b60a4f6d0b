package io.ringbolt.engine.rdb;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The frame of a value outside of any file, as DUMP makes and RESTORE takes it.
 * <pre>
 *  +----------+-----------+-------------+--------------+
 *  | RDB type | RDB value | RDB version | checksum     |     the checksum, of all before it, is little-endian; where it
 *  |  1 byte  |           |   2 bytes   |   8 bytes    |     is 0 it is not checked
 *  +----------+-----------+-------------+--------------+
 * </pre>
 */
public final class DumpPayload
{
    /**
     * What Redis 8.10 writes. The forms of values that were there at version 12 have not changed since; a newer form is
     * told by its number.
     */
    static final int NEWEST_VERSION = 15;
    public static final int FOOTER_LENGTH = Short.BYTES + Long.BYTES;

    private DumpPayload()
    {
    }

    /** Says whether bytes end as a payload does that this server may be able to read. */
    public static boolean isValid(final long address, final int length)
    {
        if (length < FOOTER_LENGTH)
        {
            return false;
        }
        final long footer = address + length - FOOTER_LENGTH;
        final long checksum = OffHeap.getLong(footer + Short.BYTES);
        return OffHeap.getUnsignedShort(footer) <= NEWEST_VERSION &&
            (0 == checksum || checksum == Crc64.update(0, address, length - Long.BYTES));
    }

    /** Writes what follows the value, and flushes. */
    public static void writeFooter(final RdbWriter writer, final int version)
    {
        writer.writeShort(version);
        writer.writeLong(writer.flush());
        writer.flush();
    }
}
