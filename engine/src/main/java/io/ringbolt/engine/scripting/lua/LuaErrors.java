package io.ringbolt.engine.scripting.lua;

/**
 * Errors of the running function: their texts say where they happened and to which variable.
 */
public abstract sealed class LuaErrors extends LuaFrames permits LuaCalls
{
    static final int NO_HANDLER = -1;

    /** Absolute index of the function that sees an error first: that of the innermost protected call. */
    int handlerIndex = NO_HANDLER;

    LuaErrors(final LuaVm vm, final LuaTable globals)
    {
        super(vm, globals);
    }

    /** Calls the function at an absolute index with what lies above it. */
    abstract void callAt(int functionIndex, int resultCount);

    /**
     * An error with a value of any type, as {@code error()} raises it. The handler of the protected call sees it first.
     */
    public final LuaError raise(final Object value)
    {
        return raise(value, LuaError.Kind.RUNTIME);
    }

    private LuaError raise(final Object value, final LuaError.Kind kind)
    {
        if (handlerIndex == NO_HANDLER)
        {
            return new LuaError(value, kind);
        }
        if (bits[handlerIndex] != Tags.FUNCTION)
        {
            return errorInHandler();
        }
        pushFunction((LuaFunction)refs[handlerIndex]);
        pushObject(value);
        callAt(top - 2, 1);
        final LuaError error = new LuaError(toObject(-1), kind);
        pop(1);
        return error;
    }

    /** An error of a native function: its text, preceded by where the function was called. */
    public final LuaError error(final String message)
    {
        return raise(vm.newString(LuaString.of(where(1) + message).bytes));
    }

    /** An error of an operation: its text, preceded by where it stands if that is in Lua. */
    final LuaError runtimeError(final String message)
    {
        final CallInfo frame = frames[depth];
        final String text = frame.isLua() ? CallNames.position(frame) + message : message;
        return raise(vm.newString(LuaString.of(text).bytes));
    }

    /** "attempt to (operation) ..." about the value of a slot, with the variable's name if it has one. */
    final LuaError typeError(final int index, final String operation)
    {
        final String name = CallNames.describe(frames[depth], index);
        return runtimeError(CallNames.typeMessage(operation, name, bits[index]));
    }

    final LuaError typeError(final long valueBits, final String operation)
    {
        return runtimeError(CallNames.typeMessage(operation, null, valueBits));
    }

    static LuaError errorInHandler()
    {
        return new LuaError(LuaString.of("error in error handling"), LuaError.Kind.HANDLER);
    }
}
