package io.ringbolt.engine.set;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;

/**
 * Intersection, union and difference of sets, either member by member or as a set of their own.
 */
/*
 * All tables of the family hash alike, and a table's walk goes bucket by bucket. So while one set is walked, the
 * look-ups in another hit its buckets nearly in order too, and a result that grows by one bucket at a time receives its
 * members in the order in which its buckets come into being: large inputs stay kind to the processor's caches.
 */
final class SetAlgebra
{
    private final Sets sets;
    private final SetCursor cursor;
    private final ListPackElement element = new ListPackElement();
    private final ValueRef integers = new ValueRef();
    private SetSources sources;

    SetAlgebra(final Sets sets)
    {
        this.sets = sets;
        this.cursor = new SetCursor(sets);
    }

    /** The member that the last call has come to, valid until the next. */
    ListPackElement element()
    {
        return element;
    }

    /** Begins to look for what all sets have in common, none of which is missing. */
    void beginIntersection(final SetSources newSources)
    {
        sources = newSources;
        sources.sortAscending();
        cursor.wrap(sources.get(0));
    }

    /**
     * @return false when there is no further member that all sets have.
     */
    boolean nextCommon()
    {
        while (cursor.next(element))
        {
            if (isInAllOthers())
            {
                return true;
            }
        }
        return false;
    }

    private boolean isInAllOthers()
    {
        for (int i = 1; i < sources.count(); i++)
        {
            if (!sources.isFirst(i) && !cursor.isIn(sources.get(i), element))
            {
                return false;
            }
        }
        return true;
    }

    /** Begins to look for what only the first set has, which is not missing. */
    void beginDifference(final SetSources newSources)
    {
        sources = newSources;
        sources.sortRestDescending();
        cursor.wrap(sources.get(0));
    }

    /**
     * @return false when there is no further member that only the first set has.
     */
    boolean nextDifferent()
    {
        while (cursor.next(element))
        {
            if (!isInAnyOther())
            {
                return true;
            }
        }
        return false;
    }

    private boolean isInAnyOther()
    {
        for (int i = 1; i < sources.count(); i++)
        {
            if (sources.isFirst(i) || cursor.isIn(sources.get(i), element))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Says whether a difference takes less work by removing the others' members from a copy of the first set than by
     * looking each of its members up in the others, which gets an advantage for what members in common save.
     */
    static boolean isBetterByRemoval(final SetSources sources)
    {
        long lookups = 0;
        long removals = 0;
        for (int i = 0; i < sources.count(); i++)
        {
            lookups += sources.size(0);
            removals += sources.size(i);
        }
        return lookups / 2 > removals;
    }

    /** Makes {@code result} the intersection, owned by the caller, perhaps empty. */
    void intersect(final SetSources newSources, final ValueRef result)
    {
        beginIntersection(newSources);
        sets.createEmpty(sources.get(0).encoding() == Encoding.INTSET, result);
        while (nextCommon())
        {
            sets.add(result, element);
        }
        if (result.encoding() != Encoding.INTSET && sets.count(result) <= sets.maxIntSetEntries())
        {
            toIntSet(result);
        }
    }

    /** Makes a set one of sorted integers unless a member is none. */
    private void toIntSet(final ValueRef set)
    {
        cursor.wrap(set);
        while (cursor.next(element))
        {
            if (!element.isInteger() && !IntegerText.isInteger(element.address(), element.length()))
            {
                return;
            }
        }
        sets.createEmpty(true, integers);
        cursor.wrap(set);
        while (cursor.next(element))
        {
            sets.add(integers, element);
        }
        sets.releaseAll(set);
        set.set(integers.encoding(), integers.root());
    }

    /** Makes {@code result} the difference, owned by the caller, perhaps empty. */
    void subtract(final SetSources newSources, final ValueRef result)
    {
        sets.createEmpty(true, result);
        if (newSources.isFirstMissing() || newSources.isFirstRepeated())
        {
            return;
        }
        if (isBetterByRemoval(newSources))
        {
            sources = newSources;
            subtractByRemoval(result);
            return;
        }
        beginDifference(newSources);
        while (nextDifferent())
        {
            sets.add(result, element);
        }
    }

    private void subtractByRemoval(final ValueRef result)
    {
        addAll(result, 0);
        for (int i = 1; i < sources.count() && sets.count(result) > 0; i++)
        {
            cursor.wrap(sources.get(i));
            while (cursor.next(element))
            {
                sets.remove(result, element);
            }
        }
    }

    /** Makes {@code result} the union, owned by the caller, perhaps empty. */
    void unite(final SetSources newSources, final ValueRef result)
    {
        unite(newSources, result, Long.MAX_VALUE);
    }

    /** As {@link #unite(SetSources, ValueRef)}, but only until the result has so many members. */
    void unite(final SetSources newSources, final ValueRef result, final long limit)
    {
        sources = newSources;
        sets.createEmpty(true, result);
        for (int i = 0; i < sources.count() && sets.count(result) < limit; i++)
        {
            if (limit == Long.MAX_VALUE)
            {
                addAll(result, i);
            }
            else
            {
                addUntil(result, i, limit);
            }
        }
    }

    /** Estimates the size of the union in a fixed amount of memory. */
    long estimateUnion(final SetSources newSources, final UnionSketch sketch)
    {
        sketch.begin();
        for (int i = 0; i < newSources.count(); i++)
        {
            cursor.wrap(newSources.get(i));
            while (cursor.next(element))
            {
                sets.toText(element);
                sketch.add(element);
            }
        }
        return sketch.estimate();
    }

    private void addAll(final ValueRef result, final int index)
    {
        cursor.wrap(sources.get(index));
        while (cursor.next(element))
        {
            sets.add(result, element);
        }
    }

    private void addUntil(final ValueRef result, final int index, final long limit)
    {
        cursor.wrap(sources.get(index));
        while (sets.count(result) < limit && cursor.next(element))
        {
            sets.add(result, element);
        }
    }
}
