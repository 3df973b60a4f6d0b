package io.ringbolt.engine.set;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.CollectionScan;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import java.util.function.LongSupplier;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on sets.
 */
public final class SetCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int MEMBER = 2;
    private static final int COUNT = 2;
    private static final int COUNT_ARGUMENTS = 3;

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
    private final CollectionScan scan;
    private final LongSupplier random;
    private boolean isLazyDelete;

    /**
     * @param random source of 64 random bits.
     */
    public SetCommands(final Arena arena, final long hashSeed, final LongSupplier random)
    {
        this.sets = new Sets(arena, hashSeed);
        this.cursor = new SetCursor(sets);
        this.sampler = new SetSampler(sets, random);
        this.scan = new CollectionScan(arena, 0);
        this.random = random;
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        sets.limits(
            config.intValue(EncodingParameters.SET_MAX_INTSET_ENTRIES),
            config.intValue(EncodingParameters.SET_MAX_LISTPACK_ENTRIES),
            config.intValue(EncodingParameters.SET_MAX_LISTPACK_VALUE));
        isLazyDelete = config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL);
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "SADD", -3, WRITE, DENYOOM, FAST).keys(key(KEY).rw().insert()).handler(this::sadd)
            .complexity("O(1) for each element added").syntax("key member [member ...]")
            .summary("Adds one or more members to a set. Creates the key if it doesn't exist.")
            .history("2.4.0", "Accepts multiple `member` arguments.");
        row(table, "SREM", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(this::srem)
            .complexity("O(N) where N is the number of members to be removed").syntax("key member [member ...]")
            .summary("Removes one or more members from a set. Deletes the set if the last member was removed.")
            .history("2.4.0", "Accepts multiple `member` arguments.");
        row(table, "SPOP", -2, WRITE, FAST).keys(key(KEY).rw().access().delete()).handler(this::spop)
            .complexity("O(N) where N is the value of the passed count, O(1) without it").syntax("key [count]")
            .summary("Returns and removes one or more random members of a set.")
            .tips("nondeterministic_output").history("3.2.0", "Added the `count` argument.");
        row(table, "SCARD", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::scard)
            .complexity("O(1)").summary("Returns the number of members in a set.").syntax("key");
        row(table, "SMEMBERS", 2, READONLY).keys(key(KEY).ro().access()).handler(this::smembers)
            .complexity("O(N) where N is the set cardinality").summary("Returns all members of a set.").syntax("key")
            .tips("nondeterministic_output_order");
        row(table, "SISMEMBER", 3, READONLY, FAST).keys(key(KEY).ro()).handler(this::sismember)
            .complexity("O(1)").summary("Determines whether a member belongs to a set.").syntax("key member");
        row(table, "SMISMEMBER", -3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::smismember).since("6.2.0")
            .complexity("O(N) where N is the number of members to check").syntax("key member [member ...]")
            .summary("Determines whether multiple members belong to a set.");
        row(table, "SRANDMEMBER", -2, READONLY).keys(key(KEY).ro().access()).handler(this::srandmember)
            .complexity("O(N) where N is the absolute value of the passed count, O(1) without it")
            .summary("Gets one or multiple random members from a set.").syntax("key [count]")
            .tips("nondeterministic_output").history("2.6.0", "Added the optional `count` argument.");
        row(table, "SSCAN", -3, READONLY).keys(key(KEY).ro().access()).handler(this::sscan).since("2.8.0")
            .complexity("O(1) for every call, O(N) for a complete iteration").tips("nondeterministic_output")
            .summary("Iterates over members of a set.").syntax("key cursor [MATCH pattern] [COUNT count]");
    }

    private void sscan(final CommandContext context)
    {
        scan.parseCursor(context.args());
        if (context.args().failed())
        {
            return;
        }
        final int outcome = set.lookupRead(context, KEY);
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
        if (set.value().encoding() == Encoding.HASHTABLE)
        {
            scan.run(sets.members(), set.value().root());
            scan.replyHead(context.reply(), 1);
            for (int i = 0; i < scan.blockCount(); i++)
            {
                sets.read(scan.block(i), element);
                CollectionAccess.reply(context.reply(), element);
            }
            return;
        }
        final long handle = CollectionScan.replyWhole(context.reply());
        int count = 0;
        cursor.wrap(set.value());
        while (cursor.next(element))
        {
            if (scan.matches(element))
            {
                CollectionAccess.reply(context.reply(), element);
                count++;
            }
        }
        context.reply().completeArray(handle, count);
    }

    private static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.SET).flags(flags).categories(AclCategory.SET);
    }

    private void sadd(final CommandContext context)
    {
        final int outcome = set.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final int count = context.argCount();
        if (outcome == CommandContext.MISSING)
        {
            sets.create(context.argAddress(MEMBER), context.argLength(MEMBER), count - MEMBER, set.value());
            set.insert(context, KEY);
        }

        int added = 0;
        for (int i = MEMBER; i < count; i++)
        {
            if (sets.add(set.value(), context.argAddress(i), context.argLength(i)))
            {
                added++;
            }
        }
        set.store();
        if (added > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.SADD, added);
        }
        context.reply().integer(added);
    }

    private void srem(final CommandContext context)
    {
        final int outcome = set.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            replyZeroIfMissing(context, outcome);
            return;
        }

        int removed = 0;
        for (int i = MEMBER; i < context.argCount(); i++)
        {
            if (sets.remove(set.value(), context.argAddress(i), context.argLength(i)))
            {
                removed++;
            }
        }
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.SREM, removed);
            set.storeOrRemove(context, KEY, sets.count(set.value()));
        }
        context.reply().integer(removed);
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
            final Effects effects = context.propagate(count + 2).argument(SREM)
                .argument(context.argAddress(KEY), context.argLength(KEY));
            for (int i = 0; i < count; i++)
            {
                popOne(context, effects);
            }
        }
        CollectionAccess.modified(context, KEY, KeyspaceEvent.SPOP, count);
        set.storeOrRemove(context, KEY, size - count);
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

    private void scard(final CommandContext context)
    {
        final int outcome = set.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(outcome == CommandContext.FOUND ? sets.count(set.value()) : 0);
        }
    }

    private void smembers(final CommandContext context)
    {
        final int outcome = set.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            if (outcome == CommandContext.MISSING)
            {
                context.reply().set(0);
            }
            return;
        }
        context.reply().set((int)sets.count(set.value()));
        cursor.wrap(set.value());
        while (cursor.next(element))
        {
            CollectionAccess.reply(context.reply(), element);
        }
    }

    private void sismember(final CommandContext context)
    {
        final int outcome = set.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(contains(context, outcome, MEMBER));
        }
    }

    private void smismember(final CommandContext context)
    {
        final int outcome = set.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().array(context.argCount() - MEMBER);
            for (int i = MEMBER; i < context.argCount(); i++)
            {
                context.reply().integer(contains(context, outcome, i));
            }
        }
    }

    private int contains(final CommandContext context, final int outcome, final int member)
    {
        return outcome == CommandContext.FOUND &&
            sets.contains(set.value(), context.argAddress(member), context.argLength(member)) ? 1 : 0;
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

    private static void replyZeroIfMissing(final CommandContext context, final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }
}
