package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * What one consumer reads of one stream: entries that are new to its group, those that have been pending for long, or
 * what is pending with it already.
 */
final class GroupReader
{
    private final Streams streams;
    private final ConsumerGroups groups;
    private final StreamReply replies;
    private final GroupEffects effects;
    private final ReadProgress progress;
    private final ReadOptions options;
    private final ReadBudget budget;
    private final StreamCursor cursor;
    private final EntryFinder finder;
    private final RefTreeCursor pending;
    private final RefTreeCursor idle;
    private final StreamId first = new StreamId();
    private final StreamId last = new StreamId();
    private CommandContext context;
    private ValueRef stream;
    private int keyIndex;
    private long group;
    private long consumer;
    private boolean isHistory;
    private boolean hasNew;
    private boolean hasIdle;
    private long nextIdleMs;

    GroupReader(
        final Arena arena, final Streams streams, final StreamReply replies, final ReadOptions options,
        final ReadBudget budget)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.replies = replies;
        this.options = options;
        this.budget = budget;
        this.effects = new GroupEffects(arena, groups);
        this.progress = new ReadProgress(streams);
        this.cursor = new StreamCursor(streams);
        this.finder = new EntryFinder(streams);
        this.pending = new RefTreeCursor(groups.pendings);
        this.idle = new RefTreeCursor(groups.deliveries);
    }

    /**
     * Turns to a stream.
     *
     * @param id behind which to read what is pending with the consumer; the greatest there is means what is new.
     */
    void begin(
        final CommandContext readContext, final ValueRef readStream, final int readKeyIndex, final long readGroup,
        final long reader, final StreamId id)
    {
        context = readContext;
        stream = readStream;
        keyIndex = readKeyIndex;
        group = readGroup;
        consumer = reader;
        isHistory = !id.isMax();
        nextIdleMs = Long.MAX_VALUE;
        first.set(id);
        if (!isHistory)
        {
            groups.readLastId(group, first);
            streams.lastEntryId(stream, last);
            hasNew = streams.count(stream) > 0 && last.compareTo(first) > 0;
            hasIdle = options.claimIdleMs() != ReadOptions.NOT_GIVEN && hasIdleEntry();
        }
    }

    private boolean hasIdleEntry()
    {
        boolean isFound = false;
        long rank = 0;
        for (long entry = findIdle(0); entry != Arena.NULL_REF && !isFound; entry = findIdle(rank))
        {
            groups.entries.readId(entry, last);
            isFound = streams.exists(stream, last);
            rank++;
        }
        if (!isFound)
        {
            final long next = idle.wrap(groups.deliveries(group), rank).block();
            nextIdleMs = next == Arena.NULL_REF ? Long.MAX_VALUE :
                saturated(groups.entries.deliveredAtMs(next), options.claimIdleMs());
        }
        return isFound;
    }

    private static long saturated(final long timeMs, final long durationMs)
    {
        return timeMs > Long.MAX_VALUE - durationMs ? Long.MAX_VALUE : timeMs + durationMs;
    }

    /** When an entry of the stream turned to will have been pending for long enough; the far future if none will. */
    long nextIdleMs()
    {
        return nextIdleMs;
    }

    boolean isHistory()
    {
        return isHistory;
    }

    /** Says whether there is something to reply. */
    boolean hasEntries()
    {
        return isHistory || hasNew || hasIdle;
    }

    /** Replies the entries, and makes them pending. */
    void read()
    {
        final ReplyWriter reply = context.reply();
        final long handle = reply.deferAggregate();
        if (isHistory)
        {
            readHistory();
        }
        else
        {
            if (hasIdle)
            {
                claimIdle();
            }
            if (hasNew)
            {
                readNew();
            }
        }
        reply.completeArray(handle, budget.streamCount());
    }

    private void readNew()
    {
        groups.readLastId(group, first);
        first.increment();
        last.set(-1L, -1L);
        cursor.wrap(stream, first, last, true);
        boolean isRead = false;
        while (!budget.isSpent() && cursor.next())
        {
            isRead = true;
            progress.advance(stream, group, cursor.id());
            if (options.claimIdleMs() == ReadOptions.NOT_GIVEN)
            {
                replies.entry(context.reply(), cursor);
            }
            else
            {
                replyWithDelivery(0, 0);
            }
            budget.spend(replies.length());
            if (!options.isWithoutPending())
            {
                final long entry = groups.deliver(group, consumer, cursor.id(), context.nowMs());
                groups.activeAtMs(consumer, context.nowMs());
                effects.claimed(context, keyIndex, options.groupIndex(), group, entry);
            }
        }
        if (isRead)
        {
            effects.lastId(context, keyIndex, options.groupIndex(), group);
            context.engine().changes().addDirty(1);
        }
    }

    /** Reads what has been pending for long, since when the longest first. */
    private void claimIdle()
    {
        long skipped = 0;
        for (long left = groups.pendingCount(group); left > 0 && !budget.isSpent(); left--)
        {
            final long entry = findIdle(skipped);
            if (entry == Arena.NULL_REF)
            {
                return;
            }
            groups.entries.readId(entry, first);
            if (!cursor.wrap(stream, first, first, true).next())
            {
                skipped++;
                continue;
            }
            final long deliveries = groups.entries.deliveries(entry);
            replyWithDelivery(context.nowMs() - groups.entries.deliveredAtMs(entry), deliveries);
            budget.spend(replies.length());
            groups.claim(group, entry, consumer, context.nowMs(), increased(deliveries));
            groups.activeAtMs(consumer, context.nowMs());
            effects.claimed(context, keyIndex, options.groupIndex(), group, entry);
            context.engine().changes().addDirty(1);
        }
    }

    /** The entry at a rank among the longest idle, if it has been idle for long enough. */
    private long findIdle(final long rank)
    {
        final long entry = idle.wrap(groups.deliveries(group), rank).block();
        final boolean isIdle = entry != Arena.NULL_REF && (groups.entries.isReleased(entry) ||
            context.nowMs() - groups.entries.deliveredAtMs(entry) >= options.claimIdleMs());
        return isIdle ? entry : Arena.NULL_REF;
    }

    private void replyWithDelivery(final long idleMs, final long deliveries)
    {
        final ReplyWriter reply = context.reply();
        reply.array(4);
        replies.content(reply, cursor);
        reply.integer(Math.max(0, idleMs));
        reply.integer(deliveries);
    }

    private void readHistory()
    {
        final ReplyWriter reply = context.reply();
        final long tree = groups.consumerPending(consumer);
        if (first.isMax())
        {
            return;
        }
        first.increment();
        pending.wrap(tree, groups.pendings.rankOf(tree, first));
        finder.begin(stream);
        for (long entry = pending.block(); entry != Arena.NULL_REF && !budget.isSpent(); entry = pending.block())
        {
            groups.entries.readId(entry, first);
            final StreamCursor found = finder.find(first);
            if (found != null)
            {
                replies.entry(reply, found);
                groups.claim(group, entry, consumer, context.nowMs(), increased(groups.entries.deliveries(entry)));
                effects.claimed(context, keyIndex, options.groupIndex(), group, entry);
                budget.spend(replies.length());
            }
            else
            {
                reply.array(2);
                replies.id(reply, first);
                reply.nullArray();
                budget.spend(StreamId.MAX_TEXT_LENGTH);
            }
            pending.forward();
        }
    }

    /** One delivery more than before, if there can be. */
    static long increased(final long deliveries)
    {
        return deliveries == Long.MAX_VALUE ? deliveries : deliveries + 1;
    }
}
