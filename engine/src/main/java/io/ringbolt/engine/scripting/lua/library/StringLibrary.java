package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LargeArrays;
import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The {@code string} table, which is also where strings find their methods. */
public final class StringLibrary
{
    /** What is repeated at once stays in the processor's cache. */
    private static final int LONGEST_REPEATED = 1 << 16;
    private static final int SINGLE_BYTES_PER_TURN_SHIFT = 4;
    private static final int BLOCK_LENGTH = 4096;

    private StringLibrary()
    {
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable table = vm.newTable(0, 15);
        register(table, "byte", StringLibrary::bytes);
        register(table, "char", StringLibrary::characters);
        register(table, "dump", StringLibrary::dump);
        register(table, "find", StringSearch::find);
        register(table, "format", StringFormat::format);
        register(table, "gfind", StringSearch::allMatches);
        table.put("gmatch", table.get("gfind"));
        register(table, "gsub", StringSearch::substitute);
        register(table, "len", StringLibrary::length);
        register(table, "lower", StringLibrary::lower);
        register(table, "match", StringSearch::match);
        register(table, "rep", StringLibrary::repeat);
        register(table, "reverse", StringLibrary::reverse);
        register(table, "sub", StringLibrary::substring);
        register(table, "upper", StringLibrary::upper);
        final LuaTable metatable = vm.newTable(0, 1);
        metatable.put("__index", table);
        vm.setStringMetatable(metatable);
        vm.globals().put("string", table);
    }

    /** A position from the front; negative ones count from the end. */
    static long position(final long position, final int length)
    {
        return Math.max(position < 0 ? position + length + 1 : position, 0);
    }

    private static int length(final LuaState lua)
    {
        lua.pushNumber(lua.checkString(1).length());
        return 1;
    }

    private static int substring(final LuaState lua)
    {
        final LuaString string = lua.checkString(1);
        final int length = string.length();
        final long from = Math.max(position(lua.checkLong(2), length), 1);
        final long to = Math.min(position(lua.optionalLong(3, -1), length), length);
        if (from > to)
        {
            lua.pushString(LuaString.EMPTY);
        }
        else if (from == 1 && to == length)
        {
            lua.pushString(string);
        }
        else
        {
            lua.pushBytes(string.bytes(), (int)from - 1, (int)(to - from) + 1);
        }
        return 1;
    }

    private static int reverse(final LuaState lua)
    {
        final byte[] source = lua.checkString(1).bytes();
        final byte[] result = room(lua, source.length);
        int i = 0;
        while (i < source.length)
        {
            for (final int end = blockEnd(lua, i, source.length); i < end; i++)
            {
                result[i] = source[source.length - 1 - i];
            }
        }
        lua.pushBytes(result);
        return 1;
    }

    private static byte[] room(final LuaState lua, final int length)
    {
        lua.vm().memory().reserve(length);
        return LargeArrays.bytes(length, lua.vm());
    }

    /** Where the next stretch of a long text ends that is gone through byte by byte, between two looks at the host. */
    private static int blockEnd(final LuaState lua, final int from, final int length)
    {
        final int end = Math.min(length - from, BLOCK_LENGTH) + from;
        lua.vm().spend(end - from >> SINGLE_BYTES_PER_TURN_SHIFT);
        return end;
    }

    private static int lower(final LuaState lua)
    {
        final byte[] source = lua.checkString(1).bytes();
        final byte[] result = room(lua, source.length);
        int i = 0;
        while (i < source.length)
        {
            for (final int end = blockEnd(lua, i, source.length); i < end; i++)
            {
                final byte c = source[i];
                result[i] = c >= 'A' && c <= 'Z' ? (byte)(c | 0x20) : c;
            }
        }
        lua.pushBytes(result);
        return 1;
    }

    private static int upper(final LuaState lua)
    {
        final byte[] source = lua.checkString(1).bytes();
        final byte[] result = room(lua, source.length);
        int i = 0;
        while (i < source.length)
        {
            for (final int end = blockEnd(lua, i, source.length); i < end; i++)
            {
                final byte c = source[i];
                result[i] = c >= 'a' && c <= 'z' ? (byte)(c & ~0x20) : c;
            }
        }
        lua.pushBytes(result);
        return 1;
    }

    private static int repeat(final LuaState lua)
    {
        final byte[] source = lua.checkString(1).bytes();
        final int count = lua.checkInt(2);
        final long length = (long)source.length * Math.max(count, 0);
        lua.vm().memory().reserve(length);
        if (length > Integer.MAX_VALUE - 16)
        {
            throw lua.error("string length overflow");
        }
        final byte[] result = LargeArrays.bytes((int)length, lua.vm());
        int filled = (int)Math.min(source.length, length);
        LongBytes.copy(source, 0, result, 0, filled, lua.vm());
        while (filled < length)
        {
            final int phase = filled % source.length;
            final int step = (int)Math.min(Math.min(filled - phase, LONGEST_REPEATED), length - filled);
            LongBytes.copy(result, phase, result, filled, step, lua.vm());
            filled += step;
            lua.vm().spend(1);
        }
        lua.pushBytes(result);
        return 1;
    }

    private static int bytes(final LuaState lua)
    {
        final LuaString string = lua.checkString(1);
        final int length = string.length();
        final long first = position(lua.optionalLong(2, 1), length);
        final long last = Math.min(position(lua.optionalLong(3, first), length), length);
        final long from = Math.max(first, 1);
        if (from > last)
        {
            return 0;
        }
        final int count = (int)(last - from) + 1;
        if (!lua.hasRoomFor(count))
        {
            throw lua.error("stack overflow (string slice too long)");
        }
        for (int i = 0; i < count; i++)
        {
            lua.pushNumber(string.byteAt((int)from - 1 + i) & 0xFF);
        }
        return count;
    }

    private static int characters(final LuaState lua)
    {
        final int count = lua.top();
        final byte[] result = new byte[count];
        for (int i = 1; i <= count; i++)
        {
            final int c = lua.checkInt(i);
            lua.checkArgument(c == (c & 0xFF), i, "invalid value");
            result[i - 1] = (byte)c;
        }
        lua.pushBytes(result);
        return 1;
    }

    /** The precompiled form, which nothing here reads. */
    private static int dump(final LuaState lua)
    {
        final LuaFunction function = lua.checkFunction(1);
        if (function.isNative())
        {
            throw lua.error("unable to dump given function");
        }
        lua.pushBytes(function.dump());
        return 1;
    }
}
