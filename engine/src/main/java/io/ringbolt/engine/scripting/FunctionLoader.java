package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

import java.util.Locale;

/**
 * Makes a library of its code: runs it once, in a world in which it can only register its functions.
 * Owned by the engine thread.
 */
/*
 * The globals of functions are an empty table in front of the real ones. While a library is being loaded, another table
 * lies behind it instead, which holds nothing but redis.register_function and what the code may log with.
 */
final class FunctionLoader
{
    private static final LuaString CHUNK_NAME = LuaString.of("@user_function");
    private static final LuaString INDEX = LuaString.of("__index");
    private static final String ENGINE = "lua";

    private final ScriptMachine machine;
    private final LuaVm vm;
    private final LuaTable metatable;
    private final LuaTable realGlobals;
    private final LuaTable loadingGlobals;
    private FunctionLibrary loading;

    FunctionLoader(final ScriptMachine machine, final RedisLibrary redis)
    {
        this.machine = machine;
        this.vm = machine.vm();
        this.realGlobals = vm.globals();
        this.loadingGlobals = vm.newTable();
        this.metatable = vm.newTable();

        final LuaTable loadingRedis = vm.newTable();
        LuaState.register(loadingRedis, "register_function", this::register);
        redis.addLog(loadingRedis);
        redis.addVersion(loadingRedis);
        machine.refuseUnknownNames(loadingRedis);
        loadingGlobals.put("redis", loadingRedis);
        machine.refuseUnknownNames(loadingGlobals);
        ScriptMachine.protect(loadingGlobals);

        final LuaTable globals = vm.newTable();
        metatable.put(INDEX, realGlobals);
        metatable.setReadOnly(true);
        globals.setMetatable(metatable);
        globals.setReadOnly(true);
        machine.lua().setGlobals(globals);
    }

    /** @return true while a library's code is running. */
    boolean isLoading()
    {
        return null != loading;
    }

    /** @throws ScriptException if the code makes no library. */
    FunctionLibrary load(final byte[] code) throws ScriptException
    {
        final LibraryHeader header = LibraryHeader.of(code);
        if (!LibraryHeader.isName(header.name()))
        {
            throw new ScriptException("ERR Library names can only contain letters, numbers, or underscores(_) " +
                "and must be at least one character long");
        }
        if (!ENGINE.equals(header.engine().toLowerCase(Locale.ROOT)))
        {
            throw new ScriptException("ERR Engine '" + header.engine() + "' not found");
        }
        final FunctionLibrary library = new FunctionLibrary(header.name(), code);
        metatable.put(INDEX, loadingGlobals);
        loading = library;
        try
        {
            run(code, header.length());
        }
        finally
        {
            loading = null;
            metatable.put(INDEX, realGlobals);
        }
        if (library.functions.isEmpty())
        {
            throw new ScriptException("ERR No functions registered");
        }
        return library;
    }

    private void run(final byte[] code, final int from) throws ScriptException
    {
        final LuaFunction loader;
        try
        {
            loader = machine.compile(code, from, CHUNK_NAME);
        }
        catch (final LuaError error)
        {
            throw new ScriptException("ERR Error compiling function: " + error.getMessage());
        }
        final String failure = machine.runLoader(loader);
        if (null != failure)
        {
            throw new ScriptException("ERR Error registering functions: " + failure);
        }
    }

    private int register(final LuaState lua)
    {
        if (null == loading)
        {
            throw RedisLibrary.failure(lua, "redis.register_function can only be called on FUNCTION LOAD command");
        }
        if (lua.top() < 1 || lua.top() > 2)
        {
            throw RedisLibrary.failure(lua, "wrong number of arguments to redis.register_function");
        }
        final Function function = 1 == lua.top() ? ofNamedArguments(lua) : ofTwoArguments(lua);
        try
        {
            loading.add(function);
        }
        catch (final ScriptException refused)
        {
            throw RedisLibrary.failure(lua, refused.getMessage());
        }
        return 0;
    }

    private static Function ofTwoArguments(final LuaState lua)
    {
        if (!lua.isString(1))
        {
            throw RedisLibrary.failure(lua, "first argument to redis.register_function must be a string");
        }
        if (!lua.isFunction(2))
        {
            throw RedisLibrary.failure(lua, "second argument to redis.register_function must be a function");
        }
        return new Function(lua.toLuaString(1).toString(), null, 0, lua.toFunction(2));
    }

    private static Function ofNamedArguments(final LuaState lua)
    {
        if (!lua.isTable(1))
        {
            throw RedisLibrary.failure(lua, "calling redis.register_function with a single argument " +
                "is only applicable to Lua table (representing named arguments).");
        }
        String name = null;
        byte[] description = null;
        LuaFunction callback = null;
        int flags = 0;
        lua.pushNil();
        while (lua.next(1))
        {
            switch (argumentName(lua))
            {
                case "function_name" -> name = string(lua, "function_name").toString();
                case "description" -> description = string(lua, "description").bytes();
                case "callback" -> callback = function(lua);
                case "flags" -> flags = flags(lua);
                default -> throw RedisLibrary.failure(lua, "unknown argument given to redis.register_function");
            }
            lua.pop(1);
        }
        if (null == name)
        {
            throw RedisLibrary.failure(lua, "redis.register_function must get a function name argument");
        }
        if (null == callback)
        {
            throw RedisLibrary.failure(lua, "redis.register_function must get a callback argument");
        }
        return new Function(name, description, flags, callback);
    }

    private static String argumentName(final LuaState lua)
    {
        if (!lua.isString(-2))
        {
            throw RedisLibrary.failure(lua, "named argument key given to redis.register_function is not a string");
        }
        return lua.toLuaString(-2).toString().toLowerCase(Locale.ROOT);
    }

    private static LuaString string(final LuaState lua, final String argument)
    {
        if (!lua.isString(-1))
        {
            throw RedisLibrary.failure(
                lua, argument + " argument given to redis.register_function must be a string");
        }
        return lua.toLuaString(-1);
    }

    private static LuaFunction function(final LuaState lua)
    {
        if (!lua.isFunction(-1))
        {
            throw RedisLibrary.failure(
                lua, "callback argument given to redis.register_function must be a function");
        }
        return lua.toFunction(-1);
    }

    private static int flags(final LuaState lua)
    {
        if (!lua.isTable(-1))
        {
            throw RedisLibrary.failure(
                lua, "flags argument to redis.register_function must be a table representing function flags");
        }
        int flags = 0;
        final LuaTable table = lua.toTable(-1);
        for (int i = 1; null != table.get((double)i); i++)
        {
            final ScriptFlag flag = ScriptFlag.of(String.valueOf(table.get((double)i)), true);
            if (null == flag)
            {
                throw RedisLibrary.failure(lua, "unknown flag given");
            }
            flags |= flag.bit();
        }
        return flags;
    }
}
