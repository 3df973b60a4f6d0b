package io.ringbolt.engine.scripting;

import io.ringbolt.config.LogLevel;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.ProductVersion;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaVm;

/**
 * The table {@code redis} of scripts. Owned by the engine thread.
 */
final class RedisLibrary
{
    private static final int REPLICATE_TO_JOURNAL = Effects.JOURNAL;
    private static final int REPLICATE_TO_REPLICAS = Effects.REPLICAS;
    private static final int REPLICATE_TO_ALL = REPLICATE_TO_JOURNAL | REPLICATE_TO_REPLICAS;
    private static final int LOG_WARNING = 3;
    /** How much is hashed in the time of a turn: 32 bytes. */
    private static final int HASHED_PER_TURN_SHIFT = 5;
    private static final int RESP3 = 3;

    private final Engine engine;
    private final ScriptCalls calls;
    private final ScriptClient client;
    private final Sha1 sha1 = new Sha1();

    RedisLibrary(final Engine engine, final ScriptCalls calls, final ScriptClient client)
    {
        this.engine = engine;
        this.calls = calls;
        this.client = client;
    }

    /** @return the whole table. @param isForEval whether to add what only EVAL's scripts have. */
    LuaTable table(final LuaVm vm, final boolean isForEval)
    {
        final LuaTable redis = vm.newTable();
        LuaState.register(redis, "call", calls::call);
        LuaState.register(redis, "pcall", calls::pcall);
        addLog(redis);
        addVersion(redis);
        LuaState.register(redis, "setresp", this::setProtocol);
        LuaState.register(redis, "sha1hex", this::sha1hex);
        LuaState.register(redis, "error_reply", this::errorReply);
        LuaState.register(redis, "status_reply", RedisLibrary::statusReply);
        LuaState.register(redis, "set_repl", this::setReplication);
        redis.put("REPL_NONE", 0.0);
        redis.put("REPL_AOF", (double)REPLICATE_TO_JOURNAL);
        redis.put("REPL_SLAVE", (double)REPLICATE_TO_REPLICAS);
        redis.put("REPL_REPLICA", (double)REPLICATE_TO_REPLICAS);
        redis.put("REPL_ALL", (double)REPLICATE_TO_ALL);
        LuaState.register(redis, "acl_check_cmd", calls::checkPermission);
        if (isForEval)
        {
            LuaState.register(redis, "breakpoint", calls::breakpoint);
            LuaState.register(redis, "debug", calls::debug);
            LuaState.register(redis, "replicate_commands", RedisLibrary::replicateCommands);
        }
        return redis;
    }

    /** Adds what a library sees while it is being loaded, too. */
    void addLog(final LuaTable redis)
    {
        LuaState.register(redis, "log", this::log);
        redis.put("LOG_DEBUG", 0.0);
        redis.put("LOG_VERBOSE", 1.0);
        redis.put("LOG_NOTICE", 2.0);
        redis.put("LOG_WARNING", (double)LOG_WARNING);
    }

    void addVersion(final LuaTable redis)
    {
        redis.put("REDIS_VERSION_NUM", (double)versionNumber());
        redis.put("REDIS_VERSION", LuaString.of(ProductVersion.REDIS_VERSION));
    }

    /** @return a byte for each part of the version that clients see. */
    private static int versionNumber()
    {
        int number = 0;
        for (final String part : ProductVersion.REDIS_VERSION.split("\\."))
        {
            number = number << Byte.SIZE | Integer.parseInt(part);
        }
        return number;
    }

    /** An error as redis.call raises it, of a text to which the code ERR is added. */
    static LuaError failure(final LuaState lua, final String text)
    {
        return lua.raise(CallReply.error(lua.vm(), LuaString.of("ERR " + text)));
    }

    private int setProtocol(final LuaState lua)
    {
        if (1 != lua.top())
        {
            throw failure(lua, "redis.setresp() requires one argument.");
        }
        final long version = lua.toInteger(1);
        if (2 != version && RESP3 != version)
        {
            throw failure(lua, "RESP version must be 2 or 3.");
        }
        client.session().protocol((int)version);
        return 0;
    }

