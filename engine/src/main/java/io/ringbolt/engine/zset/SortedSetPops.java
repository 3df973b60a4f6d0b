package io.ringbolt.engine.zset;

import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.counted;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.zset.SortedSetCommands.row;

/**
 * The commands that take members from either end of a sorted set.
 */
final class SortedSetPops
{
    private static final int KEY = 1;
    private static final int COUNT = 2;
    private static final int COUNT_ARGUMENTS = 3;
    private static final int KEY_COUNT = 1;
    private static final int TIMEOUT = 1;
    private static final int KEY_COUNT_BEHIND_TIMEOUT = 2;
    private static final int PAIR = 2;

    private static final byte[] MIN = Errors.text("MIN");
    private static final byte[] MAX = Errors.text("MAX");
    private static final byte[] COUNT_WORD = Errors.text("COUNT");
    private static final byte[] ZPOPMIN = Errors.text("ZPOPMIN");
    private static final byte[] ZPOPMAX = Errors.text("ZPOPMAX");
    private static final byte[] NO_KEYS = Errors.text("ERR numkeys should be greater than 0");
    private static final byte[] NO_COUNT = Errors.text("ERR count should be greater than 0");

    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final SortedSetCursor cursor;
    private final ListPackElement element = new ListPackElement();
    private int firstKey;
    private int keyCount;
    private boolean isAtMin;
    private long wanted;

    SortedSetPops(final SortedSets sortedSets, final CollectionAccess sortedSet)
    {
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.cursor = new SortedSetCursor(sortedSets);
    }

    void register(final CommandTable table)
    {
        popRow(table, "ZPOPMIN").handler(context -> pop(context, true))
            .summary("Returns the lowest-scoring members " +
            "from a sorted set after removing them. Deletes the sorted set if the last member was popped.");
        popRow(table, "ZPOPMAX").handler(context -> pop(context, false))
            .summary("Returns the highest-scoring members " +
            "from a sorted set after removing them. Deletes the sorted set if the last member was popped.");
        row(table, "ZMPOP", -4, WRITE, MOVABLEKEYS).keys(counted(KEY_COUNT).rw().access().delete()).since("7.0.0")
            .handler(this::zmpop).syntax("numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .complexity(
                "O(K) + O(M*log(N)) with K the number of keys, N the elements of the sorted set and M those popped")
            .summary("Returns the highest- or lowest-scoring members from one of multiple sorted sets after removing " +
            "them. Deletes the sorted set if the last member was popped.");
        registerWaiting(table);
    }

    private void registerWaiting(final CommandTable table)
    {
        row(table, "BZPOPMIN", -3, WRITE, FAST, BLOCKING).keys(keys(KEY, -2, 1).rw().access().delete()).since("5.0.0")
            .handler(context -> popOrWait(context, true)).syntax("key [key ...] timeout")
            .complexity("O(log(N)) with N the number of elements in the sorted set")
            .summary("Removes and returns the member with the lowest score from one or more sorted sets. " +
            "Blocks until a member is available otherwise. Deletes the sorted set if the last element was popped.")
            .history("6.0.0", "The time-out may have a fraction.");
        row(table, "BZPOPMAX", -3, WRITE, FAST, BLOCKING).keys(keys(KEY, -2, 1).rw().access().delete()).since("5.0.0")
            .handler(context -> popOrWait(context, false)).syntax("key [key ...] timeout")
            .complexity("O(log(N)) with N the number of elements in the sorted set")
            .summary("Removes and returns the member with the highest score from one or more sorted sets. " +
            "Blocks until a member is available otherwise. Deletes the sorted set if the last element was popped.")
            .history("6.0.0", "The time-out may have a fraction.");
        row(table, "BZMPOP", -5, WRITE, BLOCKING, MOVABLEKEYS).since("7.0.0")
            .keys(counted(KEY_COUNT_BEHIND_TIMEOUT).rw().access().delete())
            .handler(this::bzmpop).syntax("timeout numkeys key [key ...] <MIN | MAX> [COUNT count]")
            .complexity(
                "O(K) + O(M*log(N)) with K the number of keys, N the elements of the sorted set and M those popped")
            .summary("Removes and returns members by score from one or more sorted sets. Blocks until a member is " +
            "available otherwise. Deletes the sorted set if the last element was popped.");
    }

    private static Command popRow(final CommandTable table, final String name)
    {
        return row(table, name, -2, WRITE, FAST).keys(key(KEY).rw().access().delete()).since("5.0.0")
            .complexity("O(log(N)*M) with N the number of elements in the sorted set and M those popped")
            .syntax("key [count]");
    }

    private void pop(final CommandContext context, final boolean atMin)
    {
        if (context.argCount() > COUNT_ARGUMENTS)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final boolean hasCount = context.argCount() == COUNT_ARGUMENTS;
        wanted = hasCount ? context.args().longAt(COUNT, 0, Long.MAX_VALUE, Errors.MUST_BE_POSITIVE) : 1;
        isAtMin = atMin;
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND || wanted == 0)
        {
            if (outcome != CommandContext.WRONG_TYPE)
            {
                context.reply().array(0);
            }
            return;
        }

