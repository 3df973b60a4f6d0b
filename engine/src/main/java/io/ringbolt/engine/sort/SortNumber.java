package io.ringbolt.engine.sort;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The number that a text stands for when SORT compares numbers, read as C's {@code strtod} reads them: after any white
 * space, up to a zero byte; nothing at all is 0.
 */
final class SortNumber
{
    private SortNumber()
    {
    }

    /** @return NaN if the text is no number, or one that a double cannot hold. */
    static double parse(final ListPackElement element)
    {
        if (element.isInteger())
        {
            return element.longValue();
        }
        long address = element.address();
        long end = address;
        while (end < element.address() + element.length() && 0 != OffHeap.getByte(end))
        {
            end++;
        }
        while (address < end && isSpace(OffHeap.getByte(address)))
        {
            address++;
        }
        if (address == end)
        {
            return end == element.address() ? 0 : Double.NaN;
        }
        return Doubles.parse(address, (int)(end - address));
    }

    private static boolean isSpace(final byte letter)
    {
        return ' ' == letter || letter >= '\t' && letter <= '\r';
    }
}
