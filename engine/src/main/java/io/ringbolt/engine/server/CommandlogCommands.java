package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.observe.CommandLog;
import io.ringbolt.engine.observe.CommandObserver;

import java.util.Locale;

/**
 * COMMANDLOG: the commands that were slow, that came with a long request, or that got a long reply. SLOWLOG shows the
 * first.
 */
public final class CommandlogCommands implements CommandFamily
{
    private static final int COUNT = 2;
    private static final String ALL_NODES = ServerRows.ALL_NODES;
    private static final byte[] BAD_COUNT = Errors.text("ERR count should be greater than or equal to -1");
    private static final byte[] BAD_TYPE =
        Errors.text("ERR type should be one of the following: slow, large-request, large-reply");

    private final CommandObserver observer;

    public CommandlogCommands(final Engine engine)
    {
        this.observer = engine.observer();
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command commandlog = ServerRows.row(table, "COMMANDLOG", -2).since("8.1.0")
            .summary("A container for command log commands.");
        row(commandlog, "GET", 4).complexity("O(N)").tips(ALL_NODES, ServerRows.NONDETERMINISTIC)
            .summary("Returns the specified command log's entries.")
            .syntax("count <SLOW | LARGE-REQUEST | LARGE-REPLY>").handler(this::get);
        ServerRows.help(commandlog).since("8.1.0").handler(new HelpReply()
            .add("GET <count> <type>", "Return the newest entries of a log (-1 for all), each made of id,",
                "time in seconds, microseconds or bytes, arguments, client address, client name.")
            .add("LEN <type>", "Return the number of entries of a log.")
            .add("RESET <type>", "Remove all entries of a log.").handler());
        row(commandlog, "LEN", 3).tips(ALL_NODES, ServerRows.SUM, ServerRows.NONDETERMINISTIC)
            .summary("Returns the number of entries in the specified type of command log.")
            .syntax("<SLOW | LARGE-REQUEST | LARGE-REPLY>").handler(this::length);
        row(commandlog, "RESET", 3).complexity("O(N)").tips(ALL_NODES, ServerRows.ALL_SUCCEEDED)
            .summary("Clears all entries from the specified type of command log.")
            .syntax("<SLOW | LARGE-REQUEST | LARGE-REPLY>").handler(this::reset);
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).since(container.since()).flags(ADMIN, LOADING, STALE)
            .complexity("O(1)");
    }

    private void get(final CommandContext context)
    {
        final long count = context.args().longAt(COUNT, -1, Long.MAX_VALUE, BAD_COUNT);
        final CommandLog log = log(context, COUNT + 1);
        if (!context.args().failed())
        {
            SlowlogCommands.reply(context.reply(), log.newest(count < 0 ? Long.MAX_VALUE : count));
        }
    }

    private void length(final CommandContext context)
    {
        final CommandLog log = log(context, 2);
        if (!context.args().failed())
        {
            context.reply().integer(log.length());
        }
    }

    private void reset(final CommandContext context)
    {
        final CommandLog log = log(context, 2);
        if (!context.args().failed())
        {
            log.reset();
            context.reply().ok();
        }
    }

    /** @return the log of a type; null after an error, which is latched. */
    private CommandLog log(final CommandContext context, final int index)
    {
        switch (context.args().textAt(index).toLowerCase(Locale.ROOT))
        {
            case "slow":
                return observer.slowLog();

            case "large-request":
                return observer.largeRequestLog();

            case "large-reply":
                return observer.largeReplyLog();

            default:
                context.args().fail(BAD_TYPE);
                return null;
        }
    }
}
