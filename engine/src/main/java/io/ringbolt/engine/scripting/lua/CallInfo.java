package io.ringbolt.engine.scripting.lua;

/** A call in progress on a stack: where its function, registers and results lie. Reused by the next call at its depth. */
final class CallInfo
{
    LuaFunction function;
    /** Absolute index of the called function, where its first result will go. */
    int functionIndex;
    /** Absolute index of the first argument or register. */
    int base;
    /** End of the registers. */
    int top;
    /** The next instruction, while the function is suspended in a call or a slow operation. */
    int pc;
    /** How many results the caller wants, or -1 for all. */
    int wantedResults;
    /** Frames that tail calls have replaced. */
    int tailCalls;

    boolean isLua()
    {
        return function != null && function.prototype != null;
    }
}
