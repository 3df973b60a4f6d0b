package io.ringbolt.engine.listpack;

import static io.ringbolt.engine.memory.OffHeap.getByte;
import static io.ringbolt.engine.memory.OffHeap.getInt;
import static io.ringbolt.engine.memory.OffHeap.getLong;
import static io.ringbolt.engine.memory.OffHeap.getShort;
import static io.ringbolt.engine.memory.OffHeap.putByte;
import static io.ringbolt.engine.memory.OffHeap.putInt;
import static io.ringbolt.engine.memory.OffHeap.putLong;
import static io.ringbolt.engine.memory.OffHeap.putShort;

/**
 * The byte layout of a listpack, the same as Redis's, so that RDB and DUMP are block copies.
 * <pre>
 *   0        4      6
 *  +--------+------+-----------+-----------+-- - --+------+
 *  | length | count| element 0 | element 1 |       | 0xFF |     little-endian; length counts all bytes,
 *  +--------+------+-----------+-----------+-- - --+------+     count 65535 = too many to tell: walk
 *
 *  element = encoding and data, then the length of those in 1 to 5 bytes that are read backwards
 *
 *   0xxxxxxx                         7-bit number          11110001 + 2 bytes   16-bit number
 *   10nnnnnn + n bytes               bytes, n below 64     11110010 + 3 bytes   24-bit number
 *   110xxxxx xxxxxxxx                13-bit number         11110011 + 4 bytes   32-bit number
 *   1110nnnn nnnnnnnn + n bytes      bytes, n below 4096   11110100 + 8 bytes   64-bit number
 *   11110000 + 4-byte n + n bytes    bytes
 * </pre>
 */
final class ListPackDescriptor
{
    static final int COUNT_OFFSET = 4;
    static final int HEADER_LENGTH = 6;
    static final int COUNT_UNKNOWN = 65535;
    static final int END = 0xFF;
    static final int EMPTY_LENGTH = HEADER_LENGTH + 1;

    static final int BYTES_32 = 0xF0;
    static final int NUMBER_16 = 0xF1;
    static final int NUMBER_24 = 0xF2;
    static final int NUMBER_32 = 0xF3;
    static final int NUMBER_64 = 0xF4;

    private static final int SMALL_BYTES = 64;
    private static final int MEDIUM_BYTES = 4096;

    private ListPackDescriptor()
    {
    }

    /**
     * Length of encoding and data of the element at an address, without the trailing length; 0 if the encoding is none.
     */
    static long entryLength(final long address)
    {
        final int encoding = getByte(address) & 0xFF;
        if (encoding < 0x80)
        {
            return 1;
        }
        if (encoding < 0xC0)
        {
            return 1 + (encoding & 0x3F);
        }
        if (encoding < 0xE0)
        {
            return 2;
        }
        if (encoding < 0xF0)
        {
            return 2 + ((encoding & 0x0F) << 8 | getByte(address + 1) & 0xFF);
        }
        return rareEntryLength(address, encoding);
    }

    private static long rareEntryLength(final long address, final int encoding)
    {
        return switch (encoding)
        {
            case BYTES_32 -> 5L + (getInt(address + 1) & 0xFFFF_FFFFL);
            case NUMBER_16 -> 3;
            case NUMBER_24 -> 4;
            case NUMBER_32 -> 5;
            case NUMBER_64 -> 9;
            default -> 0;
        };
    }

    /**
     * Bytes before the data that {@link #entryLength} has to see.
     */
    static int entryHeaderLength(final int encoding)
    {
        if (encoding == BYTES_32)
        {
            return 5;
        }
        return encoding >= 0xE0 && encoding < 0xF0 ? 2 : 1;
    }

    /**
     * Bytes of the trailing length of an entry. The odd limits are Redis's.
     */
    static int backLength(final long entryLength)
    {
        if (entryLength <= 127)
        {
            return 1;
        }
        if (entryLength < 16383)
        {
            return 2;
        }
        if (entryLength < 2097151)
        {
            return 3;
        }
        return entryLength < 268435455 ? 4 : 5;
    }

