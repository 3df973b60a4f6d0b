package io.ringbolt.engine.list;

import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.ValueType;

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.counted;
import static io.ringbolt.engine.command.KeySpec.keys;

/**
 * Pops from the first of several lists that has elements: BLPOP, BRPOP, LMPOP and BLMPOP. Those with a B wait for one.
 */
final class ListPopCommands
{
    private static final int FIRST_KEY = 1;
    private static final int LMPOP_COUNT = 1;
    private static final int BLMPOP_TIMEOUT = 1;
    private static final int BLMPOP_COUNT = 2;
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] BAD_KEY_COUNT = Errors.text("ERR numkeys should be greater than 0");
    private static final byte[] BAD_COUNT = Errors.text("ERR count should be greater than 0");

    private final CollectionAccess list = new CollectionAccess(ValueType.LIST);
    private final Lists lists;
    private final ListEnds ends;

    private long timeoutMs;
    private int firstKey;
    private int keyCount;
    private boolean atHead;
    private long count;

    ListPopCommands(final Lists lists)
    {
        this.lists = lists;
        this.ends = new ListEnds(lists);
    }

    void register(final CommandTable table)
    {
        ListCommands.row(table, "BLPOP", -3, WRITE, BLOCKING).keys(keys(FIRST_KEY, -2, 1).rw().access().delete())
            .since("2.0.0").complexity("O(N) where N is the number of provided keys.")
            .handler(context -> popOrWait(context, true)).syntax("key [key ...] timeout")
            .summary("Removes and returns the first element in a list. Blocks until an element is available otherwise.")
            .history("6.0.0", "The time-out may have a fraction.");
        ListCommands.row(table, "BRPOP", -3, WRITE, BLOCKING).keys(keys(FIRST_KEY, -2, 1).rw().access().delete())
            .since("2.0.0").complexity("O(N) where N is the number of provided keys.")
            .handler(context -> popOrWait(context, false)).syntax("key [key ...] timeout")
            .summary("Removes and returns the last element in a list. Blocks until an element is available otherwise.")
            .history("6.0.0", "The time-out may have a fraction.");
        ListCommands.row(table, "LMPOP", -4, WRITE, MOVABLEKEYS).keys(counted(LMPOP_COUNT).rw().access().delete())
            .since("7.0.0")
            .complexity("O(N+M) where N is the number of provided keys and M is the number of elements returned.")
            .handler(this::lmpop).syntax("numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .summary("Removes and returns elements from the first of several lists that has any.");
        ListCommands.row(table, "BLMPOP", -5, WRITE, BLOCKING, MOVABLEKEYS)
            .keys(counted(BLMPOP_COUNT).rw().access().delete())
            .since("7.0.0")
            .complexity("O(N+M) where N is the number of provided keys and M is the number of elements returned.")
            .handler(this::blmpop).syntax("timeout numkeys key [key ...] <LEFT | RIGHT> [COUNT count]")
            .summary(
                "Removes and returns elements from the first of several lists that has any. Blocks until one has.");
    }

    private void popOrWait(final CommandContext context, final boolean fromHead)
    {
        final int timeoutIndex = context.argCount() - 1;
        timeoutMs = context.args().timeoutSecondsAt(timeoutIndex);
        if (context.args().failed())
        {
            return;
        }
        firstKey = FIRST_KEY;
        keyCount = timeoutIndex - FIRST_KEY;
        final int found = findKey(context);
        if (found > 0)
        {
            context.reply().array(2);
            context.reply().bulk(context.argAddress(found), context.argLength(found));
            ends.pop(context, found, list, fromHead, 1);
            ListEnds.propagatePop(context, found, fromHead);
        }
        else if (found == CommandContext.MISSING)
        {
            context.block(ValueType.LIST, timeoutMs, firstKey, keyCount, TimeoutReply.NULL_ARRAY);
        }
    }

    private void lmpop(final CommandContext context)
    {
        parse(context.args(), LMPOP_COUNT);
        if (!context.args().failed() && popMany(context) == CommandContext.MISSING)
        {
            context.reply().nullArray();
        }
    }

    private void blmpop(final CommandContext context)
    {
        parse(context.args(), BLMPOP_COUNT);
        timeoutMs = context.args().timeoutSecondsAt(BLMPOP_TIMEOUT);
        if (!context.args().failed() && popMany(context) == CommandContext.MISSING)
        {
            context.block(ValueType.LIST, timeoutMs, firstKey, keyCount, TimeoutReply.NULL_ARRAY);
        }
    }

    private void parse(final ArgParser args, final int countIndex)
    {
        final long wantedKeys = args.longAt(countIndex, 1, Long.MAX_VALUE, BAD_KEY_COUNT);
        firstKey = countIndex + 1;
        count = 1;
        if (args.hasError())
        {
            return;
        }
        if (wantedKeys >= args.count() - firstKey)
        {
            args.fail(Errors.SYNTAX);
            return;
        }
        keyCount = (int)wantedKeys;
        atHead = ListEnds.isLeft(args, firstKey + keyCount);
        args.position(firstKey + keyCount + 1);
        if (args.accept(COUNT, 1))
        {
            count = args.longAt(args.next(), 1, Long.MAX_VALUE, BAD_COUNT);
        }
        if (args.hasNext())
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private int popMany(final CommandContext context)
    {
        final int found = findKey(context);
        if (found > 0)
        {
            final long popped = Math.min(count, lists.count(list.value()));
            final ReplyWriter reply = context.reply();
            reply.array(2);
            reply.bulk(context.argAddress(found), context.argLength(found));
            reply.array((int)popped);
            ends.pop(context, found, list, atHead, popped);
            ListEnds.propagatePop(context, found, atHead, popped);
        }
        return found;
    }

    /**
     * @return the index of the first key that is there, or what the look-ups said: none is, or one is of another type.
     */
    private int findKey(final CommandContext context)
    {
        for (int i = firstKey; i < firstKey + keyCount; i++)
        {
            final int outcome = list.lookupWrite(context, i);
            if (outcome != CommandContext.MISSING)
            {
                return outcome == CommandContext.FOUND ? i : outcome;
            }
        }
        return CommandContext.MISSING;
    }
}
