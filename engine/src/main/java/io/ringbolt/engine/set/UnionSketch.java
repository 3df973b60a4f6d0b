package io.ringbolt.engine.set;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * A HyperLogLog over the members of several sets: how many different ones there are, with a standard error of 0.81 %,
 * in 16 KB whatever their number. It has its memory only while it counts.
 */
/*
 * A register keeps the longest run of zeros among the hashes that chose it. The estimate is Ertl's ("New cardinality
 * estimation algorithms for HyperLogLog sketches", 2017), which needs no correction for small or large counts.
 */
final class UnionSketch
{
    private static final int REGISTER_BITS = 14;
    private static final int REGISTERS = 1 << REGISTER_BITS;
    private static final int RUN_BITS = Long.SIZE - REGISTER_BITS;
    private static final long HASH_SEED = 0x5EEDL;
    private static final double ALPHA_INFINITY = 0.721347520444481703680;

    private final Arena arena;
    private final int[] histogram = new int[RUN_BITS + 2];
    private long registers;

    UnionSketch(final Arena arena)
    {
        this.arena = arena;
    }

    void begin()
    {
        registers = arena.allocate(REGISTERS);
        OffHeap.set(arena.writable(registers, 0, REGISTERS), REGISTERS, (byte)0);
    }

    /** Adds a member's text. */
    void add(final ListPackElement member)
    {
        final long hash = Hash64.hash(HASH_SEED, member.address(), member.length());
        final int index = (int)(hash & REGISTERS - 1);
        final byte run = (byte)(Long.numberOfTrailingZeros(hash >>> REGISTER_BITS | 1L << RUN_BITS) + 1);
        if (run > OffHeap.getByte(arena.address(registers) + index))
        {
            arena.putByte(registers, index, run);
        }
    }

    /** Ends the count and frees the memory. */
    long estimate()
    {
        final long address = arena.address(registers);
        Arrays.fill(histogram, 0);
        for (int i = 0; i < REGISTERS; i++)
        {
            histogram[OffHeap.getByte(address + i)]++;
        }
        arena.free(registers);
        registers = Arena.NULL_REF;

        double z = REGISTERS * tau((double)(REGISTERS - histogram[RUN_BITS + 1]) / REGISTERS);
        for (int run = RUN_BITS; run >= 1; run--)
        {
            z = 0.5 * (z + histogram[run]);
        }
        z += REGISTERS * sigma((double)histogram[0] / REGISTERS);
        return Math.round(ALPHA_INFINITY * REGISTERS * REGISTERS / z);
    }

    private static double sigma(final double share)
    {
        if (share == 1)
        {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double sum = share;
        double last;
        do
        {
            x *= x;
            last = sum;
            sum += x * y;
            y += y;
        }
        while (last != sum);
        return sum;
    }

    private static double tau(final double share)
    {
        if (share == 0 || share == 1)
        {
            return 0;
        }
        double x = share;
        double y = 1;
        double sum = 1 - share;
        double last;
        do
        {
            x = Math.sqrt(x);
            last = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        }
        while (last != sum);
        return sum / 3;
    }
}
