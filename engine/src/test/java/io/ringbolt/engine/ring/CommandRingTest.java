package io.ringbolt.engine.ring;

import com.lmax.disruptor.EventPoller;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandRingTest
{
    private static final int SIZE = 8;
    private static final int INLINE_LENGTH = 64;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final CommandRing ring = new CommandRing(allocator, SIZE, INLINE_LENGTH, true);

    @AfterEach
    void shouldReturnAllMemory()
    {
        ring.close();
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldAnswerFullInsteadOfWaiting() throws Exception
    {
        final EventPoller<RingEntry> poller = ring.newPoller();
        ring.gate(poller.getSequence());
        for (int i = 0; i < SIZE; i++)
        {
            publishTick(i);
        }
        assertEquals(CommandRing.FULL, ring.tryNext());

        poller.poll((entry, sequence, isEndOfBatch) -> sequence < 2);
        assertNotEquals(CommandRing.FULL, ring.tryNext());
    }

    @Test
    void shouldKeepSmallArgumentsInlineAndLargeOnesInARegionOfTheirOwn()
    {
        final long idle = allocator.liveBytes();
        roundTrip(new byte[]{1, 2, 3}, new byte[0]);
        assertEquals(idle, allocator.liveBytes());

        final byte[] large = new byte[10_000];
        large[9_999] = 42;
        final long sequence = roundTrip(new byte[]{7}, large);
        assertTrue(allocator.liveBytes() > idle);
        ring.get(sequence).release();
        assertEquals(idle, allocator.liveBytes());
    }

    @Test
    void shouldFreeAnAdoptedRegionWhenReleased()
    {
        final long idle = allocator.liveBytes();
        final long region = allocator.allocate(100);
        OffHeap.putInt(region, RingEntry.ARGUMENT_OVERHEAD);
        OffHeap.putInt(region + Integer.BYTES, 5);
        final long sequence = ring.tryNext();
        final RingEntry entry = ring.get(sequence);
        entry.adoptCommand(null, 1, region, 13, 100, 0);
        assertEquals(region + RingEntry.ARGUMENT_OVERHEAD, entry.argumentAddress(0));
        assertEquals(5, entry.argumentLength(0));
        entry.release();
        assertEquals(idle, allocator.liveBytes());
    }

    private long roundTrip(final byte[]... arguments)
    {
        int total = 0;
        for (final byte[] argument : arguments)
        {
            total += argument.length;
        }
        final long sequence = ring.tryNext();
        final RingEntry entry = ring.get(sequence);
        entry.beginCommand(null, arguments.length, total, 5);
        for (int i = 0; i < arguments.length; i++)
        {
            final long source = allocator.allocate(arguments[i].length + 1);
            OffHeap.copyIn(arguments[i], 0, source, arguments[i].length);
            entry.argument(i, source, arguments[i].length);
            allocator.free(source, arguments[i].length + 1);
        }
        for (int i = 0; i < arguments.length; i++)
        {
            assertEquals(arguments[i].length, entry.argumentLength(i));
            for (int b = 0; b < arguments[i].length; b++)
            {
                assertEquals(arguments[i][b], OffHeap.getByte(entry.argumentAddress(i) + b));
            }
        }
        ring.publish(sequence);
        return sequence;
    }

    private void publishTick(final long timeUs)
    {
        final long sequence = ring.tryNext();
        ring.get(sequence).tick(timeUs);
        ring.publish(sequence);
    }
}
