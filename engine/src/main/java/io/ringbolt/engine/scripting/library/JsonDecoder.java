package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaUserdata;

/**
 * Reads JSON text and pushes it on a stack as Lua values; null is a light userdata, for a table can't hold nil.
 */
final class JsonDecoder
{
    private static final int STACK_ROOM = 4;
    /** What a value counts for: it takes as long as some instructions. */
    private static final int VALUE_TURNS = 4;

    private final LuaState lua;
    private final JsonSettings settings;
    private final JsonTokens tokens;
    private final LuaUserdata nothing;
    private int depth;

    JsonDecoder(final LuaState lua, final JsonSettings settings, final byte[] text)
    {
        this.lua = lua;
        this.settings = settings;
        this.tokens = new JsonTokens(lua.vm(), text, JsonSettings.OFF != settings.decodeInvalidNumbers);
        this.nothing = lua.vm().newNullUserdata();
    }

    /** Reads the text, all of it, and pushes its value. */
    void decode()
    {
        tokens.next();
        pushValue();
        tokens.next();
        if (JsonTokens.Type.END != tokens.type())
        {
            throw unexpected("the end");
        }
    }

    private void pushValue()
    {
        lua.vm().spend(VALUE_TURNS);
        switch (tokens.type())
        {
            case STRING -> lua.pushBytes(tokens.string());
            case NUMBER -> lua.pushNumber(tokens.number());
            case TRUE -> lua.pushBoolean(true);
            case FALSE -> lua.pushBoolean(false);
            case NULL -> lua.pushUserdata(nothing);
            case OBJECT_BEGIN -> pushObject();
            case ARRAY_BEGIN -> pushArray();
            default -> throw unexpected("value");
        }
    }

    private void descend()
    {
        depth++;
        if (depth > settings.decodeMaxDepth || !lua.hasRoomFor(STACK_ROOM))
        {
            throw lua.error(
                "Found too many nested data structures (" + depth + ") at character " + tokens.position());
        }
    }

    private void pushObject()
    {
        descend();
        lua.newTable();
        tokens.next();
        if (JsonTokens.Type.OBJECT_END == tokens.type())
        {
            depth--;
            return;
        }
        while (true)
        {
            if (JsonTokens.Type.STRING != tokens.type())
            {
                throw unexpected("object key string");
            }
            lua.pushBytes(tokens.string());
            tokens.next();
            if (JsonTokens.Type.COLON != tokens.type())
            {
                throw unexpected("colon");
            }
            tokens.next();
            pushValue();
            lua.rawSet(-3);
            tokens.next();
            if (JsonTokens.Type.OBJECT_END == tokens.type())
            {
                depth--;
                return;
            }
            if (JsonTokens.Type.COMMA != tokens.type())
            {
                throw unexpected("comma or object end");
            }
            tokens.next();
        }
    }

    private void pushArray()
    {
        descend();
        lua.newTable();
        tokens.next();
        if (JsonTokens.Type.ARRAY_END == tokens.type())
        {
            depth--;
            return;
        }
        for (int i = 1; ; i++)
        {
            pushValue();
            lua.rawSetInt(-2, i);
            tokens.next();
            if (JsonTokens.Type.ARRAY_END == tokens.type())
            {
                depth--;
                return;
            }
            if (JsonTokens.Type.COMMA != tokens.type())
            {
                throw unexpected("comma or array end");
            }
            tokens.next();
        }
    }

    private LuaError unexpected(final String expected)
    {
        return lua.error(
            "Expected " + expected + " but found " + tokens.description() + " at character " + (tokens.start() + 1));
    }
}
