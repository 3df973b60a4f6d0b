package io.ringbolt.engine.array;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;

/**
 * ARGREP: the indexes in a range whose values meet predicates, with the values if wanted.
 */
final class ArrayGrepCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int FIRST_OPTION = 4;

    private static final byte[] WITHVALUES = Errors.text("WITHVALUES");
    private static final byte[] NOCASE = Errors.text("NOCASE");
    private static final byte[] AND = Errors.text("AND");
    private static final byte[] OR = Errors.text("OR");

    private final SparseArrays arrays;
    private final CollectionAccess array;
    private final ArrayCursor cursor;
    private final ArrayPredicates predicates;
    private final ListPackElement element = new ListPackElement();
    private long limit;
    private boolean isWithValues;

    ArrayGrepCommand(final SparseArrays arrays, final CollectionAccess array)
    {
        this.arrays = arrays;
        this.array = array;
        this.cursor = new ArrayCursor(arrays);
        this.predicates = new ArrayPredicates(arrays.arena);
    }

    @Override
    public void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        parse(context);
        if (args.failed())
        {
            return;
        }
        final int outcome = array.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            ArrayReadCommands.replyNothing(context, outcome);
            return;
        }
        final long start = bound(args, START, array.value());
        final long end = bound(args, END, array.value());
        final boolean isUpwards = Long.compareUnsigned(start, end) <= 0;
        cursor.wrap(array.value(), isUpwards ? start : end, isUpwards ? end : start, isUpwards);
        reply(context.reply(), args);
    }

    private void parse(final CommandContext context)
    {
        final ArgParser args = context.args();
        checkBound(args, START);
        checkBound(args, END);
        limit = Long.MAX_VALUE;
        isWithValues = false;
        predicates.clear();
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(context, args);
        }
        if (!args.hasError())
        {
            predicates.conclude(args);
        }
    }

    private void parseOption(final CommandContext context, final ArgParser args)
    {
        if (args.accept(ArrayReadCommands.LIMIT, 1))
        {
            limit = ArrayReadCommands.limitAt(context, args.next());
        }
        else if (args.accept(WITHVALUES))
        {
            isWithValues = true;
        }
        else if (args.accept(NOCASE))
        {
            predicates.ignoreCase();
        }
        else if (args.accept(AND))
        {
            predicates.requireAll(true);
        }
        else if (args.accept(OR))
        {
            predicates.requireAll(false);
        }
        else if (!predicates.parse(args))
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void reply(final ReplyWriter reply, final ArgParser args)
    {
        final long handle = reply.deferAggregate();
        int count = 0;
        while (count < limit && cursor.next())
        {
            cursor.value(element);
            if (predicates.match(args, element))
            {
                count++;
                if (isWithValues)
                {
                    reply.array(2);
                }
                ArrayIndexes.reply(reply, cursor.index());
                if (isWithValues)
                {
                    cursor.value(element);
                    CollectionAccess.reply(reply, element);
                }
            }
        }
        reply.completeArray(handle, count);
    }

    private static void checkBound(final ArgParser args, final int argument)
    {
        if (!isBound(args, argument, '-') && !isBound(args, argument, '+'))
        {
            ArrayIndexes.parse(args, argument);
        }
    }

    private long bound(final ArgParser args, final int argument, final ValueRef value)
    {
        if (isBound(args, argument, '-'))
        {
            return 0;
        }
        return isBound(args, argument, '+') ? arrays.length(value) - 1 : ArrayIndexes.parse(args, argument);
    }

    private static boolean isBound(final ArgParser args, final int argument, final char sign)
    {
        return args.length(argument) == 1 && OffHeap.getByte(args.address(argument)) == sign;
    }
}
