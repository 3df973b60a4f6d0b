package io.ringbolt.engine.scripting;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.LogLevel;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.durability.FunctionLibraries;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaHost;
import io.ringbolt.engine.scripting.lua.LuaInterrupt;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Random48;
import io.ringbolt.engine.session.ScriptDebugMode;
import io.ringbolt.engine.session.Session;
import org.agrona.concurrent.NanoClock;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Scripts and functions: the machines that run them, what is known by name, and the one that is running. Owned by the
 * engine thread but for {@link #breakOff()}.
 */
/*
 * The machines are made when they are first needed; a server without scripts does not pay for them. While a script runs
 * the machine looks in at onPulse() some tens of thousands of times a second. Once the script has run for
 * busy-reply-threshold, others are served from there, a millisecond apart, and one of them may be SCRIPT KILL.
 */
public final class Scripting implements LuaHost, ReplyErrors, FunctionLibraries, AutoCloseable
{
    static final byte[] BUSY_SCRIPT = Errors.text(
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
    static final byte[] BUSY_FUNCTION = Errors.text(
        "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.");
    private static final byte[] NOT_BUSY = Errors.text("NOTBUSY No scripts in execution right now.");
    private static final byte[] UNKILLABLE = Errors.text(
        "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the " +
        "script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.");
    private static final byte[] NO_WRITES_IN_READ_ONLY =
        Errors.text("ERR Can not execute a script with write flag using *_ro command.");
    private static final byte[] OUT_OF_MEMORY = Errors.text(
        "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'");
    private static final LuaString CHUNK_NAME = LuaString.of("@user_script");
    private static final String KILLED = "Script killed by user with SCRIPT KILL.";
    private static final String LOAD_TIMEOUT = "ERR FUNCTION LOAD timeout";
    private static final long LOAD_TIMEOUT_NS = 500_000_000;
    private static final long SERVE_INTERVAL_NS = 1_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final long DEBUGGER_WAIT_NS = 1_000_000;
    private static final long DEFAULT_THRESHOLD_NS = 5_000_000_000L;
    private static final int HEAP_SHARE = 4;

    private final Engine engine;
    private final NanoClock clock;
    private final ScriptClient client;
    private final RedisLibrary redis;
    private final ScriptCache scripts;
    private final LibrarySet functions = new LibrarySet();
    private final Sha1 sha1 = new Sha1();
    private final Random48 random = new Random48();
    private ScriptMachine evalMachine;
    private ScriptMachine functionMachine;
    private FunctionLoader loader;
    /** What {@link #running} is while a script runs. */
    private final ScriptRun run = new ScriptRun();
    private ScriptRun running;
    /** The session of the debugger that has begun and not ended, or null. */
    private ScriptDebugger pendingDebugger;
    private long loadStartNs;
    private long nextServeNs;
    private long busyThresholdNs;
    private long memoryLimit;
    private boolean isCallingAny;
    private volatile boolean isBrokenOff;

    /**
     * @param seed of the hash of texts, a secret of the process.
     * @param clock tells how long a script has been running.
     */
    public Scripting(final Engine engine, final long seed, final NanoClock clock)
    {
        this.engine = engine;
        this.clock = clock;
        this.client = new ScriptClient(engine.allocator());
        this.redis = new RedisLibrary(engine, new ScriptCalls(engine, this, client), client);
        this.scripts = new ScriptCache(seed);
    }

    public void onConfig(final ServerConfig config)
    {
        final long thresholdMs = config.get(GeneralParameters.BUSY_REPLY_THRESHOLD);
        busyThresholdNs = 0 == thresholdMs || thresholdMs > Long.MAX_VALUE / NS_PER_MS ?
            Long.MAX_VALUE : thresholdMs * NS_PER_MS;
        final long configured = config.get(MemoryParameters.LUA_MEMORY_LIMIT);
        memoryLimit = 0 == configured ? Runtime.getRuntime().maxMemory() / HEAP_SHARE : configured;
        limit(evalMachine);
        limit(functionMachine);
    }

    private void limit(final ScriptMachine machine)
    {
        if (null != machine)
        {
            machine.vm().memory().setLimit(memoryLimit);
        }
    }

    /** Lets scripts call commands that are not for scripts, for tests. */
    public void callingAny(final boolean isAny)
    {
        this.isCallingAny = isAny;
    }

    boolean isCallingAny()
    {
        return isCallingAny;
    }

    /** @return the script that is running, or null. */
    ScriptRun running()
    {
        return running;
    }

    ScriptCache scripts()
    {
        return scripts;
    }

    LibrarySet functions()
    {
        return functions;
    }

    /** Shows EVAL and its kin to MONITOR before the commands that they call. */
    void showToMonitors(final CommandContext context)
    {
        engine.observer().showToMonitors(
            context.entry(), context.session(), context.command(), context.sequence(), context.nowUs());
    }

    /**
     * Finds or compiles a script.
     *
     * @param isEvictable true if the script may be forgotten when there are many.
     * @throws ScriptException if the text is no script.
     */
    Script scriptOf(final long address, final int length, final boolean isEvictable) throws ScriptException
    {
        final long hash = scripts.hash(address, length);
        final Script known = scripts.find(hash, address, length);
        if (null == known)
        {
            return compile(OffHeap.toBytes(address, length), hash, isEvictable);
        }
        if (isEvictable)
        {
            scripts.onUse(known);
        }
        else
        {
            scripts.keep(known);
        }
        return known;
    }

    private Script compile(final byte[] body, final long hash, final boolean isEvictable) throws ScriptException
    {
        final Script script = compiled(body, hash);
        scripts.add(script, isEvictable);
        return script;
    }

    private Script compiled(final byte[] body, final long hash) throws ScriptException
    {
        final ScriptHeader header = ScriptHeader.of(body);
        try
        {
            final LuaFunction function = evalMachine().compile(body, header.length(), CHUNK_NAME);
            return new Script(sha1.hex(body), body, hash, header, function);
        }
        catch (final LuaError error)
        {
            throw new ScriptException("ERR Error compiling script (new function): " + error.getMessage());
        }
    }

    /**
     * Makes a library of its code.
     *
     * @param isTimed false where it must be loaded in any case.
     * @throws ScriptException if the code makes no library.
     */
    FunctionLibrary compile(final byte[] code, final boolean isTimed) throws ScriptException
    {
        functionMachine();
        loadStartNs = isTimed ? clock.nanoTime() : Long.MAX_VALUE;
        return loader.load(code);
    }

    /** Runs a script and replies what it returns. @param keyCount of the arguments, how many are keys. */
    void run(final CommandContext context, final Script script, final int keyCount, final boolean isReadOnly)
    {
        final ScriptHeader header = script.header;
        if (header.isDeclared() ? mayRun(context, header.flags(), isReadOnly) : !isRefusedAsStale(context, 0))
        {
            begin(context, script.name, true, isReadOnly, header.isDeclared(), header.flags());
            try
            {
                evalMachine().runScript(running, script.function, keyCount, context.reply());
            }
            finally
            {
                end();
            }
        }
    }

    /**
     * Runs EVAL's script in a session of the debugger, which ends with it and closes the client's connection.
     *
     * @param keyCount of the arguments, how many are keys; {@link ScriptCommands#NO_KEY_COUNT} if that is not said.
     */
    void debug(final CommandContext context, final int keyCount, final boolean isReadOnly)
    {
        final Session client = context.session();
        final byte[] body = OffHeap.toBytes(
            context.argAddress(ScriptCommands.SCRIPT), context.argLength(ScriptCommands.SCRIPT));
        final boolean isRolledBack = ScriptDebugMode.YES == client.scriptDebugMode();
        final ScriptDebugger debugger = new ScriptDebugger(this, client,
            new String(body, StandardCharsets.ISO_8859_1), isRolledBack ? new SessionRollback(engine) : null);
        engine.host().log(LogLevel.NOTICE, "Lua debugging session started: client=" + client.id() +
            (isRolledBack ? ", its changes will be undone" : ""));
        pendingDebugger = debugger;
        try
        {
            if (ScriptCommands.NO_KEY_COUNT != keyCount)
            {
                final Script script = compiled(body, 0);
                evalMachine().vm().trap(script.function, debugger);
                run(context, script, keyCount, isReadOnly);
            }
        }
        catch (final ScriptException unusable)
        {
            endDebugging();
            context.reply().error(unusable.getMessage());
        }
        finally
        {
            endDebugging();
        }
        engine.host().log(LogLevel.NOTICE, "Lua debugging session ended: client=" + client.id());
    }

    /** Ends the session of the debugger, if there is one: before the reply of its script. */
    void endDebugging()
    {
        final ScriptDebugger debugger = pendingDebugger;
        pendingDebugger = null;
        if (null != debugger)
        {
            debugger.end();
        }
    }

    /** @return what the client has sent next, which stays with its session; null if it has gone. */
    RingEntry awaitCommand(final Session client)
    {
        while (!client.hasPostponed() && !client.isClosing())
        {
            engine.entries().serveBeside(client, busyError());
            endIfAsked();
            if (!client.hasPostponed() && !client.isClosing())
            {
                engine.host().sleep(DEBUGGER_WAIT_NS);
            }
        }
        return client.isClosing() ? null : client.firstPostponed();
    }

    /** @return true if a script that is debugged runs on for longer than others may. */
    boolean hasRunTooLong()
    {
        return clock.nanoTime() - running.startNs >=
            (Long.MAX_VALUE == busyThresholdNs ? DEFAULT_THRESHOLD_NS : busyThresholdNs);
    }

    /** A script goes on after its client has thought. */
    void restartClock()
    {
        running.startNs = clock.nanoTime();
    }

    /** Runs a function and replies what it returns. @param keyCount of the arguments, how many are keys. */
    void run(final CommandContext context, final Function function, final int keyCount, final boolean isReadOnly)
    {
        if (mayRun(context, function.flags(), isReadOnly))
        {
            begin(context, function.name(), false, isReadOnly, true, function.flags());
            try
            {
                functionMachine().runFunction(running, function.callback(), keyCount, context.reply());
            }
            finally
            {
                end();
            }
        }
    }

    private boolean mayRun(final CommandContext context, final int flags, final boolean isReadOnly)
    {
        if (isRefusedByReplica(context, flags))
        {
            return false;
        }
        if (isReadOnly && !ScriptFlag.NO_WRITES.in(flags))
        {
            context.reply().error(NO_WRITES_IN_READ_ONLY);
            return false;
        }
        if (isOutOfMemory() && !ScriptFlag.ALLOW_OOM.in(flags) && !ScriptFlag.NO_WRITES.in(flags))
        {
            context.reply().error(OUT_OF_MEMORY);
            return false;
        }
        return true;
    }

    /** A script that says what it does is refused as a whole where it may not do it. */
    private boolean isRefusedByReplica(final CommandContext context, final int flags)
    {
        if (context.session() == engine.following().session())
        {
            return false;
        }
        if (engine.following().isReadOnly() && !ScriptFlag.NO_WRITES.in(flags))
        {
            context.reply().error(Errors.READ_ONLY_REPLICA);
            return true;
        }
        if (isRefusedAsStale(context, flags))
        {
            return true;
        }
        if (engine.replication().replicas().hasTooFewGood() && !ScriptFlag.NO_WRITES.in(flags))
        {
            context.reply().error(Errors.TOO_FEW_REPLICAS);
            return true;
        }
        return false;
    }

    /** A replica that does not know what its master has been doing runs only scripts that say they do not mind. */
    private boolean isRefusedAsStale(final CommandContext context, final int flags)
    {
        final boolean isRefused = engine.following().isStale() && !ScriptFlag.ALLOW_STALE.in(flags) &&
            context.session() != engine.following().session();
        if (isRefused)
        {
            context.reply().error(Errors.MASTER_DOWN);
        }
        return isRefused;
    }

    private boolean isOutOfMemory()
    {
        return engine.evictor().isExceeded() && !engine.evictor().isLeftToMaster();
    }

    private void begin(
        final CommandContext context,
        final String name,
        final boolean isEval,
        final boolean isReadOnly,
        final boolean isDeclared,
        final int flags)
    {
        // the commands that the script calls are propagated, not the script
        context.propagationDecided();
        client.impersonate(context.session());
        final long startNs = engine.entries().commandStartNs();
        nextServeNs = Long.MAX_VALUE == busyThresholdNs ? Long.MAX_VALUE : startNs + busyThresholdNs;
        running = run.begin(context, name, isEval, startNs);
        run.isReadOnly = isReadOnly || isDeclared && ScriptFlag.NO_WRITES.in(flags);
        run.isAllowedOutOfMemory = isDeclared && ScriptFlag.ALLOW_OOM.in(flags);
        run.isOfMaster = context.session() == engine.following().session();
        run.isOutOfMemory = isOutOfMemory();
        run.debugger = pendingDebugger;
    }

    private void end()
    {
        running = null;
        run.end();
        client.session().forgetFieldSets();
        engine.effects().targets(Effects.EVERYBODY);
        client.reply().forget();
    }

    @Override
    public void onErrorRelayed()
    {
        engine.entries().onErrorRelayed();
    }

    @Override
    public void onScriptError(final byte[] error)
    {
        engine.entries().onScriptError(error);
    }

    /** SCRIPT KILL and FUNCTION KILL. */
    void kill(final CommandContext context, final boolean isForEval)
    {
        if (null == running)
        {
            context.reply().error(NOT_BUSY);
        }
        else if (running.hasWritten && (null == running.debugger || null == running.debugger.rollback()))
        {
            context.reply().error(UNKILLABLE);
        }
        else if (isForEval != running.isEval)
        {
            context.reply().error(busyError());
        }
        else
        {
            running.isKilled = true;
            context.reply().ok();
        }
    }

    /** @return what others are told while a script runs; null if none does. */
    public byte[] busyError()
    {
        if (null == running)
        {
            return null;
        }
        return running.isEval ? BUSY_SCRIPT : BUSY_FUNCTION;
    }

    /** Has the script that is running end at once, for the server ends. Any thread. */
    public void breakOff()
    {
        isBrokenOff = true;
    }

    long elapsedMs(final ScriptRun run)
    {
        return (clock.nanoTime() - run.startNs) / NS_PER_MS;
    }

    @Override
    public double clock()
    {
        return null == running ? 0 : (clock.nanoTime() - running.startNs) / NS_PER_SECOND;
    }

    @Override
    public void onPulse()
    {
        if (isBrokenOff)
        {
            throw new LuaInterrupt("the server is shutting down");
        }
        if (null == running)
        {
            if (null != loader && loader.isLoading() && clock.nanoTime() - loadStartNs > LOAD_TIMEOUT_NS)
            {
                throw new LuaInterrupt(LOAD_TIMEOUT);
            }
            return;
        }
        final long nowNs = clock.nanoTime();
        if (nowNs - nextServeNs >= 0 && Long.MAX_VALUE != nextServeNs)
        {
            serveOthers(nowNs);
        }
    }

    private void serveOthers(final long nowNs)
    {
        if (!running.isSlow)
        {
            running.isSlow = true;
            engine.host().log(LogLevel.WARNING, "Slow script detected: still in execution after " + elapsedMs(running) +
                " milliseconds. You can try killing the script using the " +
                (running.isEval ? "SCRIPT KILL" : "FUNCTION KILL") + " command. Script name is: " + running.name + ".");
        }
        engine.entries().serveBeside(running.caller, busyError());
        nextServeNs = nowNs + SERVE_INTERVAL_NS;
        endIfAsked();
    }

    private void endIfAsked()
    {
        if (running.isKilled)
        {
            engine.host().log(LogLevel.NOTICE, "Lua script killed by user with SCRIPT KILL.");
            throw new LuaInterrupt(KILLED);
        }
        if (isBrokenOff)
        {
            throw new LuaInterrupt("the server is shutting down");
        }
    }

    /** Forgets all scripts, and what their machine holds. */
    void flushScripts()
    {
        scripts.clear();
        evalMachine = null;
    }

    /** Forgets all libraries, and what their machine holds. */
    void flushFunctions()
    {
        functions.clear();
        functionMachine = null;
        loader = null;
    }

    @Override
    public List<byte[]> sources()
    {
        return functions.codes();
    }

    @Override
    public String load(final byte[] source, final boolean isReplacing)
    {
        try
        {
            functions.add(compile(source, false), isReplacing);
            return null;
        }
        catch (final ScriptException refused)
        {
            return refused.getMessage();
        }
    }

    @Override
    public void clear()
    {
        flushFunctions();
    }

    public int scriptCount()
    {
        return scripts.count();
    }

    /** @return scripts that were forgotten because there were many. */
    public long evictedScripts()
    {
        return scripts.evictedCount();
    }

    public void resetStatistics()
    {
        scripts.resetStatistics();
    }

    public int functionCount()
    {
        return functions.functionCount();
    }

    public int libraryCount()
    {
        return functions.count();
    }

    /** @return bytes that EVAL's machine holds. */
    public long evalMemory()
    {
        return null == evalMachine ? 0 : evalMachine.vm().memory().used();
    }

    /** @return bytes that the machine of functions holds. */
    public long functionMemory()
    {
        return null == functionMachine ? 0 : functionMachine.vm().memory().used();
    }

    /** @return bytes of the texts of scripts. */
    public long scriptTextMemory()
    {
        return scripts.memory();
    }

    /** @return bytes of the codes and rows of libraries. */
    public long libraryMemory()
    {
        return functions.memory();
    }

    @Override
    public void close()
    {
        client.close();
    }

    /** What scripts and functions draw from, one after the other; it goes on when their machines are replaced. */
    Random48 random()
    {
        return random;
    }

    private ScriptMachine evalMachine()
    {
        if (null == evalMachine)
        {
            evalMachine = new ScriptMachine(this, redis, client, true);
            limit(evalMachine);
        }
        return evalMachine;
    }

    private ScriptMachine functionMachine()
    {
        if (null == functionMachine)
        {
            functionMachine = new ScriptMachine(this, redis, client, false);
            functionMachine.vm().hostRoots(functions::forEachCallback);
            loader = new FunctionLoader(functionMachine, redis);
            limit(functionMachine);
        }
        return functionMachine;
    }
}
