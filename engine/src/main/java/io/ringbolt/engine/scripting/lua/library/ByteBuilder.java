package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * A string being put together. It asks for memory as it grows and counts turns, so that no library loop runs on unseen.
 */
public final class ByteBuilder
{
    private static final int FIRST_CAPACITY = 64;
    private static final int LARGEST = Integer.MAX_VALUE - 16;
    private static final int SINGLE_BYTES = 1 << 12;
    private static final int SINGLE_BYTES_PER_TURN_SHIFT = 4;

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
        if ((length & SINGLE_BYTES - 1) == 0)
        {
            vm.spend(SINGLE_BYTES >> SINGLE_BYTES_PER_TURN_SHIFT);
        }
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
        LongBytes.copy(source, offset, bytes, length, count, vm);
        length += count;
        vm.spend(1);
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
        lua.pushBytes(length == bytes.length ? bytes : LongBytes.resized(bytes, length, length, vm));
    }

    private void grow(final int count)
    {
        final long needed = (long)length + count;
        final long capacity = Math.min(Math.max(needed, bytes.length * 2L), Math.max(LARGEST, needed));
        vm.memory().reserve(capacity);
        if (capacity > LARGEST)
        {
            throw lua.error("string length overflow");
        }
        bytes = LongBytes.resized(bytes, length, (int)capacity, vm);
    }
}
