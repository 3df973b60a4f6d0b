package io.ringbolt.engine.scripting;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.acl.AclContext;
import io.ringbolt.engine.acl.AclVerdict;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * The way of a command from a script to its handler: what must hold before it may run, and its reply as a Lua value.
 * Owned by the engine thread.
 */
final class ScriptCalls
{
    /** What a command counts for beside the turns of a loop: a script of commands is to be killed as soon as others. */
    private static final int COMMAND_TURNS = 64;
    private static final byte[] NO_ARGUMENTS =
        Errors.text("ERR Please specify at least one argument for this redis lib call");
    private static final byte[] BAD_ARGUMENTS =
        Errors.text("ERR Lua redis lib command arguments must be strings or integers");
    private static final byte[] UNKNOWN = Errors.text("ERR Unknown Redis command called from script");
    private static final byte[] WRONG_COUNT = Errors.text("ERR Wrong number of args calling Redis command from script");
    private static final byte[] NOT_ALLOWED = Errors.text("ERR This Redis command is not allowed from script");
    private static final byte[] STALE = Errors.text("ERR Can not execute the command on a stale replica");
    private static final byte[] READ_ONLY = Errors.text("ERR Write commands are not allowed from read-only scripts.");
    private static final byte[] CANNOT_UNDO =
        Errors.text("ERR This command can't be undone: use SCRIPT DEBUG SYNC to debug a script that calls it");
    private static final byte[] BAD_ACL_COMMAND = Errors.text("ERR Invalid command passed to redis.acl_check_cmd()");

    private final Engine engine;
    private final Scripting scripting;
    private final ScriptClient client;

    ScriptCalls(final Engine engine, final Scripting scripting, final ScriptClient client)
    {
        this.engine = engine;
        this.scripting = scripting;
        this.client = client;
    }

    /** redis.call: an error of the command becomes one of the script. */
    int call(final LuaState lua)
    {
        if (execute(lua))
        {
            return 1;
        }
        throw lua.raise(lua.toObject(-1));
    }

    /** redis.pcall: an error of the command is returned as a table. */
    int pcall(final LuaState lua)
    {
        execute(lua);
        return 1;
    }

    /** redis.breakpoint: has a script that is debugged stop at its next line. */
    int breakpoint(final LuaState lua)
    {
        final ScriptRun run = scripting.running();
        final boolean isDebugged = null != run && null != run.debugger;
        if (isDebugged)
        {
            run.debugger.stopAtNextLine();
        }
        lua.pushBoolean(isDebugged);
        return 1;
    }

    /** redis.debug: shows values to the client that debugs the script. */
    int debug(final LuaState lua)
    {
        final ScriptRun run = scripting.running();
        if (null == run || null == run.debugger)
        {
            return 0;
        }
        final StringJoiner values = new StringJoiner(", ", "<debug> line " + run.debugger.currentLine() + ": ", "");
        final int count = lua.top();
        for (int i = 1; i <= count; i++)
        {
            lua.pushValue(i);
            values.add(DebugText.value(lua));
            lua.pop(1);
        }
        run.debugger.show(values.toString());
        return 0;
    }

    /** redis.error_reply shows what it makes to the client that debugs the script. */
    void onErrorReply(final String text)
    {
        final ScriptRun run = scripting.running();
        if (null != run && null != run.debugger)
        {
            run.debugger.onError(text.startsWith("-") ? text : "-" + text);
        }
    }

    /** redis.acl_check_cmd: whether the caller might execute a command. */
    int checkPermission(final LuaState lua)
    {
        final RingEntry entry = entry(lua);
        final Command command = null == entry ? null : find(entry);
        if (null != entry && null == command)
        {
            push(lua, BAD_ACL_COMMAND, false);
        }
        if (null == command)
        {
            throw lua.raise(lua.toObject(-1));
        }
        lua.pushBoolean(
            AclVerdict.ALLOWED == engine.acl().check(scripting.running().caller.aclUser(), command, entry, 0));
        return 1;
    }

    /** Executes the command on the stack and pushes its reply. @return false if that is an error. */
    private boolean execute(final LuaState lua)
    {
        lua.vm().spend(COMMAND_TURNS);
        final RingEntry entry = entry(lua);
        if (null == entry)
        {
            return false;
        }
        final ScriptRun run = scripting.running();
        final Command command = find(entry);
        if (null != run.debugger)
        {
            run.debugger.onCommand(entry);
        }
        final byte[] refusal = refusal(run, command, entry);
        if (null != refusal)
        {
            engine.entries().onRejectedFromScript(command, refusal);
            push(lua, refusal, true);
            return false;
        }
        run.hasWritten |= command.is(CommandFlag.WRITE);
        entry.command(command);
        final CallReply reply = client.reply();
        reply.begin(lua.vm());
        execute(run, command, entry);
        reply.pushTo(lua);
        if (null != run.debugger)
        {
            show(run.debugger, lua, reply);
        }
        return !reply.isError();
    }

