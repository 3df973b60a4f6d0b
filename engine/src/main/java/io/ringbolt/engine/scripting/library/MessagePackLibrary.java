package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * {@code cmsgpack}: values as MessagePack bytes and back, in the manner of lua-cmsgpack 0.4.0.
 */
public final class MessagePackLibrary
{
    private MessagePackLibrary()
    {
    }

    public static LuaTable table(final LuaVm vm)
    {
        final LuaTable table = vm.newTable();
        LuaState.register(table, "pack", MessagePackLibrary::pack);
        LuaState.register(table, "unpack", lua -> unpack(lua, 0, 0));
        LuaState.register(table, "unpack_one", lua -> unpack(lua, 1, lua.optionalLong(2, 0)));
        LuaState.register(table, "unpack_limit", lua -> unpack(lua, lua.checkLong(2), lua.optionalLong(3, 0)));
        table.put("_NAME", text("cmsgpack"));
        table.put("_VERSION", text("lua-cmsgpack 0.4.0"));
        table.put("_COPYRIGHT", text("Copyright (C) 2012, Salvatore Sanfilippo"));
        table.put("_DESCRIPTION", text("MessagePack C implementation for Lua"));
        return table;
    }

    private static Object text(final String text)
    {
        return LuaString.of(text);
    }

    private static int pack(final LuaState lua)
    {
        final int count = lua.top();
        if (0 == count)
        {
            throw lua.argumentError(0, "MessagePack pack needs input.");
        }
        final ByteWriter out = new ByteWriter(lua);
        final MessagePackEncoder encoder = new MessagePackEncoder(lua, out);
        for (int i = 1; i <= count; i++)
        {
            lua.pushValue(i);
            encoder.encodeTop(0);
        }
        lua.pushBytes(out.toBytes());
        return 1;
    }

    private static int unpack(final LuaState lua, final long limit, final long offset)
    {
        final byte[] bytes = lua.checkString(1).bytes();
        final boolean isAll = 0 == limit && 0 == offset;
        if (offset < 0 || limit < 0)
        {
            throw lua.error(
                "Invalid request to unpack with offset of " + (int)offset + " and limit of " + bytes.length + ".");
        }
        if (offset > bytes.length)
        {
            throw lua.error("Start offset " + (int)offset + " greater than input length " + bytes.length + ".");
        }
        lua.setTop(1);
        final MessagePackDecoder decoder = new MessagePackDecoder(lua, bytes, (int)offset);
        int count = 0;
        while (decoder.hasMore() && (isAll || count < limit))
        {
            decoder.decode();
            count++;
        }
        if (isAll)
        {
            return count;
        }
        lua.pushNumber(decoder.hasMore() ? decoder.position() : -1);
        lua.insert(2);
        return count + 1;
    }
}
