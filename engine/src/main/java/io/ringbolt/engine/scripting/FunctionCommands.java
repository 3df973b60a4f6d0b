package io.ringbolt.engine.scripting;

import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.MAY_REPLICATE;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_MANDATORY_KEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.SCRIPT_RUNNER;
import static io.ringbolt.engine.command.CommandFlag.SKIP_MONITOR;
import static io.ringbolt.engine.command.CommandFlag.STALE;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
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

import java.nio.charset.StandardCharsets;

/**
 * FCALL, and the commands on the libraries of functions.
 */
public final class FunctionCommands implements CommandFamily
{
    static final int NAME = 1;
    private static final int FIRST_OPTION = 2;
    private static final byte[] NOT_FOUND = Errors.text("ERR Function not found");
    private static final byte[] BAD_KEY_COUNT = Errors.text("ERR Bad number of keys provided");
    private static final byte[] LIBRARY_NOT_FOUND = Errors.text("ERR Library not found");
    private static final byte[] CODE_MISSING = Errors.text("ERR Function code is missing");
    private static final byte[] FLUSH_MODE = Errors.text("ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    private static final byte[] BAD_POLICY =
        Errors.text("ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
    private static final byte[] REPLACE = Errors.text("REPLACE");
    private static final byte[] APPEND = Errors.text("APPEND");
    private static final byte[] FLUSH = Errors.text("FLUSH");
    private static final byte[] ASYNC = Errors.text("ASYNC");
    private static final byte[] SYNC = Errors.text("SYNC");

    private final Scripting scripting;
    private final FunctionDump dump;
    private final FunctionReplies replies;

    public FunctionCommands(final Engine engine)
    {
        this.scripting = engine.scripting();
        this.dump = new FunctionDump(engine.allocator());
        this.replies = new FunctionReplies(scripting);
    }

    @Override
    public void register(final CommandTable table)
    {
        final DeclaredFlags flags = new DeclaredFlags(scripting);
        runner(table, "FCALL", "Calls a function.").flags(MAY_REPLICATE)
            .keys(counted(ScriptCommands.KEY_COUNT).rw().access().update()).entryFlags(flags::ofFunction)
            .handler(context -> call(context, false));
        runner(table, "FCALL_RO", "Calls a function that only reads.").flags(READONLY)
            .keys(counted(ScriptCommands.KEY_COUNT).ro().access()).entryFlags(flags::ofFunction)
            .handler(context -> call(context, true));

        final Command function = table.command("FUNCTION", -2).group(CommandGroup.SCRIPTING).since("7.0.0")
            .complexity("Depends on subcommand.").summary("A container for commands on functions.");
        row(function, "DELETE", 3).flags(WRITE).tips("request_policy:all_shards", "response_policy:all_succeeded")
            .complexity("O(1)").summary("Deletes a library and its functions.").syntax("library-name")
            .handler(this::delete);
        row(function, "DUMP", 2).complexity("O(N) where N is the number of functions")
            .summary("Returns all libraries as bytes that FUNCTION RESTORE takes.").handler(this::dump);
        row(function, "FLUSH", -2).flags(WRITE).tips("request_policy:all_shards", "response_policy:all_succeeded")
            .complexity("O(N) where N is the number of functions deleted")
            .summary("Deletes all libraries and functions.").syntax("[ASYNC | SYNC]").handler(this::flush);
        function.subcommand("HELP", 2).flags(LOADING, STALE).categories(AclCategory.SCRIPTING).since("7.0.0")
            .complexity("O(1)").summary("Returns helpful text about the different subcommands.").handler(help());
        row(function, "KILL", 2).flags(ALLOW_BUSY).tips("request_policy:all_shards", "response_policy:one_succeeded")
            .complexity("O(1)").summary("Ends the function that is running.")
            .handler(context -> scripting.kill(context, false));
        row(function, "LIST", -2).tips("nondeterministic_output_order")
            .complexity("O(N) where N is the number of functions").summary("Lists libraries and their functions.")
            .syntax("[LIBRARYNAME library-name-pattern] [WITHCODE]").handler(replies::list);
        row(function, "LOAD", -3).flags(WRITE, DENYOOM)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .complexity("O(1) (considering compilation time is redundant)").summary("Loads a library of functions.")
            .syntax("[REPLACE] function-code").handler(this::load);
        row(function, "RESTORE", -3).flags(WRITE, DENYOOM)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .complexity("O(N) where N is the number of functions on the payload")
            .summary("Loads the libraries that FUNCTION DUMP has returned.")
            .syntax("serialized-value [FLUSH | APPEND | REPLACE]").handler(this::restore);
        row(function, "STATS", 2).flags(ALLOW_BUSY)
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special").complexity("O(1)")
            .summary("Tells which function is running and how many there are.").handler(replies::stats);
    }

    private static Command runner(final CommandTable table, final String name, final String summary)
    {
        return table.command(name, -3).group(CommandGroup.SCRIPTING).categories(AclCategory.SCRIPTING)
            .flags(NOSCRIPT, STALE, SKIP_MONITOR, NO_MANDATORY_KEYS, MOVABLEKEYS, SCRIPT_RUNNER).since("7.0.0")
            .complexity("Depends on the function that is executed.").summary(summary)
            .syntax("function numkeys [key [key ...]] [arg [arg ...]]");
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).flags(NOSCRIPT).categories(AclCategory.SCRIPTING).since("7.0.0");
    }

    private void call(final CommandContext context, final boolean isReadOnly)
    {
        scripting.showToMonitors(context);
        final Function function = scripting.functions().find(context.argAddress(NAME), context.argLength(NAME));
        if (null == function)
        {
            context.reply().error(NOT_FOUND);
            return;
        }
        final long count = context.args().longAt(ScriptCommands.KEY_COUNT, BAD_KEY_COUNT);
        if (!context.args().failed() && ScriptCommands.isKeyCount(context, count))
        {
            scripting.run(context, function, (int)count, isReadOnly);
        }
    }

    private void load(final CommandContext context)
    {
        boolean replaces = false;
        final int last = context.argCount() - 1;
        for (int i = FIRST_OPTION; i < last; i++)
        {
            if (!context.args().is(i, REPLACE))
            {
                context.reply().error("ERR Unknown option given: " + context.args().textAt(i));
                return;
            }
            replaces = true;
        }
        if (last < FIRST_OPTION || replaces && FIRST_OPTION == last && context.args().is(last, REPLACE))
        {
            context.reply().error(CODE_MISSING);
            return;
        }
        try
        {
            final byte[] code = OffHeap.toBytes(context.argAddress(last), context.argLength(last));
            final FunctionLibrary library = scripting.compile(code, true);
            scripting.functions().add(library, replaces);
            onChanged(context);
            context.reply().bulk(library.name);
        }
        catch (final ScriptException refused)
        {
            context.reply().error(refused.getMessage());
        }
    }

    private void delete(final CommandContext context)
    {
        final FunctionLibrary library = scripting.functions().library(text(context, FIRST_OPTION));
        if (null == library)
        {
            context.reply().error(LIBRARY_NOT_FOUND);
            return;
        }
        scripting.functions().remove(library);
        onChanged(context);
        context.reply().ok();
    }

    private void flush(final CommandContext context)
    {
        if (context.argCount() > 3)
        {
            context.reply().error(Errors.wrongSubcommandArguments(context.args().textAt(1), "function"));
            return;
        }
        if (3 == context.argCount() && !context.args().is(2, SYNC) && !context.args().is(2, ASYNC))
        {
            context.reply().error(FLUSH_MODE);
            return;
        }
        scripting.flushFunctions();
        onChanged(context);
        context.reply().ok();
    }

    private void dump(final CommandContext context)
    {
        dump.write(scripting.functions(), context.reply());
    }

    private void restore(final CommandContext context)
    {
        if (context.argCount() > 4)
        {
            context.reply().error(Errors.wrongSubcommandArguments(context.args().textAt(1), "function"));
            return;
        }
        final boolean hasPolicy = 4 == context.argCount();
        final boolean replaces = hasPolicy && context.args().is(3, REPLACE);
        final boolean flushes = hasPolicy && context.args().is(3, FLUSH);
        if (hasPolicy && !replaces && !flushes && !context.args().is(3, APPEND))
        {
            context.reply().error(BAD_POLICY);
            return;
        }
        try
        {
            final LibrarySet restored = dump.read(scripting, context.argAddress(2), context.argLength(2));
            if (flushes)
            {
                scripting.functions().become(restored);
            }
            else
            {
                scripting.functions().join(restored, replaces);
            }
            onChanged(context);
            context.reply().ok();
        }
        catch (final ScriptException refused)
        {
            context.reply().error(refused.getMessage());
        }
    }

    /** Functions are part of the data: a change counts as one and is propagated. */
    private static void onChanged(final CommandContext context)
    {
        context.engine().changes().functionsChanged();
        context.propagateVerbatim();
    }

    private static String text(final CommandContext context, final int index)
    {
        return new String(
            OffHeap.toBytes(context.argAddress(index), context.argLength(index)), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close()
    {
        dump.close();
    }

    private static CommandHandler help()
    {
        return new HelpReply()
            .add("LOAD [REPLACE] <FUNCTION CODE>", "Create a new library with the given library name and code.")
            .add("DELETE <LIBRARY NAME>", "Delete the given library.")
            .add("LIST [LIBRARYNAME PATTERN] [WITHCODE]", "Return general information on all the libraries:",
                "* Library name",
                "* The engine used to run the Library",
                "* Library description",
                "* Functions list",
                "* Library code (if WITHCODE is given)",
                "It also possible to get only function that matches a pattern using LIBRARYNAME argument.")
            .add("STATS", "Return information about the current function running:",
                "* Function name",
                "* Command used to run the function",
                "* Duration in MS that the function is running",
                "If no function is running, return nil",
                "In addition, returns a list of available engines.")
            .add("KILL", "Kill the current running function.")
            .add("FLUSH [ASYNC|SYNC]", "Delete all the libraries.",
                "When called without the optional mode argument, the behavior is determined by the",
                "lazyfree-lazy-user-flush configuration directive. Valid modes are:",
                "* ASYNC: Asynchronously flush the libraries.",
                "* SYNC: Synchronously flush the libraries.")
            .add("DUMP", "Return a serialized payload representing the current libraries, " +
                "can be restored using FUNCTION RESTORE command")
            .add("RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
                "Restore the libraries represented by the given payload, it is possible to give a restore policy to",
                "control how to handle existing libraries (default APPEND):",
                "* FLUSH: delete all existing libraries.",
                "* APPEND: appends the restored libraries to the existing libraries. On collision, abort.",
                "* REPLACE: appends the restored libraries to the existing libraries, On collision, replace the old",
                "  libraries with the new libraries (notice that even on this option there is a chance of failure",
                "  in case of functions name collision with another library).")
            .handler();
    }
}