        final int count = countToPop();
        final boolean isNested = hasCount && context.reply().protocol() > 2;
        context.reply().array(isNested ? count : PAIR * count);
        take(context, KEY, count, isNested);
    }

    private void popOrWait(final CommandContext context, final boolean atMin)
    {
        final int timeoutIndex = context.argCount() - 1;
        final long timeoutMs = context.args().timeoutSecondsAt(timeoutIndex);
        if (context.args().failed())
        {
            return;
        }
        firstKey = KEY;
        keyCount = timeoutIndex - KEY;
        isAtMin = atMin;
        final int found = findKey(context);
        if (found > 0)
        {
            context.propagate(2).argument(atMin ? ZPOPMIN : ZPOPMAX)
                .argument(context.argAddress(found), context.argLength(found));
            context.reply().array(PAIR + 1);
            context.reply().bulk(context.argAddress(found), context.argLength(found));
            take(context, found, 1, false);
        }
        else if (found == CommandContext.MISSING)
        {
            context.block(ValueType.ZSET, timeoutMs, firstKey, keyCount, TimeoutReply.NULL_ARRAY);
        }
    }

    private void zmpop(final CommandContext context)
    {
        parseMany(context.args(), KEY_COUNT);
        if (!context.args().failed() && popMany(context) == CommandContext.MISSING)
        {
            context.reply().nullArray();
        }
    }

    private void bzmpop(final CommandContext context)
    {
        parseMany(context.args(), KEY_COUNT_BEHIND_TIMEOUT);
        final long timeoutMs = context.args().timeoutSecondsAt(TIMEOUT);
        if (!context.args().failed() && popMany(context) == CommandContext.MISSING)
        {
            context.block(ValueType.ZSET, timeoutMs, firstKey, keyCount, TimeoutReply.NULL_ARRAY);
        }
    }

    /** Reads the number of keys, the end to pop from and the count; latches an error. */
    private void parseMany(final ArgParser args, final int keyCountIndex)
    {
        final long keys = args.longAt(keyCountIndex, 1, Long.MAX_VALUE, NO_KEYS);
        if (keys >= args.count() - keyCountIndex - 1)
        {
            args.fail(Errors.SYNTAX);
            return;
        }
        firstKey = keyCountIndex + 1;
        keyCount = (int)keys;
        args.position(firstKey + keyCount);
        isAtMin = args.accept(MIN);
        if (!isAtMin && !args.accept(MAX))
        {
            args.fail(Errors.SYNTAX);
        }
        wanted = 1;
        if (args.accept(COUNT_WORD, 1))
        {
            wanted = args.longAt(args.next(), 1, Long.MAX_VALUE, NO_COUNT);
        }
        if (args.hasNext())
        {
            args.fail(Errors.SYNTAX);
        }
    }

    /**
     * Replies and removes what the first key that is there has, and has just that replayed.
     *
     * @return as {@link #findKey}.
     */
    private int popMany(final CommandContext context)
    {
        final int keyIndex = findKey(context);
        if (keyIndex <= 0)
        {
            return keyIndex;
        }
        final ReplyWriter reply = context.reply();
        final int count = countToPop();
        context.propagate(COUNT_ARGUMENTS).argument(isAtMin ? ZPOPMIN : ZPOPMAX)
            .argument(context.argAddress(keyIndex), context.argLength(keyIndex)).argument(count);
        reply.array(2);
        reply.bulk(context.argAddress(keyIndex), context.argLength(keyIndex));
        reply.array(count);
        take(context, keyIndex, count, true);
        return keyIndex;
    }

    /** The index of the first key that is there, or what the look-ups said: none is, or one is of another type. */
    private int findKey(final CommandContext context)
    {
        for (int i = firstKey; i < firstKey + keyCount; i++)
        {
            final int outcome = sortedSet.lookupWrite(context, i);
            if (outcome != CommandContext.MISSING)
            {
                return outcome == CommandContext.FOUND ? i : outcome;
            }
        }
        return CommandContext.MISSING;
    }

    private int countToPop()
    {
        return (int)Math.min(wanted, Math.min(sortedSets.count(sortedSet.value()), Integer.MAX_VALUE / PAIR));
    }

    private void take(final CommandContext context, final int keyIndex, final int count, final boolean isNested)
    {
        final long size = sortedSets.count(sortedSet.value());
        cursor.wrap(sortedSet.value(), isAtMin ? 0 : size - 1, isAtMin);
        for (int i = 0; i < count && cursor.next(element); i++)
        {
            SortedSetRanges.replyPair(context.reply(), element, cursor.score(), isNested);
        }
        sortedSets.removeRange(sortedSet.value(), isAtMin ? 0 : size - count, count);
        CollectionAccess.modified(context, keyIndex, isAtMin ? KeyspaceEvent.ZPOPMIN : KeyspaceEvent.ZPOPMAX, count);
        sortedSet.storeOrRemove(context, keyIndex, size - count);
    }
}
