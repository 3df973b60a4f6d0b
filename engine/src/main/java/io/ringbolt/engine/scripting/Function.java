package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaFunction;

import java.nio.charset.StandardCharsets;

/**
 * A function that a library has registered, for FCALL.
 *
 * @param description null if it has none.
 * @param flags       bits of {@link ScriptFlag}.
 */
record Function(String name, byte[] description, int flags, LuaFunction callback)
{
    /** What a function is reckoned to take beside its name and description. */
    private static final int OVERHEAD_LENGTH = 120;

    byte[] nameBytes()
    {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    long memory()
    {
        return OVERHEAD_LENGTH + name.length() + (null == description ? 0 : description.length);
    }
}
