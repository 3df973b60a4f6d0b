package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;

import java.util.List;
import java.util.function.Consumer;

/**
 * COMMAND: the command table as clients and proxies read it.
 */
public final class CommandCommands implements CommandFamily
{
    private static final int FIRST_OPERAND = 2;

    private final Engine engine;
    private final CommandListing listing;
    private final CommandKeys keys;

    public CommandCommands(final Engine engine)
    {
        this.engine = engine;
        this.listing = new CommandListing(engine);
        this.keys = new CommandKeys(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command command = ServerRows.row(table, "COMMAND", -1).flags(LOADING, STALE)
            .categories(AclCategory.CONNECTION).since("2.8.13").complexity("O(N)")
            .tips(ServerRows.NONDETERMINISTIC_ORDER)
            .summary("Returns detailed information about all commands.").handler(this::all);
        row(command, "COUNT", 2).summary("Returns a count of commands.").handler(this::count);
        row(command, "DOCS", -2).since("7.0.0").complexity("O(N)").tips(ServerRows.NONDETERMINISTIC_ORDER)
            .summary("Returns documentary information about one, multiple or all commands.")
            .syntax("[command-name [command-name ...]]").handler(this::docs);
        row(command, "GETKEYS", -3).complexity("O(N)").summary("Extracts the key names from an arbitrary command.")
            .syntax("command [arg [arg ...]]").handler(keys::keys);
        row(command, "GETKEYSANDFLAGS", -3).since("7.0.0").complexity("O(N)")
            .summary("Extracts the key names and access flags for an arbitrary command.")
            .syntax("command [arg [arg ...]]").handler(keys::keysAndFlags);
        row(command, "HELP", 2).since("5.0.0")
            .summary("Returns helpful text about the different subcommands.").handler(help().handler());
        row(command, "INFO", -2).complexity("O(N)").tips(ServerRows.NONDETERMINISTIC_ORDER)
            .history("7.0.0", "Without names, the reply is about all commands.")
            .summary("Returns information about one, multiple or all commands.")
            .syntax("[command-name [command-name ...]]").handler(this::info);
        row(command, "LIST", -2).since("7.0.0").complexity("O(N)").tips(ServerRows.NONDETERMINISTIC_ORDER)
            .summary("Returns a list of command names.")
            .syntax("[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]").handler(listing::execute);
    }

    private static Command row(final Command command, final String name, final int arity)
    {
        return command.subcommand(name, arity).since(command.since()).flags(LOADING, STALE)
            .categories(AclCategory.CONNECTION).complexity("O(1)");
    }

    private void all(final CommandContext context)
    {
        if (context.argCount() > 1)
        {
            context.reply().error(Errors.unknownSubcommand(context.args().textAt(1), "command"));
            return;
        }
        infoOfAll(context);
    }

    private void infoOfAll(final CommandContext context)
    {
        final List<Command> commands = engine.commands().commands();
        final CommandDescription description = new CommandDescription(context.reply());
        context.reply().array(commands.size());
        commands.forEach(description::write);
    }

    private void count(final CommandContext context)
    {
        context.reply().integer(engine.commands().commands().size());
    }

    private void info(final CommandContext context)
    {
        if (FIRST_OPERAND == context.argCount())
        {
            infoOfAll(context);
            return;
        }
        final CommandDescription description = new CommandDescription(context.reply());
        context.reply().array(context.argCount() - FIRST_OPERAND);
        for (int i = FIRST_OPERAND; i < context.argCount(); i++)
        {
            final Command command = engine.commands().findCalled(context.args().textAt(i));
            if (null == command)
            {
                context.reply().nullValue();
            }
            else
            {
                description.write(command);
            }
        }
    }

    private void docs(final CommandContext context)
    {
        final CommandDocs docs = new CommandDocs(context.reply());
        final Consumer<Command> writer = command ->
        {
            context.reply().bulk(command.fullNameBytes());
            docs.write(command);
        };
        if (FIRST_OPERAND == context.argCount())
        {
            context.reply().map(engine.commands().commands().size());
            engine.commands().commands().forEach(writer);
            return;
        }
        final long map = context.reply().deferAggregate();
        int count = 0;
        for (int i = FIRST_OPERAND; i < context.argCount(); i++)
        {
            final Command command = engine.commands().findCalled(context.args().textAt(i));
            if (null != command)
            {
                writer.accept(command);
                count++;
            }
        }
        context.reply().completeMap(map, count);
    }

    private static HelpReply help()
    {
        return new HelpReply()
            .add("(no subcommand)", "Return the facts about all commands.")
            .add("COUNT", "Return the number of commands.")
            .add("DOCS [<command-name> ...]", "Return the manual entries of some commands, or of all.")
            .add("GETKEYS <full-command>", "Return the keys among the arguments of a command.")
            .add("GETKEYSANDFLAGS <full-command>", "Return these keys, each with what the command does to it.")
            .add("INFO [<command-name> ...]", "Return the facts about some commands, or about all.")
            .add("LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]",
                "Return the names of commands.");
    }
}