    static void putBackLength(final long address, final long entryLength)
    {
        final int bytes = backLength(entryLength);
        for (int i = 0; i < bytes; i++)
        {
            final int more = i == 0 ? 0 : 0x80;
            putByte(address + i, (byte)((entryLength >>> 7 * (bytes - 1 - i)) & 0x7F | more));
        }
    }

    /**
     * Reads a trailing length backwards.
     *
     * @param lastAddress of its last byte, which is the byte before the next element.
     * @return the length, or -1 if it takes more than five bytes.
     */
    static long backLengthValue(final long lastAddress)
    {
        long value = 0;
        for (int i = 0; i < 5; i++)
        {
            final int part = getByte(lastAddress - i) & 0xFF;
            value |= (long)(part & 0x7F) << 7 * i;
            if (part < 0x80)
            {
                return value;
            }
        }
        return -1;
    }

    static int numberLength(final long value)
    {
        if (value >= 0 && value <= 127)
        {
            return 1;
        }
        if (value >= -4096 && value <= 4095)
        {
            return 2;
        }
        if (value == (short)value)
        {
            return 3;
        }
        if (value >= -(1 << 23) && value < 1 << 23)
        {
            return 4;
        }
        return value == (int)value ? 5 : 9;
    }

    static long bytesLength(final int length)
    {
        if (length < SMALL_BYTES)
        {
            return 1 + length;
        }
        return (length < MEDIUM_BYTES ? 2L : 5L) + length;
    }

    static void putNumber(final long address, final long value)
    {
        switch (numberLength(value))
        {
            case 1 -> putByte(address, (byte)value);
            case 2 ->
            {
                putByte(address, (byte)(0xC0 | value >>> 8 & 0x1F));
                putByte(address + 1, (byte)value);
            }
            case 3 ->
            {
                putByte(address, (byte)NUMBER_16);
                putShort(address + 1, (short)value);
            }
            case 4 -> putInt(address, (int)(value << 8) | NUMBER_24);
            case 5 ->
            {
                putByte(address, (byte)NUMBER_32);
                putInt(address + 1, (int)value);
            }
            default ->
            {
                putByte(address, (byte)NUMBER_64);
                putLong(address + 1, value);
            }
        }
    }

    /**
     * Writes what precedes the data of a byte element.
     *
     * @return the length of what has been written.
     */
    static int putBytesHeader(final long address, final int length)
    {
        if (length < SMALL_BYTES)
        {
            putByte(address, (byte)(0x80 | length));
            return 1;
        }
        if (length < MEDIUM_BYTES)
        {
            putByte(address, (byte)(0xE0 | length >>> 8));
            putByte(address + 1, (byte)length);
            return 2;
        }
        putByte(address, (byte)BYTES_32);
        putInt(address + 1, length);
        return 5;
    }

    static void read(final long address, final ListPackElement out)
    {
        final int encoding = getByte(address) & 0xFF;
        if (encoding < 0x80)
        {
            out.set(encoding);
        }
        else if (encoding < 0xC0)
        {
            out.set(address + 1, encoding & 0x3F);
        }
        else if (encoding < 0xE0)
        {
            final int raw = (encoding & 0x1F) << 8 | getByte(address + 1) & 0xFF;
            out.set(raw << 19 >> 19);
        }
        else if (encoding < 0xF0)
        {
            out.set(address + 2, (encoding & 0x0F) << 8 | getByte(address + 1) & 0xFF);
        }
        else
        {
            readRare(address, encoding, out);
        }
    }

    private static void readRare(final long address, final int encoding, final ListPackElement out)
    {
        switch (encoding)
        {
            case BYTES_32 -> out.set(address + 5, getInt(address + 1));
            case NUMBER_16 -> out.set(getShort(address + 1));
            case NUMBER_24 -> out.set(getInt(address) >> 8);
            case NUMBER_32 -> out.set(getInt(address + 1));
            case NUMBER_64 -> out.set(getLong(address + 1));
            default -> throw new IllegalStateException("listpack encoding=" + encoding);
        }
    }
}
