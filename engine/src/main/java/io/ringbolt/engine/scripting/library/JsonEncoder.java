package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaUserdata;
import io.ringbolt.engine.scripting.lua.number.CFormat;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

import java.nio.charset.StandardCharsets;

/**
 * Writes Lua values as JSON. A table whose keys are all whole numbers from 1 is an array, any other an object.
 */
final class JsonEncoder
{
    private static final byte[][] ESCAPES = new byte[256][];
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final int STACK_ROOM = 3;
    private static final int DELETE = 127;

    static
    {
        for (int i = 0; i < ' '; i++)
        {
            ESCAPES[i] = ascii(String.format("\\u%04x", i));
        }
        ESCAPES[DELETE] = ascii("\\u007f");
        ESCAPES['\b'] = ascii("\\b");
        ESCAPES['\t'] = ascii("\\t");
        ESCAPES['\n'] = ascii("\\n");
        ESCAPES['\f'] = ascii("\\f");
        ESCAPES['\r'] = ascii("\\r");
        ESCAPES['"'] = ascii("\\\"");
        ESCAPES['/'] = ascii("\\/");
        ESCAPES['\\'] = ascii("\\\\");
    }

    /** What a value counts for: it takes as long as some instructions. */
    private static final int VALUE_TURNS = 4;

    private final LuaState lua;
    private final JsonSettings settings;
    private final ByteWriter out;

    JsonEncoder(final LuaState lua, final JsonSettings settings, final ByteWriter out)
    {
        this.lua = lua;
        this.settings = settings;
        this.out = out;
    }

    /** Encodes the value on top of the stack, which stays. @param depth of the aggregates around it. */
    void encodeTop(final int depth)
    {
        lua.vm().spend(VALUE_TURNS);
        switch (lua.type(-1))
        {
            case STRING -> encodeString(lua.toLuaString(-1).bytes());
            case NUMBER -> encodeNumber(-1);
            case BOOLEAN -> out.put(lua.toBoolean(-1) ? TRUE : FALSE);
            case TABLE -> encodeTable(depth + 1);
            case NIL -> out.put(NULL);
            case USERDATA -> encodeUserdata(lua.toUserdata(-1));
            default -> throw failure(-1, "type not supported");
        }
    }

    private void encodeUserdata(final LuaUserdata userdata)
    {
        if (0 != userdata.address())
        {
            throw failure(-1, "type not supported");
        }
        out.put(NULL);
    }

    private LuaError failure(final int index, final String reason)
    {
        return lua.error("Cannot serialise " + lua.type(index).luaName() + ": " + reason);
    }

    private void encodeString(final byte[] text)
    {
        out.put('"');
        int plain = 0;
        for (int i = 0; i < text.length; i++)
        {
            final byte[] escape = ESCAPES[text[i] & 0xFF];
            if (null != escape)
            {
                out.put(text, plain, i - plain);
                out.put(escape);
                plain = i + 1;
            }
        }
        out.put(text, plain, text.length - plain);
        out.put('"');
    }

    private void encodeNumber(final int index)
    {
        final double value = lua.toNumber(index);
        if (Double.isNaN(value) || Double.isInfinite(value))
        {
            if (JsonSettings.OFF == settings.encodeInvalidNumbers)
            {
                throw failure(index, "must not be NaN or Inf");
            }
            if (JsonSettings.AS_NULL == settings.encodeInvalidNumbers)
            {
                out.put(NULL);
                return;
            }
            out.put(Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
            return;
        }
        if (JsonSettings.DEFAULT_PRECISION == settings.precision)
        {
            out.put(LuaNumbers.format(value));
        }
        else
        {
            out.put(new CFormat("." + settings.precision).floating('g', value));
        }
    }

    private void encodeTable(final int depth)
    {
        if (depth > settings.encodeMaxDepth || !lua.hasRoomFor(STACK_ROOM))
        {
            throw lua.error("Cannot serialise, excessive nesting (" + depth + ")");
        }
        final int length = arrayLength();
        if (length > 0)
        {
            encodeArray(length, depth);
        }
        else
        {
            encodeObject(depth);
        }
    }

    /** @return the greatest key of a table that has whole keys from 1 only; otherwise -1. */
    private int arrayLength()
    {
        double max = 0;
        long count = 0;
        lua.pushNil();
        while (lua.next(-2))
        {
            final double key = LuaType.NUMBER == lua.type(-2) ? lua.toNumber(-2) : 0;
            if (key < 1 || key != Math.floor(key))
            {
                lua.pop(2);
                return -1;
            }
            if (key > max)
            {
                // Lua's cjson keeps an int, which such a key makes the least one: the table is an object then.
                max = key > Integer.MAX_VALUE ? Integer.MIN_VALUE : key;
            }
            count++;
            lua.pop(1);
            lua.vm().spend(1);
        }
        if (settings.sparseRatio > 0 && max > (double)count * settings.sparseRatio && max > settings.sparseSafe)
        {
            if (JsonSettings.OFF == settings.convertsSparse)
            {
                throw failure(-1, "excessively sparse array");
            }
            return -1;
        }
        return (int)max;
    }

    private void encodeArray(final int length, final int depth)
    {
        out.put('[');
        for (int i = 1; i <= length; i++)
        {
            if (i > 1)
            {
                out.put(',');
            }
            lua.rawGetInt(-1, i);
            encodeTop(depth);
            lua.pop(1);
        }
        out.put(']');
    }

    private void encodeObject(final int depth)
    {
        out.put('{');
        boolean isFirst = true;
        lua.pushNil();
        while (lua.next(-2))
        {
            if (!isFirst)
            {
                out.put(',');
            }
            isFirst = false;
            encodeKey();
            out.put(':');
            encodeTop(depth);
            lua.pop(1);
        }
        out.put('}');
    }

    private void encodeKey()
    {
        switch (lua.type(-2))
        {
            case NUMBER ->
            {
                out.put('"');
                encodeNumber(-2);
                out.put('"');
            }
            case STRING -> encodeString(lua.toLuaString(-2).bytes());
            default -> throw failure(-2, "table key must be a number or string");
        }
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
