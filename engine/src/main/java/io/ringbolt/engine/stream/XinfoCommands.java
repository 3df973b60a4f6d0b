package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.KeySpec.key;

/**
 * XINFO and its subcommands, which tell of a stream, its groups and their consumers.
 */
final class XinfoCommands
{
    private static final int KEY = 2;
    private static final int GROUP = 3;

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final StreamReply replies;
    private final StreamDescription description;
    private final ReadProgress progress;
    private final StreamId id = new StreamId();

    XinfoCommands(final Streams streams, final StreamReply replies, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.replies = replies;
        this.lookup = new GroupLookup(streams, stream);
        this.progress = new ReadProgress(streams);
        this.description = new StreamDescription(streams, replies);
    }

    void register(final CommandTable table)
    {
        final Command info = table.command("XINFO", -2).group(CommandGroup.STREAM).since("5.0.0")
            .complexity("Depends on subcommand.").summary("A container for stream introspection commands.");
        row(info, "STREAM", -3).handler(this::stream).complexity("O(1)").summary("Returns information about a stream.")
            .syntax("key [FULL [COUNT count]]")
            .history("6.0.0", "Added the `FULL` modifier.",
            "7.0.0", "Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` " +
            "and `lag` fields",
            "7.2.0", "Added the `active-time` field, and changed the meaning of `seen-time`.");
        row(info, "GROUPS", 3).handler(this::groups).complexity("O(1)")
            .summary("Returns a list of the consumer groups of a stream.").syntax("key")
            .history("7.0.0", "Added the `entries-read` and `lag` fields");
        row(info, "CONSUMERS", 4).handler(this::consumers).tips("nondeterministic_output").complexity("O(1)")
            .summary("Returns a list of the consumers in a consumer group.").syntax("key group")
            .history("7.2.0", "Added the `inactive` field, and changed the meaning of `idle`.");
        info.subcommand("HELP", 2).flags(CommandFlag.LOADING, CommandFlag.STALE).categories(AclCategory.STREAM)
            .since("5.0.0").complexity("O(1)").summary("Returns helpful text about the different subcommands.")
            .handler(new HelpReply()
                .add("CONSUMERS <key> <groupname>", "Show consumers of <groupname>.")
                .add("GROUPS <key>", "Show the stream consumer groups.")
                .add("STREAM <key> [FULL [COUNT <count>]", "Show information about the stream.")
                .handler());
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).flags(CommandFlag.READONLY).categories(AclCategory.STREAM)
            .since("5.0.0").keys(key(KEY).ro().access());
    }

    private void stream(final CommandContext context)
    {
        if (requireStream(context))
        {
            description.reply(context, stream.value());
        }
    }

    private void groups(final CommandContext context)
    {
        if (!requireStream(context))
        {
            return;
        }
        final ReplyWriter reply = context.reply();
        final long count = streams.groupCount(stream.value());
        reply.array((int)count);
        if (count == 0)
        {
            return;
        }
        final RefTreeCursor cursor = new RefTreeCursor(groups.groups).wrap(streams.groupTree(stream.value()), 0);
        for (long group = cursor.block(); group != Arena.NULL_REF; group = cursor.block())
        {
            reply.map(6);
            reply.bulk("name");
            reply.bulk(groups.groups.nameAddress(group), groups.groups.nameLength(group));
            reply.bulk("consumers");
            reply.integer(groups.consumerCount(group));
            reply.bulk("pending");
            reply.integer(groups.pendingCount(group));
            reply.bulk("last-delivered-id");
            groups.readLastId(group, id);
            replies.id(reply, id);
            description.replyProgress(reply, stream.value(), group, progress);
            cursor.forward();
        }
    }

    private void consumers(final CommandContext context)
    {
        if (!requireStream(context))
        {
            return;
        }
        final ReplyWriter reply = context.reply();
        final long group = lookup.find(context, GROUP);
        if (group == Arena.NULL_REF)
        {
            reply.error("NOGROUP No such consumer group '" + context.args().quotedAt(GROUP) + "' for key name '" +
                context.args().quotedAt(KEY) + "'");
            return;
        }
        reply.array((int)groups.consumerCount(group));
        final RefTreeCursor cursor = new RefTreeCursor(groups.consumers).wrap(groups.consumers(group), 0);
        for (long consumer = cursor.block(); consumer != Arena.NULL_REF; consumer = cursor.block())
        {
            final long activeAtMs = groups.activeAtMs(consumer);
            reply.map(4);
            reply.bulk("name");
            reply.bulk(groups.consumers.nameAddress(consumer), groups.consumers.nameLength(consumer));
            reply.bulk("pending");
            reply.integer(groups.consumerPendingCount(consumer));
            reply.bulk("idle");
            reply.integer(Math.max(0, context.nowMs() - groups.seenAtMs(consumer)));
            reply.bulk("inactive");
            reply.integer(activeAtMs == ConsumerGroups.NEVER ? activeAtMs : context.nowMs() - activeAtMs);
            cursor.forward();
        }
    }

    private boolean requireStream(final CommandContext context)
    {
        final int outcome = stream.lookupRead(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().error(Errors.NO_SUCH_KEY);
        }
        return outcome == CommandContext.FOUND;
    }
}
