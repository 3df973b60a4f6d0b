package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;

/**
 * XPENDING: how many entries of a group are pending and with whom, or which.
 */
final class XpendingCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int GROUP = 2;
    private static final int RANGE = 3;
    private static final int SUMMARY_ARGUMENTS = 3;
    private static final int MIN_RANGE_ARGUMENTS = 6;
    private static final int MIN_IDLE_ARGUMENTS = 8;
    private static final int MAX_ARGUMENTS = 9;
    private static final long RELEASED_IDLE = -1;
    private static final byte[] IDLE = Errors.text("IDLE");
    private static final byte[] NOBODY = {};

    private final ConsumerGroups groups;
    private final GroupLookup lookup;
    private final StreamReply replies;
    private final StreamInterval interval = new StreamInterval();
    private final RefTreeCursor consumers;
    private final RefTreeCursor pending;
    private final StreamId id = new StreamId();
    private long minIdleMs;
    private long count;
    private int consumerIndex;

    XpendingCommand(final Streams streams, final StreamReply replies, final CollectionAccess stream)
    {
        this.groups = streams.groups;
        this.replies = replies;
        this.lookup = new GroupLookup(streams, stream);
        this.consumers = new RefTreeCursor(groups.consumers);
        this.pending = new RefTreeCursor(groups.pendings);
    }

    @Override
    public void execute(final CommandContext context)
    {
        final boolean isSummary = context.argCount() == SUMMARY_ARGUMENTS;
        if (!isSummary)
        {
            parse(context.args());
        }
        final long group = context.args().failed() ? Arena.NULL_REF : lookup.require(context, KEY, GROUP);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        if (isSummary)
        {
            summarize(context.reply(), group);
            return;
        }
        long tree = groups.pending(group);
        if (consumerIndex != 0)
        {
            final long consumer = groups.findConsumer(group, context.argAddress(consumerIndex),
                context.argLength(consumerIndex));
            if (consumer == Arena.NULL_REF)
            {
                context.reply().array(0);
                return;
            }
            tree = groups.consumerPending(consumer);
        }
        list(context, tree);
    }

    private void summarize(final ReplyWriter reply, final long group)
    {
        final long tree = groups.pending(group);
        final long size = groups.pendings.size(tree);
        reply.array(4);
        reply.integer(size);
        if (size == 0)
        {
            reply.nullValue();
            reply.nullValue();
            reply.nullArray();
            return;
        }
        groups.entries.readId(groups.pendings.at(tree, 0), id);
        replies.id(reply, id);
        groups.entries.readId(groups.pendings.at(tree, size - 1), id);
        replies.id(reply, id);

        final long handle = reply.deferAggregate();
        int shown = 0;
        consumers.wrap(groups.consumers(group), 0);
        for (long consumer = consumers.block(); consumer != Arena.NULL_REF; consumer = consumers.block())
        {
            final long own = groups.consumerPendingCount(consumer);
            if (own > 0)
            {
                reply.array(2);
                reply.bulk(groups.consumers.nameAddress(consumer), groups.consumers.nameLength(consumer));
                reply.bulkLong(own);
                shown++;
            }
            consumers.forward();
        }
        reply.completeArray(handle, shown);
    }

    private void list(final CommandContext context, final long tree)
    {
        final ReplyWriter reply = context.reply();
        final long handle = reply.deferAggregate();
        int shown = 0;
        pending.wrap(tree, groups.pendings.rankOf(tree, interval.first()));
        for (long entry = pending.block(); entry != Arena.NULL_REF && shown < count; entry = pending.block())
        {
            groups.entries.readId(entry, id);
            if (id.compareTo(interval.last()) > 0)
            {
                break;
            }
            final boolean isReleased = groups.entries.isReleased(entry);
            final long idleMs = context.nowMs() - groups.entries.deliveredAtMs(entry);
            if (minIdleMs == 0 || isReleased || idleMs >= minIdleMs)
            {
                reply.array(4);
                replies.id(reply, id);
                replyOwner(reply, groups, entry);
                reply.integer(isReleased ? RELEASED_IDLE : Math.max(0, idleMs));
                reply.integer(groups.entries.deliveries(entry));
                shown++;
            }
            pending.forward();
        }
        reply.completeArray(handle, shown);
    }

    /** Replies the name of the consumer that a pending entry is with; an empty one if it was given back. */
    static void replyOwner(final ReplyWriter reply, final ConsumerGroups groups, final long entry)
    {
        if (groups.entries.isReleased(entry))
        {
            reply.bulk(NOBODY);
            return;
        }
        final long owner = groups.entries.owner(entry);
        reply.bulk(groups.consumers.nameAddress(owner), groups.consumers.nameLength(owner));
    }

    private void parse(final ArgParser args)
    {
        minIdleMs = 0;
        consumerIndex = 0;
        if (args.count() < MIN_RANGE_ARGUMENTS || args.count() > MAX_ARGUMENTS)
        {
            args.fail(Errors.SYNTAX);
            return;
        }
        int start = RANGE;
        if (args.is(RANGE, IDLE))
        {
            minIdleMs = args.longAt(RANGE + 1);
            start += 2;
            if (args.count() < MIN_IDLE_ARGUMENTS)
            {
                args.fail(Errors.SYNTAX);
                return;
            }
        }
        count = Math.max(0, args.longAt(start + 2));
        interval.parseFirst(args, start);
        interval.parseLast(args, start + 1);
        consumerIndex = start + 3 < args.count() ? start + 3 : 0;
    }
}
