package io.ringbolt.engine.array;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * AROP: one figure over the values of a range.
 */
final class ArrayOperationCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int OPERATION = 4;
    private static final int MATCHED = 5;

    private static final int SUM = 0;
    private static final int MIN = 1;
    private static final int MAX = 2;
    private static final int AND = 3;
    private static final int OR = 4;
    private static final int XOR = 5;
    private static final int MATCH = 6;
    private static final int USED = 7;
    private static final byte[][] NAMES =
    {
        Errors.text("SUM"), Errors.text("MIN"), Errors.text("MAX"), Errors.text("AND"), Errors.text("OR"),
        Errors.text("XOR"), Errors.text("MATCH"), Errors.text("USED")
    };
    private static final byte[] UNKNOWN_OPERATION = Errors.text("ERR unknown operation");
    private static final byte[] MATCH_WITHOUT_VALUE = Errors.text("ERR MATCH requires a value argument");

    private final SparseArrays arrays;
    private final CollectionAccess array;
    private final ArrayCursor cursor;
    private final ArrayNumbers numbers = new ArrayNumbers();
    private final ListPackElement element = new ListPackElement();

    ArrayOperationCommand(final SparseArrays arrays, final CollectionAccess array)
    {
        this.arrays = arrays;
        this.array = array;
        this.cursor = new ArrayCursor(arrays);
    }

    @Override
    public void execute(final CommandContext context)
    {
        final long start = ArrayIndexes.parse(context.args(), START);
        final long end = ArrayIndexes.parse(context.args(), END);
        final int operation = context.args().hasError() ? USED : parseOperation(context);
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
        if (outcome == CommandContext.FOUND)
        {
            cursor.wrap(array.value(), isUpwards ? start : end, isUpwards ? end : start, true);
        }
        reply(context, operation, outcome == CommandContext.FOUND);
    }

    private static int parseOperation(final CommandContext context)
    {
        int operation = 0;
        while (operation < NAMES.length && !context.args().is(OPERATION, NAMES[operation]))
        {
            operation++;
        }
        if (operation == NAMES.length)
        {
            context.args().fail(UNKNOWN_OPERATION);
        }
        else if (operation == MATCH && context.argCount() != MATCHED + 1)
        {
            context.args().fail(MATCH_WITHOUT_VALUE);
        }
        else if (operation != MATCH && context.argCount() != OPERATION + 1)
        {
            context.args().fail(Errors.wrongArgumentCount(context.command().name()));
        }
        return operation;
    }

    private void reply(final CommandContext context, final int operation, final boolean isFound)
    {
        switch (operation)
        {
            case MATCH, USED -> context.reply().integer(isFound ? count(context, operation == MATCH) : 0);
            case AND, OR, XOR -> replyBits(context.reply(), operation, isFound);
            default -> replyNumber(context.reply(), operation, isFound);
        }
    }

    private long count(final CommandContext context, final boolean isMatching)
    {
        long count = 0;
        while (cursor.next())
        {
            if (isMatching)
            {
                cursor.value(element);
            }
            count += !isMatching ||
                element.textEquals(context.argAddress(MATCHED), context.argLength(MATCHED)) ? 1 : 0;
        }
        return count;
    }

    private void replyBits(final ReplyWriter reply, final int operation, final boolean isFound)
    {
        boolean isAny = false;
        long bits = 0;
        while (isFound && cursor.next())
        {
            cursor.value(element);
            if (numbers.isWhole(element))
            {
                final long value = numbers.whole();
                bits = !isAny ? value : operation == AND ? bits & value : operation == OR ? bits | value : bits ^ value;
                isAny = true;
            }
        }
        if (isAny)
        {
            reply.integer(bits);
        }
        else
        {
            reply.nullValue();
        }
    }

    private void replyNumber(final ReplyWriter reply, final int operation, final boolean isFound)
    {
        numbers.clear();
        while (isFound && cursor.next())
        {
            cursor.value(element);
            numbers.add(element);
        }
        switch (operation)
        {
            case SUM -> numbers.replySum(reply);
            case MIN -> numbers.replyMin(reply);
            default -> numbers.replyMax(reply);
        }
    }
}
