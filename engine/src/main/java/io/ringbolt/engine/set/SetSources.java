package io.ringbolt.engine.set;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ValueType;

import java.util.Arrays;

/**
 * The sets that a command combines, in the order of their keys until they are sorted. A missing key counts as an empty
 * set and is left out of the list.
 */
final class SetSources
{
    private static final int INITIAL_CAPACITY = 8;

    private final CollectionAccess access = new CollectionAccess(ValueType.SET);
    private final Sets sets;
    private ValueRef[] values = new ValueRef[0];
    private int count;
    private boolean isFirstMissing;
    private boolean isAnyMissing;

    SetSources(final Sets sets)
    {
        this.sets = sets;
    }

    /**
     * Looks the sets up.
     *
     * @return false if one of the keys holds something else, which has been replied.
     */
    boolean lookup(final CommandContext context, final int firstKey, final int keyCount)
    {
        reserve(keyCount);
        count = 0;
        isFirstMissing = false;
        isAnyMissing = false;
        for (int i = firstKey; i < firstKey + keyCount; i++)
        {
            final int outcome = access.lookupRead(context, i);
            if (outcome == CommandContext.WRONG_TYPE)
            {
                return false;
            }
            if (outcome == CommandContext.MISSING)
            {
                isAnyMissing = true;
                isFirstMissing |= i == firstKey;
            }
            else
            {
                values[count++].set(access.value().encoding(), access.value().root());
            }
        }
        return true;
    }

    /** Sets that are there. */
    int count()
    {
        return count;
    }

    ValueRef get(final int index)
    {
        return values[index];
    }

    long size(final int index)
    {
        return sets.count(values[index]);
    }

    boolean isFirstMissing()
    {
        return isFirstMissing;
    }

    boolean isAnyMissing()
    {
        return isAnyMissing;
    }

    /** Says whether a set is the same one as the first, by another mention of its key. */
    boolean isFirst(final int index)
    {
        return values[index].root() == values[0].root();
    }

    /** Says whether the first set is mentioned again. */
    boolean isFirstRepeated()
    {
        for (int i = 1; i < count; i++)
        {
            if (isFirst(i))
            {
                return true;
            }
        }
        return false;
    }

    /** Brings the smallest set to the front. */
    void sortAscending()
    {
        sort(0, 1);
    }

    /** Brings the largest set next to the first, which stays. */
    void sortRestDescending()
    {
        sort(1, -1);
    }

    /** Insertion sort: the lists are short, or long with most of the time spent elsewhere. */
    private void sort(final int from, final int sign)
    {
        for (int i = from + 1; i < count; i++)
        {
            final ValueRef moving = values[i];
            final long size = sign * sets.count(moving);
            int place = i;
            while (place > from && sign * size(place - 1) > size)
            {
                values[place] = values[place - 1];
                place--;
            }
            values[place] = moving;
        }
    }

    private void reserve(final int capacity)
    {
        if (capacity > values.length)
        {
            final int old = values.length;
            values = Arrays.copyOf(values, Math.max(capacity, Math.max(INITIAL_CAPACITY, 2 * old)));
            for (int i = old; i < values.length; i++)
            {
                values[i] = new ValueRef();
            }
        }
    }
}
