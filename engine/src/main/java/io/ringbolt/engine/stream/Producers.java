package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * What a stream remembers of the entries its producers have named, so that one sent twice is added once.
 * <pre>
 *   0           8            16         24       32       40      48           56
 *  +-----------+------------+----------+--------+--------+-------+------------+---------+
 *  | producers | duration s | max size | oldest | newest | added | duplicates | tracked |     of a stream
 *  +-----------+------------+----------+--------+--------+-------+------------+---------+
 *   0       8        16       24
 *  +-------+--------+--------+------
 *  | names | oldest | newest | name     a producer
 *  +-------+--------+--------+------
 *   0    16      24      32                  40         48
 *  +----+-------+-------+-------------------+----------+------
 *  | id | older | newer | newer of producer | producer | name     a named entry
 *  +----+-------+-------+-------------------+----------+------
 * </pre>
 * The oldest go when they are past the duration, a few with each new one, and when their producer has too many.
 */
final class Producers
{
    static final long DEFAULT_DURATION_S = 100;
    static final long DEFAULT_MAX_SIZE = 100;
    static final long MAX_DURATION_S = 86_400;
    static final long MAX_SIZE = 10_000;

    static final int DURATION_OFFSET = 8;
    static final int MAX_SIZE_OFFSET = 16;
    private static final int OLDEST_OFFSET = 24;
    private static final int NEWEST_OFFSET = 32;
    static final int ADDED_OFFSET = 40;
    static final int DUPLICATES_OFFSET = 48;
    private static final int TRACKED_OFFSET = 56;
    private static final int LENGTH = 64;

    static final int PRODUCER_OLDEST = 8;
    private static final int PRODUCER_NEWEST = 16;
    static final int PRODUCER_NAME = 24;

    private static final int ENTRY_OLDER = 16;
    private static final int ENTRY_NEWER = 24;
    static final int ENTRY_NEWER_OF_PRODUCER = 32;
    private static final int ENTRY_PRODUCER = 40;
    static final int ENTRY_NAME = 48;

    private static final int EXPIRED_PER_CALL = 16;
    private static final long MS_PER_S = 1000;

    private final Arena arena;
    private final NameTree producers;
    private final NameTree names;
    private final RefTreeCursor producerCursor;

    Producers(final Arena arena)
    {
        this.arena = arena;
        this.producers = new NameTree(arena, PRODUCER_NAME);
        this.names = new NameTree(arena, ENTRY_NAME);
        this.producerCursor = new RefTreeCursor(producers);
    }

    long create()
    {
        final long block = arena.allocate(LENGTH);
        arena.fill(block, 0, LENGTH, (byte)0);
        arena.putLong(block, 0, producers.create());
        arena.putLong(block, DURATION_OFFSET, DEFAULT_DURATION_S);
        arena.putLong(block, MAX_SIZE_OFFSET, DEFAULT_MAX_SIZE);
        return block;
    }

    /** Begins anew, but goes on counting. @param before what was remembered, or {@link Arena#NULL_REF}. */
    long createAfter(final long before)
    {
        final long block = create();
        arena.putLong(block, ADDED_OFFSET, addedCount(before));
        arena.putLong(block, DUPLICATES_OFFSET, duplicateCount(before));
        return block;
    }

    /** For how many seconds a name is remembered. */
    long durationS(final long block)
    {
        return block == Arena.NULL_REF ? DEFAULT_DURATION_S : field(block, DURATION_OFFSET);
    }

    /** How many names of a producer are remembered. */
    long maxSize(final long block)
    {
        return block == Arena.NULL_REF ? DEFAULT_MAX_SIZE : field(block, MAX_SIZE_OFFSET);
    }

    void limits(final long block, final long durationS, final long maxSize)
    {
        arena.putLong(block, DURATION_OFFSET, durationS);
        arena.putLong(block, MAX_SIZE_OFFSET, maxSize);
    }

    long producerCount(final long block)
    {
        return block == Arena.NULL_REF ? 0 : producers.size(field(block, 0));
    }

    long trackedCount(final long block)
    {
        return block == Arena.NULL_REF ? 0 : field(block, TRACKED_OFFSET);
    }

