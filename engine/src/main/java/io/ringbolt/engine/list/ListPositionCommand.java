package io.ringbolt.engine.list;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.EmptyReply;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;

import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * LPOS: where in a list an element stands, for the first match or the nth, for one match or several, from either end.
 */
final class ListPositionCommand
{
    private static final int KEY = 1;
    private static final int ELEMENT = 2;
    private static final int FIRST_OPTION = 3;
    private static final byte[] RANK = Errors.text("RANK");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] MAXLEN = Errors.text("MAXLEN");
    private static final byte[] ZERO_RANK =
        Errors.text("ERR RANK can't be zero: use 1 to start from the first match, 2 from " +
        "the second ... or use negative to start from the end of the list");
    private static final byte[] RANK_OUT_OF_RANGE = Errors.text(
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    private static final byte[] NEGATIVE_COUNT = Errors.text("ERR COUNT can't be negative");
    private static final byte[] NEGATIVE_MAXLEN = Errors.text("ERR MAXLEN can't be negative");

    private final CollectionAccess list = new CollectionAccess(ValueType.LIST);
    private final ListPackElement element = new ListPackElement();
    private final Lists lists;
    private final ListCursor cursor;

    private long rank;
    private long limit;
    private long maxLength;
    private boolean hasCount;

    ListPositionCommand(final Lists lists)
    {
        this.lists = lists;
        this.cursor = new ListCursor(lists);
    }

    void register(final CommandTable table)
    {
        ListCommands.row(table, "LPOS", -3, READONLY).keys(key(KEY).ro().access()).since("6.0.6").handler(this::lpos)
            .complexity("O(N) where N is the number of elements looked at")
            .summary("Returns the index of matching elements in a list.")
            .syntax("key element [RANK rank] [COUNT num-matches] [MAXLEN len]");
    }

    private void lpos(final CommandContext context)
    {
        parse(context.args());
        if (context.args().failed())
        {
            return;
        }
        if (list.findRead(context, KEY, hasCount ? EmptyReply.EMPTY_ARRAY : EmptyReply.NULL))
        {
            replyMatches(context);
        }
    }

    private void parse(final ArgParser args)
    {
        rank = 1;
        limit = 1;
        maxLength = 0;
        hasCount = false;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(RANK, 1))
            {
                parseRank(args);
            }
            else if (args.accept(COUNT, 1))
            {
                hasCount = true;
                limit = args.longAt(args.next(), 0, Long.MAX_VALUE, NEGATIVE_COUNT);
            }
            else if (args.accept(MAXLEN, 1))
            {
                maxLength = args.longAt(args.next(), 0, Long.MAX_VALUE, NEGATIVE_MAXLEN);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        limit = 0 == limit ? Long.MAX_VALUE : limit;
        maxLength = 0 == maxLength ? Long.MAX_VALUE : maxLength;
    }

    private void parseRank(final ArgParser args)
    {
        rank = args.longAt(args.next());
        if (Long.MIN_VALUE == rank)
        {
            args.fail(RANK_OUT_OF_RANGE);
        }
        else if (0 == rank && !args.hasError())
        {
            args.fail(ZERO_RANK);
        }
    }

    private void replyMatches(final CommandContext context)
    {
        final boolean isForward = rank > 0;
        final long length = lists.count(list.value());
        final long address = context.argAddress(ELEMENT);
        final int elementLength = context.argLength(ELEMENT);
        final long array = hasCount ? context.reply().deferAggregate() : 0;
        long toSkip = Math.abs(rank) - 1;
        int found = 0;
        cursor.wrap(list.value(), isForward ? 0 : length - 1, isForward);
        for (long seen = 0; seen < maxLength && found < limit && cursor.next(element); seen++)
        {
            if (element.textEquals(address, elementLength) && --toSkip < 0)
            {
                context.reply().integer(isForward ? seen : length - 1 - seen);
                found++;
            }
        }
        if (hasCount)
        {
            context.reply().completeArray(array, found);
        }
        else if (0 == found)
        {
            context.reply().nullValue();
        }
    }
}
