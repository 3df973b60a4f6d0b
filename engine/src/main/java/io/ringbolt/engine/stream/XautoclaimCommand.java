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
 * XAUTOCLAIM: the pending entries from an id on that have been idle for long become another consumer's.
 */
final class XautoclaimCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int GROUP = 2;
    private static final int CONSUMER = 3;
    private static final int MIN_IDLE = 4;
    private static final int START = 5;
    private static final int FIRST_OPTION = 6;
    private static final int DEFAULT_COUNT = 100;
    private static final int ATTEMPTS_PER_ENTRY = 10;
    private static final long MAX_COUNT = Long.MAX_VALUE / 16;

    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] JUSTID = Errors.text("JUSTID");
    private static final byte[] INVALID_MIN_IDLE = Errors.text("ERR Invalid min-idle-time argument for XAUTOCLAIM");
    private static final byte[] INVALID_COUNT = Errors.text("ERR COUNT must be > 0");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final GroupEffects effects;
    private final StreamReply replies;
    private final StreamInterval interval = new StreamInterval();
    private final RefTreeCursor cursor;
    private final IdList claimed = new IdList();
    private final IdList deleted = new IdList();
    private final StreamId id = new StreamId();
    private long minIdleMs;
    private long count;
    private boolean isJustId;

    XautoclaimCommand(
        final Arena arena, final Streams streams, final StreamReply replies, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.replies = replies;
        this.lookup = new GroupLookup(streams, stream);
        this.effects = new GroupEffects(arena, groups);
        this.cursor = new RefTreeCursor(groups.pendings);
    }

    @Override
    public void execute(final CommandContext context)
    {
        parse(context.args());
        if (context.args().hasError())
        {
            context.lookupRead(KEY, stream.entry());    // Redis has looked for the key before it reads the rest
            context.args().failed();
            return;
        }
        final long group = lookup.require(context, KEY, GROUP);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        context.propagationDecided();
        final long consumer = lookup.consumer(context, KEY, group, CONSUMER);
        final boolean isNew = lookup.isConsumerNew();
        final long next = claim(context, group, consumer);
        if (isNew && groups.activeAtMs(consumer) == ConsumerGroups.NEVER)
        {
            lookup.propagateConsumer(context, KEY, GROUP, CONSUMER);
        }
        id.set(0, 0);
        if (next != Arena.NULL_REF)
        {
            groups.entries.readId(next, id);
        }
        reply(context.reply());
    }

    /** @return the pending entry at which to go on, or {@link Arena#NULL_REF} at the end. */
    private long claim(final CommandContext context, final long group, final long consumer)
    {
        final long tree = groups.pending(group);
        claimed.clear();
        deleted.clear();
        cursor.wrap(tree, groups.pendings.rankOf(tree, interval.first()));
        long rank = groups.pendings.rankOf(tree, interval.first());
        long attempts = count * ATTEMPTS_PER_ENTRY;
        while (attempts-- > 0 && claimed.count() + deleted.count() < count && cursor.block() != Arena.NULL_REF)
        {
            final long entry = cursor.block();
            groups.entries.readId(entry, id);
            if (!streams.exists(stream.value(), id))
            {
                effects.dropped(context, KEY, GROUP, group, entry);
                groups.remove(group, entry);
                deleted.add(id);
                context.engine().changes().addDirty(1);
                cursor.wrap(tree, rank);
                continue;
            }
            if (isIdle(context, entry))
            {
                claim(context, group, consumer, entry);
            }
            cursor.forward();
            rank++;
        }
        return cursor.block();
    }

    private void claim(final CommandContext context, final long group, final long consumer, final long entry)
    {
        final long before = groups.entries.deliveries(entry);
        groups.claim(group, entry, consumer, context.nowMs(), isJustId ? before : GroupReader.increased(before));
        groups.activeAtMs(consumer, context.nowMs());
        claimed.add(id);
        effects.claimed(context, KEY, GROUP, group, entry);
        context.engine().changes().addDirty(1);
    }

    private boolean isIdle(final CommandContext context, final long entry)
    {
        return minIdleMs == 0 || groups.entries.isReleased(entry) ||
            context.nowMs() - groups.entries.deliveredAtMs(entry) >= minIdleMs;
    }

    private void reply(final ReplyWriter reply)
    {
        reply.array(3);
        replies.id(reply, id);
        reply.array(claimed.count());
        for (int i = 0; i < claimed.count(); i++)
        {
            claimed.get(i, id);
            if (isJustId)
            {
                replies.id(reply, id);
            }
            else
            {
                replies.entry(reply, stream.value(), id);
            }
        }
        reply.array(deleted.count());
        for (int i = 0; i < deleted.count(); i++)
        {
            replies.id(reply, deleted.get(i, id));
        }
    }

    private void parse(final ArgParser args)
    {
        minIdleMs = Math.max(0, args.longAt(MIN_IDLE, INVALID_MIN_IDLE));
        interval.parseFirst(args, START);
        count = DEFAULT_COUNT;
        isJustId = false;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(COUNT, 1))
            {
                count = args.longAt(args.next(), 1, MAX_COUNT, INVALID_COUNT);
            }
            else if (args.accept(JUSTID))
            {
                isJustId = true;
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }
}
