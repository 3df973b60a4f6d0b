package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The {@code os} table, of which there is the clock alone. */
public final class OsLibrary
{
    private OsLibrary()
    {
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable table = vm.newTable(0, 1);
        register(table, "clock", OsLibrary::clock);
        vm.globals().put("os", table);
    }

    private static int clock(final LuaState lua)
    {
        lua.pushNumber(lua.vm().host().clock());
        return 1;
    }
}
