package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaVm;

/** The standard libraries of Lua 5.1 that touch nothing outside of the machine. */
public final class Libraries
{
    private Libraries()
    {
    }

    /** Puts all of them into a machine's globals, in the order in which they are usually opened. */
    public static void openAll(final LuaVm vm)
    {
        BaseLibrary.open(vm);
        CoroutineLibrary.open(vm);
        TableLibrary.open(vm);
        StringLibrary.open(vm);
        MathLibrary.open(vm);
        OsLibrary.open(vm);
    }
}
