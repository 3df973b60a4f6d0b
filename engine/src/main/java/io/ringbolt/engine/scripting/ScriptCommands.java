package io.ringbolt.engine.scripting;

import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.MAY_REPLICATE;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.SCRIPT_RUNNER;
import static io.ringbolt.engine.command.CommandFlag.SKIP_MONITOR;
import static io.ringbolt.engine.command.CommandFlag.STALE;
import static io.ringbolt.engine.command.KeySpec.counted;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.session.ScriptDebugMode;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;

/**
 * EVAL and its kin, and the commands on the cache of scripts.
 */
public final class ScriptCommands implements CommandFamily
{
    static final int SCRIPT = 1;
    static final int KEY_COUNT = 2;
    static final int FIRST_KEY = 3;
    static final int NO_KEY_COUNT = -1;

    private static final byte[] TOO_MANY_KEYS = Errors.text("ERR Number of keys can't be greater than number of args");
    private static final byte[] NEGATIVE_KEYS = Errors.text("ERR Number of keys can't be negative");
    private static final byte[] NO_SCRIPT = Errors.text("NOSCRIPT No matching script. Please use EVAL.");
    private static final byte[] FLUSH_MODE = Errors.text("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
    private static final byte[] DEBUG_MODE = Errors.text("ERR Use SCRIPT DEBUG YES/SYNC/NO");
    private static final byte[] DEBUG_PIPELINED = Errors.text("ERR SCRIPT DEBUG must be called outside a pipeline");
    private static final byte[] NO_SHA_TO_DEBUG =
        Errors.text("ERR Please use EVAL instead of EVALSHA for debugging");
    private static final byte[] ASYNC = Errors.text("ASYNC");
    private static final byte[] SYNC = Errors.text("SYNC");
    private static final byte[] YES = Errors.text("YES");
    private static final byte[] NO = Errors.text("NO");

    private final Scripting scripting;

    public ScriptCommands(final Engine engine)
    {
        this.scripting = engine.scripting();
    }

    @Override
    public void register(final CommandTable table)
    {
        final DeclaredFlags flags = new DeclaredFlags(scripting);
        runner(table, "EVAL", "2.6.0", "Executes a Lua script.", "script").flags(MAY_REPLICATE)
            .keys(counted(KEY_COUNT).rw().access().update()).entryFlags(flags::ofText)
            .handler(context -> eval(context, false));
        runner(table, "EVALSHA", "2.6.0", "Executes a Lua script by its SHA-1.", "sha1").flags(MAY_REPLICATE)
            .keys(counted(KEY_COUNT).rw().access().update()).entryFlags(flags::ofSha)
            .handler(context -> evalSha(context, false));
        runner(table, "EVAL_RO", "7.0.0", "Executes a Lua script that only reads.", "script").flags(READONLY)
            .keys(counted(KEY_COUNT).ro().access()).entryFlags(flags::ofText)
            .handler(context -> eval(context, true));
        runner(table, "EVALSHA_RO", "7.0.0", "Executes a Lua script that only reads by its SHA-1.", "sha1")
            .flags(READONLY).keys(counted(KEY_COUNT).ro().access()).entryFlags(flags::ofSha)
            .handler(context -> evalSha(context, true));

        final Command script = table.command("SCRIPT", -2).group(CommandGroup.SCRIPTING).since("2.6.0")
            .complexity("Depends on subcommand.").summary("A container for commands on the cache of Lua scripts.");
        row(script, "DEBUG", 3, "3.2.0").complexity("O(1)").summary("Sets the debug mode of the scripts that follow.")
            .syntax("YES | SYNC | NO").handler(this::debug);
        row(script, "EXISTS", -3, "2.6.0").tips("request_policy:all_shards", "response_policy:agg_logical_and")
            .complexity(
                "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).")
            .summary("Tells which scripts are in the cache.").syntax("sha1 [sha1 ...]").handler(this::exists);
        row(script, "FLUSH", -2, "2.6.0").tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .complexity("O(N) with N being the number of scripts in cache")
            .summary("Removes all scripts from the cache.")
            .history("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.").syntax("[ASYNC | SYNC]")
            .handler(this::flush);
        script.subcommand("HELP", 2).flags(LOADING, STALE).categories(AclCategory.SCRIPTING).since("5.0.0")
            .complexity("O(1)").summary("Returns helpful text about the different subcommands.").handler(help());
        row(script, "KILL", 2, "2.6.0").flags(ALLOW_BUSY)
            .tips("request_policy:all_shards", "response_policy:one_succeeded")
            .complexity("O(1)").summary("Ends the script that is running.")
            .handler(context -> scripting.kill(context, true));
        row(script, "LOAD", 3, "2.6.0").flags(STALE).tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .complexity("O(N) with N being the length in bytes of the script body.")
            .summary("Loads a script into the cache.").syntax("script").handler(this::load);
        row(script, "SHOW", 3, "8.0.0").complexity("O(1)").summary("Shows the text of a script in the cache.")
            .syntax("sha1").handler(this::show);
    }

    private static Command runner(
        final CommandTable table, final String name, final String since, final String summary, final String first)
    {
        return table.command(name, -3).group(CommandGroup.SCRIPTING).categories(AclCategory.SCRIPTING)
            .flags(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS, MOVABLEKEYS, SCRIPT_RUNNER)
            .complexity("Depends on the script that is executed.").since(since).summary(summary)
            .syntax(first + " numkeys [key [key ...]] [arg [arg ...]]");
    }

    private static Command row(final Command container, final String name, final int arity, final String since)
    {
        return container.subcommand(name, arity).flags(NOSCRIPT).categories(AclCategory.SCRIPTING).since(since);
    }

    private void eval(final CommandContext context, final boolean isReadOnly)
    {
        scripting.showToMonitors(context);
        if (ScriptDebugMode.NO != context.session().scriptDebugMode())
        {
            debugScript(context, isReadOnly);
            return;
        }
        final int keyCount = keyCount(context);
        if (NO_KEY_COUNT == keyCount)
        {
            return;
        }
        try
        {
            final Script script = scripting.scriptOf(context.argAddress(SCRIPT), context.argLength(SCRIPT), true);
            scripting.run(context, script, keyCount, isReadOnly);
        }
        catch (final ScriptException unusable)
        {
            context.reply().error(unusable.getMessage());
        }
    }

    /** The last that the debugger shows comes before EVAL's reply, be that an error. */
    private void debugScript(final CommandContext context, final boolean isReadOnly)
    {
        final String text = new String(
            OffHeap.toBytes(context.argAddress(KEY_COUNT), context.argLength(KEY_COUNT)), StandardCharsets.ISO_8859_1);
        final int count = text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : NO_KEY_COUNT;
        final boolean isGood = NO_KEY_COUNT != count && count <= context.argCount() - FIRST_KEY;
        scripting.debug(context, isGood ? count : NO_KEY_COUNT, isReadOnly);
        if (!isGood)
        {
            keyCount(context);
        }
    }

    private void evalSha(final CommandContext context, final boolean isReadOnly)
    {
        scripting.showToMonitors(context);
        if (ScriptDebugMode.NO != context.session().scriptDebugMode())
        {
            context.reply().error(NO_SHA_TO_DEBUG);
            return;
        }
        final Script script = scripting.scripts().findSha(context.argAddress(SCRIPT), context.argLength(SCRIPT));
        if (Sha1.LENGTH != context.argLength(SCRIPT))
        {
            context.reply().error(NO_SCRIPT);
            return;
        }
        final int keyCount = keyCount(context);
        if (NO_KEY_COUNT == keyCount)
        {
            return;
        }
        if (null == script)
        {
            context.reply().error(NO_SCRIPT);
            return;
        }
        scripting.scripts().onUse(script);
        scripting.run(context, script, keyCount, isReadOnly);
    }

    /** @return how many keys there are, or {@link #NO_KEY_COUNT} if the error has been replied. */
    private static int keyCount(final CommandContext context)
    {
        final long count = context.args().longAt(KEY_COUNT);
        return !context.args().failed() && isKeyCount(context, count) ? (int)count : NO_KEY_COUNT;
    }

    /** @return true if so many keys may follow; otherwise the error has been replied. */
    static boolean isKeyCount(final CommandContext context, final long count)
    {
        if (count > context.argCount() - FIRST_KEY)
        {
            context.reply().error(TOO_MANY_KEYS);
            return false;
        }
        if (count < 0)
        {
            context.reply().error(NEGATIVE_KEYS);
            return false;
        }
        return true;
    }

    private void load(final CommandContext context)
    {
        try
        {
            final Script script = scripting.scriptOf(context.argAddress(2), context.argLength(2), false);
            context.reply().bulk(script.sha);
        }
        catch (final ScriptException unusable)
        {
            context.reply().error(unusable.getMessage());
        }
    }

    private void exists(final CommandContext context)
    {
        context.reply().array(context.argCount() - 2);
        for (int i = 2; i < context.argCount(); i++)
        {
            final boolean isKnown = null != scripting.scripts().findSha(context.argAddress(i), context.argLength(i));
            context.reply().integer(isKnown ? 1 : 0);
        }
    }

    private void show(final CommandContext context)
    {
        final Script script = scripting.scripts().findSha(context.argAddress(2), context.argLength(2));
        if (null == script)
        {
            context.reply().error(NO_SCRIPT);
            return;
        }
        context.reply().bulk(script.body);
    }

    private void flush(final CommandContext context)
    {
        if (context.argCount() > 3 ||
            3 == context.argCount() && !context.args().is(2, SYNC) && !context.args().is(2, ASYNC))
        {
            context.reply().error(FLUSH_MODE);
            return;
        }
        scripting.flushScripts();
        context.reply().ok();
    }

    private void debug(final CommandContext context)
    {
        final boolean isRolledBack = context.args().is(2, YES);
        final Session session = context.session();
        if (session.channel().outputLength() > 0)
        {
            context.reply().error(DEBUG_PIPELINED);
        }
        else if (isRolledBack || context.args().is(2, SYNC))
        {
            session.scriptDebugMode(isRolledBack ? ScriptDebugMode.YES : ScriptDebugMode.SYNC);
            context.reply().ok();
        }
        else if (context.args().is(2, NO))
        {
            session.scriptDebugMode(ScriptDebugMode.NO);
            context.reply().ok();
        }
        else
        {
            context.reply().error(DEBUG_MODE);
        }
    }

    private static CommandHandler help()
    {
        return new HelpReply()
            .add("DEBUG (YES|SYNC|NO)", "Set the debug mode for subsequent scripts executed.")
            .add("EXISTS <sha1> [<sha1> ...]",
                "Return information about the existence of the scripts in the script cache.")
            .add("FLUSH [ASYNC|SYNC]", "Flush the Lua scripts cache. Very dangerous on replicas.",
                "When called without the optional mode argument, the behavior is determined by the",
                "lazyfree-lazy-user-flush configuration directive. Valid modes are:",
                "* ASYNC: Asynchronously flush the scripts cache.",
                "* SYNC: Synchronously flush the scripts cache.")
            .add("KILL", "Kill the currently executing Lua script.")
            .add("LOAD <script>", "Load a script into the scripts cache without executing it.")
            .handler();
    }
}
