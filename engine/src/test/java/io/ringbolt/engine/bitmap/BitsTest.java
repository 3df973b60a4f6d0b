package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Bits and bit fields in memory do what {@link BitSet} does.
 */
class BitsTest
{
    private static final int LENGTH = 100;
    private static final int BIT_COUNT = LENGTH * Byte.SIZE;
    private static final int ROUNDS = 1_000_000;
    private static final long SEED = 20261121;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(LENGTH);
    private final long address = BufferUtil.address(memory);
    private final BitSet naive = new BitSet(BIT_COUNT);
    private final Random random = new Random(SEED);

    @Test
    void shouldCountFindAndHoldFieldsAsANaiveSetOfBitsDoes()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            final int position = round;
            putField(round);
            final int first = random.nextInt(BIT_COUNT);
            final int last = first + random.nextInt(BIT_COUNT - first);
            assertEquals(naive.get(first, last + 1).cardinality(), Bits.count(address, first, last),
                () -> "count seed=" + SEED + " round=" + position);
            final int set = naive.nextSetBit(first);
            assertEquals(set >= 0 && set <= last ? set : Bits.NONE, Bits.find(address, first, last, true),
                () -> "set seed=" + SEED + " round=" + position);
            final int clear = naive.nextClearBit(first);
            assertEquals(clear <= last ? clear : Bits.NONE, Bits.find(address, first, last, false),
                () -> "clear seed=" + SEED + " round=" + position);
        }
    }

    private void putField(final int round)
    {
        final int width = 1 + random.nextInt(Long.SIZE);
        final int offset = random.nextInt(BIT_COUNT - width);
        // long runs of equal bits, so that whole words are skipped
        final long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextBoolean() ? -1 : 0;
        BitFields.put(address + offset / Byte.SIZE, offset % Byte.SIZE, width, value);
        for (int i = 0; i < width; i++)
        {
            naive.set(offset + i, 0 != (value >>> width - 1 - i & 1));
        }
        assertEquals(value << Long.SIZE - width >>> Long.SIZE - width, BitFields.get(address, LENGTH, offset, width),
            () -> "field seed=" + SEED + " round=" + round);
        assertEquals(naive.get(offset), 0 != (OffHeap.getByte(address + offset / 8) & 0x80 >>> offset % 8));
    }

    @Test
    void shouldReadZerosBehindTheEnd()
    {
        BitFields.put(address, 0, 8, 0xFF);
        assertEquals(0xF0, BitFields.get(address, 1, 4, 8));
        assertEquals(0, BitFields.get(address, 1, 800, 64));
    }

    @Test
    void shouldTellOverflowAsTheExactSumWould()
    {
        for (int width = 1; width <= 6; width++)
        {
            compareWithExactSums(width, true, -(1 << width - 1), (1 << width - 1) - 1);
            compareWithExactSums(width, false, 0, (1 << width) - 1);
        }
        assertEquals(1, BitFields.overflow(Long.MAX_VALUE, 1, 64, true));
        assertEquals(-1, BitFields.overflow(Long.MIN_VALUE, -1, 64, true));
        assertEquals(0, BitFields.overflow(Long.MIN_VALUE, Long.MAX_VALUE, 64, true));
        assertEquals(1, BitFields.overflow(Long.MAX_VALUE, 1, 63, false));
    }

    private static void compareWithExactSums(final int width, final boolean isSigned, final long min, final long max)
    {
        for (long value = min; value <= max; value++)
        {
            for (long increment = -140; increment <= 140; increment++)
            {
                final long sum = value + increment;
                assertEquals(sum > max ? 1 : sum < min ? -1 : 0, BitFields.overflow(value, increment, width, isSigned));
            }
        }
        assertEquals(1, BitFields.overflow(max + 1, 0, width, isSigned));
    }
}
