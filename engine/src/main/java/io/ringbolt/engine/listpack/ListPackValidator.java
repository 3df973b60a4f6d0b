package io.ringbolt.engine.listpack;

import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_OFFSET;
import static io.ringbolt.engine.listpack.ListPackDescriptor.COUNT_UNKNOWN;
import static io.ringbolt.engine.listpack.ListPackDescriptor.EMPTY_LENGTH;
import static io.ringbolt.engine.listpack.ListPackDescriptor.END;
import static io.ringbolt.engine.listpack.ListPackDescriptor.HEADER_LENGTH;

/**
 * The check that foreign bytes are a listpack: every length is looked at before it is used, and both directions agree.
 */
public final class ListPackValidator
{
    private ListPackValidator()
    {
    }

    /**
     * Says whether bytes from a file, a peer or RESTORE are a well-formed listpack.
     *
     * @return the number of elements, or -1 if the bytes are none.
     */
    public static int validate(final long address, final long length)
    {
        if (length < EMPTY_LENGTH || length > ListPack.MAX_LENGTH || OffHeap.getInt(address) != length ||
            (OffHeap.getByte(address + length - 1) & 0xFF) != END)
        {
            return -1;
        }

        final long end = length - 1;
        long offset = HEADER_LENGTH;
        int count = 0;
        while (offset < end)
        {
            offset = validateElement(address, offset, end);
            if (offset < 0)
            {
                return -1;
            }
            count++;
        }
        final int claimed = OffHeap.getShort(address + COUNT_OFFSET) & 0xFFFF;
        return claimed == COUNT_UNKNOWN || claimed == count ? count : -1;
    }

    private static long validateElement(final long address, final long offset, final long end)
    {
        final int encoding = OffHeap.getByte(address + offset) & 0xFF;
        if (offset + ListPackDescriptor.entryHeaderLength(encoding) > end)
        {
            return -1;
        }
        final long entryLength = ListPackDescriptor.entryLength(address + offset);
        final long next = offset + entryLength + ListPackDescriptor.backLength(entryLength);
        if (entryLength == 0 || next > end)
        {
            return -1;
        }
        return ListPackDescriptor.backLengthValue(address + next - 1) == entryLength ? next : -1;
    }
}
