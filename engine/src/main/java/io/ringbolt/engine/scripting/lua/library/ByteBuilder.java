package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaVm;

import java.util.Arrays;

/** A string being put together. It asks for memory as it grows and counts turns, so that no library loop runs on unseen. */
public final class ByteBuilder
{
    private static final int FIRST_CAPACITY = 64;
    private static final int LARGEST = Integer.MAX_VALUE - 16;
    private static final int BYTES_PER_TURN_SHIFT = 7;

    private final LuaState lua;
    private final LuaVm vm;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    public ByteBuilder(final LuaState lua)
    {
        this.lua = lua;
        this.vm = lua.vm();
    }

    public int length()
    {
        return length;
    }

    public void append(final int value)
    {
        if (length == bytes.length)
        {
            grow(1);
        }
        bytes[length++] = (byte)value;
    }

    public void append(final LuaString string)
    {
        append(string.bytes(), 0, string.length());
    }

    public void append(final byte[] source, final int offset, final int count)
    {
        if (count > bytes.length - length)
        {
            grow(count);
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        vm.spend(1 + (count >> BYTES_PER_TURN_SHIFT));
    }

    /** One byte per character. */
    public void append(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            append(text.charAt(i));
        }
    }

    /** Pushes the string; the builder is done. */
    public void push()
    {
        lua.pushBytes(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    private void grow(final int count)
    {
        final long needed = (long)length + count;
        final long capacity = Math.min(Math.max(needed, bytes.length * 2L), Math.max(LARGEST, needed));
        vm.memory().reserve(capacity);
        vm.spend(length >> BYTES_PER_TURN_SHIFT);
        if (capacity > LARGEST)
        {
            throw lua.error("string length overflow");
        }
        bytes = Arrays.copyOf(bytes, (int)capacity);
    }
}
