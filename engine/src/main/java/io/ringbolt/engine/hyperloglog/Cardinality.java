package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.RANK_BITS;

/**
 * The estimate of how many different elements a HyperLogLog has been given, from a count of the registers' values.
 */
/*
 * Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, the improved raw
 * estimator, evaluated in Redis's order so that the last bit agrees.
 */
public final class Cardinality
{
    /** Registers of a HyperLogLog; the standard error is 1.04 over this number's root, 0.81 %. */
    public static final int REGISTER_COUNT = HyperLogLogDescriptor.REGISTER_COUNT;

    private static final double ALPHA = 0.721347520444481703680;
    private static final int VALUE_COUNT = 64;

    private final int[] histogram = new int[VALUE_COUNT];

    /** @param address a HyperLogLog that is sound. */
    public long of(final long address, final int length)
    {
        Arrays.fill(histogram, 0);
        if (DENSE == HyperLogLogDescriptor.encoding(address))
        {
            DenseRegisters.addTo(histogram, address);
        }
        else
        {
            SparseRegisters.addTo(histogram, address + HEADER_LENGTH, address + length);
        }
        return estimate();
    }

    /** @param registers address of {@link #REGISTER_COUNT} registers of one byte each. */
    public long ofRegisters(final long registers)
    {
        Arrays.fill(histogram, 0);
        for (int i = 0; i < REGISTER_COUNT; i++)
        {
            histogram[OffHeap.getByte(registers + i)]++;
        }
        return estimate();
    }

    private long estimate()
    {
        final double count = REGISTER_COUNT;
        double sum = count * tau((count - histogram[RANK_BITS + 1]) / count);
        for (int value = RANK_BITS; value >= 1; value--)
        {
            sum += histogram[value];
            sum *= 0.5;
        }
        sum += count * sigma(histogram[0] / count);
        return Math.round(ALPHA * count * count / sum);
    }

    private static double sigma(final double share)
    {
        if (1.0 == share)
        {
            return Double.POSITIVE_INFINITY;
        }
        double power = share;
        double factor = 1;
        double sum = share;
        double before;
        do
        {
            power *= power;
            before = sum;
            sum += power * factor;
            factor += factor;
        }
        while (before != sum);
        return sum;
    }

    private static double tau(final double share)
    {
        if (0.0 == share || 1.0 == share)
        {
            return 0;
        }
        double root = share;
        double factor = 1;
        double sum = 1 - share;
        double before;
        do
        {
            root = Math.sqrt(root);
            before = sum;
            factor *= 0.5;
            sum -= (1 - root) * (1 - root) * factor;
        }
        while (before != sum);
        return sum / 3;
    }
}
