package io.ringbolt.engine.rdb;

import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.listpack.PackBuilder;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Reads zipmaps, the form of small hashes before Redis 2.6, into a listpack of alternating fields and values: a byte
 * with the number of pairs, or 254 and more; of each pair the field's length and bytes, the value's length, a byte that
 * tells of room behind it, and its bytes; 0xFF at the end. A length takes one byte, or 254 and four.
 */
final class ZipMapDecoder
{
    private static final int END = 0xFF;
    private static final int LONG_LENGTH = 0xFE;
    private static final long NONE = -1;

    private final ListPackElement element = new ListPackElement();
    private long at;
    private long end;

    /** Adds all fields and values to a listpack. @return false if the bytes are no well-formed zipmap. */
    boolean read(final long address, final long length, final PackBuilder out)
    {
        if (length < 2 || END != OffHeap.getUnsignedByte(address + length - 1))
        {
            return false;
        }
        final int claimed = OffHeap.getUnsignedByte(address);
        at = address + 1;
        end = address + length - 1;
        int count = 0;
        while (at < end)
        {
            if (!readPart(false, out) || !readPart(true, out))
            {
                return false;
            }
            count++;
        }
        return claimed >= LONG_LENGTH || claimed == count;
    }

    private boolean readPart(final boolean isValue, final PackBuilder out)
    {
        final long length = readLength();
        if (NONE == length || isValue && at >= end)
        {
            return false;
        }
        final int room = isValue ? OffHeap.getUnsignedByte(at++) : 0;
        if (length + room > end - at || !out.hasRoom((int)length))
        {
            return false;
        }
        element.set(at, (int)length);
        out.append(element);
        at += length + room;
        return true;
    }

    private long readLength()
    {
        if (at >= end)
        {
            return NONE;
        }
        final int first = OffHeap.getUnsignedByte(at++);
        if (first < LONG_LENGTH)
        {
            return first;
        }
        if (LONG_LENGTH != first || end - at < Integer.BYTES)
        {
            return NONE;
        }
        at += Integer.BYTES;
        final long length = OffHeap.getInt(at - Integer.BYTES) & 0xFFFF_FFFFL;
        return length > end - at ? NONE : length;
    }
}
