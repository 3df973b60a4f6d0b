package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.Instruction;
import io.ringbolt.engine.scripting.lua.LuaString;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A function's constants, each kept once. */
final class Constants
{
    private static final Object NIL_KEY = new Object();

    private final Lexer lexer;
    private final Map<Object, Integer> indices = new HashMap<>();
    private final List<Object> values = new ArrayList<>();

    Constants(final Lexer lexer)
    {
        this.lexer = lexer;
    }

    int size()
    {
        return values.size();
    }

    Object[] values()
    {
        return values.toArray();
    }

    int of(final Expression e)
    {
        return switch (e.kind)
        {
            case NIL -> add(NIL_KEY, null);
            case TRUE -> add(true, true);
            case FALSE -> add(false, false);
            default -> ofNumber(e.number);
        };
    }

    int ofString(final LuaString value)
    {
        return add(value, value);
    }

    /** Zero and minus zero are one constant, whichever came first: so has Lua 5.1. */
    int ofNumber(final double value)
    {
        return add(value == 0 ? (Object)0.0 : value, value);
    }

    private int add(final Object key, final Object value)
    {
        final Integer known = indices.get(key);
        if (known != null)
        {
            return known;
        }
        if (values.size() > Instruction.MAX_BX)
        {
            throw lexer.error("constant table overflow");
        }
        values.add(value);
        indices.put(key, values.size() - 1);
        return values.size() - 1;
    }
}
