package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.zset.RangeQuery.Form;

import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.zset.SortedSetCommands.row;

/**
 * The commands that remove an interval of a sorted set, by rank, score or member.
 */
final class SortedSetRemovals
{
    private static final int KEY = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;

    private static final KeyspaceEvent BY_RANK = new KeyspaceEvent('z', "zremrangebyrank");
    private static final KeyspaceEvent BY_SCORE = new KeyspaceEvent('z', "zremrangebyscore");
    private static final KeyspaceEvent BY_MEMBER = new KeyspaceEvent('z', "zremrangebylex");

    private final SortedSets sortedSets;
    private final CollectionAccess sortedSet;
    private final ScoreRange range;

    SortedSetRemovals(final SortedSets sortedSets, final CollectionAccess sortedSet)
    {
        this.sortedSets = sortedSets;
        this.sortedSet = sortedSet;
        this.range = new ScoreRange(sortedSets);
    }

    void register(final CommandTable table)
    {
        removalRow(table, "ZREMRANGEBYRANK").syntax("key start stop").since("2.0.0")
            .handler(context -> remove(context, Form.INDEX, BY_RANK))
            .summary("Removes members in a sorted set within a range of indexes. " +
            "Deletes the sorted set if all members were removed.");
        removalRow(table, "ZREMRANGEBYSCORE").syntax("key min max").since("1.2.0")
            .handler(context -> remove(context, Form.SCORE, BY_SCORE))
            .summary("Removes members in a sorted set within a range of scores. " +
            "Deletes the sorted set if all members were removed.");
        removalRow(table, "ZREMRANGEBYLEX").syntax("key min max").since("2.8.9")
            .handler(context -> remove(context, Form.MEMBER, BY_MEMBER))
            .summary("Removes members in a sorted set within a lexicographical range. " +
            "Deletes the sorted set if all members were removed.");
    }

    private static Command removalRow(final CommandTable table, final String name)
    {
        return row(table, name, 4, WRITE).keys(key(KEY).rw().delete())
            .complexity("O(log(N)+M) with N the number of elements in the sorted set and M those removed");
    }

    private void remove(final CommandContext context, final Form form, final KeyspaceEvent event)
    {
        final ArgParser args = context.args();
        long start = 0;
        long stop = 0;
        switch (form)
        {
            case SCORE -> range.parseScores(args, FIRST, SECOND);
            case MEMBER -> range.parseMembers(args, FIRST, SECOND);
            default ->
            {
                start = args.longAt(FIRST);
                stop = args.longAt(SECOND);
            }
        }
        if (args.failed())
        {
            return;
        }
        final int outcome = sortedSet.lookupWrite(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            locate(form, start, stop);
            removeLocated(context, event);
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }

    private void locate(final Form form, final long start, final long stop)
    {
        switch (form)
        {
            case SCORE -> range.locateScores(sortedSet.value());
            case MEMBER -> range.locateMembers(sortedSet.value());
            default -> range.locateIndexes(sortedSets.count(sortedSet.value()), start, stop);
        }
    }

    private void removeLocated(final CommandContext context, final KeyspaceEvent event)
    {
        final long count = range.count();
        if (count > 0)
        {
            sortedSets.removeRange(sortedSet.value(), range.firstRank(), count);
            CollectionAccess.modified(context, KEY, event, count);
            sortedSet.storeOrRemove(context, KEY, sortedSets.count(sortedSet.value()));
        }
        context.reply().integer(count);
    }
}
