package io.ringbolt.engine.set;

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

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.counted;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.set.SetCommands.row;

/**
 * The commands that combine several sets: intersection, union and difference, replied, stored or only counted.
 */
final class SetAlgebraCommands
{
    private static final int FIRST_KEY = 1;
    private static final int DESTINATION = 1;
    private static final int FIRST_SOURCE = 2;
    private static final int KEY_COUNT = 1;
    private static final int FIRST_COUNTED_KEY = 2;

    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] APPROX = Errors.text("APPROX");
    private static final byte[] NO_KEYS = Errors.text("ERR numkeys should be greater than 0");
    private static final byte[] TOO_MANY_KEYS =
        Errors.text("ERR Number of keys can't be greater than number of args");
    private static final byte[] NEGATIVE_LIMIT = Errors.text("ERR LIMIT can't be negative");

    private static final KeyspaceEvent SINTERSTORE = new KeyspaceEvent('s', "sinterstore");
    private static final KeyspaceEvent SUNIONSTORE = new KeyspaceEvent('s', "sunionstore");
    private static final KeyspaceEvent SDIFFSTORE = new KeyspaceEvent('s', "sdiffstore");

    private final Sets sets;
    private final SetSources sources;
    private final SetAlgebra algebra;
    private final SetCursor cursor;
    private final UnionSketch sketch;
    private final ResultStore store = new ResultStore(ValueType.SET);
    private final ValueRef result = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private int keyCount;
    private long limit;
    private boolean isApproximate;

    SetAlgebraCommands(final Arena arena, final Sets sets)
    {
        this.sets = sets;
        this.sources = new SetSources(sets);
        this.algebra = new SetAlgebra(sets);
        this.cursor = new SetCursor(sets);
        this.sketch = new UnionSketch(arena);
    }

    void register(final CommandTable table)
    {
        replyRow(table, "SINTER").handler(this::sinter).summary("Returns the intersect of multiple sets.")
            .complexity("O(N*M), N being the size of the smallest set and M the number of sets");
        replyRow(table, "SUNION").handler(this::sunion).summary("Returns the union of multiple sets.")
            .complexity("O(N), N being the total number of members of all sets");
        replyRow(table, "SDIFF").handler(this::sdiff).summary("Returns the difference of multiple sets.")
            .complexity("O(N), N being the total number of members of all sets");
        storeRow(table, "SINTERSTORE").handler(this::sinterstore)
            .summary("Stores the intersect of multiple sets in a key.")
            .complexity("O(N*M), N being the size of the smallest set and M the number of sets");
        storeRow(table, "SUNIONSTORE").handler(this::sunionstore)
            .summary("Stores the union of multiple sets in a key.")
            .complexity("O(N), N being the total number of members of all sets");
        storeRow(table, "SDIFFSTORE").handler(this::sdiffstore)
            .summary("Stores the difference of multiple sets in a key.")
            .complexity("O(N), N being the total number of members of all sets");
        cardRow(table, "SINTERCARD").handler(this::sintercard).since("7.0.0")
            .summary("Returns the number of members of the intersect of multiple sets.")
            .complexity("O(N*M), N being the size of the smallest set and M the number of sets")
            .syntax("numkeys key [key ...] [LIMIT limit]");
        cardRow(table, "SUNIONCARD").handler(this::sunioncard).since("8.10.0")
            .summary("Returns the number of members of the union of multiple sets, exactly or as an estimate.")
            .complexity("O(N), N being the total number of members of all sets")
            .syntax("numkeys key [key ...] [APPROX] [LIMIT limit]");
        cardRow(table, "SDIFFCARD").handler(this::sdiffcard).since("8.10.0")
            .summary("Returns the number of members that only the first of multiple sets has.")
            .complexity("O(N), N being the total number of members of all sets")
            .syntax("numkeys key [key ...] [LIMIT limit]");
    }

    private static Command replyRow(final CommandTable table, final String name)
    {
        return row(table, name, -2, READONLY).keys(keys(FIRST_KEY, -1, 1).ro().access())
            .syntax("key [key ...]").tips("nondeterministic_output_order");
    }

    private static Command storeRow(final CommandTable table, final String name)
    {
        return row(table, name, -3, WRITE, DENYOOM)
            .keys(key(DESTINATION).ow().update(), keys(FIRST_SOURCE, -1, 1).ro().access())
            .syntax("destination key [key ...]");
    }

    private static Command cardRow(final CommandTable table, final String name)
    {
        return row(table, name, -3, READONLY, MOVABLEKEYS).keys(counted(KEY_COUNT).ro().access());
    }

    private void sinter(final CommandContext context)
    {
        if (!sources.lookup(context, FIRST_KEY, context.argCount() - FIRST_KEY))
        {
            return;
        }
        final ReplyWriter reply = context.reply();
        if (sources.isAnyMissing())
        {
            reply.set(0);
            return;
        }
        algebra.beginIntersection(sources);
        final long handle = reply.deferAggregate();
        int count = 0;
        while (algebra.nextCommon())
        {
            CollectionAccess.reply(reply, algebra.element());
            count++;
        }
        reply.completeSet(handle, count);
    }

    private void sdiff(final CommandContext context)
    {
        if (!sources.lookup(context, FIRST_KEY, context.argCount() - FIRST_KEY))
        {
            return;
        }
        final ReplyWriter reply = context.reply();
        if (sources.isFirstMissing() || sources.isFirstRepeated())
        {
            reply.set(0);
            return;
        }
        if (SetAlgebra.isBetterByRemoval(sources))
        {
            algebra.subtract(sources, result);
            replyResult(reply);
            return;
        }
        algebra.beginDifference(sources);
        final long handle = reply.deferAggregate();
        int count = 0;
        while (algebra.nextDifferent())
        {
            CollectionAccess.reply(reply, algebra.element());
            count++;
        }
        reply.completeSet(handle, count);
    }

    private void sunion(final CommandContext context)
    {
        if (sources.lookup(context, FIRST_KEY, context.argCount() - FIRST_KEY))
        {
            algebra.unite(sources, result);
            replyResult(context.reply());
        }
    }

    private void replyResult(final ReplyWriter reply)
    {
        reply.set((int)sets.count(result));
        cursor.wrap(result);
        while (cursor.next(element))
        {
            CollectionAccess.reply(reply, element);
        }
        sets.releaseAll(result);
    }

    private void sinterstore(final CommandContext context)
    {
        if (!sources.lookup(context, FIRST_SOURCE, context.argCount() - FIRST_SOURCE))
        {
            return;
        }
        if (sources.isAnyMissing())
        {
            store.clear(context, DESTINATION);
            context.reply().integer(0);
            return;
        }
        algebra.intersect(sources, result);
        storeResult(context, SINTERSTORE);
    }

    private void sunionstore(final CommandContext context)
    {
        if (sources.lookup(context, FIRST_SOURCE, context.argCount() - FIRST_SOURCE))
        {
            algebra.unite(sources, result);
            storeResult(context, SUNIONSTORE);
        }
    }

    private void sdiffstore(final CommandContext context)
    {
        if (sources.lookup(context, FIRST_SOURCE, context.argCount() - FIRST_SOURCE))
        {
            algebra.subtract(sources, result);
            storeResult(context, SDIFFSTORE);
        }
    }

    private void storeResult(final CommandContext context, final KeyspaceEvent event)
    {
        final long count = sets.count(result);
        if (count > 0)
        {
            store.put(context, DESTINATION, result, event);
        }
        else
        {
            sets.releaseAll(result);
            store.clear(context, DESTINATION);
        }
        context.reply().integer(count);
    }

    private void sintercard(final CommandContext context)
    {
        parseCard(context.args(), false);
        if (context.args().failed() || !sources.lookup(context, FIRST_COUNTED_KEY, keyCount))
        {
            return;
        }
        long count = 0;
        if (!sources.isAnyMissing())
        {
            algebra.beginIntersection(sources);
            while (count < limit && algebra.nextCommon())
            {
                count++;
            }
        }
        context.reply().integer(count);
    }

    private void sdiffcard(final CommandContext context)
    {
        parseCard(context.args(), false);
        if (context.args().failed() || !sources.lookup(context, FIRST_COUNTED_KEY, keyCount))
        {
            return;
        }
        long count = 0;
        if (!sources.isFirstMissing() && !sources.isFirstRepeated())
        {
            algebra.beginDifference(sources);
            while (count < limit && algebra.nextDifferent())
            {
                count++;
            }
        }
        context.reply().integer(count);
    }

    private void sunioncard(final CommandContext context)
    {
        parseCard(context.args(), true);
        if (context.args().failed() || !sources.lookup(context, FIRST_COUNTED_KEY, keyCount))
        {
            return;
        }
        final long count;
        if (sources.count() <= 1)
        {
            count = sources.count() == 0 ? 0 : sources.size(0);
        }
        else if (isApproximate)
        {
            count = algebra.estimateUnion(sources, sketch);
        }
        else
        {
            algebra.unite(sources, result, limit);
            count = sets.count(result);
            sets.releaseAll(result);
        }
        context.reply().integer(Math.min(limit, count));
    }

    private void parseCard(final ArgParser args, final boolean mayBeApproximate)
    {
        final long wantedKeys = args.longAt(KEY_COUNT, 1, Long.MAX_VALUE, NO_KEYS);
        limit = 0;
        isApproximate = false;
        if (wantedKeys > args.count() - FIRST_COUNTED_KEY)
        {
            args.fail(TOO_MANY_KEYS);
            return;
        }
        keyCount = (int)wantedKeys;
        args.position(FIRST_COUNTED_KEY + keyCount);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(LIMIT, 1))
            {
                limit = args.longAt(args.next(), 0, Long.MAX_VALUE, NEGATIVE_LIMIT);
            }
            else if (mayBeApproximate && args.accept(APPROX))
            {
                isApproximate = true;
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        limit = limit == 0 ? Long.MAX_VALUE : limit;
    }
}
