package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import org.agrona.collections.LongHashSet;

import java.util.function.LongSupplier;

/**
 * Draws fields of a hash for HRANDFIELD: with repetition one at a time; without it either by drawing until enough
 * different ones have come, or, where that would draw too often, by one walk that takes each with the
 * right probability.
 */
final class HashSampler
{
    /** Drawing is used below this share of the hash; up to there hardly any draw repeats. */
    private static final int DRAWN_SHARE = 3;

    /** A larger sample finds repetitions with a table of its own. */
    private static final int RETAINED_DRAWS = 1024;

    private final LongHashSet retained = new LongHashSet(RETAINED_DRAWS);
    private final Hashes hashes;
    private final HashCursor cursor;
    private final LongSupplier random;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private boolean isWithValues;

    HashSampler(final Hashes hashes, final LongSupplier random)
    {
        this.hashes = hashes;
        this.cursor = new HashCursor(hashes);
        this.random = random;
    }

    /** Replies one field alone. */
    void replyOne(final ReplyWriter reply, final ValueRef hash)
    {
        hashes.random(hash, random, field, value);
        CollectionAccess.reply(reply, field);
    }

    /**
     * Replies fields of a hash that is not empty.
     *
     * @param count      of different fields, or negative, of fields that may repeat.
     * @param withValues whether their values follow them.
     */
    void reply(final ReplyWriter reply, final ValueRef hash, final long count, final boolean withValues)
    {
        isWithValues = withValues;
        if (count < 0)
        {
            repeat(reply, hash, (int)Math.min(-count, Integer.MAX_VALUE / 2));
            return;
        }
        final long size = hashes.count(hash);
        if (!HashForms.isPack(hash) && count < size / DRAWN_SHARE)
        {
            draw(reply, hash, (int)count);
        }
        else
        {
            select(reply, hash, (int)Math.min(count, size), size);
        }
    }

    private void repeat(final ReplyWriter reply, final ValueRef hash, final int count)
    {
        replyHead(reply, count);
        for (int i = 0; i < count && !reply.isRefused(); i++)
        {
            hashes.random(hash, random, field, value);
            replyField(reply);
        }
    }

    private void draw(final ReplyWriter reply, final ValueRef hash, final int count)
    {
        final LongHashSet drawn = count <= RETAINED_DRAWS ? retained : new LongHashSet(count);
        drawn.clear();
        replyHead(reply, count);
        while (drawn.size() < count)
        {
            hashes.random(hash, random, field, value);
            if (drawn.add(field.address()))
            {
                replyField(reply);
            }
        }
    }

    /** Selection sampling (Knuth 3.4.2 S): each field is taken with the share of those wanted among those left. */
    private void select(final ReplyWriter reply, final ValueRef hash, final int count, final long size)
    {
        long left = size;
        int wanted = count;
        replyHead(reply, count);
        cursor.wrap(hash);
        while (wanted > 0 && cursor.next(field, value))
        {
            if (Long.remainderUnsigned(random.getAsLong(), left--) < wanted)
            {
                replyField(reply);
                wanted--;
            }
        }
    }

    /** With RESP3 a field and its value are an array of their own. */
    private void replyHead(final ReplyWriter reply, final int count)
    {
        reply.array(isWithValues && reply.protocol() == 2 ? 2 * count : count);
    }

    private void replyField(final ReplyWriter reply)
    {
        if (isWithValues && reply.protocol() > 2)
        {
            reply.array(2);
        }
        CollectionAccess.reply(reply, field);
        if (isWithValues)
        {
            CollectionAccess.reply(reply, value);
        }
    }
}
