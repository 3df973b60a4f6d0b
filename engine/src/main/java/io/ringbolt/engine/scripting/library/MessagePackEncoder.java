package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaType;

/**
 * Writes Lua values as MessagePack. A table with the keys 1 to n and no others is an array, any other a map; tables
 * nested deeper than 16 become nil.
 */
final class MessagePackEncoder
{
    private static final int MAX_NESTING = 16;
    private static final int NIL = 0xC0;
    private static final int FALSE = 0xC2;
    private static final int TRUE = 0xC3;
    private static final int FLOAT = 0xCA;
    private static final int DOUBLE = 0xCB;
    private static final int UNSIGNED_8 = 0xCC;
    private static final int SIGNED_8 = 0xD0;
    private static final int STRING_8 = 0xD9;
    private static final int ARRAY_16 = 0xDC;
    private static final int MAP_16 = 0xDE;
    private static final int SHORT_STRING = 0xA0;
    private static final int SHORT_ARRAY = 0x90;
    private static final int SHORT_MAP = 0x80;
    private static final int STACK_ROOM = 4;
    private static final double LONG_LIMIT = 0x1p63;

    /** What a value counts for: it takes as long as some instructions. */
    private static final int VALUE_TURNS = 4;

    private final LuaState lua;
    private final ByteWriter out;

    MessagePackEncoder(final LuaState lua, final ByteWriter out)
    {
        this.lua = lua;
        this.out = out;
    }

    /** Encodes the value on top of the stack and pops it. */
    void encodeTop(final int level)
    {
        if (!lua.hasRoomFor(STACK_ROOM))
        {
            throw lua.error("stack overflow (in function mp_encode_lua_type)");
        }
        final LuaType type = lua.type(-1);
        lua.vm().spend(VALUE_TURNS);
        switch (type)
        {
            case STRING -> encodeString(lua.toLuaString(-1).bytes());
            case BOOLEAN -> out.put(lua.toBoolean(-1) ? TRUE : FALSE);
            case NUMBER -> encodeNumber(lua.toNumber(-1));
            case TABLE -> encodeTable(level);
            default -> out.put(NIL);
        }
        lua.pop(1);
    }

    private void encodeString(final byte[] bytes)
    {
        final int length = bytes.length;
        if (length < 32)
        {
            out.put(SHORT_STRING | length);
        }
        else
        {
            header(STRING_8, length, length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : 4);
        }
        out.put(bytes);
    }

    private void header(final int first, final long value, final int bytes)
    {
        out.put(first + Integer.numberOfTrailingZeros(bytes));
        out.putBigEndian(value, bytes);
    }

    private void encodeNumber(final double value)
    {
        if (value == Math.rint(value) && value >= -LONG_LIMIT && value < LONG_LIMIT)
        {
            encodeWhole((long)value);
        }
        else if ((double)(float)value == value)
        {
            out.put(FLOAT);
            out.putBigEndian(Float.floatToRawIntBits((float)value), Integer.BYTES);
        }
        else
        {
            out.put(DOUBLE);
            out.putBigEndian(Double.doubleToRawLongBits(value), Long.BYTES);
        }
    }

    private void encodeWhole(final long value)
    {
        if (value >= -32 && value <= 127)
        {
            out.put((int)value);
        }
        else if (value >= 0)
        {
            header(UNSIGNED_8, value, value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : value <= 0xFFFF_FFFFL ? 4 : 8);
        }
        else
        {
            header(SIGNED_8, value,
                value >= Byte.MIN_VALUE ? 1 : value >= Short.MIN_VALUE ? 2 : value >= Integer.MIN_VALUE ? 4 : 8);
        }
    }

    private void encodeTable(final int level)
    {
        if (MAX_NESTING == level)
        {
            out.put(NIL);
        }
        else if (isArray())
        {
            encodeArray(level);
        }
        else
        {
            encodeMap(level);
        }
    }

    private boolean isArray()
    {
        long count = 0;
        double max = 0;
        boolean isArray = true;
        lua.pushNil();
        while (isArray && lua.next(-2))
        {
            lua.pop(1);
            final double key = LuaType.NUMBER == lua.type(-1) ? lua.toNumber(-1) : 0;
            isArray = key > 0 && key == (int)key;
            max = Math.max(max, key);
            count++;
            lua.vm().spend(1);
        }
        if (!isArray)
        {
            lua.pop(1);
        }
        return isArray && max == count;
    }

    private void encodeArray(final int level)
    {
        final int length = lua.length(-1);
        count(SHORT_ARRAY, ARRAY_16, length);
        for (int i = 1; i <= length; i++)
        {
            lua.pushNumber(i);
            lua.getTable(-2);
            encodeTop(level + 1);
        }
    }

    private void encodeMap(final int level)
    {
        int length = 0;
        lua.pushNil();
        while (lua.next(-2))
        {
            lua.pop(1);
            length++;
            lua.vm().spend(1);
        }
        count(SHORT_MAP, MAP_16, length);
        lua.pushNil();
        while (lua.next(-2))
        {
            lua.pushValue(-2);
            encodeTop(level + 1);
            encodeTop(level + 1);
        }
    }

    private void count(final int shortForm, final int longForm, final int count)
    {
        if (count <= 15)
        {
            out.put(shortForm | count);
            return;
        }
        final boolean fits = count <= 0xFFFF;
        out.put(fits ? longForm : longForm + 1);
        out.putBigEndian(count, fits ? Short.BYTES : Integer.BYTES);
    }
}
