package io.ringbolt.engine.rdb;

import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.listpack.PackBuilder;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Reads ziplists, the form of small collections before Redis 7, element by element into a listpack.
 * <pre>
 *   0        4             8       10
 *  +--------+-------------+-------+-----------+-- - --+------+
 *  | length | last offset | count | element 0 |       | 0xFF |     little-endian; count 65535 = not known
 *  +--------+-------------+-------+-----------+-- - --+------+
 *
 *  element = length of the one before, 1 byte or 0xFE and 4; then
 *   00nnnnnn n bytes 11000000 + 2 bytes 16-bit number 11111110 + 1 byte 8-bit number 01nnnnnn nnnnnnnn n bytes 11010000
 *   + 4 bytes 32-bit number 1111xxxx x - 1, 0 to 12 10000000 + 4, big-endian n bytes 11100000 + 8 bytes 64-bit number
 *                                                 11110000 + 3 bytes   24-bit number
 * </pre>
 */
final class ZipListDecoder
{
    private static final int LAST_OFFSET = 4;
    private static final int COUNT_OFFSET = 8;
    private static final int HEADER_LENGTH = 10;
    private static final int COUNT_UNKNOWN = 0xFFFF;
    private static final int END = 0xFF;
    private static final int LONG_PREVIOUS = 0xFE;
    private static final int LONG_PREVIOUS_LENGTH = 5;
    private static final int NUMBERS = 0xC0;
    private static final int NUMBER_16 = 0xC0;
    private static final int NUMBER_32 = 0xD0;
    private static final int NUMBER_64 = 0xE0;
    private static final int NUMBER_24 = 0xF0;
    private static final int NUMBER_8 = 0xFE;
    private static final int FIRST_SMALL = 0xF1;
    private static final int LAST_SMALL = 0xFD;
    private static final int BYTES_32 = 0x80;

    private final ListPackElement element = new ListPackElement();
    private long at;
    private long end;

    /** Adds all elements to a listpack. @return false if the bytes are no well-formed ziplist. */
    boolean read(final long address, final long length, final PackBuilder out)
    {
        if (length < HEADER_LENGTH + 1 || OffHeap.getInt(address) != length ||
            END != OffHeap.getUnsignedByte(address + length - 1))
        {
            return false;
        }
        at = address + HEADER_LENGTH;
        end = address + length - 1;
        long previousLength = 0;
        long lastOffset = HEADER_LENGTH;
        int count = 0;
        while (at < end)
        {
            final long start = at;
            lastOffset = start - address;
            if (readPrevious() != previousLength || !readElement() || !hasRoom(out))
            {
                return false;
            }
            out.append(element);
            previousLength = at - start;
            count++;
        }
        final int claimed = OffHeap.getUnsignedShort(address + COUNT_OFFSET);
        return OffHeap.getInt(address + LAST_OFFSET) == lastOffset && (COUNT_UNKNOWN == claimed || count == claimed);
    }

    private boolean hasRoom(final PackBuilder out)
    {
        return out.hasRoom(element.isInteger() ? 0 : element.length());
    }

    private long readPrevious()
    {
        final int first = OffHeap.getUnsignedByte(at);
        if (first < LONG_PREVIOUS)
        {
            at++;
            return first;
        }
        if (LONG_PREVIOUS != first || end - at < LONG_PREVIOUS_LENGTH)
        {
            return -1;
        }
        at += LONG_PREVIOUS_LENGTH;
        return OffHeap.getInt(at - Integer.BYTES) & 0xFFFF_FFFFL;
    }

    private boolean readElement()
    {
        if (at >= end)
        {
            return false;
        }
        final int form = OffHeap.getUnsignedByte(at++);
        return form < NUMBERS ? readBytes(form) : readNumber(form);
    }

    private boolean readBytes(final int form)
    {
        final long length;
        if (form < 0x40)
        {
            length = form;
        }
        else if (form < BYTES_32)
        {
            length = at < end ? (long)(form & 0x3F) << Byte.SIZE | OffHeap.getUnsignedByte(at++) : Long.MAX_VALUE;
        }
        else if (BYTES_32 == form && end - at >= Integer.BYTES)
        {
            length = Integer.reverseBytes(OffHeap.getInt(at)) & 0xFFFF_FFFFL;
            at += Integer.BYTES;
        }
        else
        {
            return false;
        }
        if (length > end - at)
        {
            return false;
        }
        element.set(at, (int)length);
        at += length;
        return true;
    }

    private boolean readNumber(final int form)
    {
        if (form >= FIRST_SMALL && form <= LAST_SMALL)
        {
            element.set(form - FIRST_SMALL);
            return true;
        }
        final int length = switch (form)
        {
            case NUMBER_8 -> Byte.BYTES;
            case NUMBER_16 -> Short.BYTES;
            case NUMBER_24 -> 3;
            case NUMBER_32 -> Integer.BYTES;
            case NUMBER_64 -> Long.BYTES;
            default -> Integer.MAX_VALUE;
        };
        if (length > end - at)
        {
            return false;
        }
        element.set(switch (form)
        {
            case NUMBER_8 -> OffHeap.getByte(at);
            case NUMBER_16 -> OffHeap.getShort(at);
            case NUMBER_24 -> OffHeap.getInt(at - 1) >> Byte.SIZE;
            case NUMBER_32 -> OffHeap.getInt(at);
            default -> OffHeap.getLong(at);
        });
        at += length;
        return true;
    }
}
