package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Bytes that wait, against a queue of the collections.
 */
class ReadAheadTest
{
    private static final int SCRATCH_LENGTH = 100_000;

    @Test
    void shouldGiveBackWhatItWasGivenAndFreeIt()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final ReadAhead ahead = new ReadAhead();
        final ArrayDeque<Byte> twin = new ArrayDeque<>();
        final long scratch = allocator.allocate(SCRATCH_LENGTH);
        byte next = 0;
        for (int i = 0; i < 300; i++)
        {
            final int count = 1 + random.nextInt(SCRATCH_LENGTH);
            if (random.nextInt(5) < (0 == i / 50 % 2 ? 3 : 1))
            {
                for (int j = 0; j < count; j++)
                {
                    OffHeap.putByte(scratch + j, next);
                    twin.addLast(next);
                    next += 7;
                }
                ahead.append(allocator, scratch, count);
            }
            else
            {
                final int taken = ahead.take(allocator, scratch, count);
                assertEquals(Math.min(count, twin.size()), taken, "seed=" + seed);
                for (int j = 0; j < taken; j++)
                {
                    assertEquals(twin.pollFirst(), OffHeap.getByte(scratch + j), "seed=" + seed);
                }
            }
            assertEquals(twin.size(), ahead.length(), "seed=" + seed);
            assertEquals(0 == twin.size(), allocator.liveBytes() == SCRATCH_LENGTH, "seed=" + seed);
        }
        ahead.free(allocator);
        allocator.free(scratch, SCRATCH_LENGTH);
        assertEquals(0, allocator.liveBytes());
    }
}
