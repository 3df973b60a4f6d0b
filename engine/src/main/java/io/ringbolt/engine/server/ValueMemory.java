package io.ringbolt.engine.server;

import io.ringbolt.engine.hash.HashCursor;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.ListCursor;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.set.SetCursor;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.stream.Streams;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;

/**
 * How many bytes a key and its value take: exact for strings and for values in one block, else from a sample of the elements and
 * what each costs in its structure.
 */
final class ValueMemory
{
    /** Table slot, block header and rounding of a member; its tree slot as well in a sorted set. */
    private static final long MEMBER_OVERHEAD = 18;
    private static final long TREE_OVERHEAD = 8;
    private static final long LIST_OVERHEAD = 3;
    private static final long STREAM_ENTRY_BYTES = 40;

    private final Arena arena;
    private final ValueRef value = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final ListPackElement second = new ListPackElement();

    ValueMemory(final Arena arena)
    {
        this.arena = arena;
    }

    /** @param sampleCount elements to look at; 0 means all. */
    long bytes(final Database database, final KeyEntry entry, final long sampleCount)
    {
        final long own = database.memoryUsage(entry);
        if (ValueType.STRING == entry.type())
        {
            return own;
        }
        if (Encoding.LISTPACK == entry.encoding() || Encoding.INTSET == entry.encoding())
        {
            return own + arena.usableLength(entry.root());
        }
        value.set(entry.encoding(), entry.root());
        final long limit = 0 == sampleCount ? Long.MAX_VALUE : sampleCount;
        return own + switch (entry.type())
        {
            case ValueType.LIST -> list(limit);
            case ValueType.SET -> set(limit);
            case ValueType.ZSET -> sortedSet(limit);
            case ValueType.HASH -> hash(limit);
            default -> STREAM_ENTRY_BYTES * new Streams(arena).count(value);
        };
    }

    private long list(final long limit)
    {
        final Lists lists = new Lists(arena);
        final ListCursor cursor = new ListCursor(lists).wrap(value, 0, true);
        long sum = 0;
        long seen = 0;
        while (seen < limit && cursor.next(element))
        {
            sum += element.textLength() + LIST_OVERHEAD;
            seen++;
        }
        return scaled(sum, seen, lists.count(value));
    }

    private long set(final long limit)
    {
        try (Sets sets = new Sets(arena, 0))
        {
            final SetCursor cursor = new SetCursor(sets).wrap(value);
            long sum = 0;
            long seen = 0;
            while (seen < limit && cursor.next(element))
            {
                sum += element.textLength() + MEMBER_OVERHEAD;
                seen++;
            }
            return scaled(sum, seen, sets.count(value));
        }
    }

    private long sortedSet(final long limit)
    {
        try (SortedSets sortedSets = new SortedSets(arena, 0))
        {
            final SortedSetCursor cursor = new SortedSetCursor(sortedSets).wrap(value, 0, true);
            long sum = 0;
            long seen = 0;
            while (seen < limit && cursor.next(element))
            {
                sum += element.textLength() + Double.BYTES + MEMBER_OVERHEAD + TREE_OVERHEAD;
                seen++;
            }
            return scaled(sum, seen, sortedSets.count(value));
        }
    }

    private long hash(final long limit)
    {
        try (Hashes hashes = new Hashes(arena, 0))
        {
            final HashCursor cursor = new HashCursor(hashes).wrap(value);
            long sum = 0;
            long seen = 0;
            while (seen < limit && cursor.next(element, second))
            {
                sum += element.textLength() + second.textLength() + MEMBER_OVERHEAD;
                seen++;
            }
            return scaled(sum, seen, hashes.count(value));
        }
    }

    private static long scaled(final long sum, final long seen, final long count)
    {
        return 0 == seen ? 0 : (long)((double)sum / seen * count);
    }
}
