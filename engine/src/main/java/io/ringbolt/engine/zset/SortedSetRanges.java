package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.CollectionScan;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that look at intervals of a sorted set.
 */
final class SortedSetRanges
{
    private static final int KEY = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final int FIRST_OPTION = 4;
    private static final int LIMIT_OPERANDS = 2;

    /** From here on {@code %.17g} prints an exponent. */
    private static final double PLAIN_INTEGERS = 1e17;

    private static final byte[] BYSCORE = Errors.text("BYSCORE");
    private static final byte[] BYLEX = Errors.text("BYLEX");
    private static final byte[] REV = Errors.text("REV");
    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] WITHSCORES = Errors.text("WITHSCORES");
    private static final byte[] LIMIT_OF_INDEXES = Errors.text(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    private static final byte[] SCORES_OF_MEMBERS = Errors.text(
        "ERR syntax error, WITHSCORES not supported in combination with BYLEX");

    private final ListPackElement element = new ListPackElement();
    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final SortedSetCursor cursor;
    private final ScoreRange range;
    private final CollectionScan scan;
    private boolean isByScore;
    private boolean isByMember;
    private boolean isReverse;
    private boolean withScores;
    private boolean hasLimit;
    private long limitOffset;
    private long limitCount;

    SortedSetRanges(final Arena arena, final SortedSets sortedSets, final CollectionAccess sortedSet)
    {
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.cursor = new SortedSetCursor(sortedSets);
        this.range = new ScoreRange(sortedSets);
        this.scan = new CollectionScan(arena, ScoreTree.MEMBER_OFFSET);
    }

    void register(final CommandTable table)
    {
        SortedSetCommands.row(table, "ZRANGE", -4, READONLY).keys(key(KEY).ro().access()).handler(this::zrange)
            .complexity("O(log(N)+M) with N the number of elements in the sorted set and M those returned")
            .summary("Returns members in a sorted set within a range of indexes.")
            .syntax("key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
            .history("6.2.0", "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.");
        SortedSetCommands.row(table, "ZCOUNT", 4, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::zcount)
            .since("2.0.0").complexity("O(log(N)) with N the number of elements in the sorted set")
            .summary("Returns the count of members in a sorted set that have scores within a range.")
            .syntax("key min max");
        SortedSetCommands.row(table, "ZSCAN", -3, READONLY).keys(key(KEY).ro().access()).handler(this::zscan)
            .since("2.8.0").complexity("O(1) for every call, O(N) for a complete iteration")
            .summary("Iterates over members and scores of a sorted set.").tips("nondeterministic_output")
            .syntax("key cursor [MATCH pattern] [COUNT count]");
    }

    private void zscan(final CommandContext context)
    {
        scan.parseCursor(context.args());
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            CollectionScan.replyMissing(context, outcome);
            return;
        }
        scan.parseOptions(context.args(), false);
        if (context.args().failed())
        {
            return;
        }
        if (sortedSets.isPack(sortedSet.value()))
        {
            replyWholeScan(context.reply());
            return;
        }
        scan.run(sortedSets.members(), sortedSets.table(sortedSet.value().root()));
        scan.replyHead(context.reply(), 2);
        for (int i = 0; i < scan.blockCount(); i++)
        {
            sortedSets.readMember(scan.block(i), element);
            replyScanned(context.reply(), sortedSets.readScore(scan.block(i)), PLAIN_INTEGERS);
        }
    }

    private void replyWholeScan(final ReplyWriter reply)
    {
        final long handle = CollectionScan.replyWhole(reply);
        int count = 0;
        cursor.wrap(sortedSet.value(), 0, true);
        while (cursor.next(element))
        {
            if (scan.matches(element))
            {
                replyScanned(reply, cursor.score(), Double.POSITIVE_INFINITY);
                count += 2;
            }
        }
        reply.completeArray(handle, count);
    }

    /** A scan replies scores as text in RESP3 too; only a listpack keeps all digits of large integers. */
    private void replyScanned(final ReplyWriter reply, final double score, final double integerLimit)
    {
        CollectionAccess.reply(reply, element);
        final boolean isPlain = Math.abs(score) < integerLimit && 1 / score != Double.NEGATIVE_INFINITY;
        if (isPlain && ScoreText.isInteger(score))
        {
            reply.bulkLong((long)score);
        }
        else
        {
            reply.bulk(ScoreText.text(score));
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

    private void zcount(final CommandContext context)
    {
        range.parseScores(context.args(), FIRST, SECOND);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            range.locateScores(sortedSet.value());
            context.reply().integer(range.count());
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }

    private void zrange(final CommandContext context)
    {
        final ArgParser args = context.args();
        parseOptions(args);
        if (args.failed())
        {
            return;
        }
        final boolean isSwapped = isReverse && (isByScore || isByMember);
        final long start = isByScore || isByMember ? 0 : args.longAt(FIRST);
        final long stop = isByScore || isByMember ? 0 : args.longAt(SECOND);
        if (isByScore)
        {
            range.parseScores(args, isSwapped ? SECOND : FIRST, isSwapped ? FIRST : SECOND);
        }
        else if (isByMember)
        {
            range.parseMembers(args, isSwapped ? SECOND : FIRST, isSwapped ? FIRST : SECOND);
        }
        if (args.failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            locate(start, stop);
            replyRange(context.reply());
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
    }

    private void parseOptions(final ArgParser args)
    {
        isByScore = false;
        isByMember = false;
        isReverse = false;
        withScores = false;
        hasLimit = false;
        limitOffset = 0;
        limitCount = -1;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args);
        }
        if (hasLimit && limitCount != -1 && !isByScore && !isByMember)
        {
            args.fail(LIMIT_OF_INDEXES);
        }
        if (withScores && isByMember)
        {
            args.fail(SCORES_OF_MEMBERS);
        }
    }

    private void parseOption(final ArgParser args)
    {
        if (!withScores && args.accept(WITHSCORES))
        {
            withScores = true;
        }
        else if (args.accept(LIMIT, LIMIT_OPERANDS))
        {
            hasLimit = true;
            limitOffset = args.longAt(args.next());
            limitCount = args.longAt(args.next());
        }
        else if (!isReverse && args.accept(REV))
        {
            isReverse = true;
        }
        else if (!isByScore && !isByMember && args.accept(BYLEX))
        {
            isByMember = true;
        }
        else if (!isByScore && !isByMember && args.accept(BYSCORE))
        {
            isByScore = true;
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void locate(final long start, final long stop)
    {
        if (isByScore)
        {
            range.locateScores(sortedSet.value());
        }
        else if (isByMember)
        {
            range.locateMembers(sortedSet.value());
        }
        else
        {
            range.locateIndexes(sortedSets.count(sortedSet.value()), start, stop);
        }
    }

    private void replyRange(final ReplyWriter reply)
    {
        final long inRange = range.count();
        final long skipped = limitOffset < 0 ? inRange : Math.min(limitOffset, inRange);
        final long left = inRange - skipped;
        final int count = (int)(limitCount < 0 ? left : Math.min(limitCount, left));
        final boolean isNested = withScores && reply.protocol() > 2;
        reply.array(withScores && !isNested ? 2 * count : count);
        if (count == 0)
        {
            return;
        }
        cursor.wrap(sortedSet.value(), firstRank(inRange, skipped), !isReverse);
        for (int i = 0; i < count && cursor.next(element); i++)
        {
            if (withScores)
            {
                replyPair(reply, element, cursor.score(), isNested);
            }
            else
            {
                CollectionAccess.reply(reply, element);
            }
        }
    }

    /** Indexes of a reverse range count from the end; scores and members name the same interval either way. */
    private long firstRank(final long inRange, final long skipped)
    {
        if (!isReverse)
        {
            return range.firstRank() + skipped;
        }
        final long last = isByScore || isByMember ? range.firstRank() + inRange - 1 :
            sortedSets.count(sortedSet.value()) - 1 - range.firstRank();
        return last - skipped;
    }
}
