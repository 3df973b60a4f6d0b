package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.ResultStore;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.zset.RangeQuery.Form;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.zset.SortedSetCommands.row;

/**
 * The commands that look at intervals of a sorted set, or store one.
 */
final class SortedSetRanges
{
    private static final int KEY = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final int DESTINATION = 1;
    private static final int SOURCE = 2;
    private static final int FIRST_OF_STORE = 3;
    private static final KeyspaceEvent ZRANGESTORE = new KeyspaceEvent('z', "zrangestore");

    private final ListPackElement element = new ListPackElement();
    private final ResultStore store = new ResultStore(ValueType.ZSET);
    private final ValueRef result = new ValueRef();
    private final Arena arena;
    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final SortedSetCursor cursor;
    private final RangeQuery query;
    private final ScoreRange range;
    private final long scratch;

    SortedSetRanges(final Arena arena, final SortedSets sortedSets, final CollectionAccess sortedSet)
    {
        this.arena = arena;
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.cursor = new SortedSetCursor(sortedSets);
        this.query = new RangeQuery(sortedSets);
        this.range = new ScoreRange(sortedSets);
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    void register(final CommandTable table)
    {
        row(table, "ZRANGE", -4, READONLY).keys(key(KEY).ro().access())
            .handler(context -> range(context, Form.OPTIONAL, false))
            .complexity("O(log(N)+M) with N the number of elements in the sorted set and M those returned")
            .summary("Returns members in a sorted set within a range of indexes.")
            .syntax("key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
            .history("6.2.0", "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.");
        row(table, "ZRANGESTORE", -5, WRITE, DENYOOM).keys(key(DESTINATION).ow().update(), key(SOURCE).ro().access())
            .handler(this::zrangestore).since("6.2.0")
            .complexity("O(log(N)+M) with N the number of elements in the sorted set and M those stored")
            .summary("Stores a range of members from sorted set in a key.")
            .syntax("dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]");
        registerOldForms(table);
        countRow(table, "ZCOUNT").handler(context -> count(context, Form.SCORE)).since("2.0.0")
            .summary("Returns the count of members in a sorted set that have scores within a range.");
        countRow(table, "ZLEXCOUNT").handler(context -> count(context, Form.MEMBER)).since("2.8.9")
            .summary("Returns the number of members in a sorted set within a lexicographical range.");
    }

    private void registerOldForms(final CommandTable table)
    {
        oldRow(table, "ZREVRANGE", Form.INDEX, true).since("1.2.0").syntax("key start stop [WITHSCORES]")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` argument")
            .summary("Returns members in a sorted set within a range of indexes in reverse order.");
        oldRow(table, "ZRANGEBYSCORE", Form.SCORE, false).since("1.0.5")
            .syntax("key min max [WITHSCORES] [LIMIT offset count]")
            .deprecated("6.2.0", "`ZRANGE` with the `BYSCORE` argument")
            .summary("Returns members in a sorted set within a range of scores.")
            .history("2.0.0", "Added the `WITHSCORES` modifier.");
        oldRow(table, "ZREVRANGEBYSCORE", Form.SCORE, true).since("2.2.0")
            .syntax("key max min [WITHSCORES] [LIMIT offset count]")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments")
            .summary("Returns members in a sorted set within a range of scores in reverse order.")
            .history("2.1.6", "`min` and `max` can be exclusive.");
        oldRow(table, "ZRANGEBYLEX", Form.MEMBER, false).since("2.8.9").syntax("key min max [LIMIT offset count]")
            .deprecated("6.2.0", "`ZRANGE` with the `BYLEX` argument")
            .summary("Returns members in a sorted set within a lexicographical range.");
        oldRow(table, "ZREVRANGEBYLEX", Form.MEMBER, true).since("2.8.9").syntax("key max min [LIMIT offset count]")
            .deprecated("6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments")
            .summary("Returns members in a sorted set within a lexicographical range in reverse order.");
    }

    private Command oldRow(
        final CommandTable table, final String name, final Form form, final boolean isReverse)
    {
        return row(table, name, -4, READONLY).keys(key(KEY).ro().access())
            .handler(context -> range(context, form, isReverse))
            .complexity("O(log(N)+M) with N the number of elements in the sorted set and M those returned");
    }

    private static Command countRow(final CommandTable table, final String name)
    {
        return row(table, name, 4, READONLY, FAST).keys(key(KEY).ro().access()).syntax("key min max")
            .complexity("O(log(N)) with N the number of elements in the sorted set");
    }

    private void count(final CommandContext context, final Form form)
    {
        if (form == Form.SCORE)
        {
            range.parseScores(context.args(), FIRST, SECOND);
        }
        else
        {
            range.parseMembers(context.args(), FIRST, SECOND);
        }
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            if (form == Form.SCORE)
            {
                range.locateScores(sortedSet.value());
            }
            else
            {
                range.locateMembers(sortedSet.value());
            }
            context.reply().integer(range.count());
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }

    private void range(final CommandContext context, final Form form, final boolean isReverse)
    {
        query.parse(context.args(), FIRST, form, isReverse, false);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            query.locate(sortedSet.value());
            replyRange(context.reply());
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
    }

    private void replyRange(final ReplyWriter reply)
    {
        final int count = query.count();
        final boolean isNested = query.withScores() && reply.protocol() > 2;
        reply.array(query.withScores() && !isNested ? 2 * count : count);
        if (count == 0)
        {
            return;
        }
        cursor.wrap(sortedSet.value(), query.firstRank(), !query.isReverse());
        for (int i = 0; i < count && cursor.next(element); i++)
        {
            if (query.withScores())
            {
                replyPair(reply, element, cursor.score(), isNested);
            }
            else
            {
                CollectionAccess.reply(reply, element);
            }
        }
    }

    /** Replies a member and its score, as a pair of its own if that is wanted. */
    static void replyPair(
        final ReplyWriter reply, final ListPackElement member, final double score, final boolean isNested)
    {
        if (isNested)
        {
            reply.array(2);
        }
        CollectionAccess.reply(reply, member);
        reply.doubleValue(score);
    }

    private void zrangestore(final CommandContext context)
    {
        query.parse(context.args(), FIRST_OF_STORE, Form.OPTIONAL, false, true);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, SOURCE);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.FOUND)
        {
            query.locate(sortedSet.value());
        }
        final int count = outcome == CommandContext.FOUND ? query.count() : 0;
        if (count > 0)
        {
            copyRange(count);
            store.put(context, DESTINATION, result, ZRANGESTORE);
        }
        else
        {
            store.clear(context, DESTINATION);
        }
        context.reply().integer(count);
    }

    /**
     * Makes {@link #result} a sorted set of the members asked for, in the query's direction as Redis does, which shows
     * where a listpack drops the sign of zero; a large one by ascending rank, the cheapest order.
     */
    private void copyRange(final int count)
    {
        sortedSets.createFor(count, result);
        final boolean isForward = !query.isReverse() || !sortedSets.isPack(result);
        cursor.wrap(sortedSet.value(), isForward ? query.lowestRank() : query.firstRank(), isForward);
        for (int i = 0; i < count && cursor.next(element); i++)
        {
            final double score = cursor.score();
            element.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
            sortedSets.find(result, element.address(), element.length());
            sortedSets.add(result, element.address(), element.length(), score);
        }
    }
}
