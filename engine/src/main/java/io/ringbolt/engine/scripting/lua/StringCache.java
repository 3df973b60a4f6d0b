package io.ringbolt.engine.scripting.lua;

/** The last string seen of each hash value's lower bits: most equal names become one object, and nothing accumulates. */
final class StringCache
{
    private static final int SIZE = 1024;
    private static final int LONGEST = 40;

    private final LuaString[] strings = new LuaString[SIZE];

    LuaString intern(final LuaString string)
    {
        if (string.length() > LONGEST)
        {
            return string;
        }
        final int index = string.hashCode() & SIZE - 1;
        final LuaString known = strings[index];
        if (known != null && known.equals(string))
        {
            return known;
        }
        strings[index] = string;
        return string;
    }
}