    long addedCount(final long block)
    {
        return block == Arena.NULL_REF ? 0 : field(block, ADDED_OFFSET);
    }

    long duplicateCount(final long block)
    {
        return block == Arena.NULL_REF ? 0 : field(block, DUPLICATES_OFFSET);
    }

    void counts(final long block, final long added, final long duplicates)
    {
        arena.putLong(block, ADDED_OFFSET, added);
        arena.putLong(block, DUPLICATES_OFFSET, duplicates);
    }

    void countDuplicate(final long block)
    {
        arena.putLong(block, DUPLICATES_OFFSET, field(block, DUPLICATES_OFFSET) + 1);
    }

    /**
     * Looks up the entry that a producer has given a name.
     *
     * @param out its id, if it is remembered.
     * @return false if it is not, or no longer.
     */
    boolean find(
        final long block, final long producerAddress, final int producerLength, final long nameAddress,
        final int nameLength, final long nowMs, final StreamId out)
    {
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        final long producer = producers.find(field(block, 0), producerAddress, producerLength);
        final long entry = producer == Arena.NULL_REF ? Arena.NULL_REF :
            names.find(field(producer, 0), nameAddress, nameLength);
        if (entry == Arena.NULL_REF || isExpired(block, entry, nowMs))
        {
            return false;
        }
        out.set(field(entry, 0), field(entry, Long.BYTES));
        return true;
    }

    /** Remembers a name that {@link #find} has not found, and forgets some that are past their time. */
    void remember(
        final long block, final long producerAddress, final int producerLength, final long nameAddress,
        final int nameLength, final long nowMs, final StreamId id)
    {
        for (int i = 0; i < EXPIRED_PER_CALL && isExpired(block, field(block, OLDEST_OFFSET), nowMs); i++)
        {
            forget(block, field(block, OLDEST_OFFSET));
        }
        forgetExpired(block, producerAddress, producerLength, nameAddress, nameLength);
        final long producer = producer(block, producerAddress, producerLength);
        final long entry = names.createBlock(nameAddress, nameLength);
        arena.putLong(entry, 0, id.timeMs());
        arena.putLong(entry, Long.BYTES, id.number());
        arena.putLong(entry, ENTRY_PRODUCER, producer);
        names.insert(field(producer, 0), entry);
        link(block, producer, entry);
        arena.putLong(block, TRACKED_OFFSET, field(block, TRACKED_OFFSET) + 1);
        arena.putLong(block, ADDED_OFFSET, field(block, ADDED_OFFSET) + 1);
        if (names.size(field(producer, 0)) > field(block, MAX_SIZE_OFFSET))
        {
            forget(block, field(producer, PRODUCER_OLDEST));
        }
    }

    /** Forgets the producer's names up to this one, which has come to its end if it is still there. */
    private void forgetExpired(
        final long block, final long producerAddress, final int producerLength, final long nameAddress,
        final int nameLength)
    {
        final long producer = producers.find(field(block, 0), producerAddress, producerLength);
        final long stale = producer == Arena.NULL_REF ? Arena.NULL_REF :
            names.find(field(producer, 0), nameAddress, nameLength);
        boolean isDone = stale == Arena.NULL_REF;
        while (!isDone)
        {
            final long oldest = field(producer, PRODUCER_OLDEST);
            isDone = oldest == stale;
            forget(block, oldest);
        }
    }

    private long producer(final long block, final long address, final int length)
    {
        final long tree = field(block, 0);
        final long found = producers.find(tree, address, length);
        if (found != Arena.NULL_REF)
        {
            return found;
        }
        final long producer = producers.createBlock(address, length);
        arena.putLong(producer, 0, names.create());
        producers.insert(tree, producer);
        return producer;
    }

    private void link(final long block, final long producer, final long entry)
    {
        final long newest = field(block, NEWEST_OFFSET);
        arena.putLong(entry, ENTRY_OLDER, newest);
        arena.putLong(newest == Arena.NULL_REF ? block : newest,
            newest == Arena.NULL_REF ? OLDEST_OFFSET : ENTRY_NEWER, entry);
        arena.putLong(block, NEWEST_OFFSET, entry);
        final long newestOfProducer = field(producer, PRODUCER_NEWEST);
        arena.putLong(newestOfProducer == Arena.NULL_REF ? producer : newestOfProducer,
            newestOfProducer == Arena.NULL_REF ? PRODUCER_OLDEST : ENTRY_NEWER_OF_PRODUCER, entry);
        arena.putLong(producer, PRODUCER_NEWEST, entry);
    }

