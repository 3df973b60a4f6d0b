package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * {@code cjson}: values as JSON text and back, in the manner of lua-cjson 2.1.0, with its settings.
 */
public final class JsonLibrary
{
    private static final int MAX_PRECISION = 14;
    private static final String[] OFF_ON = {"off", "on"};
    private static final String[] OFF_ON_NULL = {"off", "on", "null"};

    private JsonLibrary()
    {
    }

    /** @return a table with settings of its own. */
    public static LuaTable table(final LuaVm vm)
    {
        final JsonSettings settings = new JsonSettings();
        final LuaTable json = vm.newTable();
        LuaState.register(json, "encode", lua -> encode(lua, settings));
        LuaState.register(json, "decode", lua -> decode(lua, settings));
        LuaState.register(json, "encode_sparse_array", lua -> setSparseArray(lua, settings));
        LuaState.register(json, "encode_max_depth", lua ->
        {
            settings.encodeMaxDepth = number(lua, 1, 1, settings.encodeMaxDepth, 1, Integer.MAX_VALUE);
            return 1;
        });
        LuaState.register(json, "decode_max_depth", lua ->
        {
            settings.decodeMaxDepth = number(lua, 1, 1, settings.decodeMaxDepth, 1, Integer.MAX_VALUE);
            return 1;
        });
        LuaState.register(json, "encode_number_precision", lua ->
        {
            settings.precision = number(lua, 1, 1, settings.precision, 1, MAX_PRECISION);
            return 1;
        });
        LuaState.register(json, "encode_keep_buffer", lua ->
        {
            settings.keepsBuffer = choice(lua, 1, 1, settings.keepsBuffer, OFF_ON);
            return 1;
        });
        LuaState.register(json, "encode_invalid_numbers", lua ->
        {
            settings.encodeInvalidNumbers = choice(lua, 1, 1, settings.encodeInvalidNumbers, OFF_ON_NULL);
            return 1;
        });
        LuaState.register(json, "decode_invalid_numbers", lua ->
        {
            settings.decodeInvalidNumbers = choice(lua, 1, 1, settings.decodeInvalidNumbers, OFF_ON);
            return 1;
        });
        LuaState.register(json, "new", lua ->
        {
            lua.pushTable(table(lua.vm()));
            return 1;
        });
        json.put("null", vm.newNullUserdata());
        json.put("_NAME", LuaString.of("cjson"));
        json.put("_VERSION", LuaString.of("2.1.0"));
        return json;
    }

    private static int encode(final LuaState lua, final JsonSettings settings)
    {
        lua.checkArgument(1 == lua.top(), 1, "expected 1 argument");
        final ByteWriter out = new ByteWriter(lua);
        new JsonEncoder(lua, settings, out).encodeTop(0);
        lua.pushBytes(out.toBytes());
        return 1;
    }

    private static int decode(final LuaState lua, final JsonSettings settings)
    {
        lua.checkArgument(1 == lua.top(), 1, "expected 1 argument");
        final byte[] text = lua.checkString(1).bytes();
        if (text.length >= 2 && (0 == text[0] || 0 == text[1]))
        {
            throw lua.error("JSON parser does not support UTF-16 or UTF-32");
        }
        new JsonDecoder(lua, settings, text).decode();
        return 1;
    }

    private static int setSparseArray(final LuaState lua, final JsonSettings settings)
    {
        settings.convertsSparse = choice(lua, 1, 3, settings.convertsSparse, OFF_ON);
        settings.sparseRatio = number(lua, 2, 3, settings.sparseRatio, 0, Integer.MAX_VALUE);
        settings.sparseSafe = number(lua, 3, 3, settings.sparseSafe, 0, Integer.MAX_VALUE);
        return 3;
    }

    /** Takes a number, if one is given, and pushes what holds now. @param count how many arguments there may be. */
    private static int number(
        final LuaState lua, final int index, final int count, final int present, final int min, final int max)
    {
        prepare(lua, index, count);
        int value = present;
        if (!lua.isNoneOrNil(index))
        {
            value = lua.checkInt(index);
            lua.checkArgument(min <= value && value <= max, 1, "expected integer between " + min + " and " + max);
        }
        lua.pushNumber(value);
        return value;
    }

    /** Takes a word or a boolean, if one is given, and pushes what holds now. */
    private static int choice(
        final LuaState lua, final int index, final int count, final int present, final String... words)
    {
        prepare(lua, index, count);
        int value = present;
        if (!lua.isNoneOrNil(index))
        {
            value = LuaType.BOOLEAN != lua.type(index) ? lua.checkOption(index, null, words) :
                lua.toBoolean(index) ? 1 : 0;
        }
        if (value <= 1)
        {
            lua.pushBoolean(1 == value);
        }
        else
        {
            lua.pushString(words[value]);
        }
        return value;
    }

    private static void prepare(final LuaState lua, final int index, final int count)
    {
        if (1 == index)
        {
            lua.checkArgument(lua.top() <= count, count + 1, "found too many arguments");
            lua.setTop(count);
        }
    }
}
