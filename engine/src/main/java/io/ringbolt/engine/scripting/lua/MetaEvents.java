package io.ringbolt.engine.scripting.lua;

/** The operations that a metatable can define, and the keys it defines them under. */
final class MetaEvents
{
    static final int INDEX = 0;
    static final int NEW_INDEX = 1;
    static final int MODE = 2;
    static final int EQ = 3;
    static final int ADD = 4;
    static final int SUB = 5;
    static final int MUL = 6;
    static final int DIV = 7;
    static final int MOD = 8;
    static final int POW = 9;
    static final int UNM = 10;
    static final int LEN = 11;
    static final int LT = 12;
    static final int LE = 13;
    static final int CONCAT = 14;
    static final int CALL = 15;

    private static final String[] NAMES = {
        "__index", "__newindex", "__mode", "__eq", "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__unm",
        "__len", "__lt", "__le", "__concat", "__call"};

    private final LuaString[] names = new LuaString[NAMES.length];

    MetaEvents()
    {
        for (int i = 0; i < names.length; i++)
        {
            names[i] = LuaString.of(NAMES[i]);
        }
    }

    LuaString mode()
    {
        return names[MODE];
    }

    /** The slot of an event's handler in a metatable, or {@link LuaTable#ABSENT} if there is none. */
    int find(final LuaTable metatable, final int event)
    {
        if (metatable == null || (metatable.absentEvents & 1 << event) != 0)
        {
            return LuaTable.ABSENT;
        }
        final int slot = metatable.find(Tags.STRING, names[event]);
        if (slot >= 0 && metatable.bitsAt(slot) != Tags.NIL)
        {
            return slot;
        }
        metatable.absentEvents |= 1 << event;
        return LuaTable.ABSENT;
    }
}
