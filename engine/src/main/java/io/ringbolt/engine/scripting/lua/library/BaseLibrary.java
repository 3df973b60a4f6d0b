package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaVm;
import io.ringbolt.engine.scripting.lua.number.LongNumeral;
import io.ringbolt.engine.scripting.lua.number.NumberParser;

import java.io.ByteArrayOutputStream;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The functions that are global names. What reads files or prints is absent. */
public final class BaseLibrary
{
    private static final LuaString METATABLE = LuaString.of("__metatable");
    private static final LuaString TO_STRING = LuaString.of("__tostring");
    private static final LuaString LOADED = LuaString.of("=(load)");
    private static final int DECIMAL = 10;
    private static final int LARGEST_BASE = 36;
    private static final int ALL_RESULTS = -1;
    private static final int KIB = 1024;
    /** What compiling counts for, beside its text. */
    private static final int COMPILATION_TURNS = 512;
    private static final int BYTES_PER_COMPILED_TURN_SHIFT = 1;
    private static final int BYTES_PER_PARSED_TURN_SHIFT = 2;
    /** What is longer is shortened first. */
    private static final int LONGEST_PARSED = 1 << 14;

    private final LuaFunction next;
    private final LuaFunction nextIndex;

    private BaseLibrary(final LuaVm vm)
    {
        next = vm.newFunction(BaseLibrary::next);
        nextIndex = vm.newFunction(BaseLibrary::nextIndex);
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable globals = vm.globals();
        final BaseLibrary library = new BaseLibrary(vm);
        globals.put("_G", globals);
        register(globals, "assert", BaseLibrary::assertTrue);
        register(globals, "collectgarbage", BaseLibrary::collectGarbage);
        register(globals, "error", BaseLibrary::error);
        register(globals, "gcinfo", BaseLibrary::gcInfo);
        register(globals, "getfenv", BaseLibrary::getEnvironment);
        register(globals, "getmetatable", BaseLibrary::getMetatable);
        register(globals, "load", BaseLibrary::load);
        register(globals, "loadstring", BaseLibrary::loadString);
        globals.put("next", library.next);
        register(globals, "pcall", BaseLibrary::protectedCall);
        register(globals, "rawequal", BaseLibrary::rawEqual);
        register(globals, "rawget", BaseLibrary::rawGet);
        register(globals, "rawset", BaseLibrary::rawSet);
        register(globals, "select", BaseLibrary::select);
        register(globals, "setfenv", BaseLibrary::setEnvironment);
        register(globals, "setmetatable", BaseLibrary::setMetatable);
        register(globals, "tonumber", BaseLibrary::toNumber);
        register(globals, "tostring", BaseLibrary::toText);
        register(globals, "type", BaseLibrary::type);
        register(globals, "unpack", BaseLibrary::unpack);
        register(globals, "xpcall", BaseLibrary::protectedCallWithHandler);
        globals.put("_VERSION", LuaString.of("Lua 5.1"));
        register(globals, "ipairs", library::indexPairs);
        register(globals, "pairs", library::pairs);
    }

    private static int assertTrue(final LuaState lua)
    {
        lua.checkAny(1);
        if (!lua.toBoolean(1))
        {
            final LuaString message = lua.optionalString(2, LuaString.of("assertion failed!"));
            final int end = LongBytes.indexOfNul(message.bytes(), lua.vm());
            final ByteBuilder text = new ByteBuilder(lua);
            text.append(lua.where(1));
            text.append(message.bytes(), 0, end < 0 ? message.length() : end);
            text.push();
            throw lua.raise(lua.toObject(-1));
        }
        return lua.top();
    }

    private static int collectGarbage(final LuaState lua)
    {
        final int option = lua.checkOption(
            1, "collect", "stop", "restart", "collect", "count", "step", "setpause", "setstepmul");
        lua.optionalInt(2, 0);
        switch (option)
        {
            case 2:
                lua.vm().memory().collect();
                lua.pushNumber(0);
                return 1;
            case 3:
                lua.pushNumber((double)lua.vm().memory().used() / KIB);
                return 1;
            case 4:
                lua.vm().memory().collect();
                lua.pushBoolean(true);
                return 1;
            default:
                lua.pushNumber(0);
                return 1;
        }
    }

    private static int gcInfo(final LuaState lua)
    {
        lua.pushNumber(lua.vm().memory().used() / KIB);
        return 1;
    }

