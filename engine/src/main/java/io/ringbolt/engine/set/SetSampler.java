package io.ringbolt.engine.set;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPackElement;
import org.agrona.collections.LongHashSet;

import java.util.function.LongSupplier;

/**
 * Random members of a set, with or without repetition.
 */
final class SetSampler
{
    /** A sample below one in so many is drawn, a larger one selected while walking over all members. */
    private static final int DRAWN_SHARE = 3;

    /** A larger sample finds repetitions with a table of its own. */
    private static final int RETAINED_DRAWS = 1024;

    private final LongHashSet retained = new LongHashSet(RETAINED_DRAWS);
    private final Sets sets;
    private final SetCursor cursor;
    private final LongSupplier random;
    private final ListPackElement element = new ListPackElement();

    SetSampler(final Sets sets, final LongSupplier random)
    {
        this.sets = sets;
        this.cursor = new SetCursor(sets);
        this.random = random;
    }

    /**
     * Replies members of a set that is not empty.
     *
     * @param count of different members, or negative, of members that may repeat.
     */
    void reply(final ReplyWriter reply, final ValueRef set, final long count)
    {
        if (count < 0)
        {
            repeat(reply, set, (int)Math.min(-count, Integer.MAX_VALUE));
            return;
        }
        final long size = sets.count(set);
        if (set.encoding() == Encoding.HASHTABLE && count < size / DRAWN_SHARE)
        {
            draw(reply, set, (int)count);
        }
        else
        {
            select(reply, set, (int)Math.min(count, size), size);
        }
    }

    private void repeat(final ReplyWriter reply, final ValueRef set, final int count)
    {
        reply.array(count);
        for (int i = 0; i < count && !reply.isRefused(); i++)
        {
            sets.random(set, random, element);
            CollectionAccess.reply(reply, element);
        }
    }

    private void draw(final ReplyWriter reply, final ValueRef set, final int count)
    {
        final LongHashSet drawn = count <= RETAINED_DRAWS ? retained : new LongHashSet(count);
        drawn.clear();
        reply.array(count);
        while (drawn.size() < count)
        {
            sets.random(set, random, element);
            if (drawn.add(element.address()))
            {
                CollectionAccess.reply(reply, element);
            }
        }
    }

    /** Selection sampling (Knuth 3.4.2 S): each member is taken with the share of those wanted among those left. */
    private void select(final ReplyWriter reply, final ValueRef set, final int count, final long size)
    {
        long left = size;
        int wanted = count;
        reply.array(count);
        cursor.wrap(set);
        while (wanted > 0 && cursor.next(element))
        {
            if (Long.remainderUnsigned(random.getAsLong(), left--) < wanted)
            {
                CollectionAccess.reply(reply, element);
                wanted--;
            }
        }
    }
}
