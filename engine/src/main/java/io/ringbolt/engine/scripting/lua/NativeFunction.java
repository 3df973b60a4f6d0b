package io.ringbolt.engine.scripting.lua;

/**
 * A function of the host that scripts can call.
 */
@FunctionalInterface
public interface NativeFunction
{
    /** Returned, through {@link LuaState#yield}, by a function that suspends its coroutine. */
    int YIELDED = -1;

    /**
     * Called with its arguments at the stack indices 1 to {@link LuaState#top()}.
     *
     * @param lua the coroutine that calls.
     * @return how many values on top of the stack are the results.
     * @throws LuaError as an error of the script, which it can catch.
     */
    int call(LuaState lua);
}
