package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.library.BitLibrary;
import io.ringbolt.engine.scripting.library.JsonLibrary;
import io.ringbolt.engine.scripting.library.MessagePackLibrary;
import io.ringbolt.engine.scripting.library.StructLibrary;
import io.ringbolt.engine.scripting.lua.CallSite;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaInterrupt;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaVm;
import io.ringbolt.engine.scripting.lua.library.Libraries;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

import java.nio.charset.StandardCharsets;

/**
 * A Lua machine with Redis's sandbox: globals that can't be changed, the libraries that scripts may use, and errors
 * that carry the place where they happened. One serves EVAL, another one functions. Owned by the engine thread.
 */
final class ScriptMachine
{
    private static final String[] REMOVED = {
        "print", "dofile", "loadfile", "require", "module", "package", "debug", "io", "newproxy", "setfenv", "getfenv"};
    private static final String ERROR_HANDLER = "__redis__err__handler";
    private static final String NATIVE_SOURCE = "=[C]";
    private static final LuaString SOURCE = LuaString.of("source");
    private static final LuaString LINE = LuaString.of("line");
    private static final LuaString KEYS = LuaString.of("KEYS");
    private static final LuaString ARGV = LuaString.of("ARGV");
    private static final LuaString INDEX = LuaString.of("__index");

    private final LuaVm vm;
    private final LuaState lua;
    private final LuaTable globals;
    private final LuaFunction errorHandler;
    private final LuaString keysName;
    private final LuaString argumentsName;
    private final Scripting scripting;
    private final ScriptClient client;
    private final ResultWriter results;

    /** @param redis of EVAL's scripts or of functions. */
    ScriptMachine(final Scripting host, final RedisLibrary redis, final ScriptClient client, final boolean isForEval)
    {
        this.vm = new LuaVm(host, host.random());
        this.lua = vm.mainState();
        this.globals = vm.globals();
        this.scripting = host;
        this.client = client;
        this.results = new ResultWriter(host);
        this.keysName = vm.intern(KEYS);
        this.argumentsName = vm.intern(ARGV);
        Libraries.openAll(vm);
        for (final String name : REMOVED)
        {
            globals.put(name, null);
        }
        globals.put("cjson", JsonLibrary.table(vm));
        globals.put("cmsgpack", MessagePackLibrary.table(vm));
        globals.put("struct", StructLibrary.table(vm));
        globals.put("bit", BitLibrary.table(vm));
        globals.put("pcall", vm.newFunction(RedisLibrary::protectedCall));
        globals.put("redis", redis.table(vm, isForEval));
        errorHandler = vm.newFunction(ScriptMachine::locate);
        vm.registry().put(ERROR_HANDLER, errorHandler);
        if (isForEval)
        {
            globals.put(ERROR_HANDLER, errorHandler);
        }
        refuseUnknownNames(globals);
        protect(globals);
        protect(vm.stringMetatable());
    }

    LuaVm vm()
    {
        return vm;
    }

    LuaState lua()
    {
        return lua;
    }

    /** Makes a table refuse to be asked for names that it does not have. */
    void refuseUnknownNames(final LuaTable table)
    {
        final LuaTable metatable = vm.newTable();
        metatable.put(INDEX, vm.newFunction(ScriptMachine::onUnknownName));
        table.setMetatable(metatable);
    }

    private static int onUnknownName(final LuaState lua)
    {
        final LuaString name = lua.toLuaString(2);
        throw lua.error("Script attempted to access nonexistent global variable '" + name + "'");
    }

    /** Makes a table, all tables in it and their metatables read-only. */
    static void protect(final LuaTable table)
    {
        if (table.isReadOnly())
        {
            return;
        }
        table.setReadOnly(true);
        table.forEachValue(value ->
        {
            if (value instanceof LuaTable inner)
            {
                protect(inner);
            }
        });
        if (null != table.metatable())
        {
            protect(table.metatable());
        }
    }

    /**
     * Turns an error into a table that says where it happened: what Redis's error handler does, written in Lua there.
     */
    private static int locate(final LuaState lua)
    {
        CallSite site = lua.callSite(1);
        if (null != site && NATIVE_SOURCE.equals(site.source()))
        {
            site = lua.callSite(2);
        }
        if (LuaType.TABLE != lua.type(1))
        {
            final LuaTable error = lua.vm().newTable();
            error.put(ReplyTags.ERR, LuaString.of("ERR " + lua.describe(1)));
            lua.setTop(0);
            lua.pushTable(error);
        }
        if (null != site)
        {
            final LuaTable error = lua.toTable(1);
            error.put(SOURCE, LuaString.of(site.source()));
            error.put(LINE, (double)site.line());
        }
        lua.setTop(1);
        return 1;
    }

    /** @throws LuaError if the text is no Lua. */
    LuaFunction compile(final byte[] body, final int from, final LuaString chunkName)
    {
        final byte[] code = new byte[body.length - from];
        System.arraycopy(body, from, code, 0, code.length);
        return vm.load(code, chunkName);
    }

