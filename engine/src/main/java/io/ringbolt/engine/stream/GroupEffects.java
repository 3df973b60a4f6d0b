package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.memory.Arena;

/**
 * What replicas and the AOF replay of the changes to a consumer group that reading and claiming make: the outcome of
 * each, as XCLAIM, XACK and XGROUP SETID.
 */
final class GroupEffects
{
    private static final byte[] XCLAIM = Errors.text("XCLAIM");
    private static final byte[] XACK = Errors.text("XACK");
    private static final byte[] XGROUP = Errors.text("XGROUP");
    private static final byte[] SETID = Errors.text("SETID");
    private static final byte[] ENTRIESREAD = Errors.text("ENTRIESREAD");
    private static final byte[] TIME = Errors.text("TIME");
    private static final byte[] RETRYCOUNT = Errors.text("RETRYCOUNT");
    private static final byte[] FORCE = Errors.text("FORCE");
    private static final byte[] JUSTID = Errors.text("JUSTID");
    private static final byte[] LASTID = Errors.text("LASTID");
    private static final int CLAIM_ARGUMENTS = 14;

    private final Arena arena;
    private final ConsumerGroups groups;
    private final StreamId id = new StreamId();
    private final long text;

    GroupEffects(final Arena arena, final ConsumerGroups groups)
    {
        this.arena = arena;
        this.groups = groups;
        this.text = arena.allocate(StreamId.MAX_TEXT_LENGTH);
    }

    /** A pending entry is with its consumer as it now is, and the group has come to its last id. */
    void claimed(
        final CommandContext context, final int keyIndex, final int groupIndex, final long group, final long entry)
    {
        if (!context.effects().isActive())
        {
            context.propagationDecided();
            return;
        }
        final PendingEntry entries = groups.entries;
        final long consumer = entries.owner(entry);
        final Effects effects = begin(context, CLAIM_ARGUMENTS, XCLAIM, keyIndex, groupIndex)
            .argument(groups.consumers.nameAddress(consumer), groups.consumers.nameLength(consumer)).argument(0L);
        entries.readId(entry, id);
        appendId(effects).argument(TIME).argument(entries.deliveredAtMs(entry)).argument(RETRYCOUNT)
            .argument(entries.deliveries(entry)).argument(FORCE).argument(JUSTID).argument(LASTID);
        groups.readLastId(group, id);
        appendId(effects);
    }

    /** An entry is no longer pending, since it is no longer in the stream. */
    void dropped(
        final CommandContext context, final int keyIndex, final int groupIndex, final long group, final long entry)
    {
        if (!groups.entries.isReleased(entry))
        {
            claimed(context, keyIndex, groupIndex, group, entry);
        }
        else if (context.effects().isActive())
        {
            final Effects effects = begin(context, 4, XACK, keyIndex, groupIndex);
            groups.entries.readId(entry, id);
            appendId(effects);
        }
    }

    /** The group has come to its last id and count. */
    void lastId(final CommandContext context, final int keyIndex, final int groupIndex, final long group)
    {
        if (!context.effects().isActive())
        {
            context.propagationDecided();
            return;
        }
        final Effects effects = context.propagate(7).argument(XGROUP).argument(SETID)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex))
            .argument(context.argAddress(groupIndex), context.argLength(groupIndex));
        groups.readLastId(group, id);
        appendId(effects).argument(ENTRIESREAD).argument(groups.entriesRead(group));
    }

    private static Effects begin(
        final CommandContext context, final int argumentCount, final byte[] name, final int keyIndex,
        final int groupIndex)
    {
        return context.propagate(argumentCount).argument(name)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex))
            .argument(context.argAddress(groupIndex), context.argLength(groupIndex));
    }

    private Effects appendId(final Effects effects)
    {
        final long address = arena.writable(text, 0, StreamId.MAX_TEXT_LENGTH);
        return effects.argument(address, id.format(address));
    }
}
