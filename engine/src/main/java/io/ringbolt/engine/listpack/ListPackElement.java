package io.ringbolt.engine.listpack;

import io.ringbolt.engine.memory.OffHeap;

/**
 * One element of a packed collection as it is stored: a number, or a window on bytes that lie in the arena.
 * A window is valid until the next call that can change or move the collection.
 */
public final class ListPackElement
{
    private boolean isInteger;
    private long longValue;
    private long address;
    private int length;

    /**
     * Says that the element is stored as a number, to be printed in decimal.
     */
    public boolean isInteger()
    {
        return isInteger;
    }

    /**
     * The number, where {@link #isInteger()}.
     */
    public long longValue()
    {
        return longValue;
    }

    /**
     * Where the bytes lie, unless {@link #isInteger()}.
     */
    public long address()
    {
        return address;
    }

    /**
     * How many bytes there are, unless {@link #isInteger()}.
     */
    public int length()
    {
        return length;
    }

    public ListPackElement set(final long value)
    {
        isInteger = true;
        longValue = value;
        return this;
    }

    public ListPackElement set(final long bytesAddress, final int bytesLength)
    {
        isInteger = false;
        address = bytesAddress;
        length = bytesLength;
        return this;
    }

    public ListPackElement set(final ListPackElement other)
    {
        isInteger = other.isInteger;
        longValue = other.longValue;
        address = other.address;
        length = other.length;
        return this;
    }

    /**
     * Bytes of the element's text, whichever way it is stored.
     */
    public int textLength()
    {
        return isInteger ? IntegerText.length(longValue) : length;
    }

    /**
     * Turns a number into a window on its decimal text; leaves a window as it is.
     *
     * @param scratchAddress at least {@link IntegerText#MAX_LENGTH} bytes, to be left alone while the window is in use.
     */
    public ListPackElement toText(final long scratchAddress)
    {
        if (isInteger)
        {
            set(scratchAddress, IntegerText.format(longValue, scratchAddress));
        }
        return this;
    }

    /**
     * Says whether the element's text is the given bytes.
     */
    public boolean textEquals(final long otherAddress, final int otherLength)
    {
        if (isInteger)
        {
            return IntegerText.isInteger(otherAddress, otherLength) &&
                IntegerText.parse(otherAddress, otherLength) == longValue;
        }
        return length == otherLength && OffHeap.equal(address, otherAddress, length);
    }

    @Override
    public String toString()
    {
        if (isInteger)
        {
            return Long.toString(longValue);
        }
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            text.append((char)(OffHeap.getByte(address + i) & 0xFF));
        }
        return text.toString();
    }
}
