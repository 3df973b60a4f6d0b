package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.DENSE;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.HEADER_LENGTH;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A HyperLogLog's registers, sparse or dense, do what an array of numbers does.
 */
class HyperLogLogsTest
{
    private static final int OPERATIONS = 180_000;
    private static final int CHECK_INTERVAL = 2_000;

    private final HyperLogLogs values = new HyperLogLogs();
    private final HyperLogLogs other = new HyperLogLogs();
    private int[] naive = new int[REGISTER_COUNT];

    @ParameterizedTest
    @ValueSource(longs = {18, 100, 500, 3000, 16000, 40000})
    void shouldKeepRegistersAsAnArrayDoes(final long maxSparseLength)
    {
        final Random random = new Random(maxSparseLength);
        values.maxSparseLength(maxSparseLength);
        for (int i = 0; i < OPERATIONS; i++)
        {
            if (i % (OPERATIONS / 6) == 0)
            {
                values.create();
                naive = new int[REGISTER_COUNT];
            }
            final int index = random.nextInt(random.nextBoolean() ? REGISTER_COUNT : 300);
            final int value = 1 + random.nextInt(random.nextInt(2000) == 0 ? 51 : 3);
            final String where = "seed=" + maxSparseLength + " operation=" + i;
            assertEquals(value > naive[index] ? 1 : 0, values.raise(index, value), where);
            naive[index] = Math.max(naive[index], value);
            if (i % CHECK_INTERVAL == 0)
            {
                check(values, where);
                checkUnionAndCopy(where);
            }
        }
    }

    private void check(final HyperLogLogs checked, final String where)
    {
        assertTrue(HyperLogLogDescriptor.isHyperLogLog(checked.address(), checked.length()), where);
        assertTrue(HyperLogLogs.isSound(checked.address(), checked.length()), where);
        if (DENSE == HyperLogLogDescriptor.encoding(checked.address()))
        {
            for (int i = 0; i < REGISTER_COUNT; i++)
            {
                assertEquals(naive[i], DenseRegisters.get(checked.address(), i), where);
            }
            return;
        }
        int index = 0;
        final long end = checked.address() + checked.length();
        for (long at = checked.address() + HEADER_LENGTH; at < end; at += SparseRegisters.codeLength(at))
        {
            for (int i = 0; i < SparseRegisters.runLength(at); i++)
            {
                assertEquals(naive[index++], SparseRegisters.value(at), where);
            }
        }
        assertEquals(REGISTER_COUNT, index, where);
    }

    private void checkUnionAndCopy(final String where)
    {
        other.maxSparseLength(Long.MAX_VALUE);
        other.create();
        other.beginUnion();
        other.join(values.address(), values.length());
        for (int i = 0; i < REGISTER_COUNT; i++)
        {
            assertEquals(naive[i], OffHeap.getByte(other.unionAddress() + i), where);
        }
        other.raiseToUnion();
        check(other, where);
        other.toDense();
        check(other, where);
        assertEquals(new Cardinality().of(values.address(), values.length()),
            new Cardinality().of(other.address(), other.length()), where);
        assertEquals(new Cardinality().of(values.address(), values.length()),
            new Cardinality().ofRegisters(other.unionAddress()), where);
    }

    @Test
    void shouldSpreadGatherAndCompareEightRegistersAtOnce()
    {
        final Random random = new Random(3);
        for (int round = 0; round < 1_000_000; round++)
        {
            final long a = random.nextLong() & 0x3F3F3F3F3F3F3F3FL;
            final long b = random.nextLong() & 0x3F3F3F3F3F3F3F3FL;
            assertEquals(a, DenseRegisters.spread(DenseRegisters.gather(a)));
            long expected = 0;
            for (int lane = 0; lane < Long.SIZE; lane += Byte.SIZE)
            {
                expected |= Math.max(a >>> lane & 0xFF, b >>> lane & 0xFF) << lane;
            }
            assertEquals(expected, DenseRegisters.max(a, b));
        }
    }

    @Test
    void shouldRefuseRunsThatAreNotAllRegisters()
    {
        values.create();
        values.raise(5, 3);
        assertTrue(HyperLogLogs.isSound(values.address(), values.length()));
        assertEquals(false, HyperLogLogs.isSound(values.address(), values.length() - 1));
        OffHeap.putByte(values.address() + values.length(), (byte)0);
        assertEquals(false, HyperLogLogs.isSound(values.address(), values.length() + 1));
    }
}
