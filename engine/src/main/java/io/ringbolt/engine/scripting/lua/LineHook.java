package io.ringbolt.engine.scripting.lua;

/**
 * What follows a function line by line, see {@link LuaVm#trap}. It may look at the stack, call functions and raise
 * errors; what it calls is not followed.
 */
public interface LineHook
{
    /** An instruction of another line than the last one, the first of a call, or one jumped back to, is next. */
    void onLine(LuaState lua, int line);

    /** Many instructions have been executed since the last time. */
    void onManyInstructions(LuaState lua, int line);
}
