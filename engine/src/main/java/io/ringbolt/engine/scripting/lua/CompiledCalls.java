package io.ringbolt.engine.scripting.lua;

/**
 * Calls and returns of {@link CompiledCode}.
 */
/*
 * Compiled code calls Lua functions on the Java stack, which is the fastest way, up to a depth; deeper calls are left
 * to the interpreter's loop, which takes no Java stack. A coroutine that yields unwinds the Java stack and leaves its
 * frames; when it is resumed, the interpreter's loop takes them from there.
 */
final class CompiledCalls
{
    private static final int BYTE = 0xFF;
    private static final int MAX_NESTED_CALLS = 100;
    /** What a tail call counts for: it leaves compiled code and enters it anew. */
    private static final int TAIL_CALL_TURNS = 8;

    private CompiledCalls()
    {
    }

    /** CALL. @return {@link LuaCalls#COMPLETED} if the results are there; otherwise what the caller is to return. */
    static int call(final LuaState s, final CallInfo frame, final int base, final int i, final int pc)
    {
        final LuaVm vm = s.vm;
        final int wanted = (i >>> 24) - 1;
        frame.pc = pc;
        int outcome = enter(s, base, i, wanted, 1);
        if (outcome == LuaCalls.ENTERED)
        {
            if (vm.nestedCalls >= MAX_NESTED_CALLS)
            {
                return outcome;
            }
            outcome = runEntered(s, vm);
        }
        if (outcome == LuaCalls.COMPLETED && wanted >= 0)
        {
            s.top = frame.top;
        }
        return outcome;
    }

    private static int runEntered(final LuaState s, final LuaVm vm)
    {
        vm.nestedCalls++;
        final CallInfo callee = s.frames[s.depth];
        final LuaFunction function = callee.function;
        final CompiledCode code = function.prototype.compiled;
        int outcome;
        if (code == null)
        {
            vm.hot.noteCall(function.prototype);
            outcome = Interpreter.run(s, 1);
        }
        else
        {
            outcome = code.run(s, callee, function, 0);
            if (outcome != LuaCalls.COMPLETED && outcome != LuaCalls.SUSPENDED)
            {
                outcome = Interpreter.run(s, outcome == LuaCalls.ENTERED ? 2 : 1);
            }
        }
        vm.nestedCalls--;
        return outcome;
    }

    /** TAILCALL. @return {@link LuaCalls#COMPLETED} if a native function has given its results. */
    static int tailCall(final LuaState s, final CallInfo frame, final int base, final int i, final int pc)
    {
        frame.pc = pc;
        final int outcome = enter(s, base, i, LuaCalls.ALL_RESULTS, TAIL_CALL_TURNS);
        if (outcome != LuaCalls.ENTERED)
        {
            return outcome;
        }
        FrameOperations.replaceByTailCall(s, frame);
        return LuaCalls.REPLACED;
    }

    /** Begins the call of an instruction's function with its arguments. @param turns that the call counts for. */
    private static int enter(final LuaState s, final int base, final int i, final int wanted, final int turns)
    {
        final int a = base + (i >>> 8 & BYTE);
        final int b = i >>> 16 & BYTE;
        if (b != 0)
        {
            s.top = a + b;
        }
        s.vm.spend(turns);
        return s.enter(a, wanted);
    }

    /** RETURN. */
    static void leave(final LuaState s, final int base, final int i)
    {
        final int a = base + (i >>> 8 & BYTE);
        final int b = i >>> 16 & BYTE;
        if (b != 0)
        {
            s.top = a + b - 1;
        }
        if (s.openUpValues != null)
        {
            s.closeUpValues(base);
        }
        s.leave(a);
    }
}
