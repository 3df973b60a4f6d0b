package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * What XINFO STREAM tells of a stream: its figures, and its first and last entry or, in full, its entries and groups.
 */
final class StreamDescription
{
    private static final int FIRST_OPTION = 3;
    private static final int FULL_COUNT_ARGUMENTS = 6;
    private static final long DEFAULT_COUNT = 10;
    private static final int SHORT_FIELDS = 10;
    private static final int FULL_FIELDS = 9;
    private static final int PRODUCER_FIELDS = 6;
    private static final int GROUP_FIELDS = 8;
    private static final int CONSUMER_FIELDS = 5;
    private static final byte[] FULL = Errors.text("FULL");
    private static final byte[] COUNT = Errors.text("COUNT");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final Producers producers;
    private final StreamReply replies;
    private final StreamCursor cursor;
    private final ReadProgress progress;
    private final StreamId id = new StreamId();
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();

    StreamDescription(final Streams streams, final StreamReply replies)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.producers = streams.producers;
        this.replies = replies;
        this.cursor = new StreamCursor(streams);
        this.progress = new ReadProgress(streams);
        first.set(0, 0);
        last.set(-1L, -1L);
    }

    void reply(final CommandContext context, final ValueRef stream)
    {
        final ArgParser args = context.args();
        final boolean isFull = args.count() > FIRST_OPTION;
        final long count = isFull ? parseCount(args) : 0;
        if (args.failed())
        {
            return;
        }
        final ReplyWriter reply = context.reply();
        final boolean hasProducers = streams.producers(stream) != Arena.NULL_REF;
        reply.map((isFull ? FULL_FIELDS : SHORT_FIELDS) + (hasProducers ? PRODUCER_FIELDS : 0));
        replyFigures(reply, stream);
        if (isFull)
        {
            reply.bulk("entries");
            replyEntries(reply, stream, count);
            reply.bulk("groups");
            replyGroups(reply, stream, count == 0 ? Long.MAX_VALUE : count);
            return;
        }
        reply.bulk("groups");
        reply.integer(streams.groupCount(stream));
        reply.bulk("first-entry");
        replyEdge(reply, stream, true);
        reply.bulk("last-entry");
        replyEdge(reply, stream, false);
    }

    private long parseCount(final ArgParser args)
    {
        args.position(FIRST_OPTION);
        final boolean isWellFormed = args.accept(FULL) && (!args.hasNext() ||
            args.count() == FULL_COUNT_ARGUMENTS && args.accept(COUNT));
        if (!isWellFormed)
        {
            args.fail(Errors.wrongSubcommandArguments(args.textAt(1), "xinfo"));
            return 0;
        }
        final long count = args.hasNext() ? args.longAt(args.next()) : DEFAULT_COUNT;
        return count < 0 ? DEFAULT_COUNT : count;
    }

    private void replyFigures(final ReplyWriter reply, final ValueRef stream)
    {
        final long nodes = streams.nodeCount(stream);
        number(reply, "length", streams.count(stream));
        number(reply, "radix-tree-keys", nodes);
        number(reply, "radix-tree-nodes", nodes + 1);
        streams.lastId(stream, id);
        id(reply, "last-generated-id");
        streams.largestDeletedId(stream, id);
        id(reply, "max-deleted-entry-id");
        number(reply, "entries-added", streams.addedCount(stream));
        streams.firstId(stream, id);
        id(reply, "recorded-first-entry-id");
        if (streams.producers(stream) != Arena.NULL_REF)
        {
            replyProducers(reply, streams.producers(stream));
        }
    }

    private void replyProducers(final ReplyWriter reply, final long remembered)
    {
        number(reply, "idmp-duration", producers.durationS(remembered));
        number(reply, "idmp-maxsize", producers.maxSize(remembered));
        number(reply, "pids-tracked", producers.producerCount(remembered));
        number(reply, "iids-tracked", producers.trackedCount(remembered));
        number(reply, "iids-added", producers.addedCount(remembered));
        number(reply, "iids-duplicates", producers.duplicateCount(remembered));
    }

    private void replyEdge(final ReplyWriter reply, final ValueRef stream, final boolean isFirst)
    {
        if (cursor.wrap(stream, first, last, isFirst).next())
        {
            replies.entry(reply, cursor);
        }
        else
        {
            reply.nullValue();
        }
    }

    private void replyEntries(final ReplyWriter reply, final ValueRef stream, final long limit)
    {
        final long handle = reply.deferAggregate();
        int count = 0;
        cursor.wrap(stream, first, last, true);
        while ((limit == 0 || count < limit) && cursor.next())
        {
            replies.entry(reply, cursor);
            count++;
        }
        reply.completeArray(handle, count);
    }

    private void replyGroups(final ReplyWriter reply, final ValueRef stream, final long limit)
    {
        reply.array((int)streams.groupCount(stream));
        if (streams.groupCount(stream) == 0)
        {
            return;
        }
        final RefTreeCursor tree = new RefTreeCursor(groups.groups).wrap(streams.groupTree(stream), 0);
        for (long group = tree.block(); group != Arena.NULL_REF; group = tree.block())
        {
            reply.map(GROUP_FIELDS);
            reply.bulk("name");
            reply.bulk(groups.groups.nameAddress(group), groups.groups.nameLength(group));
            groups.readLastId(group, id);
            id(reply, "last-delivered-id");
            replyProgress(reply, stream, group, progress);
            number(reply, "pel-count", groups.pendingCount(group));
            number(reply, "nacked-count", groups.releasedCount(group));
            reply.bulk("pending");
            replyPending(reply, groups.pending(group), limit, true);
            reply.bulk("consumers");
            replyConsumers(reply, group, limit);
            tree.forward();
        }
    }

    /** Replies how many entries a group has read and how many it has not. */
    void replyProgress(final ReplyWriter reply, final ValueRef stream, final long group, final ReadProgress from)
    {
        final long read = groups.entriesRead(group);
        final long lag = from.lag(stream, group);
        reply.bulk("entries-read");
        numberOrNull(reply, read, read != ConsumerGroups.UNKNOWN_COUNT);
        reply.bulk("lag");
        numberOrNull(reply, lag, lag != ReadProgress.UNKNOWN);
    }

    private void replyConsumers(final ReplyWriter reply, final long group, final long limit)
    {
        reply.array((int)groups.consumerCount(group));
        final RefTreeCursor tree = new RefTreeCursor(groups.consumers).wrap(groups.consumers(group), 0);
        for (long consumer = tree.block(); consumer != Arena.NULL_REF; consumer = tree.block())
        {
            reply.map(CONSUMER_FIELDS);
            reply.bulk("name");
            reply.bulk(groups.consumers.nameAddress(consumer), groups.consumers.nameLength(consumer));
            number(reply, "seen-time", groups.seenAtMs(consumer));
            number(reply, "active-time", groups.activeAtMs(consumer));
            number(reply, "pel-count", groups.consumerPendingCount(consumer));
            reply.bulk("pending");
            replyPending(reply, groups.consumerPending(consumer), limit, false);
            tree.forward();
        }
    }

    private void replyPending(final ReplyWriter reply, final long tree, final long limit, final boolean isWithOwner)
    {
        final RefTreeCursor pending = new RefTreeCursor(groups.pendings).wrap(tree, 0);
        final int count = (int)Math.min(limit, groups.pendings.size(tree));
        reply.array(count);
        for (int i = 0; i < count; i++)
        {
            final long entry = pending.block();
            reply.array(isWithOwner ? 4 : 3);
            groups.entries.readId(entry, id);
            replies.id(reply, id);
            if (isWithOwner)
            {
                XpendingCommand.replyOwner(reply, groups, entry);
            }
            reply.integer(groups.entries.deliveredAtMs(entry));
            reply.integer(groups.entries.deliveries(entry));
            pending.forward();
        }
    }

    private void id(final ReplyWriter reply, final String name)
    {
        reply.bulk(name);
        replies.id(reply, id);
    }

    private static void number(final ReplyWriter reply, final String name, final long value)
    {
        reply.bulk(name);
        reply.integer(value);
    }

    private static void numberOrNull(final ReplyWriter reply, final long value, final boolean isKnown)
    {
        if (isKnown)
        {
            reply.integer(value);
        }
        else
        {
            reply.nullValue();
        }
    }
}
