package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import org.agrona.collections.LongHashSet;

import java.util.function.LongSupplier;

import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * ZRANDMEMBER: members drawn by rank, with or without repetition.
 */
final class SortedSetRandom
{
    private static final int KEY = 1;
    private static final int COUNT = 2;
    private static final int WITHSCORES_INDEX = 3;
    /** A sample below one in so many is drawn, a larger one selected while walking over all members. */
    private static final int DRAWN_SHARE = 3;
    /** A larger sample finds repetitions with a table of its own. */
    private static final int RETAINED_DRAWS = 1024;

    private static final byte[] WITHSCORES = Errors.text("WITHSCORES");
    private static final byte[] COUNT_OUT_OF_RANGE = Errors.text(
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");

    private final ListPackElement element = new ListPackElement();
    private final LongHashSet retained = new LongHashSet(RETAINED_DRAWS);
    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final SortedSetCursor cursor;
    private final LongSupplier random;
    private boolean withScores;
    private boolean isNested;

    SortedSetRandom(final SortedSets sortedSets, final CollectionAccess sortedSet, final LongSupplier random)
    {
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.cursor = new SortedSetCursor(sortedSets);
        this.random = random;
    }

    void register(final CommandTable table)
    {
        SortedSetCommands.row(table, "ZRANDMEMBER", -2, READONLY).keys(key(KEY).ro().access())
            .handler(this::zrandmember).since("6.2.0").syntax("key [count [WITHSCORES]]")
            .complexity("O(N) where N is the number of members returned").tips("nondeterministic_output")
            .summary("Returns one or more random members from a sorted set.");
    }

    private void zrandmember(final CommandContext context)
    {
        final boolean hasCount = context.argCount() > COUNT;
        final long count = hasCount ? parse(context.args()) : 1;
        if (context.args().failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        final ReplyWriter reply = context.reply();
        if (outcome == CommandContext.MISSING && !hasCount)
        {
            reply.nullValue();
        }
        else if (outcome == CommandContext.MISSING)
        {
            reply.array(0);
        }
        else if (outcome == CommandContext.FOUND && hasCount)
        {
            isNested = withScores && reply.protocol() > 2;
            replyMany(reply, count);
        }
        else if (outcome == CommandContext.FOUND)
        {
            withScores = false;
            replyAt(reply, below(sortedSets.count(sortedSet.value())));
        }
    }

    private long parse(final ArgParser args)
    {
        final long count = args.longAt(COUNT);
        withScores = args.count() > WITHSCORES_INDEX;
        if (count == Long.MIN_VALUE)
        {
            args.fail(COUNT_OUT_OF_RANGE);
        }
        if (args.count() > WITHSCORES_INDEX + 1 || withScores && !args.is(WITHSCORES_INDEX, WITHSCORES))
        {
            args.fail(Errors.SYNTAX);
        }
        if (withScores && (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2))
        {
            args.fail(Errors.OUT_OF_RANGE);
        }
        return count;
    }

    private void replyMany(final ReplyWriter reply, final long count)
    {
        final long size = sortedSets.count(sortedSet.value());
        final int most = withScores && !isNested ? Integer.MAX_VALUE / 2 : Integer.MAX_VALUE;
        if (count < 0)
        {
            final int repeated = (int)Math.min(-count, most);
            replyHead(reply, repeated);
            for (int i = 0; i < repeated && !reply.isRefused(); i++)
            {
                replyAt(reply, below(size));
            }
        }
        else if (count < size / DRAWN_SHARE && !sortedSets.isPack(sortedSet.value()))
        {
            draw(reply, (int)Math.min(count, most), size);
        }
        else
        {
            select(reply, (int)Math.min(Math.min(count, size), most), size);
        }
    }

    private void replyHead(final ReplyWriter reply, final int count)
    {
        reply.array(withScores && !isNested ? 2 * count : count);
    }

    private void draw(final ReplyWriter reply, final int count, final long size)
    {
        final LongHashSet drawn = count <= RETAINED_DRAWS ? retained : new LongHashSet(count);
        drawn.clear();
        replyHead(reply, count);
        while (drawn.size() < count)
        {
            final long rank = below(size);
            if (drawn.add(rank))
            {
                replyAt(reply, rank);
            }
        }
    }

    /** Selection sampling (Knuth 3.4.2 S): each member is taken with the share of those wanted among those left. */
    private void select(final ReplyWriter reply, final int count, final long size)
    {
        long left = size;
        int missing = count;
        replyHead(reply, count);
        cursor.wrap(sortedSet.value(), 0, true);
        while (missing > 0 && cursor.next(element))
        {
            if (below(left--) < missing)
            {
                replyElement(reply);
                missing--;
            }
        }
    }

    private void replyAt(final ReplyWriter reply, final long rank)
    {
        cursor.wrap(sortedSet.value(), rank, true);
        cursor.next(element);
        replyElement(reply);
    }

    private void replyElement(final ReplyWriter reply)
    {
        if (withScores)
        {
            SortedSetRanges.replyPair(reply, element, cursor.score(), isNested);
        }
        else
        {
            CollectionAccess.reply(reply, element);
        }
    }

    private long below(final long bound)
    {
        return Long.remainderUnsigned(random.getAsLong(), bound);
    }
}
