package io.ringbolt.engine.list;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * Moves elements from an end of one list to an end of another, which may be the same one.
 * <p>
 * First {@link #lookup}, then, once the handler knows that it wants to, {@link #move}.
 */
final class ListMover
{
    private final CollectionAccess source = new CollectionAccess(ValueType.LIST);
    private final CollectionAccess target = new CollectionAccess(ValueType.LIST);
    private final ValueRef kept = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final Arena arena;
    private final Lists lists;
    private final ListCursor cursor;
    private final long scratch;

    private int sourceKey;
    private int targetKey;
    private boolean isTargetMissing;
    private boolean isSameKey;

    ListMover(final Arena arena, final Lists lists)
    {
        this.arena = arena;
        this.lists = lists;
        this.cursor = new ListCursor(lists);
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    /**
     * Looks both lists up.
     *
     * @return {@link CommandContext#FOUND}, {@link CommandContext#MISSING} if the source is, or {@link
     *     CommandContext#WRONG_TYPE}, replied, if either is something else.
     */
    int lookup(final CommandContext context, final int sourceIndex, final int targetIndex)
    {
        sourceKey = sourceIndex;
        targetKey = targetIndex;
        final int outcome = source.lookupWrite(context, sourceIndex);
        if (outcome != CommandContext.FOUND)
        {
            return outcome;
        }
        isSameKey = context.argLength(sourceIndex) == context.argLength(targetIndex) && OffHeap.equal(
            context.argAddress(sourceIndex), context.argAddress(targetIndex), context.argLength(sourceIndex));
        final int targetOutcome = isSameKey ? outcome : target.lookupWrite(context, targetIndex);
        isTargetMissing = targetOutcome == CommandContext.MISSING;
        return isTargetMissing ? CommandContext.FOUND : targetOutcome;
    }

    /** @return elements in the source that was found. */
    long sourceCount()
    {
        return lists.count(source.value());
    }

    /**
     * Moves elements, replies them in the order in which they stand in the target, without an array around them,
     * and tells of it.
     *
     * @param count      at most {@link #sourceCount()}.
     * @param isReversed whether they stand in the target the other way round.
     */
    void move(
        final CommandContext context, final boolean fromHead, final boolean toHead, final long count,
        final boolean isReversed)
    {
        final long first = fromHead ? 0 : sourceCount() - count;
        replyRange(context, first, count, !isReversed);
        if (isSameKey)
        {
            moveWithin(context, first, toHead, count, isReversed);
            tellTarget(context, toHead);
            tellSource(context, fromHead, count);
            source.store();
            return;
        }
        pushToTarget(context, first, toHead, count, isReversed);
        tellTarget(context, toHead);
        lists.removeRange(source.value(), first, count);
        tellSource(context, fromHead, count);
        source.storeOrRemove(context, sourceKey, sourceCount());
    }

    private void replyRange(final CommandContext context, final long first, final long count, final boolean isForward)
    {
        cursor.wrap(source.value(), isForward ? first : first + count - 1, isForward);
        for (long i = 0; i < count && cursor.next(element); i++)
        {
            CollectionAccess.reply(context.reply(), element);
        }
    }

    private void pushToTarget(
        final CommandContext context, final long first, final boolean toHead, final long count,
        final boolean isReversed)
    {
        if (isTargetMissing)
        {
            lists.create(target.value());
        }
        pushRange(source.value(), first, count, target.value(), toHead, isReversed);
        if (isTargetMissing)
        {
            target.insert(context, targetKey);        // the table may have moved the source's entry
            context.database().find(context.argAddress(sourceKey), context.argLength(sourceKey), source.entry());
        }
        else
        {
            target.store();
        }
    }

    /**
     * The elements leave the list for a list of their own before they return to it: they may stand at the
     * end they go to.
     */
    private void moveWithin(
        final CommandContext context, final long first, final boolean toHead, final long count,
        final boolean isReversed)
    {
        lists.create(kept);
        pushRange(source.value(), first, count, kept, false, false);
        lists.removeRange(source.value(), first, count);
        pushRange(kept, 0, count, source.value(), toHead, isReversed);
        lists.release(kept, Integer.MAX_VALUE);
    }

    /** Pushes elements of one list to another; those that go to its head go last one first. */
    private void pushRange(
        final ValueRef from,
        final long first,
        final long count,
        final ValueRef to,
        final boolean toHead,
        final boolean isReversed)
    {
        final boolean isForward = toHead == isReversed;
        cursor.wrap(from, isForward ? first : first + count - 1, isForward);
        for (long i = 0; i < count && cursor.next(element); i++)
        {
            element.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
            lists.push(to, toHead, element.address(), element.length());
        }
    }

    private void tellTarget(final CommandContext context, final boolean toHead)
    {
        CollectionAccess.modified(context, targetKey, toHead ? KeyspaceEvent.LPUSH : KeyspaceEvent.RPUSH, 0);
    }

    private void tellSource(final CommandContext context, final boolean fromHead, final long count)
    {
        CollectionAccess.modified(context, sourceKey, fromHead ? KeyspaceEvent.LPOP : KeyspaceEvent.RPOP, count);
    }
}
