package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaState;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that grow while a library encodes a value. What it writes counts as steps of the script, so that a script that
 * encodes much can be ended.
 */
final class ByteWriter
{
    private static final int INITIAL_CAPACITY = 256;
    private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private final LuaState lua;
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    ByteWriter(final LuaState lua)
    {
        this.lua = lua;
    }

    void put(final int value)
    {
        ensure(1);
        bytes[length++] = (byte)value;
    }

    void put(final byte[] source)
    {
        put(source, 0, source.length);
    }

    void put(final byte[] source, final int from, final int count)
    {
        ensure(count);
        LongBytes.copy(source, from, bytes, length, count, lua.vm());
        length += count;
        lua.vm().spend(1);
    }

    void put(final String ascii)
    {
        put(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The low {@code count} bytes of a value, the highest first. */
    void putBigEndian(final long value, final int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            put((int)(value >>> i * Byte.SIZE));
        }
    }

    int length()
    {
        return length;
    }

    byte[] toBytes()
    {
        return LongBytes.resized(bytes, length, length, lua.vm());
    }

    private void ensure(final int more)
    {
        if (more > bytes.length - length)
        {
            if (more > MAX_LENGTH - length)
            {
                throw lua.error("resulting string too large");
            }
            final int capacity = (int)Math.min(MAX_LENGTH, Math.max((long)length + more, 2L * bytes.length));
            lua.vm().memory().reserve(capacity);
            bytes = LongBytes.resized(bytes, length, capacity, lua.vm());
        }
    }
}
