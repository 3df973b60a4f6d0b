package io.ringbolt.engine.scripting.lua;

/**
 * A part of a Lua function as bytecode of the JVM: all of it, or a loop. Made by {@link HotCode} of what runs long.
 */
/*
 * It does what the interpreter does, instruction for instruction, on the same slots and frames, and keeps nothing of
 * its own between two instructions. So it can be entered where a call returns to and where a loop begins, and can be
 * left for the interpreter anywhere; errors, the memory meter and coroutines find what they always find.
 */
abstract class CompiledCode
{
    /**
     * Runs from an instruction on.
     *
     * @param frame the topmost one, of the function.
     * @param pc instruction to begin at; if the code has no entrance there, nothing is done.
     * @return {@link LuaCalls#COMPLETED} if the function has returned; {@link LuaCalls#SUSPENDED}; otherwise
     * {@link LuaCalls#ENTERED} if a frame of a called function is on top, {@link LuaCalls#REPLACED} if a tail call has
     * replaced this one, {@link LuaCalls#LEFT} if the interpreter is to go on at {@code frame.pc}.
     */
    abstract int run(LuaState s, CallInfo frame, LuaFunction function, int pc);
}