    private static int error(final LuaState lua)
    {
        final int level = lua.optionalInt(2, 1);
        lua.setTop(1);
        if (lua.isString(1) && level > 0)
        {
            lua.pushString(lua.where(level));
            lua.pushValue(1);
            lua.concat(2);
        }
        throw lua.raise(lua.toObject(-1));
    }

    private static int getMetatable(final LuaState lua)
    {
        lua.checkAny(1);
        final LuaTable metatable = lua.metatable(1);
        if (metatable == null)
        {
            lua.pushNil();
        }
        else if (!lua.pushMetaField(1, METATABLE))
        {
            lua.pushTable(metatable);
        }
        return 1;
    }

    private static int setMetatable(final LuaState lua)
    {
        lua.checkTable(1);
        final LuaType type = lua.type(2);
        lua.checkArgument(type == LuaType.NIL || type == LuaType.TABLE, 2, "nil or table expected");
        if (lua.pushMetaField(1, METATABLE))
        {
            throw lua.error("cannot change a protected metatable");
        }
        lua.setTop(2);
        lua.setMetatable(1, lua.toTable(2));
        lua.setTop(1);
        return 1;
    }

    /** The function that an argument is or that runs at the level it says; -1 stands for the thread. */
    private static LuaFunction functionAt(final LuaState lua, final boolean isOptional)
    {
        if (lua.isFunction(1))
        {
            return lua.toFunction(1);
        }
        final int level = isOptional ? lua.optionalInt(1, 1) : lua.checkInt(1);
        lua.checkArgument(level >= 0, 1, "level must be non-negative");
        if (lua.callSite(level) == null)
        {
            throw lua.argumentError(1, "invalid level");
        }
        final LuaFunction function = lua.runningFunction(level);
        if (function == null)
        {
            throw lua.error("no function environment for tail call at level " + level);
        }
        return function;
    }

    private static int getEnvironment(final LuaState lua)
    {
        final LuaFunction function = functionAt(lua, true);
        lua.pushTable(function.isNative() ? lua.globals() : function.environment());
        return 1;
    }

    private static int setEnvironment(final LuaState lua)
    {
        final LuaTable environment = lua.checkTable(2);
        final LuaFunction function = functionAt(lua, false);
        if (lua.isNumber(1) && lua.toNumber(1) == 0)
        {
            lua.setGlobals(environment);
            return 0;
        }
        if (function.isNative())
        {
            throw lua.error("'setfenv' cannot change environment of given object");
        }
        function.setEnvironment(environment);
        lua.pushFunction(function);
        return 1;
    }

    private static int rawEqual(final LuaState lua)
    {
        lua.checkAny(1);
        lua.checkAny(2);
        lua.pushBoolean(lua.rawEqual(1, 2));
        return 1;
    }

    private static int rawGet(final LuaState lua)
    {
        lua.checkTable(1);
        lua.checkAny(2);
        lua.setTop(2);
        lua.rawGet(1);
        return 1;
    }

    private static int rawSet(final LuaState lua)
    {
        lua.checkTable(1);
        lua.checkAny(2);
        lua.checkAny(3);
        lua.setTop(3);
        lua.rawSet(1);
        return 1;
    }

    private static int type(final LuaState lua)
    {
        lua.checkAny(1);
        lua.pushString(lua.type(1).luaString());
        return 1;
    }

    private static int next(final LuaState lua)
    {
        lua.checkTable(1);
        lua.setTop(2);
        if (lua.next(1))
        {
            return 2;
        }
        lua.pushNil();
        return 1;
    }

    private int pairs(final LuaState lua)
    {
        lua.checkTable(1);
        lua.pushFunction(next);
        lua.pushValue(1);
        lua.pushNil();
        return 3;
    }

    private static int nextIndex(final LuaState lua)
    {
        final int index = lua.checkInt(2) + 1;
        lua.checkTable(1);
        lua.pushNumber(index);
        lua.rawGetInt(1, index);
        return lua.isNil(-1) ? 0 : 2;
    }

    private int indexPairs(final LuaState lua)
    {
        lua.checkTable(1);
        lua.pushFunction(nextIndex);
        lua.pushValue(1);
        lua.pushNumber(0);
        return 3;
    }

    private static int loadString(final LuaState lua)
    {
        final LuaString text = lua.checkString(1);
        return load(lua, text.bytes(), lua.optionalString(2, text));
    }

