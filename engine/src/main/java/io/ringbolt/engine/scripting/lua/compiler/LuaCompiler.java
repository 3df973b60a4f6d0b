package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Prototype;
import io.ringbolt.engine.scripting.lua.Turns;

import java.util.function.UnaryOperator;

/** Text of a chunk to a prototype, in one pass. */
public final class LuaCompiler
{
    private LuaCompiler()
    {
    }

    /**
     * @param text the chunk.
     * @param chunkName as it was given, with its first character.
     * @param levels how deep syntax may nest.
     * @param interner gives the machine's instance of a string that it may know.
     * @param turns is told of the steps.
     * @throws LuaError of kind {@link LuaError.Kind#SYNTAX}, with Lua's message.
     */
    public static Prototype compile(
        final byte[] text,
        final LuaString chunkName,
        final int levels,
        final UnaryOperator<LuaString> interner,
        final Turns turns)
    {
        return new Parser(new Lexer(text, chunkName, interner, turns), levels).parseChunk();
    }
}
