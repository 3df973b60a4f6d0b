package io.ringbolt.engine.stream;

import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * XREAD and XREADGROUP: the entries behind given ids of several streams, at once or when there are some.
 */
final class XreadCommand implements CommandHandler
{
    private static final int RESP2 = 2;
    private static final byte[] DOLLAR_IN_GROUP = Errors.text(
        "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by " +
        "specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.");
    private static final byte[] PLUS_IN_GROUP = Errors.text(
        "ERR The + ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by " +
        "specifying a proper ID, or use the > ID to get new messages. The + ID would just return an empty result set.");
    private static final byte[] NEW_WITHOUT_GROUP = Errors.text(
        "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final StreamReply replies;
    private final GroupReader groupReader;
    private final ReadOptions options = new ReadOptions();
    private final ReadBudget budget = new ReadBudget();
    private final StreamCursor cursor;
    private final IdList ids = new IdList();
    private final StreamId id = new StreamId();
    private final StreamId last = new StreamId();
    private final boolean isGroup;
    private long replyHandle;
    private int repliedCount;
    private long nextIdleMs;

    XreadCommand(
        final Arena arena, final Streams streams, final StreamReply replies, final CollectionAccess stream,
        final boolean isGroup)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.replies = replies;
        this.isGroup = isGroup;
        this.lookup = new GroupLookup(streams, stream);
        this.cursor = new StreamCursor(streams);
        this.groupReader = new GroupReader(arena, streams, replies, options, budget);
    }

