package io.ringbolt.engine.scripting.lua;

/**
 * A stack as a coroutine: resumed by another one, suspended by a function that runs on it.
 */
/*
 * Resume runs the interpreter on this stack, yield makes that interpreter return. So a yield cannot cross a call back
 * from a native function or a metamethod, as in Lua 5.1.
 */
public abstract sealed class LuaCoroutine extends LuaCalls permits LuaArguments
{
    /** What going on with a coroutine counts for. */
    private static final int RESUMPTION_TURNS = 32;

    /** Where a coroutine is in its life. */
    enum Status
    {
        READY, YIELDED, DEAD
    }

    private Status status = Status.READY;

    LuaCoroutine(final LuaVm vm, final LuaTable globals)
    {
        super(vm, globals);
    }

    final Status status()
    {
        return status;
    }

    /**
     * Suspends the running coroutine; a native function returns what this returns.
     *
     * @param count how many values on top go to who resumed.
     */
    public final int yield(final int count)
    {
        if (nativeCalls > nativeCallsAtResume)
        {
            throw runtimeError("attempt to yield across metamethod/C-call boundary");
        }
        base = top - count;
        status = Status.YIELDED;
        return NativeFunction.YIELDED;
    }

    /**
     * Starts or continues this coroutine with the values on top of its stack as arguments.
     *
     * @param from the coroutine that resumes.
     * @return the error that ended it, or null if it returned or yielded the values that are now on its stack.
     */
    final LuaError resumeFrom(final LuaCalls from, final int argumentCount)
    {
        nativeCalls = from.nativeCalls;
        if (nativeCalls >= MAX_NATIVE_CALLS)
        {
            top = frames[depth].base;
            final LuaString message = LuaString.of("C stack overflow");
            pushString(message);
            return new LuaError(message, LuaError.Kind.RUNTIME);
        }
        nativeCallsAtResume = ++nativeCalls;
        vm.turnsLeft -= RESUMPTION_TURNS;
        final int outerNestedCalls = vm.nestedCalls;
        boolean isDead = true;
        try
        {
            continueAt(top - argumentCount);
            isDead = false;
            return null;
        }
        catch (final LuaError e)
        {
            pushObject(e.value());
            return e;
        }
        catch (final StackOverflowError e)
        {
            final LuaString message = LuaString.of("stack overflow");
            pushString(message);
            return new LuaError(message, LuaError.Kind.RUNTIME);
        }
        finally
        {
            nativeCalls--;
            vm.nestedCalls = outerNestedCalls;
            if (isDead)
            {
                status = Status.DEAD;
            }
        }
    }

    private void continueAt(final int firstArgument)
    {
        if (status == Status.READY)
        {
            if (enter(firstArgument - 1, ALL_RESULTS) != ENTERED)
            {
                return;
            }
        }
        else
        {
            status = Status.READY;
            if (!leave(firstArgument))
            {
                top = frames[depth].top;
            }
        }
        Interpreter.run(self(), depth);
    }
}
