package io.ringbolt.engine.array;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * The commands that read arrays by index.
 */
final class ArrayReadCommands
{
    static final byte[] LIMIT = Errors.text("LIMIT");
    static final byte[] LIMIT_NOT_POSITIVE = Errors.text("ERR LIMIT must be positive");

    private static final int KEY = 1;
    private static final int INDEX = 2;
    private static final int START = 2;
    private static final int END = 3;
    private static final int FIRST_OPTION = 4;
    private static final int COUNT = 2;
    private static final int REV_OPTION = 3;
    private static final long MAX_REPLIES = 1_000_000;

    private static final byte[] REV = Errors.text("REV");
    private static final byte[] INVALID_COUNT = Errors.text("ERR invalid COUNT");
    private static final byte[] RANGE_TOO_LARGE = Errors.text("ERR range exceeds maximum of " + MAX_REPLIES + " items");
    private static final byte[] COUNT_TOO_LARGE = Errors.text("ERR count exceeds maximum of " + MAX_REPLIES + " items");

    private final SparseArrays arrays;
    private final CollectionAccess array;
    private final ArrayCursor cursor;
    private final ListPackElement element = new ListPackElement();

    ArrayReadCommands(final SparseArrays arrays, final CollectionAccess array)
    {
        this.arrays = arrays;
        this.array = array;
        this.cursor = new ArrayCursor(arrays);
    }

    void arget(final CommandContext context)
    {
        final int outcome = array.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long index = ArrayIndexes.parse(context.args(), INDEX);
        if (!context.args().failed())
        {
            reply(context.reply(), outcome, index);
        }
    }

    void armget(final CommandContext context)
    {
        final int outcome = array.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        for (int i = INDEX; i < context.argCount(); i++)
        {
            ArrayIndexes.parse(context.args(), i);
        }
        if (context.args().failed())
        {
            return;
        }
        context.reply().array(context.argCount() - INDEX);
        for (int i = INDEX; i < context.argCount(); i++)
        {
            reply(context.reply(), outcome, ArrayIndexes.parse(context.args(), i));
        }
    }

    void argetrange(final CommandContext context)
    {
        final long start = ArrayIndexes.parse(context.args(), START);
        final long end = ArrayIndexes.parse(context.args(), END);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = array.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final boolean isUpwards = Long.compareUnsigned(start, end) <= 0;
        final long distance = isUpwards ? end - start : start - end;
        if (Long.compareUnsigned(distance, MAX_REPLIES - 1) > 0)
        {
            context.reply().error(RANGE_TOO_LARGE);
            return;
        }
        context.reply().array((int)distance + 1);
        for (long i = 0; i <= distance; i++)
        {
            reply(context.reply(), outcome, isUpwards ? start + i : start - i);
        }
    }

    void arscan(final CommandContext context)
    {
        final long start = ArrayIndexes.parse(context.args(), START);
        final long end = ArrayIndexes.parse(context.args(), END);
        final long limit = context.args().hasError() ? 0 : parseLimit(context);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = array.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            replyNothing(context, outcome);
            return;
        }
        final boolean isUpwards = Long.compareUnsigned(start, end) <= 0;
        cursor.wrap(array.value(), isUpwards ? start : end, isUpwards ? end : start, isUpwards);
        final long handle = context.reply().deferAggregate();
        int count = 0;
        while (count < limit && cursor.next())
        {
            cursor.value(element);
            context.reply().array(2);
            ArrayIndexes.reply(context.reply(), cursor.index());
            CollectionAccess.reply(context.reply(), element);
            count++;
        }
        context.reply().completeArray(handle, count);
    }

    private static long parseLimit(final CommandContext context)
    {
        if (context.argCount() == FIRST_OPTION)
        {
            return Long.MAX_VALUE;
        }
        if (context.argCount() != FIRST_OPTION + 2)
        {
            context.args().fail(Errors.wrongArgumentCount(context.command().name()));
        }
        else if (!context.args().is(FIRST_OPTION, LIMIT))
        {
            context.args().fail(Errors.SYNTAX);
        }
        return context.args().hasError() ? 0 : limitAt(context, FIRST_OPTION + 1);
    }

    /** @return the limit at an argument; latches an error if it is not positive. */
    static long limitAt(final CommandContext context, final int argument)
    {
        final long limit = context.args().longAt(argument);
        if (limit <= 0)
        {
            context.args().fail(LIMIT_NOT_POSITIVE);
        }
        return limit;
    }

    void arlen(final CommandContext context)
    {
        final int outcome = array.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            ArrayIndexes.reply(context.reply(), outcome == CommandContext.FOUND ? arrays.length(array.value()) : 0);
        }
    }

    void arcount(final CommandContext context)
    {
        final int outcome = array.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(outcome == CommandContext.FOUND ? arrays.count(array.value()) : 0);
        }
    }

    void arnext(final CommandContext context)
    {
        final int outcome = array.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long next = outcome == CommandContext.FOUND ? arrays.insertIndex(array.value()) + 1 : 0;
        if (next == SparseArrays.NO_INDEX)
        {
            context.reply().nullValue();
        }
        else
        {
            ArrayIndexes.reply(context.reply(), next);
        }
    }

    void arlastitems(final CommandContext context)
    {
        final long wanted = context.args().longAt(COUNT, INVALID_COUNT);
        if (!context.args().hasError() && wanted > 0 && context.argCount() > REV_OPTION)
        {
            checkReverse(context);
        }
        if (context.args().failed())
        {
            return;
        }
        final int outcome = wanted <= 0 ? CommandContext.MISSING : array.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            replyNothing(context, outcome);
            return;
        }
        final long length = arrays.length(array.value());
        final long count = Long.compareUnsigned(wanted, length) > 0 ? length : wanted;
        if (Long.compareUnsigned(count, Math.max(MAX_REPLIES, arrays.count(array.value()))) > 0)
        {
            context.reply().error(COUNT_TOO_LARGE);
            return;
        }
        replyLast(context.reply(), array.value(), length, (int)count, context.argCount() > REV_OPTION);
    }

    private static void checkReverse(final CommandContext context)
    {
        if (context.argCount() > REV_OPTION + 1)
        {
            context.args().fail(Errors.wrongArgumentCount(context.command().name()));
        }
        else if (!context.args().is(REV_OPTION, REV))
        {
            context.args().fail(Errors.SYNTAX);
        }
    }

    /** Replies places in the order of their insertion, or backwards; before index 0 comes the end. */
    private void replyLast(
        final ReplyWriter reply, final ValueRef value, final long length, final int count, final boolean isReverse)
    {
        final long inserted = arrays.insertIndex(value);
        final long newest = Long.compareUnsigned(inserted, length) >= 0 ? length - 1 : inserted;
        final long back = count - 1;
        final long oldest = Long.compareUnsigned(newest, back) >= 0 ? newest - back : newest - back + length;
        reply.array(count);
        long index = isReverse ? newest : oldest;
        for (int i = 0; i < count; i++)
        {
            reply(reply, CommandContext.FOUND, index);
            if (isReverse)
            {
                index = index == 0 ? length - 1 : index - 1;
            }
            else
            {
                index = index == length - 1 ? 0 : index + 1;
            }
        }
    }

    static void replyNothing(final CommandContext context, final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
    }

    private void reply(final ReplyWriter reply, final int outcome, final long index)
    {
        if (outcome == CommandContext.FOUND && arrays.get(array.value(), index, element))
        {
            CollectionAccess.reply(reply, element);
        }
        else
        {
            reply.nullValue();
        }
    }
}
