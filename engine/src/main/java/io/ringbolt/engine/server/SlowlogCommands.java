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
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.observe.CommandLog;
import io.ringbolt.engine.observe.CommandLogEntry;

import java.util.List;

/**
 * SLOWLOG: the commands that took longer than {@code slowlog-log-slower-than}.
 */
public final class SlowlogCommands implements CommandFamily
{
    private static final int DEFAULT_COUNT = 10;
    private static final int FIELD_COUNT = 6;
    private static final byte[] BAD_COUNT = Errors.text("ERR count should be greater than or equal to -1");

    private final CommandLog slowLog;

    public SlowlogCommands(final Engine engine)
    {
        this.slowLog = engine.observer().slowLog();
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command slowlog = ServerRows.row(table, "SLOWLOG", -2).since("2.2.12")
            .summary("A container for slow log commands.");
        row(slowlog, "GET", -2).complexity("O(N)").tips(ServerRows.ALL_NODES, ServerRows.NONDETERMINISTIC)
            .history("4.0.0", "Entries tell the client's address and name.")
            .summary("Returns the slow log's entries.").syntax("[count]").handler(this::get);
        ServerRows.help(slowlog).since("6.2.0").handler(new HelpReply()
            .add("GET [<count>]", "Return the newest entries (default: 10, -1 for all), each made of",
                "id, time in seconds, duration in microseconds, arguments, client address, client name.")
            .add("LEN", "Return the number of entries.")
            .add("RESET", "Remove all entries.").handler());
        row(slowlog, "LEN", 2).tips(ServerRows.ALL_NODES, ServerRows.SUM, ServerRows.NONDETERMINISTIC)
            .summary("Returns the number of entries in the slow log.").handler(this::length);
        row(slowlog, "RESET", 2).complexity("O(N)").tips(ServerRows.ALL_NODES, ServerRows.ALL_SUCCEEDED)
            .summary("Clears all entries from the slow log.").handler(this::reset);
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).since(container.since()).flags(ADMIN, LOADING, STALE)
            .complexity("O(1)");
    }

    private void get(final CommandContext context)
    {
        if (context.argCount() > 3)
        {
            context.reply().error(Errors.wrongSubcommandArguments(context.args().textAt(1), "slowlog"));
            return;
        }
        long count = DEFAULT_COUNT;
        if (3 == context.argCount())
        {
            count = context.args().longAt(2, -1, Long.MAX_VALUE, BAD_COUNT);
        }
        if (context.args().failed())
        {
            return;
        }
        final List<CommandLogEntry> entries = slowLog.newest(count < 0 ? Long.MAX_VALUE : count);
        reply(context.reply(), entries);
    }

    static void reply(final ReplyWriter reply, final List<CommandLogEntry> entries)
    {
        reply.array(entries.size());
        entries.forEach(entry -> reply(reply, entry));
    }

    private static void reply(final ReplyWriter reply, final CommandLogEntry entry)
    {
        reply.array(FIELD_COUNT);
        reply.integer(entry.id());
        reply.integer(entry.timeS());
        reply.integer(entry.value());
        reply.array(entry.arguments().size());
        entry.arguments().forEach(reply::bulk);
        reply.bulk(entry.address());
        reply.bulk(entry.clientName());
    }

    private void length(final CommandContext context)
    {
        context.reply().integer(slowLog.length());
    }

    private void reset(final CommandContext context)
    {
        slowLog.reset();
        context.reply().ok();
    }
}
