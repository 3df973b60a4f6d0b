package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaString;

/**
 * The fields by which a table of a script says what reply it stands for.
 */
final class ReplyTags
{
    static final LuaString ERR = LuaString.of("err");
    /** Of an error: true if INFO's figures have it already. */
    static final LuaString IS_COUNTED = LuaString.of("ignore_error_stats_update");
    static final LuaString OK = LuaString.of("ok");
    static final LuaString DOUBLE = LuaString.of("double");
    static final LuaString BIG_NUMBER = LuaString.of("big_number");
    static final LuaString VERBATIM = LuaString.of("verbatim_string");
    /** Of a verbatim string: its three letters. */
    static final LuaString FORMAT = LuaString.of("format");
    /** Of a verbatim string: its text. */
    static final LuaString STRING = LuaString.of("string");
    static final LuaString MAP = LuaString.of("map");
    static final LuaString SET = LuaString.of("set");

    private ReplyTags()
    {
    }
}
