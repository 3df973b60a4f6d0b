package io.ringbolt.engine.scripting.lua;

/** The types that a script can tell apart, and the absence of an argument. */
public enum LuaType
{
    NONE("no value"),
    NIL("nil"),
    BOOLEAN("boolean"),
    NUMBER("number"),
    STRING("string"),
    TABLE("table"),
    FUNCTION("function"),
    USERDATA("userdata"),
    THREAD("thread");

    private final String luaName;
    private final LuaString luaString;

    LuaType(final String luaName)
    {
        this.luaName = luaName;
        this.luaString = LuaString.of(luaName);
    }

    /** As messages and {@code type()} spell it. */
    public String luaName()
    {
        return luaName;
    }

    /** The same as a Lua string. */
    public LuaString luaString()
    {
        return luaString;
    }
}
