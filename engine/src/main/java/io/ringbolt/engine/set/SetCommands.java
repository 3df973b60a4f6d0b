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
import io.ringbolt.engine.command.KeyspaceEvent;
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
    private static final int TARGET = 2;
    private static final int MOVED = 3;

    private final CollectionAccess set = new CollectionAccess(ValueType.SET);
    private final CollectionAccess target = new CollectionAccess(ValueType.SET);
    private final ListPackElement element = new ListPackElement();
    private final Sets sets;
    private final SetCursor cursor;
    private final CollectionScan scan;
    private final SetAlgebraCommands algebra;
    private final SetRandomCommands random;

    /**
     * @param random source of 64 random bits.
     */
    public SetCommands(final Arena arena, final long hashSeed, final LongSupplier random)
    {
        this.sets = new Sets(arena, hashSeed);
        this.cursor = new SetCursor(sets);
        this.scan = new CollectionScan(arena, 0);
        this.algebra = new SetAlgebraCommands(arena, sets);
        this.random = new SetRandomCommands(sets, random);
    }

    /** What the family knows of sets, for families that read them too: only it finds members in hash tables. */
    public Sets sets()
    {
        return sets;
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        sets.limits(
            config.intValue(EncodingParameters.SET_MAX_INTSET_ENTRIES),
            config.intValue(EncodingParameters.SET_MAX_LISTPACK_ENTRIES),
            config.intValue(EncodingParameters.SET_MAX_LISTPACK_VALUE));
        random.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL));
    }

    @Override
    public void register(final CommandTable table)
    {
        algebra.register(table);
        random.register(table);
        row(table, "SADD", -3, WRITE, DENYOOM, FAST).keys(key(KEY).rw().insert()).handler(this::sadd)
            .complexity("O(1) for each element added").syntax("key member [member ...]")
            .summary("Adds one or more members to a set. Creates the key if it doesn't exist.")
            .history("2.4.0", "Accepts multiple `member` arguments.");
        row(table, "SREM", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(this::srem)
            .complexity("O(N) where N is the number of members to be removed").syntax("key member [member ...]")
            .summary("Removes one or more members from a set. Deletes the set if the last member was removed.")
            .history("2.4.0", "Accepts multiple `member` arguments.");
        row(table, "SMOVE", 4, WRITE, FAST).keys(key(KEY).rw().access().delete(), key(TARGET).rw().insert())
            .handler(this::smove).complexity("O(1)").summary("Moves a member from one set to another.")
            .syntax("source destination member");
        row(table, "SCARD", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::scard)
            .complexity("O(1)").summary("Returns the number of members in a set.").syntax("key");
        row(table, "SMEMBERS", 2, READONLY).keys(key(KEY).ro().access()).handler(this::smembers)
            .complexity("O(N) where N is the set cardinality").summary("Returns all members of a set.").syntax("key")
            .tips("nondeterministic_output_order");
        row(table, "SISMEMBER", 3, READONLY, FAST).keys(key(KEY).ro()).handler(this::sismember)
            .complexity("O(1)").summary("Determines whether a member belongs to a set.").syntax("key member");
        row(table, "SMISMEMBER", -3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::smismember)
            .since("6.2.0")
            .complexity("O(N) where N is the number of members to check").syntax("key member [member ...]")
            .summary("Determines whether multiple members belong to a set.");
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

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
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

    private void smove(final CommandContext context)
    {
        final int from = set.lookupWrite(context, KEY);
        final int to = from == CommandContext.FOUND ? target.lookupWrite(context, TARGET) : from;
        if (from != CommandContext.FOUND || to == CommandContext.WRONG_TYPE)
        {
            replyZeroIfMissing(context, from);
            return;
        }
        final long address = context.argAddress(MOVED);
        final int length = context.argLength(MOVED);
        if (to == CommandContext.FOUND && target.value().root() == set.value().root())
        {
            context.reply().integer(sets.contains(set.value(), address, length) ? 1 : 0);
            return;
        }
        if (!sets.remove(set.value(), address, length))
        {
            context.reply().integer(0);
            return;
        }

        context.modified(KEY, KeyspaceEvent.SREM);
        set.storeOrRemove(context, KEY, sets.count(set.value()));
        addMoved(context, address, length);
        context.reply().integer(1);
    }

    private void addMoved(final CommandContext context, final long address, final int length)
    {
        if (target.lookupWrite(context, TARGET) == CommandContext.MISSING)
        {
            sets.create(address, length, 1, target.value());
            target.insert(context, TARGET);
        }
        final boolean isAdded = sets.add(target.value(), address, length);
        target.store();
        if (isAdded)
        {
            context.modified(TARGET, KeyspaceEvent.SADD);
        }
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

    private static void replyZeroIfMissing(final CommandContext context, final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }
}
