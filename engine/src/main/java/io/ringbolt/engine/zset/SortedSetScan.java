package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.CollectionScan;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * ZSCAN: all members of a sorted set with their scores, some at each call.
 */
final class SortedSetScan
{
    private static final int KEY = 1;

    /** From here on {@code %.17g} prints an exponent. */
    private static final double PLAIN_INTEGERS = 1e17;

    private final ListPackElement element = new ListPackElement();
    private final Arena arena;
    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final SortedSetCursor cursor;
    private final CollectionScan scan;
    private final long scratch;

    SortedSetScan(final Arena arena, final SortedSets sortedSets, final CollectionAccess sortedSet)
    {
        this.arena = arena;
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.cursor = new SortedSetCursor(sortedSets);
        this.scan = new CollectionScan(arena, ScoreTree.MEMBER_OFFSET);
        this.scratch = arena.allocate(ScoreText.MAX_LENGTH);
    }

    void register(final CommandTable table)
    {
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
            replyWhole(context.reply());
            return;
        }
        scan.run(sortedSets.members(), sortedSets.table(sortedSet.value().root()));
        scan.replyHead(context.reply(), 2);
        for (int i = 0; i < scan.blockCount(); i++)
        {
            sortedSets.readMember(scan.block(i), element);
            reply(context.reply(), sortedSets.readScore(scan.block(i)), PLAIN_INTEGERS);
        }
    }

    private void replyWhole(final ReplyWriter reply)
    {
        final long handle = CollectionScan.replyWhole(reply);
        int count = 0;
        cursor.wrap(sortedSet.value(), 0, true);
        while (cursor.next(element))
        {
            if (scan.matches(element))
            {
                reply(reply, cursor.score(), Double.POSITIVE_INFINITY);
                count += 2;
            }
        }
        reply.completeArray(handle, count);
    }

    /** A scan replies scores as text in RESP3 too; only a listpack keeps all digits of large integers. */
    private void reply(final ReplyWriter reply, final double score, final double integerLimit)
    {
        CollectionAccess.reply(reply, element);
        final boolean isPlain = Math.abs(score) < integerLimit && 1 / score != Double.NEGATIVE_INFINITY;
        if (isPlain && ScoreText.isInteger(score))
        {
            reply.bulkLong((long)score);
            return;
        }
        final long text = arena.writable(scratch, 0, ScoreText.MAX_LENGTH);
        reply.bulk(text, ScoreText.format(score, text));
    }
}
