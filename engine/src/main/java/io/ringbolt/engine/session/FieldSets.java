package io.ringbolt.engine.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The lists of field names that a connection has prepared for HIMPORT, each under a name of its own. They go with the
 * connection, or with RESET.
 */
public final class FieldSets
{
    private final Map<String, FieldSet> sets = new HashMap<>();
    private final LongConsumer onForgotten;

    /** @param onForgotten is told of the template of each list that goes. */
    public FieldSets(final LongConsumer onForgotten)
    {
        this.onForgotten = onForgotten;
    }

    /** Stores a list, perhaps in place of another. */
    public void put(final String name, final FieldSet set)
    {
        final FieldSet previous = sets.put(name, set);
        if (null != previous)
        {
            onForgotten.accept(previous.template());
        }
    }

    /** The list of that name, or null. */
    public FieldSet get(final String name)
    {
        return sets.get(name);
    }

    /** @return false if there was none of that name. */
    public boolean remove(final String name)
    {
        final FieldSet removed = sets.remove(name);
        if (null != removed)
        {
            onForgotten.accept(removed.template());
        }
        return null != removed;
    }

    /** Forgets all. @return how many there were. */
    public int clear()
    {
        final int count = sets.size();
        sets.values().forEach(set -> onForgotten.accept(set.template()));
        sets.clear();
        return count;
    }

    /**
     * A list of field names.
     *
     * @param template that has the names in an order of its own; held while the list is there.
     * @param order    for each of the template's names, which one of the list it is; not to be changed.
     */
    public record FieldSet(long template, int[] order)
    {
    }
}
