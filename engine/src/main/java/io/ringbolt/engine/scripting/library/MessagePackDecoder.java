package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;

/**
 * Reads MessagePack values and pushes them on a stack.
 */
final class MessagePackDecoder
{
    private static final int STACK_ROOM = 4;

    /** What a value counts for: it takes as long as some instructions. */
    private static final int VALUE_TURNS = 4;

    private final LuaState lua;
    private final byte[] bytes;
    private int position;

    MessagePackDecoder(final LuaState lua, final byte[] bytes, final int position)
    {
        this.lua = lua;
        this.bytes = bytes;
        this.position = position;
    }

    boolean hasMore()
    {
        return position < bytes.length;
    }

    int position()
    {
        return position;
    }

    /** Reads one value and pushes it. */
    void decode()
    {
        if (!lua.hasRoomFor(STACK_ROOM))
        {
            throw lua.error("stack overflow (too many return values at once; use unpack_one or unpack_limit instead.)");
        }
        lua.vm().spend(VALUE_TURNS);
        final int first = (int)unsigned(1);
        switch (first)
        {
            case 0xC0 -> lua.pushNil();
            case 0xC2 -> lua.pushBoolean(false);
            case 0xC3 -> lua.pushBoolean(true);
            case 0xCA -> lua.pushNumber(Float.intBitsToFloat((int)unsigned(Integer.BYTES)));
            case 0xCB -> lua.pushNumber(Double.longBitsToDouble(unsigned(Long.BYTES)));
            case 0xCC, 0xCD, 0xCE, 0xCF -> pushUnsigned(1 << first - 0xCC);
            case 0xD0, 0xD1, 0xD2, 0xD3 -> pushSigned(1 << first - 0xD0);
            case 0xD9, 0xDA, 0xDB -> pushString(unsigned(1 << first - 0xD9));
            case 0xDC -> pushArray(unsigned(Short.BYTES));
            case 0xDD -> pushArray(unsigned(Integer.BYTES));
            case 0xDE -> pushMap(unsigned(Short.BYTES));
            case 0xDF -> pushMap(unsigned(Integer.BYTES));
            default -> decodeShort(first);
        }
    }

    private void decodeShort(final int first)
    {
        if (first < 0x80)
        {
            lua.pushNumber(first);
        }
        else if (first >= 0xE0)
        {
            lua.pushNumber((byte)first);
        }
        else if (first >= 0xA0 && first < 0xC0)
        {
            pushString(first & 0x1F);
        }
        else if (first >= 0x90 && first < 0xA0)
        {
            pushArray(first & 0xF);
        }
        else if (first < 0x90)
        {
            pushMap(first & 0xF);
        }
        else
        {
            throw lua.error("Bad data format in input.");
        }
    }

    private void pushUnsigned(final int length)
    {
        final long value = unsigned(length);
        lua.pushNumber(value);                        // of 64 bits the highest is a sign, as in the original
    }

    private void pushSigned(final int length)
    {
        final int shift = Long.SIZE - length * Byte.SIZE;
        lua.pushNumber(unsigned(length) << shift >> shift);
    }

    private void pushString(final long length)
    {
        need(length);
        lua.pushBytes(bytes, position, (int)length);
        position += (int)length;
    }

    private void pushArray(final long length)
    {
        lua.newTable();
        for (long i = 1; i <= length; i++)
        {
            lua.pushNumber(i);
            decode();
            lua.setTable(-3);
        }
    }

    private void pushMap(final long length)
    {
        lua.newTable();
        for (long i = 0; i < length; i++)
        {
            decode();
            decode();
            lua.setTable(-3);
        }
    }

    private long unsigned(final int length)
    {
        need(length);
        long value = 0;
        for (int i = 0; i < length; i++)
        {
            value = value << Byte.SIZE | bytes[position++] & 0xFF;
        }
        return value;
    }

    private void need(final long length)
    {
        if (length > bytes.length - position)
        {
            throw lua.error("Missing bytes in input.");
        }
    }
}
