package io.ringbolt.engine.zset;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.set.Sets;

import java.util.function.LongSupplier;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on sorted sets: those that change one, and those that look at single members.
 */
public final class SortedSetCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int MEMBER = 2;
    private static final int INCREMENT = 2;
    private static final int INCREMENTED = 3;
    private static final int RANK_ARGUMENTS = 3;
    private static final int PAIR = 2;

    private static final int ADDED = 1;
    private static final int UPDATED = 2;
    private static final int UNCHANGED = 3;
    private static final int REFUSED = 4;
    private static final int NOT_A_NUMBER = 5;

    private static final byte[] WITHSCORE = Errors.text("WITHSCORE");
    private static final byte[] SCORE_NOT_A_NUMBER = Errors.text("ERR resulting score is not a number (NaN)");

    private final CollectionAccess sortedSet = new CollectionAccess(ValueType.ZSET);
    private final ZaddOptions options = new ZaddOptions();
    private final SortedSets sortedSets;
    private final SortedSetRanges ranges;
    private final SortedSetRemovals removals;
    private final SortedSetPops pops;
    private final SortedSetScan scan;
    private final SortedSetRandom random;
    private final SortedSetAlgebraCommands algebra;
    private double score;

    /**
     * @param allocator of memory for sorting, given back when a command ends.
     * @param sets what is known of sets, which may be combined with sorted sets.
     * @param random source of 64 random bits.
     */
    public SortedSetCommands(
        final Arena arena,
        final OffHeapAllocator allocator,
        final long hashSeed,
        final Sets sets,
        final LongSupplier random)
    {
        this.sortedSets = new SortedSets(arena, hashSeed);
        this.ranges = new SortedSetRanges(arena, sortedSets, sortedSet);
        this.removals = new SortedSetRemovals(sortedSets, sortedSet);
        this.pops = new SortedSetPops(sortedSets, sortedSet);
        this.scan = new SortedSetScan(arena, sortedSets, sortedSet);
        this.random = new SortedSetRandom(sortedSets, sortedSet, random);
        this.algebra = new SortedSetAlgebraCommands(arena, allocator, sortedSets, sets);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        sortedSets.limits(
            config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_ENTRIES),
            config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_VALUE));
    }

    @Override
    public void register(final CommandTable table)
    {
        ranges.register(table);
        removals.register(table);
        pops.register(table);
        scan.register(table);
        random.register(table);
        algebra.register(table);
        registerWrites(table);
        row(table, "ZCARD", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::zcard)
            .complexity("O(1)").summary("Returns the number of members in a sorted set.").syntax("key");
        row(table, "ZSCORE", 3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::zscore)
            .complexity("O(1)").summary("Returns the score of a member in a sorted set.").syntax("key member");
        row(table, "ZMSCORE", -3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::zmscore).since("6.2.0")
            .complexity("O(N) where N is the number of members being requested").syntax("key member [member ...]")
            .summary("Returns the score of one or more members in a sorted set.");
        rankRow(table, "ZRANK").handler(context -> rank(context, true))
            .summary("Returns the index of a member in a sorted set ordered by ascending scores.");
        rankRow(table, "ZREVRANK").handler(context -> rank(context, false))
            .summary("Returns the index of a member in a sorted set ordered by descending scores.");
    }

    private void registerWrites(final CommandTable table)
    {
        row(table, "ZADD", -4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(this::zadd).since("1.2.0")
            .complexity("O(log(N)) for each item added, where N is the number of elements in the sorted set")
            .summary("Adds one or more members to a sorted set, or updates their scores. Creates the key if it " +
            "doesn't exist.").syntax("key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]")
            .history("2.4.0", "Accepts multiple elements.", "3.0.2", "Added the `XX`, `NX`, `CH` and `INCR` options.",
            "6.2.0", "Added the `GT` and `LT` options.");
        row(table, "ZINCRBY", 4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().access().update()).handler(this::zincrby)
            .complexity("O(log(N)) where N is the number of elements in the sorted set")
            .summary("Increments the score of a member in a sorted set.").syntax("key increment member");
        row(table, "ZREM", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(this::zrem)
            .complexity("O(M*log(N)) with N the number of elements in the sorted set and M those to be removed")
            .summary("Removes one or more members from a sorted set. " +
            "Deletes the sorted set if all members were removed.")
            .syntax("key member [member ...]").history("2.4.0", "Accepts multiple elements.");
    }

    private static Command rankRow(final CommandTable table, final String name)
    {
        return row(table, name, -3, READONLY, FAST).keys(key(KEY).ro().access()).since("2.0.0").complexity("O(log(N))")
            .syntax("key member [WITHSCORE]").history("7.2.0", "Added the optional `WITHSCORE` argument.");
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.SORTED_SET).flags(flags).since("1.2.0")
            .categories(AclCategory.SORTEDSET);
    }

    private void zadd(final CommandContext context)
    {
        options.parse(context.args());
        if (context.args().failed())
        {
            return;
        }
        final int outcome = lookupOrCreate(context, options.firstScore + 1);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.MISSING)
        {
            replyZadd(context, 0, 0, false);
            return;
        }

        int added = 0;
        int updated = 0;
        int result = REFUSED;
        for (int i = 0; i < options.count && result != NOT_A_NUMBER; i++)
        {
            final int member = options.firstScore + 2 * i + 1;
            result = put(context, member, options.score(i));
            added += result == ADDED ? 1 : 0;
            updated += result == UPDATED ? 1 : 0;
        }
        finish(context, added + updated);
        if (result == NOT_A_NUMBER)
        {
            context.reply().error(SCORE_NOT_A_NUMBER);
            return;
        }
        replyZadd(context, added, updated, result != REFUSED);
    }

    private void zincrby(final CommandContext context)
    {
        final double increment = context.args().doubleAt(INCREMENT);
        if (context.args().failed())
        {
            return;
        }
        options.setIncrement();
        if (lookupOrCreate(context, INCREMENTED) == CommandContext.WRONG_TYPE)
        {
            return;
        }

        final int result = put(context, INCREMENTED, increment);
        if (result == NOT_A_NUMBER)
        {
            context.reply().error(SCORE_NOT_A_NUMBER);
            return;
        }
        finish(context, result == UNCHANGED ? 0 : 1);
        context.reply().doubleValue(score);
    }

    private int lookupOrCreate(final CommandContext context, final int firstMember)
    {
        final int outcome = sortedSet.lookupWrite(context, KEY);
        if (outcome != CommandContext.MISSING || options.onlyExisting)
        {
            return outcome;
        }
        sortedSets.create(context.argLength(firstMember), sortedSet.value());
        sortedSet.insert(context, KEY);
        return CommandContext.FOUND;
    }

    private void finish(final CommandContext context, final int changed)
    {
        sortedSet.store();
        if (changed > 0)
        {
            CollectionAccess.modified(
                context, KEY, options.isIncrement ? KeyspaceEvent.ZINCR : KeyspaceEvent.ZADD, changed);
        }
    }

    private void replyZadd(final CommandContext context, final int added, final int updated, final boolean isProcessed)
    {
        if (!options.isIncrement)
        {
            context.reply().integer(options.countsChanged ? added + updated : added);
        }
        else if (isProcessed)
        {
            context.reply().doubleValue(score);
        }
        else
        {
            context.reply().nullValue();
        }
    }

    /** Gives a member a score, or adds to it, under the options; leaves the result in {@link #score}. */
    private int put(final CommandContext context, final int member, final double operand)
    {
        final long address = context.argAddress(member);
        final int length = context.argLength(member);
        if (!sortedSets.find(sortedSet.value(), address, length))
        {
            if (options.onlyExisting)
            {
                return REFUSED;
            }
            score = operand;
            sortedSets.add(sortedSet.value(), address, length, operand);
            return ADDED;
        }
        if (options.onlyNew)
        {
            return REFUSED;
        }
        final double old = sortedSets.score();
        score = options.isIncrement ? old + operand : operand;
        if (Double.isNaN(score))
        {
            return NOT_A_NUMBER;
        }
        if (options.onlyLess && score >= old || options.onlyGreater && score <= old)
        {
            return REFUSED;
        }
        if (score == old)
        {
            return UNCHANGED;
        }
        sortedSets.update(sortedSet.value(), address, length, score);
        return UPDATED;
    }

    private void zrem(final CommandContext context)
    {
        final int outcome = sortedSet.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            if (outcome == CommandContext.MISSING)
            {
                context.reply().integer(0);
            }
            return;
        }

        int removed = 0;
        for (int i = MEMBER; i < context.argCount(); i++)
        {
            removed += sortedSets.remove(sortedSet.value(), context.argAddress(i), context.argLength(i)) ? 1 : 0;
        }
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.ZREM, removed);
            sortedSet.storeOrRemove(context, KEY, sortedSets.count(sortedSet.value()));
        }
        context.reply().integer(removed);
    }

    private void zcard(final CommandContext context)
    {
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(outcome == CommandContext.FOUND ? sortedSets.count(sortedSet.value()) : 0);
        }
    }

    private void zscore(final CommandContext context)
    {
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            replyScore(context, outcome, MEMBER);
        }
    }

    private void zmscore(final CommandContext context)
    {
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().array(context.argCount() - MEMBER);
            for (int i = MEMBER; i < context.argCount(); i++)
            {
                replyScore(context, outcome, i);
            }
        }
    }

    private void replyScore(final CommandContext context, final int outcome, final int member)
    {
        if (outcome == CommandContext.FOUND &&
            sortedSets.find(sortedSet.value(), context.argAddress(member), context.argLength(member)))
        {
            context.reply().doubleValue(sortedSets.score());
        }
        else
        {
            context.reply().nullValue();
        }
    }

    private void rank(final CommandContext context, final boolean isAscending)
    {
        final boolean withScore = context.argCount() > RANK_ARGUMENTS;
        if (withScore && (context.argCount() > RANK_ARGUMENTS + 1 || !context.args().is(RANK_ARGUMENTS, WITHSCORE)))
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final int outcome = sortedSet.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long rank = outcome == CommandContext.FOUND ?
            sortedSets.rank(sortedSet.value(), context.argAddress(MEMBER), context.argLength(MEMBER)) : -1;
        if (rank < 0)
        {
            replyNoRank(context, withScore);
            return;
        }
        if (withScore)
        {
            context.reply().array(PAIR);
        }
        context.reply().integer(isAscending ? rank : sortedSets.count(sortedSet.value()) - 1 - rank);
        if (withScore)
        {
            context.reply().doubleValue(sortedSets.score());
        }
    }

    private static void replyNoRank(final CommandContext context, final boolean withScore)
    {
        if (withScore)
        {
            context.reply().nullArray();
        }
        else
        {
            context.reply().nullValue();
        }
    }
}
