package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.Arena;

/**
 * XCLAIM: pending entries become another consumer's.
 */
final class XclaimCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int GROUP = 2;
    private static final int CONSUMER = 3;
    private static final int MIN_IDLE = 4;
    private static final int FIRST_ID = 5;
    private static final long NOT_GIVEN = -1;

    private static final byte[] FORCE = Errors.text("FORCE");
    private static final byte[] JUSTID = Errors.text("JUSTID");
    private static final byte[] IDLE = Errors.text("IDLE");
    private static final byte[] TIME = Errors.text("TIME");
    private static final byte[] RETRYCOUNT = Errors.text("RETRYCOUNT");
    private static final byte[] LASTID = Errors.text("LASTID");
    private static final byte[] INVALID_MIN_IDLE = Errors.text("ERR Invalid min-idle-time argument for XCLAIM");
    private static final byte[] INVALID_IDLE = Errors.text("ERR Invalid IDLE option argument for XCLAIM");
    private static final byte[] INVALID_TIME = Errors.text("ERR Invalid TIME option argument for XCLAIM");
    private static final byte[] INVALID_COUNT = Errors.text("ERR Invalid RETRYCOUNT option argument for XCLAIM");

    private final Streams streams;
    private final ConsumerGroups groups;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final GroupEffects effects;
    private final StreamReply replies;
    private final IdList ids = new IdList();
    private final StreamId id = new StreamId();
    private final StreamId lastId = new StreamId();
    private final StreamId groupId = new StreamId();
    private boolean isForced;
    private boolean isJustId;
    private long minIdleMs;
    private long deliveredAtMs;
    private long deliveries;

    XclaimCommand(
        final Arena arena, final Streams streams, final StreamReply replies, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.stream = stream;
        this.replies = replies;
        this.lookup = new GroupLookup(streams, stream);
        this.effects = new GroupEffects(arena, groups);
    }

    @Override
    public void execute(final CommandContext context)
    {
        final long group = lookup.require(context, KEY, GROUP);
        if (group == Arena.NULL_REF)
        {
            return;
        }
        parse(context);
        if (context.args().failed())
        {
            return;
        }
        context.propagationDecided();
        groups.readLastId(group, groupId);
        boolean isLastIdChanged = lastId.compareTo(groupId) > 0;
        if (isLastIdChanged)
        {
            groups.lastId(group, lastId);
        }
        final long consumer = lookup.consumer(context, KEY, group, CONSUMER);
        final boolean isNew = lookup.isConsumerNew();
        final ReplyWriter reply = context.reply();
        final long handle = reply.deferAggregate();
        final int commandsBefore = context.effects().commandCount();
        int count = 0;
        for (int i = 0; i < ids.count(); i++)
        {
            ids.get(i, id);
            count += claim(context, group, consumer) ? 1 : 0;
        }
        reply.completeArray(handle, count);
        isLastIdChanged &= context.effects().commandCount() == commandsBefore;
        if (isNew && groups.activeAtMs(consumer) == ConsumerGroups.NEVER)
        {
            lookup.propagateConsumer(context, KEY, GROUP, CONSUMER);
        }
        if (isLastIdChanged)
        {
            effects.lastId(context, KEY, GROUP, group);
            context.engine().changes().addDirty(1);
        }
    }

    private boolean claim(final CommandContext context, final long group, final long consumer)
    {
        long entry = groups.pendings.find(groups.pending(group), id);
        if (!streams.exists(stream.value(), id))
        {
            drop(context, group, entry);
            return false;
        }
        if (entry == Arena.NULL_REF)
        {
            if (!isForced)
            {
                return false;
            }
            entry = groups.deliver(group, consumer, id, deliveredAtMs);
            groups.entries.deliveries(entry, deliveries != NOT_GIVEN ? deliveries : isJustId ? 1 : 2);
        }
        else
        {
            if (!isIdle(context, entry))
            {
                return false;
            }
            final long before = groups.entries.deliveries(entry);
            groups.claim(group, entry, consumer, deliveredAtMs,
                deliveries != NOT_GIVEN ? deliveries : isJustId ? before : GroupReader.increased(before));
        }
        if (isJustId)
        {
            replies.id(context.reply(), id);
        }
        else
        {
            replies.entry(context.reply(), stream.value(), id);
        }
        groups.activeAtMs(consumer, context.nowMs());
        effects.claimed(context, KEY, GROUP, group, entry);
        context.engine().changes().addDirty(1);
        return true;
    }

    private boolean isIdle(final CommandContext context, final long entry)
    {
        return minIdleMs == 0 || groups.entries.isReleased(entry) ||
            context.nowMs() - groups.entries.deliveredAtMs(entry) >= minIdleMs;
    }

    private void drop(final CommandContext context, final long group, final long entry)
    {
        if (entry != Arena.NULL_REF)
        {
            effects.dropped(context, KEY, GROUP, group, entry);
            groups.remove(group, entry);
            context.engine().changes().addDirty(1);
        }
    }

    private void parse(final CommandContext context)
    {
        final ArgParser args = context.args();
        minIdleMs = Math.max(0, args.longAt(MIN_IDLE, INVALID_MIN_IDLE));
        isForced = false;
        isJustId = false;
        deliveredAtMs = NOT_GIVEN;
        deliveries = NOT_GIVEN;
        lastId.set(0, 0);
        ids.clear();
        int index = FIRST_ID;
        while (index < args.count() && ids.tryParse(args, index))
        {
            index++;
        }
        args.position(index);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(context, args);
        }
        if (deliveredAtMs < 0 || deliveredAtMs > context.nowMs())
        {
            deliveredAtMs = context.nowMs();
        }
    }

    private void parseOption(final CommandContext context, final ArgParser args)
    {
        if (args.accept(FORCE))
        {
            isForced = true;
        }
        else if (args.accept(JUSTID))
        {
            isJustId = true;
        }
        else if (args.accept(IDLE, 1))
        {
            deliveredAtMs = context.nowMs() - args.longAt(args.next(), INVALID_IDLE);
        }
        else if (args.accept(TIME, 1))
        {
            deliveredAtMs = args.longAt(args.next(), INVALID_TIME);
        }
        else if (args.accept(RETRYCOUNT, 1))
        {
            deliveries = Math.max(NOT_GIVEN, args.longAt(args.next(), INVALID_COUNT));
        }
        else if (args.accept(LASTID, 1))
        {
            final int index = args.next();
            if (!lastId.parse(args.address(index), args.length(index), 0))
            {
                args.fail(TrimOptions.INVALID_ID);
            }
        }
        else
        {
            args.fail("ERR Unrecognized XCLAIM option '" + args.quotedAt(args.position()) + "'");
        }
    }
}
