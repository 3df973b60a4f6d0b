package io.ringbolt.engine.set;

import io.ringbolt.engine.hyperloglog.Cardinality;
import io.ringbolt.engine.hyperloglog.HyperLogLogs;
import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A HyperLogLog over the members of several sets: how many different ones there are, with a standard error of 0.81 %,
 * in 16 KB whatever their number. It has its memory only while it counts.
 */
final class UnionSketch
{
    private static final long HASH_SEED = 0x5EEDL;

    private final Arena arena;
    private final Cardinality cardinality = new Cardinality();
    private long registers;

    UnionSketch(final Arena arena)
    {
        this.arena = arena;
    }

    void begin()
    {
        registers = arena.allocate(Cardinality.REGISTER_COUNT);
        final long address = arena.writable(registers, 0, Cardinality.REGISTER_COUNT);
        OffHeap.set(address, Cardinality.REGISTER_COUNT, (byte)0);
    }

    /** Adds a member's text. */
    void add(final ListPackElement member)
    {
        final long hash = Hash64.hash(HASH_SEED, member.address(), member.length());
        final int index = HyperLogLogs.index(hash);
        final byte rank = (byte)HyperLogLogs.rank(hash);
        if (rank > OffHeap.getByte(arena.address(registers) + index))
        {
            arena.putByte(registers, index, rank);
        }
    }

    /** Ends the count and frees the memory. */
    long estimate()
    {
        final long count = cardinality.ofRegisters(arena.address(registers));
        arena.free(registers);
        registers = Arena.NULL_REF;
        return count;
    }
}
