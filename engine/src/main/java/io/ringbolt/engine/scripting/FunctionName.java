package io.ringbolt.engine.scripting;

import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a function as a key of a map: in any case of letters, and in any memory, so that FCALL finds its function
 * without copying the name. Names are letters, digits and underscores.
 */
final class FunctionName
{
    private static final int PRIME = 31;

    /** In lower case; null while this is a view. */
    private final byte[] bytes;
    private long address;
    private int length;
    private int hash;

    private FunctionName(final byte[] bytes)
    {
        this.bytes = bytes;
    }

    /** A key that can be kept. */
    static FunctionName of(final String name)
    {
        final byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        final FunctionName created = new FunctionName(bytes);
        created.length = bytes.length;
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = lower(bytes[i]);
            created.hash = PRIME * created.hash + bytes[i];
        }
        return created;
    }

    /** A key to ask with, and not to be kept. */
    static FunctionName view()
    {
        return new FunctionName(null);
    }

    /** Makes a view show other bytes, valid as long as these are. */
    FunctionName wrap(final long newAddress, final int newLength)
    {
        address = newAddress;
        length = newLength;
        hash = 0;
        for (int i = 0; i < newLength; i++)
        {
            hash = PRIME * hash + byteAt(i);
        }
        return this;
    }

    private byte byteAt(final int index)
    {
        return null == bytes ? lower(OffHeap.getByte(address + index)) : bytes[index];
    }

    private static byte lower(final byte character)
    {
        return character >= 'A' && character <= 'Z' ? (byte)(character + ('a' - 'A')) : character;
    }

    @Override
    public int hashCode()
    {
        return hash;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other == this || other instanceof FunctionName name && hash == name.hash && isText(name);
    }

    private boolean isText(final FunctionName other)
    {
        if (length != other.length)
        {
            return false;
        }
        if (null != bytes && null != other.bytes)
        {
            return Arrays.equals(bytes, other.bytes);
        }
        for (int i = 0; i < length; i++)
        {
            if (byteAt(i) != other.byteAt(i))
            {
                return false;
            }
        }
        return true;
    }

    /** The name in lower case. */
    @Override
    public String toString()
    {
        final byte[] text = null == bytes ? OffHeap.toBytes(address, length) : bytes;
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