    @Override
    public void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        options.parse(args, isGroup, context.session().isOfScript());
        if (args.failed() || !resolveIds(context))
        {
            return;
        }
        context.propagationDecided();
        budget.begin(options);
        repliedCount = 0;
        nextIdleMs = Long.MAX_VALUE;
        for (int i = 0; i < options.streamCount(); i++)
        {
            readStream(context, i);
        }
        if (repliedCount > 0)
        {
            completeReply(context.reply());
        }
        else if (options.blockMs() == ReadOptions.NOT_GIVEN)
        {
            context.reply().nullArray();
        }
        else
        {
            waitForEntries(context);
        }
    }

    private void waitForEntries(final CommandContext context)
    {
        if (isGroup)
        {
            context.blockUntilRemoved(ValueType.STREAM, options.blockMs(), options.firstKey(), options.streamCount(),
                TimeoutReply.NULL_ARRAY);
            if (nextIdleMs != Long.MAX_VALUE && context.isBlocked())
            {
                context.retryBlockedAt(nextIdleMs);
            }
            return;
        }
        context.block(ValueType.STREAM, options.blockMs(), options.firstKey(), options.streamCount(),
            TimeoutReply.NULL_ARRAY);
        for (int i = 0; i < options.streamCount() && context.isBlocked(); i++)
        {
            final int index = options.firstKey() + options.streamCount() + i;
            if (isMark(context, index, '$'))
            {
                final long text = replies.text();
                context.replaceBlockedArgument(index, text, ids.get(i, id).format(text));
            }
        }
    }

    /**
     * Finds the id behind which to read of each stream, and sees to it that the groups are there.
     *
     * @return false if something is wrong, which has been replied.
     */
    private boolean resolveIds(final CommandContext context)
    {
        ids.clear();
        for (int i = 0; i < options.streamCount(); i++)
        {
            final int keyIndex = options.firstKey() + i;
            final int outcome = stream.lookupRead(context, keyIndex);
            if (outcome == CommandContext.WRONG_TYPE)
            {
                return false;
            }
            if (isGroup && (outcome == CommandContext.MISSING ||
                lookup.find(context, options.groupIndex()) == Arena.NULL_REF))
            {
                context.reply().error("NOGROUP No such key '" + context.args().quotedAt(keyIndex) +
                    "' or consumer group '" + context.args().quotedAt(options.groupIndex()) +
                    "' in XREADGROUP with GROUP option");
                return false;
            }
            final byte[] error = resolveId(context, keyIndex + options.streamCount(), outcome == CommandContext.FOUND);
            if (error != null)
            {
                context.reply().error(error);
                return false;
            }
        }
        return true;
    }

    private byte[] resolveId(final CommandContext context, final int index, final boolean isFound)
    {
        id.set(0, 0);
        if (isMark(context, index, '$'))
        {
            if (isFound)
            {
                streams.lastId(stream.value(), id);
            }
            ids.add(id);
            return isGroup ? DOLLAR_IN_GROUP : null;
        }
        if (isMark(context, index, '+'))
        {
            if (isFound)
            {
                lastEntryBefore(id);
            }
            ids.add(id);
            return isGroup ? PLUS_IN_GROUP : null;
        }
        if (isMark(context, index, '>'))
        {
            ids.add(id.set(-1L, -1L));
            return isGroup ? null : NEW_WITHOUT_GROUP;
        }
        return ids.tryParse(context.args(), index) ? null : TrimOptions.INVALID_ID;
    }

    /** The id before that of the last entry, so that reading behind it yields this one. */
    private void lastEntryBefore(final StreamId out)
    {
        streams.lastEntryId(stream.value(), out);
        if (out.isZero())
        {
            streams.lastId(stream.value(), out);
        }
        else
        {
            out.decrement();
        }
    }

    private void readStream(final CommandContext context, final int index)
    {
        final int keyIndex = options.firstKey() + index;
        if (stream.lookupRead(context, keyIndex) != CommandContext.FOUND)
        {
            return;
        }
        ids.get(index, id);
        budget.beginStream();
        if (isGroup)
        {
            readGroup(context, keyIndex);
            return;
        }
        streams.lastEntryId(stream.value(), last);
        if (streams.count(stream.value()) > 0 && last.compareTo(id) > 0 && !budget.isSpent())
        {
            beginStream(context, keyIndex);
            readEntries(context.reply());
        }
    }

    private void readGroup(final CommandContext context, final int keyIndex)
    {
        final long group = lookup.find(context, options.groupIndex());
        final long consumer = lookup.consumer(context, keyIndex, group, options.consumerIndex());
        final boolean isNew = lookup.isConsumerNew();
        if (isNew && options.isWithoutPending())
        {
            lookup.propagateConsumer(context, keyIndex, options.groupIndex(), options.consumerIndex());
        }
        groupReader.begin(context, stream.value(), keyIndex, group, consumer, id);
        nextIdleMs = Math.min(nextIdleMs, groupReader.nextIdleMs());
        if (groupReader.hasEntries() && (!budget.isSpent() || groupReader.isHistory()))
        {
            beginStream(context, keyIndex);
            groupReader.read();
        }
        if (isNew && !options.isWithoutPending() && groups.activeAtMs(consumer) == ConsumerGroups.NEVER)
        {
            lookup.propagateConsumer(context, keyIndex, options.groupIndex(), options.consumerIndex());
        }
    }

    private void readEntries(final ReplyWriter reply)
    {
        final long handle = reply.deferAggregate();
        id.increment();
        last.set(-1L, -1L);
        cursor.wrap(stream.value(), id, last, true);
        while (!budget.isSpent() && cursor.next())
        {
            replies.entry(reply, cursor);
            budget.spend(replies.length());
        }
        reply.completeArray(handle, budget.streamCount());
    }

    private void beginStream(final CommandContext context, final int keyIndex)
    {
        final ReplyWriter reply = context.reply();
        if (repliedCount++ == 0)
        {
            replyHandle = reply.deferAggregate();
        }
        if (reply.protocol() == RESP2)
        {
            reply.array(2);
        }
        reply.bulk(context.argAddress(keyIndex), context.argLength(keyIndex));
    }

    private void completeReply(final ReplyWriter reply)
    {
        if (reply.protocol() == RESP2)
        {
            reply.completeArray(replyHandle, repliedCount);
        }
        else
        {
            reply.completeMap(replyHandle, repliedCount);
        }
    }

    private static boolean isMark(final CommandContext context, final int index, final char mark)
    {
        return context.argLength(index) == 1 && OffHeap.getByte(context.argAddress(index)) == mark;
    }
}