    private int sha1hex(final LuaState lua)
    {
        if (1 != lua.top())
        {
            throw failure(lua, "wrong number of arguments");
        }
        final LuaString text = lua.toLuaString(1);
        lua.vm().spend(null == text ? 0 : text.length() >> HASHED_PER_TURN_SHIFT);
        lua.pushBytes(sha1.hex(null == text ? new byte[0] : text.bytes()));
        return 1;
    }

    private int errorReply(final LuaState lua)
    {
        if (1 != lua.top() || LuaType.STRING != lua.type(1))
        {
            lua.pushTable(CallReply.error(lua.vm(), LuaString.of("ERR wrong number or type of arguments")));
            return 1;
        }
        calls.onErrorReply(lua.toLuaString(1).toString());
        lua.pushTable(CallReply.error(lua.vm(), LuaString.of(withCode(lua.toLuaString(1).toString()))));
        return 1;
    }

    /** The first word is the code; a single word is a message without one. It ends at a NUL, as C's strings do. */
    private static String withCode(final String bytes)
    {
        final int end = bytes.indexOf('\0');
        final String text = end < 0 ? bytes : bytes.substring(0, end);
        final String message = text.startsWith("-") ? text.substring(1) : text;
        final int space = message.indexOf(' ');
        return space < 0 ? "ERR " + trim(message) :
            message.substring(0, space) + ' ' + trim(message.substring(space + 1));
    }

    private static String trim(final String message)
    {
        int start = 0;
        int end = message.length();
        while (start < end && isLineEnd(message.charAt(start)))
        {
            start++;
        }
        while (end > start && isLineEnd(message.charAt(end - 1)))
        {
            end--;
        }
        return message.substring(start, end);
    }

    private static boolean isLineEnd(final char character)
    {
        return '\r' == character || '\n' == character;
    }

    private static int statusReply(final LuaState lua)
    {
        if (1 != lua.top() || LuaType.STRING != lua.type(1))
        {
            lua.pushTable(CallReply.error(lua.vm(), LuaString.of("ERR wrong number or type of arguments")));
            return 1;
        }
        final LuaTable status = lua.vm().newTable();
        status.put(ReplyTags.OK, lua.toLuaString(1));
        lua.pushTable(status);
        return 1;
    }

    /** The targets' numbers are those of {@link Effects}. */
    private int setReplication(final LuaState lua)
    {
        if (1 != lua.top())
        {
            throw failure(lua, "redis.set_repl() requires one argument.");
        }
        final long targets = lua.toInteger(1);
        if (0 != (targets & ~REPLICATE_TO_ALL))
        {
            throw failure(
                lua, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
        }
        engine.effects().targets((int)targets);
        return 0;
    }

    private int log(final LuaState lua)
    {
        if (lua.top() < 2)
        {
            throw failure(lua, "redis.log() requires two arguments or more.");
        }
        if (!lua.isNumber(1))
        {
            throw failure(lua, "First argument must be a number (log level).");
        }
        final long level = lua.toInteger(1);
        if (level < 0 || level > LOG_WARNING)
        {
            throw failure(lua, "Invalid debug level.");
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 2; i <= lua.top(); i++)
        {
            final LuaString part = lua.toLuaString(i);
            if (null != part)
            {
                text.append(i > 2 ? " " : "").append(part);
            }
        }
        engine.host().log(LogLevel.values()[(int)level], text.toString());
        return 0;
    }

    private static int replicateCommands(final LuaState lua)
    {
        lua.pushBoolean(true);
        return 1;
    }

    /** The global pcall, which shows the message of an error that redis.call has raised, not its table. */
    static int protectedCall(final LuaState lua)
    {
        lua.checkAny(1);
        lua.pushBoolean(true);
        lua.insert(1);
        if (null == lua.protectedCall(lua.top() - 2, -1, 0))
        {
            return lua.top();
        }
        lua.remove(1);
        if (LuaType.TABLE == lua.type(-1))
        {
            lua.getField(-1, ReplyTags.ERR);
            if (lua.isString(-1))
            {
                lua.replace(-2);
            }
        }
        lua.pushBoolean(false);
        lua.insert(1);
        return lua.top();
    }
}
