package io.ringbolt.engine.set;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;

import java.util.function.LongSupplier;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.set.SetCommands.row;

/**
 * The commands that draw lots: SPOP and SRANDMEMBER.
 */
final class SetRandomCommands
{
    private static final int KEY = 1;
    private static final int COUNT = 2;
    private static final int COUNT_ARGUMENTS = 3;
    private static final int MAX_REPLAYED = 1024;

    private static final byte[] COUNT_OUT_OF_RANGE = Errors.text(
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807");
    private static final byte[] SREM = Errors.text("SREM");
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] UNLINK = Errors.text("UNLINK");

    private final CollectionAccess set = new CollectionAccess(ValueType.SET);
    private final ListPackElement element = new ListPackElement();
    private final Sets sets;
    private final SetCursor cursor;
    private final SetSampler sampler;
    private final LongSupplier random;
    private boolean isLazyDelete;

    SetRandomCommands(final Sets sets, final LongSupplier random)
    {
        this.sets = sets;
        this.cursor = new SetCursor(sets);
        this.sampler = new SetSampler(sets, random);
        this.random = random;
    }

    /**
     * @param lazyServerDelete whether the removal of a set that was popped empty is replayed as UNLINK.
     */
    void onConfig(final boolean lazyServerDelete)
    {
        isLazyDelete = lazyServerDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "SPOP", -2, WRITE, FAST).keys(key(KEY).rw().access().delete()).handler(this::spop)
            .complexity("O(N) where N is the value of the passed count, O(1) without it").syntax("key [count]")
            .summary("Returns and removes one or more random members of a set.")
            .tips("nondeterministic_output").history("3.2.0", "Added the `count` argument.");
        row(table, "SRANDMEMBER", -2, READONLY).keys(key(KEY).ro().access()).handler(this::srandmember)
            .complexity("O(N) where N is the absolute value of the passed count, O(1) without it")
            .summary("Gets one or multiple random members from a set.").syntax("key [count]")
            .tips("nondeterministic_output").history("2.6.0", "Added the optional `count` argument.");
    }

    private void spop(final CommandContext context)
    {
        if (context.argCount() == COUNT_ARGUMENTS)
        {
            popMany(context);
            return;
        }
        if (context.argCount() > COUNT_ARGUMENTS)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final int outcome = set.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            if (outcome == CommandContext.MISSING)
            {
                context.reply().nullValue();
            }
            return;
        }

        popOne(context, context.propagate(COUNT_ARGUMENTS).argument(SREM)
            .argument(context.argAddress(KEY), context.argLength(KEY)));
        context.modified(KEY, KeyspaceEvent.SPOP);
        set.storeOrRemove(context, KEY, sets.count(set.value()));
    }

    private void popMany(final CommandContext context)
    {
        final long wanted = context.args().longAt(COUNT, 0, Long.MAX_VALUE, Errors.MUST_BE_POSITIVE);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = set.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND || wanted == 0)
        {
            if (outcome != CommandContext.WRONG_TYPE)
            {
                context.reply().set(0);
            }
            return;
        }

        final long size = sets.count(set.value());
        final int count = (int)Math.min(wanted, size);
        context.reply().set(count);
        if (count == size)
        {
            cursor.wrap(set.value());
            while (cursor.next(element))
            {
                CollectionAccess.reply(context.reply(), element);
            }
            context.propagate(2).argument(isLazyDelete ? UNLINK : DEL)
                .argument(context.argAddress(KEY), context.argLength(KEY));
        }
        else
        {
            popInBatches(context, count);
        }
        CollectionAccess.modified(context, KEY, KeyspaceEvent.SPOP, count);
        set.storeOrRemove(context, KEY, size - count);
    }

    /** Replays removals in commands of bounded length. */
    private void popInBatches(final CommandContext context, final int count)
    {
        int left = count;
        while (left > 0)
        {
            final int batch = Math.min(left, MAX_REPLAYED);
            final Effects effects = context.propagate(batch + 2).argument(SREM)
                .argument(context.argAddress(KEY), context.argLength(KEY));
            for (int i = 0; i < batch; i++)
            {
                popOne(context, effects);
            }
            left -= batch;
        }
    }

    private void popOne(final CommandContext context, final Effects effects)
    {
        sets.random(set.value(), random, element);
        CollectionAccess.reply(context.reply(), element);
        if (element.isInteger())
        {
            effects.argument(element.longValue());
        }
        else
        {
            effects.argument(element.address(), element.length());
        }
        sets.remove(set.value(), element);
    }

    private void srandmember(final CommandContext context)
    {
        if (context.argCount() > COUNT_ARGUMENTS)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final boolean hasCount = context.argCount() == COUNT_ARGUMENTS;
        final long count = hasCount ? context.args().longAt(COUNT) : 1;
        if (count == Long.MIN_VALUE)
        {
            context.args().fail(COUNT_OUT_OF_RANGE);
        }
        if (context.args().failed())
        {
            return;
        }
        final int outcome = set.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.MISSING && !hasCount)
        {
            context.reply().nullValue();
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
        else if (hasCount)
        {
            sampler.reply(context.reply(), set.value(), count);
        }
        else
        {
            sets.random(set.value(), random, element);
            CollectionAccess.reply(context.reply(), element);
        }
    }
}
