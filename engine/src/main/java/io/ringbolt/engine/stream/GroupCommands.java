package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * XGROUP and its subcommands, which make and unmake consumer groups and consumers.
 */
final class GroupCommands
{
    private static final int KEY = 2;
    private static final int GROUP = 3;
    private static final int ID = 4;
    private static final int CONSUMER = 4;
    private static final int MANY_PENDING = 64;
    private static final int FIRST_OPTION = 5;

    private static final byte[] MKSTREAM = Errors.text("MKSTREAM");
    private static final byte[] ENTRIESREAD = Errors.text("ENTRIESREAD");
    private static final byte[] NO_KEY = Errors.text(
        "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM " +
        "option to create an empty stream automatically.");
    private static final byte[] BUSY = Errors.text("BUSYGROUP Consumer Group name already exists");
    private static final byte[] NEGATIVE_READ = Errors.text("ERR value for ENTRIESREAD must be positive or -1");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final ValueRef detached = new ValueRef();
    private final StreamId id = new StreamId();
    private boolean isCreating;
    private long entriesRead;

    GroupCommands(final Streams streams, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.lookup = new GroupLookup(streams, stream);
    }

    void register(final CommandTable table)
    {
        final Command group = table.command("XGROUP", -2).group(CommandGroup.STREAM).since("5.0.0")
            .complexity("Depends on subcommand.").summary("A container for consumer groups commands.");
        row(group, "CREATE", -5, WRITE, DENYOOM).keys(key(KEY).rw().insert()).handler(this::create).complexity("O(1)")
            .summary("Creates a consumer group.").syntax("key group <id | $> [MKSTREAM] [ENTRIESREAD entries-read]")
            .history("7.0.0", "Added the `entries_read` named argument.");
        row(group, "SETID", -5, WRITE).keys(key(KEY).rw().update()).handler(this::setId).complexity("O(1)")
            .summary("Sets the last-delivered ID of a consumer group.")
            .syntax("key group <id | $> [ENTRIESREAD entries-read]")
            .history("7.0.0", "Added the optional `entries_read` argument.");
        row(group, "DESTROY", 4, WRITE).keys(key(KEY).rw().delete()).handler(this::destroy)
            .complexity("O(N) where N is the number of entries in the group's pending entries list (PEL).")
            .summary("Destroys a consumer group.").syntax("key group");
        row(group, "CREATECONSUMER", 5, WRITE, DENYOOM).keys(key(KEY).rw().insert()).handler(this::createConsumer)
            .since("6.2.0").complexity("O(1)").summary("Creates a consumer in a consumer group.")
            .syntax("key group consumer");
        row(group, "DELCONSUMER", 5, WRITE).keys(key(KEY).rw().delete()).handler(this::deleteConsumer)
            .complexity("O(1)").summary("Deletes a consumer from a consumer group.").syntax("key group consumer");
        row(group, "HELP", 2, CommandFlag.LOADING, CommandFlag.STALE).complexity("O(1)")
            .summary("Returns helpful text about the different subcommands.")
            .handler(new HelpReply()
                .add("CREATE <key> <groupname> <id|$> [option]", "Create a new consumer group. Options are:",
                    "* MKSTREAM", "  Create the empty stream if it does not exist.", "* ENTRIESREAD entries_read",
                    "  Set the group's entries_read counter (internal use).")
                .add("CREATECONSUMER <key> <groupname> <consumer>", "Create a new consumer in the specified group.")
                .add("DELCONSUMER <key> <groupname> <consumer>", "Remove the specified consumer.")
                .add("DESTROY <key> <groupname>", "Remove the specified group.")
                .add("SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
                    "Set the current group ID and entries_read counter.")
                .handler());
    }

    private static Command row(
        final Command container, final String name, final int arity, final CommandFlag... flags)
    {
        return container.subcommand(name, arity).flags(flags).categories(AclCategory.STREAM).since("5.0.0");
    }

    private void create(final CommandContext context)
    {
        parseOptions(context.args(), true);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.MISSING && !isCreating)
        {
            context.reply().error(NO_KEY);
            return;
        }
        if (!parseId(context, outcome == CommandContext.FOUND, false))
        {
            return;
        }
        if (outcome == CommandContext.FOUND && lookup.find(context, GROUP) != Arena.NULL_REF)
        {
            context.reply().error(BUSY);
            return;
        }

