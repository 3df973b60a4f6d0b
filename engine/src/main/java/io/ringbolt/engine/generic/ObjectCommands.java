package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * OBJECT and its subcommands, which tell how a value is kept and how it is used.
 */
final class ObjectCommands
{
    private static final int KEY = 2;
    private static final byte[] NO_FREQUENCY = Errors.text(
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching " +
        "between policies at runtime LRU and LFU data will take some time to adjust.");
    private static final byte[] NO_IDLE_TIME = Errors.text(
        "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching " +
        "between policies at runtime LRU and LFU data will take some time to adjust.");

    private final KeyEntry entry = new KeyEntry();

    void register(final CommandTable table)
    {
        final Command object = table.command("OBJECT", -2).group(CommandGroup.GENERIC).since("2.2.3")
            .summary("Groups the commands that look inside values.");
        subcommand(object, "ENCODING", "2.2.3").handler(this::encoding)
            .summary("Returns the encoding of the value of a key.");
        subcommand(object, "FREQ", "4.0.0").handler(this::freq)
            .summary("Returns the logarithmic count of how often a key is used.");
        subcommand(object, "IDLETIME", "2.2.3").handler(this::idletime)
            .summary("Returns for how many seconds a key has not been used.");
        subcommand(object, "REFCOUNT", "2.2.3").handler(this::refcount)
            .summary("Returns how many references there are to the value of a key.");
        object.subcommand("HELP", 2).flags(CommandFlag.LOADING, CommandFlag.STALE).categories(AclCategory.KEYSPACE)
            .since("6.2.0").complexity("O(1)").handler(help())
            .summary("Returns what the subcommands do.");
    }

    private static Command subcommand(final Command object, final String name, final String since)
    {
        return object.subcommand(name, 3).flags(CommandFlag.READONLY).categories(AclCategory.KEYSPACE)
            .keys(KeySpec.key(KEY).ro()).since(since).complexity("O(1)").tips("nondeterministic_output").syntax("key");
    }

    private void encoding(final CommandContext context)
    {
        if (lookup(context))
        {
            context.reply().bulk(Encoding.name(entry.encoding()));
        }
    }

    private void freq(final CommandContext context)
    {
        if (!lookup(context))
        {
            return;
        }
        if (!context.engine().accessClock().isFrequency())
        {
            context.reply().error(NO_FREQUENCY);
            return;
        }
        context.reply().integer(context.engine().accessClock().frequency(entry));
    }

    private void idletime(final CommandContext context)
    {
        if (!lookup(context))
        {
            return;
        }
        if (context.engine().accessClock().isFrequency())
        {
            context.reply().error(NO_IDLE_TIME);
            return;
        }
        context.reply().integer(context.engine().accessClock().idleSeconds(entry));
    }

    private void refcount(final CommandContext context)
    {
        if (lookup(context))
        {
            context.reply().integer(ReferenceCount.of(entry, context.engine().config()));
        }
    }

    private boolean lookup(final CommandContext context)
    {
        final boolean isFound = context.engine().lookups().inspect(
            context.database(), context.argAddress(KEY), context.argLength(KEY), entry);
        if (!isFound)
        {
            context.reply().nullValue();
        }
        return isFound;
    }

    private static CommandHandler help()
    {
        return new HelpReply()
            .add("ENCODING <key>", "How the value of the key is kept in memory.")
            .add("FREQ <key>", "How often the key is used, on a logarithmic scale; under an LFU policy.")
            .add("IDLETIME <key>", "For how many seconds the key has not been used; not under an LFU policy.")
            .add("REFCOUNT <key>", "How many references there are to the value of the key.")
            .handler();
    }
}