    /** Forgets the oldest name of a producer, and with its last the producer. */
    private void forget(final long block, final long entry)
    {
        final long producer = field(entry, ENTRY_PRODUCER);
        final long older = field(entry, ENTRY_OLDER);
        final long newer = field(entry, ENTRY_NEWER);
        arena.putLong(older == Arena.NULL_REF ? block : older,
            older == Arena.NULL_REF ? OLDEST_OFFSET : ENTRY_NEWER, newer);
        arena.putLong(newer == Arena.NULL_REF ? block : newer,
            newer == Arena.NULL_REF ? NEWEST_OFFSET : ENTRY_OLDER, older);
        assert field(producer, PRODUCER_OLDEST) == entry : "not the oldest of its producer";
        final long next = field(entry, ENTRY_NEWER_OF_PRODUCER);
        arena.putLong(producer, PRODUCER_OLDEST, next);
        final long tree = field(producer, 0);
        names.remove(tree, entry);
        arena.free(entry);
        arena.putLong(block, TRACKED_OFFSET, field(block, TRACKED_OFFSET) - 1);
        if (next == Arena.NULL_REF)
        {
            producers.remove(field(block, 0), producer);
            names.release(tree, Integer.MAX_VALUE);
            arena.free(producer);
        }
    }

    private boolean isExpired(final long block, final long entry, final long nowMs)
    {
        return entry != Arena.NULL_REF && nowMs - field(entry, 0) >= field(block, DURATION_OFFSET) * MS_PER_S;
    }

    /**
     * Forgets all names in bounded steps, and the block itself.
     *
     * @param budget names to free in this call, more or less.
     * @return what is left of the budget; the block is gone if that is above 0.
     */
    int release(final long block, final int budget)
    {
        int rest = budget;
        while (rest > 0 && field(block, OLDEST_OFFSET) != Arena.NULL_REF)
        {
            forget(block, field(block, OLDEST_OFFSET));
            rest--;
        }
        if (rest > 0)
        {
            producers.release(field(block, 0), Integer.MAX_VALUE);
            arena.free(block);
        }
        return rest;
    }

    /** Makes a copy that shares nothing with the original. */
    long copyOf(final long block)
    {
        final long copy = create();
        final StreamId id = new StreamId();
        limits(copy, durationS(block), maxSize(block));
        for (long entry = field(block, OLDEST_OFFSET); entry != Arena.NULL_REF; entry = field(entry, ENTRY_NEWER))
        {
            final long producer = field(entry, ENTRY_PRODUCER);
            id.set(field(entry, 0), field(entry, Long.BYTES));
            remember(copy, producers.nameAddress(producer), producers.nameLength(producer), names.nameAddress(entry),
                names.nameLength(entry), 0, id);
        }
        arena.putLong(copy, ADDED_OFFSET, field(block, ADDED_OFFSET));
        arena.putLong(copy, DUPLICATES_OFFSET, field(block, DUPLICATES_OFFSET));
        return copy;
    }

    /** Bytes of all that is remembered. */
    long bytes(final long block)
    {
        if (block == Arena.NULL_REF)
        {
            return 0;
        }
        final long tree = field(block, 0);
        long sum = arena.usableLength(block) + producers.bytes(tree, Long.MAX_VALUE);
        producerCursor.wrap(tree, 0);
        for (long producer = producerCursor.block(); producer != Arena.NULL_REF; producer = producerCursor.block())
        {
            sum += arena.usableLength(producer) + names.bytes(field(producer, 0), Long.MAX_VALUE);
            producerCursor.forward();
        }
        for (long entry = field(block, OLDEST_OFFSET); entry != Arena.NULL_REF; entry = field(entry, ENTRY_NEWER))
        {
            sum += arena.usableLength(entry);
        }
        return sum;
    }

    private long field(final long block, final int offset)
    {
        return OffHeap.getLong(arena.address(block) + offset);
    }
}
