package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.number.CFormat;

import java.util.StringJoiner;

/**
 * How the debugger of scripts shows values and replies. One character a byte.
 */
final class DebugText
{
    private static final int DEEPEST = 10;
    private static final int RESP3 = 3;
    private static final CFormat SHORTEST = new CFormat("");

    private DebugText()
    {
    }

    /** The value on top of a stack, which stays. */
    static String value(final LuaState lua)
    {
        return value(lua, 0);
    }

    private static String value(final LuaState lua, final int level)
    {
        if (DEEPEST == level)
        {
            return "<max recursion level reached! Nested table?>";
        }
        return switch (lua.type(-1))
        {
            case STRING -> quoted(lua.toLuaString(-1).toString());
            case BOOLEAN -> lua.toBoolean(-1) ? "true" : "false";
            case NUMBER -> SHORTEST.floating('g', lua.toNumber(-1));
            case NIL, NONE -> "nil";
            case TABLE -> table(lua, level + 1);
            default -> '"' + lua.describe(-1).toString().replace(": ", "@") + '"';
        };
    }

    /** As a list if its keys are met in the order 1, 2, 3; else with its keys. */
    private static String table(final LuaState lua, final int level)
    {
        final StringJoiner list = new StringJoiner("; ", "{", "}");
        final StringJoiner fields = new StringJoiner("; ", "{", "}");
        boolean isList = true;
        int expected = 1;
        lua.pushNil();
        while (lua.next(-2))
        {
            final String shown = value(lua, level);
            lua.pop(1);
            isList = isList && LuaType.NUMBER == lua.type(-1) && lua.toNumber(-1) == expected;
            expected++;
            list.add(shown);
            fields.add('[' + value(lua, level) + "]=" + shown);
        }
        return (isList ? list : fields).toString();
    }

    /** A reply as a script sees it. @param protocol 2 or 3. */
    static String reply(final Object reply, final int protocol)
    {
        if (reply instanceof Double number)
        {
            return Long.toString(number.longValue());
        }
        if (reply instanceof LuaString text)
        {
            return quoted(text.toString());
        }
        if (reply instanceof LuaTable table)
        {
            return aggregate(table, protocol);
        }
        if (RESP3 != protocol)
        {
            return "NULL";
        }
        return null == reply ? "(null)" : Boolean.TRUE.equals(reply) ? "#true" : "#false";
    }

    private static String aggregate(final LuaTable table, final int protocol)
    {
        if (table.get(ReplyTags.OK) instanceof LuaString status)
        {
            return quoted("+" + status);
        }
        if (table.get(ReplyTags.ERR) instanceof LuaString error)
        {
            return quoted("-" + error);
        }
        if (table.get(ReplyTags.DOUBLE) instanceof Double number)
        {
            return "(double) " + new CFormat(".17").floating('g', number);
        }
        if (table.get(ReplyTags.MAP) instanceof LuaTable map)
        {
            final StringJoiner pairs = new StringJoiner(",", "{", "}");
            map.forEachKey(key -> pairs.add(reply(key, protocol) + " => " + reply(map.get(key), protocol)));
            return pairs.toString();
        }
        if (table.get(ReplyTags.SET) instanceof LuaTable set)
        {
            final StringJoiner members = new StringJoiner(",", "~(", ")");
            set.forEachKey(key -> members.add(reply(key, protocol)));
            return members.toString();
        }
        final StringJoiner elements = new StringJoiner(",", "[", "]");
        for (int i = 1; i <= table.length(); i++)
        {
            elements.add(reply(table.get((double)i), protocol));
        }
        return elements.toString();
    }

    /** In double quotes, with escapes for what can't be printed. */
    static String quoted(final String text)
    {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char character = text.charAt(i);
            switch (character)
            {
                case '\\', '"' -> quoted.append('\\').append(character);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 7 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                default ->
                {
                    if (character >= ' ' && character < 0x7F)
                    {
                        quoted.append(character);
                    }
                    else
                    {
                        quoted.append(String.format("\\x%02x", (int)character));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
