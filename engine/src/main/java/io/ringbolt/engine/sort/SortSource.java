package io.ringbolt.engine.sort;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.ListCursor;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.set.SetCursor;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;

/**
 * The list, set or sorted set whose elements a SORT takes.
 */
final class SortSource
{
    private final Lists lists;
    private final Sets sets;
    private final SortedSets sortedSets;
    private final ListCursor list;
    private final SetCursor set;
    private final SortedSetCursor sortedSet;
    private final ValueRef value = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private int type;

    SortSource(final Lists lists, final Sets sets, final SortedSets sortedSets)
    {
        this.lists = lists;
        this.sets = sets;
        this.sortedSets = sortedSets;
        this.list = new ListCursor(lists);
        this.set = new SetCursor(sets);
        this.sortedSet = new SortedSetCursor(sortedSets);
    }

    static boolean isSortable(final int type)
    {
        return ValueType.LIST == type || ValueType.SET == type || ValueType.ZSET == type;
    }

    void wrap(final KeyEntry entry)
    {
        type = entry.type();
        value.set(entry.encoding(), entry.root());
    }

    boolean isSet()
    {
        return ValueType.SET == type;
    }

    int count()
    {
        final long count = switch (type)
        {
            case ValueType.LIST -> lists.count(value);
            case ValueType.SET -> sets.count(value);
            default -> sortedSets.count(value);
        };
        return (int)Math.min(count, Integer.MAX_VALUE);
    }

    /** Takes all elements. */
    void load(final SortVector out)
    {
        load(0, count(), false, out);
    }

    /** Takes elements in the order they have, or in reverse, which a set does not have. */
    void load(final int first, final int end, final boolean isReverse, final SortVector out)
    {
        final int start = isReverse ? count() - 1 - first : first;
        if (ValueType.LIST == type)
        {
            list.wrap(value, start, !isReverse);
        }
        else if (ValueType.SET == type)
        {
            set.wrap(value);
            skip(first);
        }
        else
        {
            sortedSet.wrap(value, start, !isReverse);
        }
        for (int i = first; i < end && next(); i++)
        {
            out.add(element);
        }
    }

    private void skip(final int elements)
    {
        for (int i = 0; i < elements; i++)
        {
            set.next(element);
        }
    }

    private boolean next()
    {
        return switch (type)
        {
            case ValueType.LIST -> list.next(element);
            case ValueType.SET -> set.next(element);
            default -> sortedSet.next(element);
        };
    }
}
