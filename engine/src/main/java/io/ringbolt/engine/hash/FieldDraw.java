package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;

import java.util.function.LongSupplier;

/**
 * A field of a large hash drawn at random among those that have not expired. While expired ones wait to be removed, one
 * that will expire is taken from the tree by its rank and one that never will from the table: else a draw would meet
 * expired ones as often as there are more of them.
 */
final class FieldDraw
{
    private static final int ATTEMPTS = 256;

    private final TableFields tables;
    private final MemberTable members;
    private final RefTreeCursor byTime;

    FieldDraw(final TableFields tables)
    {
        this.tables = tables;
        this.members = tables.members;
        this.byTime = tables.treeCursor();
    }

    /**
     * Draws a block, each that lives with the same probability.
     *
     * @param tree         of the fields that expire, or {@link Arena#NULL_REF}.
     * @param expiredCount fields that have expired and are still there; fewer than the table holds.
     */
    long next(final long table, final long tree, final long expiredCount, final LongSupplier random)
    {
        if (expiredCount == 0)
        {
            return members.random(table, random);
        }
        final long live = members.count(table) - expiredCount;
        final long rank = Long.remainderUnsigned(random.getAsLong(), live) + expiredCount;
        return rank < tables.expiringCount(tree) ? byTime.wrap(tree, rank).block() : lasting(table, random);
    }

    private long lasting(final long table, final LongSupplier random)
    {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        {
            final long block = members.random(table, random);
            if (isLasting(block))
            {
                return block;
            }
        }
        final int buckets = members.bucketCount(table);
        final int start = (int)Long.remainderUnsigned(random.getAsLong(), buckets);
        for (int i = 0; i < buckets; i++)
        {
            final int bucket = (start + i) % buckets;
            for (int slot = members.bucketSize(table, bucket) - 1; slot >= 0; slot--)
            {
                final long block = members.blockAt(table, bucket, slot);
                if (isLasting(block))
                {
                    return block;
                }
            }
        }
        throw new IllegalStateException("no field lasts: count=" + members.count(table));
    }

    private boolean isLasting(final long block)
    {
        return tables.expiresAtMs(block) == FieldBlock.NEVER;
    }
}
