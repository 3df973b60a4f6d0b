package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.number.LongNumeral;
import io.ringbolt.engine.scripting.lua.number.NumberParser;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string of a script: bytes of any value, never changed. Whoever makes one hands over the array.
 */
public final class LuaString implements Comparable<LuaString>
{
    public static final LuaString EMPTY = new LuaString(new byte[0], null);

    /** Bytes from which on a string is gone through in blocks. */
    private static final int LONG = 1 << 14;

    final byte[] bytes;
    /** The round of counting that last reached this string. */
    int mark;
    /** Valid once {@link #hashCode} has been asked for, as it has been of constants and of keys. */
    int hash;
    private boolean isHashed;
    /** Where a long string's machine is told of the steps it takes to go through it; null for short ones. */
    private final Turns turns;

    private LuaString(final byte[] bytes, final Turns turns)
    {
        this.bytes = bytes;
        this.turns = turns;
    }

    /** @param bytes owned by the string from now on. */
    public static LuaString wrap(final byte[] bytes)
    {
        return bytes.length == 0 ? EMPTY : new LuaString(bytes, null);
    }

    /** @param bytes owned by the string from now on. @param turns of the machine that the string belongs to. */
    public static LuaString wrap(final byte[] bytes, final Turns turns)
    {
        return bytes.length == 0 ? EMPTY : new LuaString(bytes, bytes.length < LONG ? null : turns);
    }

    /** A copy of a part of an array. */
    public static LuaString copyOf(final byte[] bytes, final int offset, final int length)
    {
        return length == 0 ? EMPTY : new LuaString(Arrays.copyOfRange(bytes, offset, offset + length), null);
    }

    /** One byte per character: the text of our own messages and names. */
    public static LuaString of(final String text)
    {
        return wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int length()
    {
        return bytes.length;
    }

    public byte byteAt(final int index)
    {
        return bytes[index];
    }

    /** The string's own bytes, to be read and not to be changed. */
    public byte[] bytes()
    {
        return bytes;
    }

    /** A copy of the bytes from {@code from} to before {@code to}. */
    public LuaString substring(final int from, final int to)
    {
        return from == 0 && to == bytes.length ? this : copyOf(bytes, from, to - from);
    }

    public boolean equalsText(final String text)
    {
        if (text.length() != bytes.length)
        {
            return false;
        }
        for (int i = 0; i < bytes.length; i++)
        {
            if ((bytes[i] & 0xFF) != text.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    /** The hash of Redis's Lua 5.1, over all bytes; it decides the order of a traversal. */
    @Override
    public int hashCode()
    {
        return isHashed ? hash : computeHash();
    }

    private int computeHash()
    {
        hash = LongBytes.hash(bytes, turns);
        isHashed = true;
        return hash;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other == this || other instanceof LuaString string && hasBytesOf(string);
    }

    private boolean hasBytesOf(final LuaString other)
    {
        return turns == null ? Arrays.equals(bytes, other.bytes) :
            bytes.length == other.bytes.length && LongBytes.areEqual(bytes, other.bytes, turns);
    }

    /** Equal to a string whose hash is known too, as keys' are. */
    boolean equalsHashed(final LuaString other)
    {
        return hash == other.hash && hasBytesOf(other);
    }

    /** By unsigned bytes, as the C locale has it. */
    @Override
    public int compareTo(final LuaString other)
    {
        return turns == null || other.turns == null ? Arrays.compareUnsigned(bytes, other.bytes) :
            LongBytes.compare(bytes, other.bytes, turns);
    }

    /** The raw bits of the number that the string reads as, or {@link NumberParser#NOT_A_NUMBER}. */
    public long toNumberBits()
    {
        return NumberParser.parse(turns == null ? bytes : LongNumeral.shorten(bytes, turns));
    }

    /** @return the beginning of a string that is longer. */
    public LuaString first(final int length)
    {
        return substring(0, Math.min(length, bytes.length));
    }

    /** One character per byte. */
    @Override
    public String toString()
    {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