    private static int load(final LuaState lua, final byte[] text, final LuaString chunkName)
    {
        lua.vm().spend(COMPILATION_TURNS + (text.length >> BYTES_PER_COMPILED_TURN_SHIFT));
        try
        {
            lua.load(text, chunkName);
            return 1;
        }
        catch (final LuaError e)
        {
            lua.pushNil();
            lua.pushObject(e.value());
            return 2;
        }
    }

    private static int load(final LuaState lua)
    {
        final LuaString chunkName = lua.optionalString(2, LOADED);
        lua.checkFunction(1);
        lua.setTop(3);
        lua.pushFunction(lua.vm().newFunction(BaseLibrary::readPieces));
        lua.pushValue(1);
        if (lua.protectedCall(1, 1, 0) != null)
        {
            lua.pushNil();
            lua.insert(-2);
            return 2;
        }
        return load(lua, lua.toLuaString(-1).bytes(), chunkName);
    }

    /** Calls a function for pieces of text until there are no more, and joins them. */
    private static int readPieces(final LuaState lua)
    {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true)
        {
            lua.pushValue(1);
            lua.call(0, 1);
            if (!lua.isNil(-1) && !lua.isString(-1))
            {
                throw new LuaError(LuaString.of("reader function must return a string"), LuaError.Kind.RUNTIME);
            }
            final LuaString piece = lua.toLuaString(-1);
            if (piece == null || piece.length() == 0)
            {
                lua.pushBytes(text.toByteArray());
                return 1;
            }
            text.writeBytes(piece.bytes());
            lua.vm().memory().reserve(text.size());
            lua.pop(1);
        }
    }

    private static int unpack(final LuaState lua)
    {
        final LuaTable table = lua.checkTable(1);
        final int first = lua.optionalInt(2, 1);
        final int last = lua.isNoneOrNil(3) ? table.length() : lua.checkInt(3);
        if (first > last)
        {
            return 0;
        }
        final int count = last - first + 1;
        if (count <= 0 || !lua.hasRoomFor(count))
        {
            throw lua.error("too many results to unpack");
        }
        for (int i = 0; i < count; i++)
        {
            lua.rawGetInt(1, first + i);
        }
        return count;
    }

    private static int select(final LuaState lua)
    {
        final int count = lua.top();
        if (lua.type(1) == LuaType.STRING && lua.toLuaString(1).length() > 0 && lua.toLuaString(1).byteAt(0) == '#')
        {
            lua.pushNumber(count - 1);
            return 1;
        }
        final int position = lua.checkInt(1);
        final int from = position < 0 ? count + position : Math.min(position, count);
        lua.checkArgument(from >= 1, 1, "index out of range");
        return count - from;
    }

    private static int protectedCall(final LuaState lua)
    {
        lua.checkAny(1);
        final LuaError error = lua.protectedCall(lua.top() - 1, ALL_RESULTS, 0);
        lua.pushBoolean(error == null);
        lua.insert(1);
        return lua.top();
    }

    private static int protectedCallWithHandler(final LuaState lua)
    {
        lua.checkAny(2);
        lua.setTop(2);
        lua.insert(1);
        final LuaError error = lua.protectedCall(0, ALL_RESULTS, 1);
        lua.pushBoolean(error == null);
        lua.replace(1);
        return lua.top();
    }

    private static int toNumber(final LuaState lua)
    {
        final int base = lua.optionalInt(2, DECIMAL);
        if (lua.type(1) == LuaType.STRING)
        {
            lua.vm().spend(Math.min(lua.toLuaString(1).length(), LONGEST_PARSED) >> BYTES_PER_PARSED_TURN_SHIFT);
        }
        if (base == DECIMAL)
        {
            lua.checkAny(1);
            if (lua.isNumber(1))
            {
                lua.pushNumber(lua.toNumber(1));
                return 1;
            }
        }
        else
        {
            final LuaString text = lua.checkString(1);
            lua.checkArgument(base >= 2 && base <= LARGEST_BASE, 2, "base out of range");
            final long bits = NumberParser.parseInteger(LongNumeral.shortenInteger(text.bytes(), base, lua.vm()), base);
            if (bits != NumberParser.NOT_A_NUMBER)
            {
                lua.pushNumber(Double.longBitsToDouble(bits));
                return 1;
            }
        }
        lua.pushNil();
        return 1;
    }

    private static int toText(final LuaState lua)
    {
        lua.checkAny(1);
        if (lua.pushMetaField(1, TO_STRING))
        {
            lua.pushValue(1);
            lua.call(1, 1);
        }
        else
        {
            lua.pushString(lua.describe(1));
        }
        return 1;
    }
}
