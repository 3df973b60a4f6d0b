package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.library.Libraries;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A machine whose globals are guarded as Redis guards those of its scripts, for tests that compare the two. */
final class SandboxedLua
{
    private static final List<String> HIDDEN = List.of("getfenv", "setfenv", "os");

    private final LuaVm vm;

    SandboxedLua(final LuaHost host)
    {
        vm = new LuaVm(host);
        Libraries.openAll(vm);
        final LuaTable globals = vm.globals();
        HIDDEN.forEach(name -> globals.put(name, null));
        final LuaTable guard = vm.newTable();
        LuaState.register(guard, "__index", lua ->
        {
            throw lua.error("Script attempted to access nonexistent global variable '" + lua.toLuaString(2) + "'");
        });
        globals.setMetatable(guard);
        globals.setReadOnly(true);
        for (final String library : List.of("string", "table", "math", "coroutine"))
        {
            ((LuaTable)globals.get(library)).setReadOnly(true);
        }
    }

    LuaVm vm()
    {
        return vm;
    }

    /** The first result of a script as text, or "ERR:" and the error's. */
    String run(final String script)
    {
        final LuaState lua = vm.mainState();
        lua.setTop(0);
        try
        {
            lua.load(script.getBytes(StandardCharsets.ISO_8859_1), LuaString.of("@user_script"));
        }
        catch (final LuaError e)
        {
            return "ERR:" + e.getMessage();
        }
        final LuaError error = lua.protectedCall(0, 1, 0);
        return error == null ? String.valueOf(lua.toObject(-1)) : "ERR:" + error.getMessage();
    }
}