        if (outcome == CommandContext.MISSING)
        {
            streams.create(stream.value());
            stream.insert(context, KEY);
        }
        groups.create(streams.groupTreeForUpdate(stream.value()), context.argAddress(GROUP),
            context.argLength(GROUP), id, cappedEntriesRead());
        context.modified(KEY, KeyspaceEvent.XGROUP_CREATE);
        context.reply().ok();
    }

    private void setId(final CommandContext context)
    {
        parseOptions(context.args(), false);
        final long group = context.args().failed() ? Arena.NULL_REF : require(context);
        if (group == Arena.NULL_REF || !parseId(context, true, true))
        {
            return;
        }
        groups.lastId(group, id);
        groups.entriesRead(group, cappedEntriesRead());
        context.modified(KEY, KeyspaceEvent.XGROUP_SETID);
        context.reply().ok();
    }

    private void destroy(final CommandContext context)
    {
        if (!requireStream(context))
        {
            return;
        }
        final long group = lookup.find(context, GROUP);
        if (group == Arena.NULL_REF)
        {
            context.reply().integer(0);
            return;
        }
        streams.detachGroup(stream.value(), group, detached);
        context.database().release(ValueType.STREAM, detached.encoding(), detached.root());
        context.modified(KEY, KeyspaceEvent.XGROUP_DESTROY);
        context.reply().integer(1);
    }

    private void createConsumer(final CommandContext context)
    {
        final long group = require(context);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        final long address = context.argAddress(CONSUMER);
        final int length = context.argLength(CONSUMER);
        final boolean isNew = groups.findConsumer(group, address, length) == Arena.NULL_REF;
        if (isNew)
        {
            groups.createConsumer(group, address, length, context.nowMs());
            context.modified(KEY, KeyspaceEvent.XGROUP_CREATECONSUMER);
        }
        context.reply().integer(isNew ? 1 : 0);
    }

    private void deleteConsumer(final CommandContext context)
    {
        final long group = require(context);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        final long consumer = groups.findConsumer(group, context.argAddress(CONSUMER), context.argLength(CONSUMER));
        if (consumer == Arena.NULL_REF)
        {
            context.reply().integer(0);
            return;
        }
        final long pending = groups.consumerPendingCount(consumer);
        deleteConsumer(context, group, consumer, pending);
        context.modified(KEY, KeyspaceEvent.XGROUP_DELCONSUMER);
        context.reply().integer(pending);
    }

    /** Where no other consumer has any entries pending the group's trees leave whole, to be freed in steps. */
    private void deleteConsumer(
        final CommandContext context, final long group, final long consumer, final long pending)
    {
        if (pending > MANY_PENDING && groups.hasAllPending(group, consumer))
        {
            streams.detachConsumer(group, consumer, detached);
            context.database().release(ValueType.STREAM, detached.encoding(), detached.root());
        }
        else
        {
            groups.deleteConsumer(group, consumer);
        }
    }

    /** No group has read more entries than there have been. */
    private long cappedEntriesRead()
    {
        return Math.min(entriesRead, streams.addedCount(stream.value()));
    }

    private void parseOptions(final ArgParser args, final boolean mayCreate)
    {
        isCreating = false;
        entriesRead = ConsumerGroups.UNKNOWN_COUNT;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (mayCreate && args.accept(MKSTREAM))
            {
                isCreating = true;
            }
            else if (args.accept(ENTRIESREAD, 1))
            {
                entriesRead = args.longAt(args.next());
                if (entriesRead < ConsumerGroups.UNKNOWN_COUNT)
                {
                    args.fail(NEGATIVE_READ);
                }
            }
            else
            {
                args.fail(Errors.wrongSubcommandArguments(args.textAt(1), "xgroup"));
            }
        }
    }

    /**
     * Reads the id from which a group goes on.
     *
     * @param isEndless whether the least and the greatest id may be meant.
     * @return false if it is none, which has been replied.
     */
    private boolean parseId(final CommandContext context, final boolean isFound, final boolean isEndless)
    {
        final long address = context.argAddress(ID);
        final int length = context.argLength(ID);
        if (length == 1 && OffHeap.getByte(address) == '$')
        {
            id.set(0, 0);
            if (isFound)
            {
                streams.lastId(stream.value(), id);
            }
            return true;
        }
        if (isEndless && length == 1 && (OffHeap.getByte(address) == '-' || OffHeap.getByte(address) == '+'))
        {
            final long end = OffHeap.getByte(address) == '-' ? 0 : -1L;
            id.set(end, end);
            return true;
        }
        if (!id.parse(address, length, 0))
        {
            context.reply().error(TrimOptions.INVALID_ID);
            return false;
        }
        return true;
    }

    private boolean requireStream(final CommandContext context)
    {
        final int outcome = stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().error(NO_KEY);
        }
        return outcome == CommandContext.FOUND;
    }

    private long require(final CommandContext context)
    {
        if (!requireStream(context))
        {
            return Arena.NULL_REF;
        }
        final long group = lookup.find(context, GROUP);
        if (group == Arena.NULL_REF)
        {
            context.reply().error("NOGROUP No such consumer group '" + context.args().quotedAt(GROUP) +
                "' for key name '" + context.args().quotedAt(KEY) + "'");
        }
        return group;
    }
}
