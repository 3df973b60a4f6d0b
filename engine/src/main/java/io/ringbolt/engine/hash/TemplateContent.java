package io.ringbolt.engine.hash;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The names of a template's fields, each once, the shorter before the longer and those of one length by their bytes.
 * <pre>
 *   0       4
 *  +-------+-----------------------+-----------------
 *  | count | end of each name, 4 B | names ...            ends count from the first name's beginning
 *  +-------+-----------------------+-----------------
 * </pre>
 */
final class TemplateContent
{
    private static final int ENDS_OFFSET = Integer.BYTES;

    private TemplateContent()
    {
    }

    static int count(final long content)
    {
        return OffHeap.getInt(content);
    }

    static int nameLength(final long content, final int index)
    {
        return end(content, index) - begin(content, index);
    }

    static long name(final long content, final int index)
    {
        return names(content) + begin(content, index);
    }

    /** Bytes of all of it. */
    static long length(final long content)
    {
        return length(count(content), begin(content, count(content)));
    }

    /** Bytes that so many names take that have so many bytes together. */
    static long length(final int count, final long nameBytes)
    {
        return ENDS_OFFSET + (long)count * Integer.BYTES + nameBytes;
    }

    /** The place of a name; below 0 if it is missing, then what {@code -1 - place} would be. */
    static int find(final long content, final long nameAddress, final int nameLength)
    {
        int low = 0;
        int high = count(content) - 1;
        while (low <= high)
        {
            final int middle = low + high >>> 1;
            final int order = compare(
                name(content, middle), nameLength(content, middle), nameAddress, nameLength);
            if (order == 0)
            {
                return middle;
            }
            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    static int compare(final long a, final int aLength, final long b, final int bLength)
    {
        return aLength == bLength ? OffHeap.compare(a, aLength, b, bLength) : Integer.compare(aLength, bLength);
    }

    /** Begins a content of so many names, to be given each by {@link #put} in their order. */
    static void create(final long target, final int count)
    {
        OffHeap.putInt(target, count);
    }

    static void put(final long target, final int index, final long nameAddress, final int nameLength)
    {
        OffHeap.putInt(target + ENDS_OFFSET + (long)index * Integer.BYTES, begin(target, index) + nameLength);
        OffHeap.copy(nameAddress, name(target, index), nameLength);
    }

    static void put(final long target, final int index, final byte[] name, final int offset, final int nameLength)
    {
        OffHeap.putInt(target + ENDS_OFFSET + (long)index * Integer.BYTES, begin(target, index) + nameLength);
        OffHeap.copyIn(name, offset, name(target, index), nameLength);
    }

    private static int begin(final long content, final int index)
    {
        return index == 0 ? 0 : end(content, index - 1);
    }

    private static int end(final long content, final int index)
    {
        return OffHeap.getInt(content + ENDS_OFFSET + (long)index * Integer.BYTES);
    }

    private static long names(final long content)
    {
        return content + ENDS_OFFSET + (long)count(content) * Integer.BYTES;
    }
}
