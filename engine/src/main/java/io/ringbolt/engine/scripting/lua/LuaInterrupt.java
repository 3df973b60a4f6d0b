package io.ringbolt.engine.scripting.lua;

/**
 * The host ended the script. No {@code pcall} catches it and no coroutine survives it.
 */
public final class LuaInterrupt extends RuntimeException
{
    private static final long serialVersionUID = 1;

    public LuaInterrupt(final String reason)
    {
        super(reason, null, false, false);
    }
}
