package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;

import java.nio.charset.StandardCharsets;

/**
 * Turns what a script returns into a reply. Owned by the engine thread.
 */
/*
 * A table says what it is by a field: err, ok, double, big_number, verbatim_string, map or set; any other is an array
 * up to its first nil. Booleans follow the protocol that the script has chosen, all else the client's.
 */
final class ResultWriter
{
    private static final int RESP3 = 3;
    private static final int MAX_DEPTH = 180;
    private static final byte[] TOO_DEEP = ascii("ERR reached lua stack limit");

    private final ReplyErrors errors;
    private LuaState lua;
    private ReplyWriter reply;
    private int scriptProtocol;
    private int depth;

    ResultWriter(final ReplyErrors errors)
    {
        this.errors = errors;
    }

    /** Writes the value on top of the stack and pops it. @param scriptProtocol 2 or 3. */
    void write(final LuaState state, final ReplyWriter writer, final int protocolOfScript)
    {
        lua = state;
        reply = writer;
        scriptProtocol = protocolOfScript;
        depth = 0;
        writeTop();
    }

    private void writeTop()
    {
        switch (lua.type(-1))
        {
            case STRING -> reply.bulk(lua.toLuaString(-1).bytes());
            case BOOLEAN -> writeBoolean(lua.toBoolean(-1));
            case NUMBER -> reply.integer(lua.toInteger(-1));
            case TABLE -> writeTable();
            default -> reply.nullValue();
        }
        lua.pop(1);
    }

    private void writeBoolean(final boolean value)
    {
        if (RESP3 == scriptProtocol)
        {
            reply.bool(value);
        }
        else if (value)
        {
            reply.integer(1);
        }
        else
        {
            reply.nullValue();
        }
    }

    private void writeTable()
    {
        if (++depth > MAX_DEPTH || !lua.hasRoomFor(4))
        {
            reply.error(TOO_DEEP);
            errors.onScriptError(reply.lastError());
            depth--;
            return;
        }
        if (!writeError() && !writeStatus() && !writeNumber() && !writeVerbatim() && !writeMap() && !writeSet())
        {
            writeArray();
        }
        depth--;
    }

    /** Pushes a field. @return true if it is of that type; otherwise nothing is pushed. */
    private boolean push(final LuaString name, final LuaType type)
    {
        lua.rawGetField(-1, name);
        if (type == lua.type(-1))
        {
            return true;
        }
        lua.pop(1);
        return false;
    }

    private boolean writeError()
    {
        if (!push(ReplyTags.ERR, LuaType.STRING))
        {
            return false;
        }
        final String text = singleLine(lua.toLuaString(-1));
        lua.pop(1);
        if (isCounted(lua.toTable(-1)))
        {
            errors.onErrorRelayed();
            reply.error(text);
        }
        else
        {
            reply.error(text);
            errors.onScriptError(reply.lastError());
        }
        return true;
    }

    /** @return true if an error's table says that INFO's figures have it already. */
    static boolean isCounted(final LuaTable error)
    {
        return Boolean.TRUE.equals(error.get(ReplyTags.IS_COUNTED));
    }

    private boolean writeStatus()
    {
        if (!push(ReplyTags.OK, LuaType.STRING))
        {
            return false;
        }
        final LuaString text = lua.toLuaString(-1);
        if (isSingleLine(text))
        {
            reply.simple(text.bytes());
        }
        else
        {
            reply.simple(singleLine(text).getBytes(StandardCharsets.ISO_8859_1));
        }
        lua.pop(1);
        return true;
    }

    private boolean writeNumber()
    {
        if (push(ReplyTags.DOUBLE, LuaType.NUMBER))
        {
            reply.doubleValue(lua.toNumber(-1));
            lua.pop(1);
            return true;
        }
        if (push(ReplyTags.BIG_NUMBER, LuaType.STRING))
        {
            reply.bigNumber(singleLine(lua.toLuaString(-1)));
            lua.pop(1);
            return true;
        }
        return false;
    }

    private boolean writeVerbatim()
    {
        if (!push(ReplyTags.VERBATIM, LuaType.TABLE))
        {
            return false;
        }
        boolean isWritten = false;
        if (push(ReplyTags.FORMAT, LuaType.STRING))
        {
            final String format = lua.toLuaString(-1).toString();
            lua.pop(1);
            if (push(ReplyTags.STRING, LuaType.STRING))
            {
                reply.verbatim(threeLetters(format), lua.toLuaString(-1).bytes());
                lua.pop(1);
                isWritten = true;
            }
        }
        lua.pop(1);
        return isWritten;
    }

    private static String threeLetters(final String format)
    {
        return (format + "   ").substring(0, 3);
    }

    private boolean writeMap()
    {
        if (!push(ReplyTags.MAP, LuaType.TABLE))
        {
            return false;
        }
        final long map = reply.deferAggregate();
        int count = 0;
        lua.pushNil();
        while (lua.next(-2))
        {
            lua.pushValue(-2);
            writeTop();
            writeTop();
            count++;
        }
        reply.completeMap(map, count);
        lua.pop(1);
        return true;
    }

    private boolean writeSet()
    {
        if (!push(ReplyTags.SET, LuaType.TABLE))
        {
            return false;
        }
        final long set = reply.deferAggregate();
        int count = 0;
        lua.pushNil();
        while (lua.next(-2))
        {
            lua.pop(1);
            lua.pushValue(-1);
            writeTop();
            count++;
        }
        reply.completeSet(set, count);
        lua.pop(1);
        return true;
    }

    private void writeArray()
    {
        final long array = reply.deferAggregate();
        int count = 0;
        lua.rawGetInt(-1, 1);
        while (LuaType.NIL != lua.type(-1))
        {
            writeTop();
            count++;
            lua.rawGetInt(-1, count + 1);
        }
        lua.pop(1);
        reply.completeArray(array, count);
    }

    private static boolean isSingleLine(final LuaString text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if ('\r' == text.byteAt(i) || '\n' == text.byteAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private static String singleLine(final LuaString text)
    {
        return text.toString().replace('\r', ' ').replace('\n', ' ');
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
