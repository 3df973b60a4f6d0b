package io.ringbolt.engine.list;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * What the commands that work at the ends of a list have in common: the words for the ends, and taking elements away.
 */
final class ListEnds
{
    static final byte[] LEFT = Errors.text("LEFT");
    static final byte[] RIGHT = Errors.text("RIGHT");
    private static final byte[] LPOP = Errors.text("LPOP");
    private static final byte[] RPOP = Errors.text("RPOP");

    private final ListPackElement element = new ListPackElement();
    private final Lists lists;
    private final ListCursor cursor;

    ListEnds(final Lists lists)
    {
        this.lists = lists;
        this.cursor = new ListCursor(lists);
    }

    /** @return whether the argument says LEFT; latches an error if it says neither LEFT nor RIGHT. */
    static boolean isLeft(final ArgParser args, final int index)
    {
        final boolean isLeft = args.is(index, LEFT);
        if (!isLeft && !args.is(index, RIGHT))
        {
            args.fail(Errors.SYNTAX);
        }
        return isLeft;
    }

    /** Replies elements from an end, without an array around them, and removes them; the key goes with the last one. */
    void pop(
        final CommandContext context, final int keyIndex, final CollectionAccess list, final boolean atHead,
        final long count)
    {
        final long length = lists.count(list.value());
        cursor.wrap(list.value(), atHead ? 0 : length - 1, atHead);
        for (long i = 0; i < count && cursor.next(element); i++)
        {
            CollectionAccess.reply(context.reply(), element);
        }
        lists.removeRange(list.value(), atHead ? 0 : length - count, count);
        CollectionAccess.modified(context, keyIndex, atHead ? KeyspaceEvent.LPOP : KeyspaceEvent.RPOP, count);
        list.storeOrRemove(context, keyIndex, length - count);
    }

    /** Has a plain LPOP or RPOP of one element replayed instead of the command. */
    static void propagatePop(final CommandContext context, final int keyIndex, final boolean atHead)
    {
        context.propagate(2).argument(atHead ? LPOP : RPOP)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex));
    }

    /** Has a plain LPOP or RPOP of {@code count} elements replayed instead of the command. */
    static void propagatePop(final CommandContext context, final int keyIndex, final boolean atHead, final long count)
    {
        context.propagate(3).argument(atHead ? LPOP : RPOP)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex)).argument(count);
    }
}