    private static void show(final ScriptDebugger debugger, final LuaState lua, final CallReply reply)
    {
        final Object value = lua.toObject(-1);
        if (reply.isError())
        {
            debugger.onError("-" + ((LuaTable)value).get(ReplyTags.ERR));
        }
        debugger.onReply(value, reply.protocol());
    }

    /** What a session of the debugger changes and will undo is not propagated. */
    private void execute(final ScriptRun run, final Command command, final RingEntry entry)
    {
        final boolean isUndone =
            null != run.debugger && null != run.debugger.rollback() && command.is(CommandFlag.WRITE);
        final int targets = engine.effects().targets();
        engine.effects().targets(isUndone ? Effects.NOBODY : targets);
        engine.entries().executeFromScript(entry, run.sequence, run.nowUs);
        engine.effects().targets(targets);
    }

    private RingEntry entry(final LuaState lua)
    {
        if (0 == lua.top())
        {
            push(lua, NO_ARGUMENTS, false);
            return null;
        }
        final RingEntry entry = client.commandOf(lua, scripting.running().nowUs);
        if (null == entry)
        {
            push(lua, BAD_ARGUMENTS, false);
        }
        return entry;
    }

    private Command find(final RingEntry entry)
    {
        final boolean hasMore = entry.argumentCount() > 1;
        return engine.commands().find(entry.argumentAddress(0), entry.argumentLength(0), hasMore,
            hasMore ? entry.argumentAddress(1) : 0, hasMore ? entry.argumentLength(1) : 0);
    }

    /** @return why the command may not run, with its code; null if it may. */
    private byte[] refusal(final ScriptRun run, final Command command, final RingEntry entry)
    {
        if (null == command || null == command.handler())
        {
            return UNKNOWN;
        }
        if (!command.acceptsArgumentCount(entry.argumentCount()))
        {
            return WRONG_COUNT;
        }
        if (command.is(CommandFlag.NOSCRIPT) && !scripting.isCallingAny())
        {
            return NOT_ALLOWED;
        }
        if (engine.following().isStale() && !command.is(CommandFlag.STALE))
        {
            return STALE;
        }
        final AclVerdict verdict = engine.acl().check(client.session(), command, entry);
        if (AclVerdict.ALLOWED != verdict)
        {
            return denied(verdict, run, command, entry);
        }
        final byte[] diskFault = engine.durability().health().refusal();
        final boolean isWrite = command.is(CommandFlag.WRITE);
        if (run.isReadOnly && (isWrite || command.is(CommandFlag.MAY_REPLICATE)))
        {
            return READ_ONLY;
        }
        if (isWrite && engine.following().isReadOnly() && !run.isOfMaster)
        {
            return Errors.READ_ONLY_REPLICA;
        }
        if (null != diskFault && isWrite && !run.hasWritten)
        {
            return diskFault;
        }
        if (isWrite && !run.hasWritten && engine.replication().replicas().hasTooFewGood())
        {
            return Errors.TOO_FEW_REPLICAS;
        }
        if (run.isOutOfMemory && !run.isAllowedOutOfMemory && !run.hasWritten && command.is(CommandFlag.DENYOOM))
        {
            return Errors.OUT_OF_MEMORY;
        }
        if (null != run.debugger && null != run.debugger.rollback() && !run.debugger.rollback().save(command, entry))
        {
            return CANNOT_UNDO;
        }
        return null;
    }

    private byte[] denied(
        final AclVerdict verdict, final ScriptRun run, final Command command, final RingEntry entry)
    {
        final String text = engine.acl().deny(verdict, run.caller, command, entry, AclContext.LUA);
        return ("ERR ACL failure in script: " + text.substring(text.indexOf(' ') + 1))
            .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Pushes an error as a table. @param isCounted whether INFO's error figures have it already. */
    private void push(final LuaState lua, final byte[] text, final boolean isCounted)
    {
        final ScriptRun run = scripting.running();
        if (null != run && null != run.debugger)
        {
            run.debugger.onError(new String(text, StandardCharsets.ISO_8859_1).replaceFirst("^ERR ", ""));
        }
        final LuaString message = LuaString.copyOf(text, 0, text.length);
        lua.pushTable(isCounted ? CallReply.countedError(lua.vm(), message) : CallReply.error(lua.vm(), message));
    }
}
