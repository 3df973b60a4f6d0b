package io.ringbolt.engine.listpack;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * What must be known of a foreign listpack, beyond its being well-formed, before a collection may use it as its
 * own: that every element has the one form by which it will be searched for, and that no key is there twice. Owned
 * by one thread.
 */
public final class ListPackInspection
{
    private static final int LINEAR_LIMIT = 16;
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;

    private final ListPackElement element = new ListPackElement();
    private int[] places = new int[64];

    /**
     * Says whether every element is stored as this server would store it: numbers as numbers, and in their
     * shortest form.
     */
    public boolean isCanonical(final long address)
    {
        for (int offset = ListPack.first(address); ListPack.NONE != offset; offset = ListPack.next(address, offset))
        {
            ListPack.read(address, offset, element);
            final long shortest = element.isInteger() ? ListPackDescriptor.numberLength(element.longValue()) :
                ListPackDescriptor.bytesLength(element.length());
            final boolean isHiddenNumber =
                !element.isInteger() && IntegerText.isInteger(element.address(), element.length());
            if (isHiddenNumber || shortest != ListPackDescriptor.entryLength(address + offset))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Says whether two of the elements, looking at one in {@code stride}, are the same.
     *
     * @param address of a canonical listpack, in which the same text is the same bytes.
     */
    public boolean hasDuplicates(final long address, final int stride)
    {
        final int count = ListPack.count(address) / stride;
        if (count > LINEAR_LIMIT)
        {
            return hasDuplicatesByHash(address, stride, count);
        }
        for (int offset = ListPack.first(address); ListPack.NONE != offset; offset = skip(address, offset, stride))
        {
            for (
                int other = skip(address, offset, stride);
                ListPack.NONE != other;
                other = skip(address, other, stride))
            {
                if (isSame(address, offset, other))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasDuplicatesByHash(final long address, final int stride, final int count)
    {
        final int capacity = Integer.highestOneBit(Math.min(count, 1 << 28)) << 2;
        if (places.length < capacity)
        {
            places = new int[capacity];
        }
        Arrays.fill(places, 0, capacity, ListPack.NONE);
        for (int offset = ListPack.first(address); ListPack.NONE != offset; offset = skip(address, offset, stride))
        {
            int place = (int)Hash64.hash(SEED, address + offset, entryLength(address, offset)) & capacity - 1;
            while (ListPack.NONE != places[place])
            {
                if (isSame(address, offset, places[place]))
                {
                    return true;
                }
                place = place + 1 & capacity - 1;
            }
            places[place] = offset;
        }
        return false;
    }

    private static int skip(final long address, final int offset, final int stride)
    {
        int at = offset;
        for (int i = 0; i < stride && ListPack.NONE != at; i++)
        {
            at = ListPack.next(address, at);
        }
        return at;
    }

    private static int entryLength(final long address, final int offset)
    {
        return (int)ListPackDescriptor.entryLength(address + offset);
    }

    private static boolean isSame(final long address, final int offset, final int other)
    {
        final int length = entryLength(address, offset);
        return length == entryLength(address, other) && OffHeap.equal(address + offset, address + other, length);
    }
}
