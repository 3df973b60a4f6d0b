package io.ringbolt.engine.list;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.EmptyReply;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on lists.
 */
public final class ListCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int FIRST_ELEMENT = 2;
    private static final int INDEX = 2;
    private static final int COUNT = 2;
    private static final int START = 2;
    private static final int STOP = 3;
    private static final int ELEMENT = 3;
    private static final int WHERE = 2;
    private static final int PIVOT = 3;
    private static final int INSERTED = 4;
    private static final int POP_COUNT_ARGUMENTS = 3;

    private static final byte[] BEFORE = Errors.text("BEFORE");
    private static final byte[] AFTER = Errors.text("AFTER");

    private final CollectionAccess list = new CollectionAccess(ValueType.LIST);
    private final ListPackElement element = new ListPackElement();
    private final Lists lists;
    private final ListCursor cursor;
    private final ListEnds ends;
    private final ListPopCommands pops;
    private final ListMoveCommands moves;
    private final ListPositionCommand positions;

    public ListCommands(final Arena arena)
    {
        this.lists = new Lists(arena);
        this.cursor = new ListCursor(lists);
        this.ends = new ListEnds(lists);
        this.pops = new ListPopCommands(lists);
        this.moves = new ListMoveCommands(arena, lists);
        this.positions = new ListPositionCommand(lists);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        lists.maxListpackSize(config.intValue(EncodingParameters.LIST_MAX_LISTPACK_SIZE));
        lists.compressDepth(config.intValue(EncodingParameters.LIST_COMPRESS_DEPTH));
    }

    /**
     * For DEBUG: the length from which an element of a quicklist gets a node of its own; 0 leaves it to the
     * configuration.
     */
    public void packedThreshold(final long length)
    {
        lists.packedThreshold(length);
    }

    @Override
    public void register(final CommandTable table)
    {
        registerPushAndPop(table);
        pops.register(table);
        moves.register(table);
        positions.register(table);
        row(table, "LRANGE", 4, READONLY).keys(key(KEY).ro().access()).handler(this::lrange)
            .complexity("O(S+N) where S is the distance to the start and N the number of elements in the range")
            .summary("Returns a range of elements from a list.").syntax("key start stop");
        row(table, "LLEN", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::llen)
            .complexity("O(1)").summary("Returns the length of a list.").syntax("key");
        row(table, "LINDEX", 3, READONLY).keys(key(KEY).ro().access()).handler(this::lindex)
            .complexity("O(N) where N is the number of elements to traverse")
            .summary("Returns an element from a list by its index.").syntax("key index");
        row(table, "LSET", 4, WRITE, DENYOOM).keys(key(KEY).rw().update()).handler(this::lset)
            .complexity("O(N) where N is the length of the list")
            .summary("Sets the value of an element in a list by its index.").syntax("key index element");
        row(table, "LINSERT", 5, WRITE, DENYOOM).keys(key(KEY).rw().insert()).handler(this::linsert)
            .since("2.2.0").complexity("O(N) where N is the number of elements to traverse before seeing the pivot")
            .summary("Inserts an element before or after another element in a list.")
            .syntax("key <BEFORE | AFTER> pivot element");
        row(table, "LREM", 4, WRITE).keys(key(KEY).rw().delete()).handler(this::lrem)
            .complexity("O(N+M) where N is the length of the list and M the number of elements removed")
            .summary("Removes elements from a list.").syntax("key count element");
        row(table, "LTRIM", 4, WRITE).keys(key(KEY).rw().delete()).handler(this::ltrim)
            .complexity("O(N) where N is the number of elements removed")
            .summary("Removes elements from both ends of a list.").syntax("key start stop");
    }

    private void registerPushAndPop(final CommandTable table)
    {
        pushRow(table, "LPUSH").handler(context -> push(context, true, true))
            .summary("Prepends one or more elements to a list. Creates the key if it doesn't exist.")
            .history("2.4.0", "Accepts multiple `element` arguments.");
        pushRow(table, "RPUSH").handler(context -> push(context, false, true))
            .summary("Appends one or more elements to a list. Creates the key if it doesn't exist.")
            .history("2.4.0", "Accepts multiple `element` arguments.");
        pushRow(table, "LPUSHX").since("2.2.0").handler(context -> push(context, true, false))
            .summary("Prepends one or more elements to a list only when the list exists.")
            .history("4.0.0", "Accepts multiple `element` arguments.");
        pushRow(table, "RPUSHX").since("2.2.0").handler(context -> push(context, false, false))
            .summary("Appends one or more elements to a list only when the list exists.")
            .history("4.0.0", "Accepts multiple `element` arguments.");
        popRow(table, "LPOP").handler(context -> pop(context, true))
            .summary("Returns and removes the first elements of a list.");
        popRow(table, "RPOP").handler(context -> pop(context, false))
            .summary("Returns and removes the last elements of a list.");
    }

    private static Command pushRow(final CommandTable table, final String name)
    {
        return row(table, name, -3, WRITE, DENYOOM, FAST).keys(key(KEY).rw().insert())
            .complexity("O(1) for each element added").syntax("key element [element ...]");
    }

    private static Command popRow(final CommandTable table, final String name)
    {
        return row(table, name, -2, WRITE, FAST).keys(key(KEY).rw().access().delete())
            .complexity("O(N) where N is the number of elements returned").syntax("key [count]")
            .history("6.2.0", "Added the `count` argument.");
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.LIST).flags(flags).categories(AclCategory.LIST);
    }

    private void push(final CommandContext context, final boolean atHead, final boolean isCreating)
    {
        final int outcome = list.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.MISSING)
        {
            if (!isCreating)
            {
                context.reply().integer(0);
                return;
            }
            lists.create(list.value());
            list.insert(context, KEY);
        }

        final int count = context.argCount();
        for (int i = FIRST_ELEMENT; i < count; i++)
        {
            push(context, i, atHead);
        }
        list.store();
        CollectionAccess.modified(
            context, KEY, atHead ? KeyspaceEvent.LPUSH : KeyspaceEvent.RPUSH, count - FIRST_ELEMENT);
        context.reply().integer(lists.count(list.value()));
    }

    /** Adds an argument, with the region it came in if it is long. */
    private void push(final CommandContext context, final int index, final boolean atHead)
    {
        final int length = context.argLength(index);
        final long block = length >= Arena.ADOPTABLE_LENGTH && lists.isBlock(length) ?
            context.entry().handOver(index, context.engine().arena()) : Arena.NULL_REF;
        if (Arena.NULL_REF == block)
        {
            lists.push(list.value(), atHead, context.argAddress(index), length);
        }
        else
        {
            lists.pushBlock(list.value(), atHead, block, length);
        }
    }

    private void pop(final CommandContext context, final boolean atHead)
    {
        if (context.argCount() > POP_COUNT_ARGUMENTS)
        {
            context.reply().error(Errors.wrongArgumentCount(context.command().name()));
            return;
        }
        final boolean hasCount = context.argCount() == POP_COUNT_ARGUMENTS;
        final long wanted = hasCount ?
            context.args().longAt(COUNT, 0, Long.MAX_VALUE, Errors.MUST_BE_POSITIVE) : 1;
        if (context.args().failed())
        {
            return;
        }
        if (!list.findWrite(context, KEY, hasCount ? EmptyReply.NULL_ARRAY : EmptyReply.NULL))
        {
            return;
        }

        final long length = lists.count(list.value());
        final long count = Math.min(wanted, length);
        if (hasCount)
        {
            context.reply().array((int)count);
        }
        if (count > 0)
        {
            ends.pop(context, KEY, list, atHead, count);
        }
    }

    private void lrange(final CommandContext context)
    {
        final long start = context.args().longAt(START);
        final long stop = context.args().longAt(STOP);
        if (context.args().failed())
        {
            return;
        }
        if (!list.findRead(context, KEY, EmptyReply.EMPTY_ARRAY))
        {
            return;
        }

        final long length = lists.count(list.value());
        final long first = Math.max(0, start < 0 ? start + length : start);
        final long last = Math.min(length - 1, stop < 0 ? stop + length : stop);
        final long count = Math.max(0, last - first + 1);
        context.reply().array((int)count);
        if (count > 0)
        {
            cursor.wrap(list.value(), first, true);
            for (long i = 0; i < count && cursor.next(element); i++)
            {
                CollectionAccess.reply(context.reply(), element);
            }
        }
    }

    private void llen(final CommandContext context)
    {
        if (list.findRead(context, KEY, EmptyReply.ZERO))
        {
            context.reply().integer(lists.count(list.value()));
        }
    }

    private void lindex(final CommandContext context)
    {
        if (!list.findRead(context, KEY, EmptyReply.NULL))
        {
            return;
        }
        final long argument = context.args().longAt(INDEX);
        if (context.args().failed())
        {
            return;
        }

        final long length = lists.count(list.value());
        final long index = argument < 0 ? argument + length : argument;
        if (index < 0 || index >= length)
        {
            context.reply().nullValue();
            return;
        }
        lists.get(list.value(), index, element);
        CollectionAccess.reply(context.reply(), element);
    }

    private void lset(final CommandContext context)
    {
        if (!list.findWrite(context, KEY, EmptyReply.NO_SUCH_KEY))
        {
            return;
        }
        final long argument = context.args().longAt(INDEX);
        if (context.args().failed())
        {
            return;
        }
        final long length = lists.count(list.value());
        final long index = argument < 0 ? argument + length : argument;
        if (index < 0 || index >= length)
        {
            context.reply().error(Errors.INDEX_OUT_OF_RANGE);
            return;
        }

        lists.set(list.value(), index, context.argAddress(ELEMENT), context.argLength(ELEMENT));
        list.store();
        context.modified(KEY, KeyspaceEvent.LSET);
        context.reply().ok();
    }

    private void linsert(final CommandContext context)
    {
        final boolean isAfter = context.args().is(WHERE, AFTER);
        if (!isAfter && !context.args().is(WHERE, BEFORE))
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        if (!list.findWrite(context, KEY, EmptyReply.ZERO))
        {
            return;
        }
        final long pivot = lists.indexOf(list.value(), context.argAddress(PIVOT), context.argLength(PIVOT));
        if (pivot < 0)
        {
            context.reply().integer(-1);
            return;
        }

        final long place = isAfter ? pivot + 1 : pivot;
        lists.insert(list.value(), place, context.argAddress(INSERTED), context.argLength(INSERTED));
        list.store();
        context.modified(KEY, KeyspaceEvent.LINSERT);
        context.reply().integer(lists.count(list.value()));
    }

    private void lrem(final CommandContext context)
    {
        final long count = context.args().longAt(COUNT);
        if (context.args().failed())
        {
            return;
        }
        if (!list.findWrite(context, KEY, EmptyReply.ZERO))
        {
            return;
        }

        final long limit = count == 0 || count == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(count);
        final long removed = lists.removeEqual(
            list.value(), count >= 0, limit, context.argAddress(ELEMENT), context.argLength(ELEMENT));
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.LREM, removed);
            list.storeOrRemove(context, KEY, lists.count(list.value()));
        }
        context.reply().integer(removed);
    }

    private void ltrim(final CommandContext context)
    {
        final long start = context.args().longAt(START);
        final long stop = context.args().longAt(STOP);
        if (context.args().failed())
        {
            return;
        }
        if (!list.findWrite(context, KEY, EmptyReply.OK))
        {
            return;
        }

        final long length = lists.count(list.value());
        final long first = Math.max(0, start < 0 ? start + length : start);
        final long last = Math.min(length - 1, stop < 0 ? stop + length : stop);
        final boolean isEmpty = first > last;
        final long removedBehind = isEmpty ? length : length - 1 - last;
        final long removedBefore = isEmpty ? 0 : first;
        if (isEmpty)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.LTRIM, length);
            list.storeOrRemove(context, KEY, 0);
        }
        else
        {
            trim(length, removedBefore, removedBehind);
            list.store();
            CollectionAccess.modified(context, KEY, KeyspaceEvent.LTRIM, removedBefore + removedBehind);
        }
        context.reply().ok();
    }

    private void trim(final long length, final long removedBefore, final long removedBehind)
    {
        if (removedBehind > 0)
        {
            lists.removeRange(list.value(), length - removedBehind, removedBehind);
        }
        if (removedBefore > 0)
        {
            lists.removeRange(list.value(), 0, removedBefore);
        }
    }
}
