package io.ringbolt.engine.array;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.index.ValueRef;

/**
 * The commands that change arrays.
 */
final class ArrayWriteCommands
{
    private static final int KEY = 1;
    private static final int INDEX = 2;
    private static final int FIRST_PAIR = 2;
    private static final int FIRST_INSERTED = 2;
    private static final int FIRST_VALUE = 3;

    private static final byte[] INDEX_OVERFLOW = Errors.text("ERR array index overflow");
    private static final byte[] INSERT_OVERFLOW = Errors.text("ERR insert index overflow");
    private static final byte[] INVALID_SIZE = Errors.text("ERR invalid size");
    private static final byte[] SIZE_NOT_POSITIVE = Errors.text("ERR size must be positive");

    private final SparseArrays arrays;
    private final CollectionAccess array;
    private final ArrayRing ring;

    ArrayWriteCommands(final SparseArrays arrays, final CollectionAccess array)
    {
        this.arrays = arrays;
        this.array = array;
        this.ring = new ArrayRing(arrays);
    }

    void arset(final CommandContext context)
    {
        final long start = ArrayIndexes.parse(context.args(), INDEX);
        final int count = context.argCount() - FIRST_VALUE;
        if (isBeyond(start, count))
        {
            context.args().fail(INDEX_OVERFLOW);
        }
        if (context.args().failed() || !lookupOrCreate(context))
        {
            return;
        }

        final int created = put(context, FIRST_VALUE, start);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.ARSET, count);
        context.reply().integer(created);
    }

    void armset(final CommandContext context)
    {
        if (!hasPairs(context))
        {
            return;
        }
        for (int i = FIRST_PAIR; i < context.argCount(); i += 2)
        {
            ArrayIndexes.parse(context.args(), i);
        }
        if (context.args().failed() || !lookupOrCreate(context))
        {
            return;
        }

        final ValueRef value = array.value();
        int created = 0;
        for (int i = FIRST_PAIR; i < context.argCount(); i += 2)
        {
            final long index = ArrayIndexes.parse(context.args(), i);
            created += arrays.set(value, index, context.argAddress(i + 1), context.argLength(i + 1)) ? 1 : 0;
        }
        CollectionAccess.modified(context, KEY, KeyspaceEvent.ARMSET, (context.argCount() - FIRST_PAIR) / 2);
        context.reply().integer(created);
    }

    void ardel(final CommandContext context)
    {
        for (int i = INDEX; i < context.argCount(); i++)
        {
            ArrayIndexes.parse(context.args(), i);
        }
        if (context.args().failed() || !lookupOrReplyZero(context))
        {
            return;
        }

        long removed = 0;
        for (int i = INDEX; i < context.argCount(); i++)
        {
            removed += arrays.remove(array.value(), ArrayIndexes.parse(context.args(), i)) ? 1 : 0;
        }
        onRemoved(context, KeyspaceEvent.ARDEL, removed);
    }

    void ardelrange(final CommandContext context)
    {
        if (!hasPairs(context))
        {
            return;
        }
        for (int i = FIRST_PAIR; i < context.argCount(); i++)
        {
            ArrayIndexes.parse(context.args(), i);
        }
        if (context.args().failed() || !lookupOrReplyZero(context))
        {
            return;
        }

        long removed = 0;
        for (int i = FIRST_PAIR; i < context.argCount(); i += 2)
        {
            final long start = ArrayIndexes.parse(context.args(), i);
            final long end = ArrayIndexes.parse(context.args(), i + 1);
            final boolean isUpwards = Long.compareUnsigned(start, end) <= 0;
            removed += arrays.removeRange(array.value(), isUpwards ? start : end, isUpwards ? end : start);
        }
        onRemoved(context, KeyspaceEvent.ARDELRANGE, removed);
    }

    void arinsert(final CommandContext context)
    {
        final int outcome = array.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long start = outcome == CommandContext.MISSING ? 0 : arrays.insertIndex(array.value()) + 1;
        final int count = context.argCount() - FIRST_INSERTED;
        if (isBeyond(start, count))
        {
            context.reply().error(INSERT_OVERFLOW);
            return;
        }
        if (outcome == CommandContext.MISSING)
        {
            create(context);
        }

        put(context, FIRST_INSERTED, start);
        arrays.insertIndex(array.value(), start + count - 1);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.ARINSERT, count);
        ArrayIndexes.reply(context.reply(), start + count - 1);
    }

    void arring(final CommandContext context)
    {
        final long size = context.args().longAt(INDEX, INVALID_SIZE);
        if (size <= 0)
        {
            context.args().fail(SIZE_NOT_POSITIVE);
        }
        if (context.args().failed() || !lookupOrCreate(context))
        {
            return;
        }

        final ValueRef value = array.value();
        ring.resize(value, size);
        for (int i = FIRST_VALUE; i < context.argCount(); i++)
        {
            final long index = ring.nextIndex(value, size);
            arrays.set(value, index, context.argAddress(i), context.argLength(i));
            arrays.insertIndex(value, index);
        }
        array.store();
        CollectionAccess.modified(context, KEY, KeyspaceEvent.ARRING, context.argCount() - FIRST_VALUE);
        ArrayIndexes.reply(context.reply(), arrays.insertIndex(value));
    }

    void arseek(final CommandContext context)
    {
        final long index = ArrayIndexes.parseWithMax(context.args(), INDEX);
        if (context.args().failed() || !lookupOrReplyZero(context))
        {
            return;
        }

        arrays.insertIndex(array.value(), index - 1);
        context.modified(KEY, KeyspaceEvent.ARSEEK);
        context.reply().integer(1);
    }

    /** @return whether values from an index on would reach the largest number, which is no index. */
    private static boolean isBeyond(final long start, final int count)
    {
        return Long.compareUnsigned(start, -1L - count) > 0;
    }

    private static boolean hasPairs(final CommandContext context)
    {
        if ((context.argCount() - FIRST_PAIR) % 2 != 0)
        {
            context.reply().error(Errors.wrongArgumentCount(context.command().name()));
            return false;
        }
        return true;
    }

    /** @return how many of the indexes were empty. */
    private int put(final CommandContext context, final int firstArgument, final long start)
    {
        int created = 0;
        for (int i = firstArgument; i < context.argCount(); i++)
        {
            final long index = start + i - firstArgument;
            created += arrays.set(array.value(), index, context.argAddress(i), context.argLength(i)) ? 1 : 0;
        }
        return created;
    }

    private void onRemoved(final CommandContext context, final KeyspaceEvent event, final long removed)
    {
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, event, removed);
            array.storeOrRemove(context, KEY, arrays.count(array.value()));
        }
        context.reply().integer(removed);
    }

    private boolean lookupOrCreate(final CommandContext context)
    {
        final int outcome = array.lookupWrite(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            create(context);
        }
        return outcome != CommandContext.WRONG_TYPE;
    }

    private void create(final CommandContext context)
    {
        arrays.create(array.value());
        array.insert(context, KEY);
    }

    private boolean lookupOrReplyZero(final CommandContext context)
    {
        final int outcome = array.lookupWrite(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
        return outcome == CommandContext.FOUND;
    }
}
