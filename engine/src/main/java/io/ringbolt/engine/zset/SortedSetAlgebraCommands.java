package io.ringbolt.engine.zset;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.ResultStore;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.zset.SortedSetAlgebra.Aggregate;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.counted;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.zset.SortedSetCommands.row;

/**
 * The commands that combine several sorted sets: union, intersection and difference, replied, stored or only counted.
 */
final class SortedSetAlgebraCommands
{
    /** What is made of the sources. */
    private enum Operation
    {
        UNION("zunionstore"), INTERSECTION("zinterstore"), DIFFERENCE("zdiffstore");

        private final KeyspaceEvent event;

        Operation(final String eventName)
        {
            event = new KeyspaceEvent('z', eventName);
        }
    }

    private static final int DESTINATION = 1;
    private static final int KEY_COUNT = 1;
    private static final int KEY_COUNT_OF_STORE = 2;

    private static final byte[] WEIGHTS = Errors.text("WEIGHTS");
    private static final byte[] AGGREGATE = Errors.text("AGGREGATE");
    private static final byte[] SUM = Errors.text("SUM");
    private static final byte[] MIN = Errors.text("MIN");
    private static final byte[] MAX = Errors.text("MAX");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] WITHSCORES = Errors.text("WITHSCORES");
    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] NEGATIVE_LIMIT = Errors.text("ERR LIMIT can't be negative");

    private final ResultStore store = new ResultStore(ValueType.ZSET);
    private final ValueRef result = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final SortedSets sortedSets;
    private final AlgebraSources sources;
    private final SortedSetBuilder builder;
    private final SortedSetAlgebra algebra;
    private Aggregate aggregate;
    private boolean withScores;
    private long limit;

    SortedSetAlgebraCommands(
        final Arena arena, final OffHeapAllocator allocator, final SortedSets sortedSets, final Sets sets)
    {
        this.sortedSets = sortedSets;
        this.sources = new AlgebraSources(arena, sortedSets, sets);
        this.builder = new SortedSetBuilder(arena, allocator, sortedSets);
        this.algebra = new SortedSetAlgebra(sources, builder);
    }

    void register(final CommandTable table)
    {
        replyRow(table, "ZUNION", Operation.UNION).summary("Returns the union of multiple sorted sets.")
            .complexity("O(N)+O(M*log(M)) with N the sum of the sizes of the inputs and M the size of the result")
            .syntax("numkeys key [key ...] [WEIGHTS weight [weight ...]] " +
            "[AGGREGATE <SUM | MIN | MAX | COUNT>] [WITHSCORES]");
        replyRow(table, "ZINTER", Operation.INTERSECTION).summary("Returns the intersect of multiple sorted sets.")
            .complexity("O(N*K)+O(M*log(M)), N being the smallest of K inputs and M the size of the result")
            .syntax("numkeys key [key ...] [WEIGHTS weight [weight ...]] " +
            "[AGGREGATE <SUM | MIN | MAX | COUNT>] [WITHSCORES]");
        replyRow(table, "ZDIFF", Operation.DIFFERENCE).summary("Returns the difference between multiple sorted sets.")
            .complexity("O(L + (N-K)log(N)), L being the members of all inputs, N of the first and K of the result")
            .syntax("numkeys key [key ...] [WITHSCORES]");
        storeRow(table, "ZUNIONSTORE", Operation.UNION).since("2.0.0")
            .summary("Stores the union of multiple sorted sets in a key.")
            .complexity("O(N)+O(M*log(M)) with N the sum of the sizes of the inputs and M the size of the result")
            .syntax("destination numkeys key [key ...] [WEIGHTS weight [weight ...]] " +
            "[AGGREGATE <SUM | MIN | MAX | COUNT>]");
        storeRow(table, "ZINTERSTORE", Operation.INTERSECTION).since("2.0.0")
            .summary("Stores the intersect of multiple sorted sets in a key.")
            .complexity("O(N*K)+O(M*log(M)), N being the smallest of K inputs and M the size of the result")
            .syntax("destination numkeys key [key ...] [WEIGHTS weight [weight ...]] " +
            "[AGGREGATE <SUM | MIN | MAX | COUNT>]");
        storeRow(table, "ZDIFFSTORE", Operation.DIFFERENCE).since("6.2.0")
            .summary("Stores the difference of multiple sorted sets in a key.")
            .complexity("O(L + (N-K)log(N)), L being the members of all inputs, N of the first and K of the result")
            .syntax("destination numkeys key [key ...]");
        row(table, "ZINTERCARD", -3, READONLY, MOVABLEKEYS).keys(counted(KEY_COUNT).ro().access()).since("7.0.0")
            .handler(this::zintercard)
            .summary("Returns the number of members of the intersect of multiple sorted sets.")
            .complexity("O(N*K), N being the smallest of K inputs").syntax("numkeys key [key ...] [LIMIT limit]");
    }

    private Command replyRow(final CommandTable table, final String name, final Operation operation)
    {
        return row(table, name, -3, READONLY, MOVABLEKEYS).keys(counted(KEY_COUNT).ro().access()).since("6.2.0")
            .handler(context -> reply(context, operation));
    }

    private Command storeRow(final CommandTable table, final String name, final Operation operation)
    {
        return row(table, name, -4, WRITE, DENYOOM, MOVABLEKEYS)
            .keys(key(DESTINATION).ow().update(), counted(KEY_COUNT_OF_STORE).ro().access())
            .handler(context -> store(context, operation));
    }

    private void reply(final CommandContext context, final Operation operation)
    {
        if (!lookup(context, KEY_COUNT))
        {
            return;
        }
        parseOptions(context.args(), operation, false);
        if (context.args().failed())
        {
            return;
        }
        combine(operation);
        final ReplyWriter reply = context.reply();
        final int count = (int)builder.count();
        final boolean isNested = withScores && reply.protocol() > 2;
        reply.array(withScores && !isNested ? 2 * count : count);
        for (int rank = 0; rank < count; rank++)
        {
            sortedSets.readMember(builder.block(rank), element);
            if (withScores)
            {
                SortedSetRanges.replyPair(reply, element, sortedSets.readScore(builder.block(rank)), isNested);
            }
            else
            {
                CollectionAccess.reply(reply, element);
            }
        }
        builder.discard();
    }

    private void store(final CommandContext context, final Operation operation)
    {
        if (!lookup(context, KEY_COUNT_OF_STORE))
        {
            return;
        }
        parseOptions(context.args(), operation, true);
        if (context.args().failed())
        {
            return;
        }
        combine(operation);
        final long count = builder.count();
        if (count > 0)
        {
            builder.build(result);
            store.put(context, DESTINATION, result, operation.event);
        }
        else
        {
            builder.discard();
            store.clear(context, DESTINATION);
        }
        context.reply().integer(count);
    }

    private void zintercard(final CommandContext context)
    {
        if (!lookup(context, KEY_COUNT))
        {
            return;
        }
        parseLimit(context.args());
        if (!context.args().failed())
        {
            context.reply().integer(algebra.countCommon(limit == 0 ? Long.MAX_VALUE : limit));
        }
    }

    private void combine(final Operation operation)
    {
        builder.begin();
        switch (operation)
        {
            case UNION -> algebra.unite(aggregate);
            case INTERSECTION -> algebra.intersect(aggregate);
            default -> algebra.subtract();
        }
        builder.sort();
    }

    /** Looks the sources up, which Redis does before it looks at options, and leaves the parser behind them. */
    private boolean lookup(final CommandContext context, final int keyCountIndex)
    {
        final ArgParser args = context.args();
        final long keyCount = args.longAt(keyCountIndex);
        if (!args.hasError() && keyCount < 1)
        {
            args.fail("ERR at least 1 input key is needed for '" + context.command().fullName() + "' command");
        }
        if (keyCount > args.count() - keyCountIndex - 1)
        {
            args.fail(Errors.SYNTAX);
        }
        if (args.failed())
        {
            return false;
        }
        args.position(keyCountIndex + 1 + (int)keyCount);
        return sources.lookup(context, keyCountIndex + 1, (int)keyCount);
    }

    private void parseOptions(final ArgParser args, final Operation operation, final boolean isStored)
    {
        aggregate = Aggregate.SUM;
        withScores = false;
        while (args.hasNext() && !args.hasError())
        {
            if (operation != Operation.DIFFERENCE && args.accept(WEIGHTS, sources.count()))
            {
                sources.parseWeights(args);
            }
            else if (operation != Operation.DIFFERENCE && args.accept(AGGREGATE, 1))
            {
                parseAggregate(args);
            }
            else if (!isStored && args.accept(WITHSCORES))
            {
                withScores = true;
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    private void parseAggregate(final ArgParser args)
    {
        if (args.accept(SUM))
        {
            aggregate = Aggregate.SUM;
        }
        else if (args.accept(MIN))
        {
            aggregate = Aggregate.MIN;
        }
        else if (args.accept(MAX))
        {
            aggregate = Aggregate.MAX;
        }
        else if (args.accept(COUNT))
        {
            aggregate = Aggregate.COUNT;
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void parseLimit(final ArgParser args)
    {
        limit = 0;
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(LIMIT, 1))
            {
                limit = args.longAt(args.next(), 0, Long.MAX_VALUE, NEGATIVE_LIMIT);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }
}