    /** Runs a script, with its keys and arguments in globals, and writes its reply. */
    void runScript(final ScriptRun run, final LuaFunction script, final int keyCount, final ReplyWriter reply)
    {
        run(run, script, keyCount, false, reply);
    }

    /** Runs a function with its keys and arguments as parameters, and writes its reply. */
    void runFunction(final ScriptRun run, final LuaFunction function, final int keyCount, final ReplyWriter reply)
    {
        run(run, function, keyCount, true, reply);
    }

    private void run(
        final ScriptRun run,
        final LuaFunction function,
        final int keyCount,
        final boolean hasParameters,
        final ReplyWriter reply)
    {
        try
        {
            lua.pushFunction(errorHandler);
            lua.pushFunction(function);
            give(hasParameters, keysName, strings(run.entry, ScriptCommands.FIRST_KEY, keyCount));
            give(hasParameters, argumentsName,
                strings(run.entry, ScriptCommands.FIRST_KEY + keyCount, argumentCount(run, keyCount)));
        }
        catch (final LuaError noMemory)
        {
            refuse(run, reply, noMemory);
            return;
        }
        catch (final LuaInterrupt interrupt)
        {
            lua.reset();
            reply.error("ERR " + interrupt.getMessage());
            return;
        }
        call(run, hasParameters ? 2 : 0, reply);
    }

    private void give(final boolean asParameter, final LuaString name, final LuaTable strings)
    {
        if (asParameter)
        {
            lua.pushTable(strings);
        }
        else
        {
            globals.put(name, strings);
        }
    }

    /** The arguments are more than scripts may hold. */
    private void refuse(final ScriptRun run, final ReplyWriter reply, final LuaError noMemory)
    {
        lua.reset();
        writeError(run, reply, noMemory.value());
    }

    /** Runs what is on the stack, above the error handler, for its registrations. @return null, or what went wrong. */
    String runLoader(final LuaFunction loader)
    {
        lua.pushFunction(errorHandler);
        lua.pushFunction(loader);
        try
        {
            final LuaError error = lua.protectedCall(0, 0, 0);
            return null == error ? null : messageOf(lua.toObject(-1));
        }
        catch (final LuaInterrupt interrupt)
        {
            return interrupt.getMessage();
        }
        finally
        {
            lua.reset();
        }
    }

    private void call(final ScriptRun run, final int argumentCount, final ReplyWriter reply)
    {
        final int handler = lua.top() - argumentCount - 1;
        try
        {
            final LuaError error = lua.protectedCall(argumentCount, 1, handler);
            endDebugging(run);
            if (null == error)
            {
                results.write(lua, reply, client.session().protocol());
            }
            else
            {
                writeError(run, reply, lua.toObject(-1));
            }
        }
        catch (final LuaInterrupt interrupt)
        {
            endDebugging(run);
            reply.error("ERR " + interrupt.getMessage() + place(run));
        }
        finally
        {
            lua.reset();
        }
    }

    private void writeError(final ScriptRun run, final ReplyWriter reply, final Object error)
    {
        if (error instanceof LuaTable table && ResultWriter.isCounted(table))
        {
            scripting.onErrorRelayed();
        }
        reply.error(errorText(run, error));
    }

    /** What a session of the debugger shows last comes before the reply. */
    private void endDebugging(final ScriptRun run)
    {
        if (null != run.debugger)
        {
            scripting.endDebugging();
        }
    }

    private static String errorText(final ScriptRun run, final Object error)
    {
        if (!(error instanceof LuaTable table))
        {
            return "ERR Error running script " + run.name + ", " + shortened(String.valueOf(error));
        }
        final String message = messageOf(table);
        final Object source = table.get(SOURCE);
        final Object line = table.get(LINE);
        return null == source || null == line ? message : message + place(run, source.toString(), (Double)line);
    }

    private static String shortened(final String text)
    {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    private static String messageOf(final Object error)
    {
        if (error instanceof LuaTable table)
        {
            final Object message = table.get(ReplyTags.ERR);
            if (message instanceof Double number)
            {
                return new String(LuaNumbers.format(number), StandardCharsets.US_ASCII);
            }
            return message instanceof LuaString ? message.toString() : "(null)";
        }
        return "ERR " + error;
    }

    private String place(final ScriptRun run)
    {
        CallSite site = lua.callSite(0);
        for (int level = 1; null != site && NATIVE_SOURCE.equals(site.source()); level++)
        {
            site = lua.callSite(level);
        }
        return null == site ? "" : place(run, site.source(), site.line());
    }

    private static String place(final ScriptRun run, final String source, final double line)
    {
        return " script: " + run.name + ", on " + source + ":" + (long)line + ".";
    }

    private LuaTable strings(final RingEntry entry, final int first, final int count)
    {
        final LuaTable table = vm.newTable(count, 0);
        for (int i = 0; i < count; i++)
        {
            final byte[] bytes = OffHeap.toBytes(entry.argumentAddress(first + i), entry.argumentLength(first + i));
            table.putString(i + 1, vm.newString(bytes));
        }
        return table;
    }

    private static int argumentCount(final ScriptRun run, final int keyCount)
    {
        return run.entry.argumentCount() - ScriptCommands.FIRST_KEY - keyCount;
    }
}
