package io.ringbolt.engine.stream;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A stream entry that has been delivered to a consumer and not yet acknowledged: one block, which the trees of the
 * group and of the consumer refer to.
 * <pre>
 *   0         8        16             24           32
 *  +---------+--------+--------------+------------+-------+
 *  | time ms | number | delivered at | deliveries | owner |
 *  +---------+--------+--------------+------------+-------+
 * </pre>
 * The owner is the consumer's block. One that was given back has none: a negative number stands there instead, which
 * grows from one release to the next.
 */
final class PendingEntry
{
    static final int BLOCK_LENGTH = 40;

    static final int NUMBER_OFFSET = 8;
    static final int DELIVERED_AT_OFFSET = 16;
    static final int DELIVERIES_OFFSET = 24;
    static final int OWNER_OFFSET = 32;

    private final Arena arena;

    PendingEntry(final Arena arena)
    {
        this.arena = arena;
    }

    long create(final StreamId id, final long deliveredAtMs, final long deliveries, final long owner)
    {
        final long block = arena.allocate(BLOCK_LENGTH);
        final long address = arena.writable(block, 0, BLOCK_LENGTH);
        OffHeap.putLong(address, id.timeMs());
        OffHeap.putLong(address + NUMBER_OFFSET, id.number());
        OffHeap.putLong(address + DELIVERED_AT_OFFSET, deliveredAtMs);
        OffHeap.putLong(address + DELIVERIES_OFFSET, deliveries);
        OffHeap.putLong(address + OWNER_OFFSET, owner);
        return block;
    }

    long copyOf(final long block, final long owner)
    {
        final long copy = arena.allocate(BLOCK_LENGTH);
        arena.copyIn(copy, 0, arena.address(block), BLOCK_LENGTH);
        owner(copy, owner);
        return copy;
    }

    long timeMs(final long block)
    {
        return OffHeap.getLong(arena.address(block));
    }

    long number(final long block)
    {
        return OffHeap.getLong(arena.address(block) + NUMBER_OFFSET);
    }

    void readId(final long block, final StreamId out)
    {
        final long address = arena.address(block);
        out.set(OffHeap.getLong(address), OffHeap.getLong(address + NUMBER_OFFSET));
    }

    long deliveredAtMs(final long block)
    {
        return OffHeap.getLong(arena.address(block) + DELIVERED_AT_OFFSET);
    }

    void deliveredAtMs(final long block, final long deliveredAtMs)
    {
        arena.putLong(block, DELIVERED_AT_OFFSET, deliveredAtMs);
    }

    long deliveries(final long block)
    {
        return OffHeap.getLong(arena.address(block) + DELIVERIES_OFFSET);
    }

    void deliveries(final long block, final long deliveries)
    {
        arena.putLong(block, DELIVERIES_OFFSET, deliveries);
    }

    /** Says that no consumer has it: it was given back. */
    boolean isReleased(final long block)
    {
        return owner(block) < 0;
    }

    long owner(final long block)
    {
        return OffHeap.getLong(arena.address(block) + OWNER_OFFSET);
    }

    void owner(final long block, final long owner)
    {
        arena.putLong(block, OWNER_OFFSET, owner);
    }
}
