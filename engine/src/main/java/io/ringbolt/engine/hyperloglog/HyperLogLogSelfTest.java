package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;

/**
 * What PFSELFTEST tries: that registers keep what is put into them and nothing else, that sparse and dense agree, and
 * that the estimate is as near as the theory says.
 */
final class HyperLogLogSelfTest
{
    private static final int CYCLES = 20;
    /** Redis adds fifty times as many; the last power of ten tells no more than the one before. */
    private static final int ELEMENTS = 200_000;
    private static final int TOLERATED_DEVIATIONS = 6;
    private static final int SMALL_COUNT = 10;

    private final HyperLogLogs values;
    private final Cardinality cardinality;

    HyperLogLogSelfTest(final HyperLogLogs values, final Cardinality cardinality)
    {
        this.values = values;
        this.cardinality = cardinality;
    }

    /** @return what is wrong, or null. */
    String run(final long seed)
    {
        final ByteBuffer memory = ByteBuffer.allocateDirect(DENSE_LENGTH + Long.BYTES);
        final String failure = registers(BufferUtil.address(memory), seed);
        return null == failure ? estimates(BufferUtil.address(memory), seed) : failure;
    }

    private static String registers(final long address, final long seed)
    {
        final byte[] expected = new byte[REGISTER_COUNT];
        long random = seed;
        for (int cycle = 0; cycle < CYCLES; cycle++)
        {
            for (int i = 0; i < REGISTER_COUNT; i++)
            {
                random = random * 6364136223846793005L + 1442695040888963407L;
                expected[i] = (byte)(random >>> Long.SIZE - 6);
                DenseRegisters.put(address + DenseRegisters.byteOffset(i), i, expected[i]);
            }
            for (int i = 0; i < REGISTER_COUNT; i++)
            {
                if (DenseRegisters.get(address, i) != expected[i])
                {
                    return "Register " + i + " should be " + expected[i] + " but is " + DenseRegisters.get(address, i);
                }
            }
        }
        return null;
    }

    private String estimates(final long dense, final long seed)
    {
        OffHeap.set(dense, DENSE_LENGTH, (byte)0);
        HyperLogLogDescriptor.putHeader(dense, HyperLogLogDescriptor.DENSE);
        values.create();
        final long element = dense + DENSE_LENGTH;
        int checkpoint = 1;
        for (int i = 1; i <= ELEMENTS; i++)
        {
            OffHeap.putLong(element, i ^ seed);
            final long hash = Murmur64.hash(element, Long.BYTES);
            final int index = HyperLogLogs.index(hash);
            values.raise(index, HyperLogLogs.rank(hash));
            if (DenseRegisters.get(dense, index) < HyperLogLogs.rank(hash))
            {
                DenseRegisters.put(dense + DenseRegisters.byteOffset(index), index, HyperLogLogs.rank(hash));
            }
            if (i == checkpoint)
            {
                final String failure = compare(dense, checkpoint);
                if (null != failure)
                {
                    return failure;
                }
                checkpoint *= 10;
            }
        }
        return null;
    }

    private String compare(final long dense, final int count)
    {
        final long estimate = cardinality.of(dense, DENSE_LENGTH);
        if (estimate != cardinality.of(values.address(), values.length()))
        {
            return "dense/sparse disagree";
        }
        final double tolerated = SMALL_COUNT == count ? 1 :
            Math.ceil(1.04 / Math.sqrt(REGISTER_COUNT) * TOLERATED_DEVIATIONS * count);
        return Math.abs(estimate - count) <= tolerated ? null :
            "Too big error. card:" + count + " abserr:" + Math.abs(estimate - count);
    }
}
