package io.ringbolt.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

class OffHeapTest
{
    private static final int LENGTH = 600;

    @Test
    void shouldCopyAndSetLikeArrays()
    {
        final long seed = 77;
        final Random random = new Random(seed);
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final long memory = allocator.allocateZeroed(LENGTH);
        final byte[] twin = new byte[LENGTH];
        final byte[] actual = new byte[LENGTH];
        for (int i = 0; i < 50_000; i++)
        {
            final int length = random.nextInt(random.nextBoolean() ? 40 : 300);
            final int from = random.nextInt(LENGTH - length);
            final int to = random.nextInt(LENGTH - length);
            if (random.nextInt(4) == 0)
            {
                final byte value = (byte)random.nextInt();
                OffHeap.set(memory + to, length, value);
                Arrays.fill(twin, to, to + length, value);
            }
            else
            {
                OffHeap.copy(memory + from, memory + to, length);
                System.arraycopy(twin, from, twin, to, length);
            }
            OffHeap.copyOut(memory, actual, 0, LENGTH);
            assertArrayEquals(twin, actual, "seed=" + seed + " operation=" + i);
        }
        allocator.free(memory, LENGTH);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldCopyAndSetManyMegabytesLikeArraysWhereverTheyOverlap()
    {
        final long seed = 79;
        final Random random = new Random(seed);
        final int room = 7 << 20;
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final byte[] expected = new byte[room];
        random.nextBytes(expected);
        final long address = allocator.allocate(room);
        OffHeap.copyIn(expected, 0, address, room);
        for (int i = 0; i < 20; i++)
        {
            final int length = random.nextInt(5 << 20);
            final int from = random.nextInt(room - length);
            final int to = random.nextInt(room - length);
            System.arraycopy(expected, from, expected, to, length);
            OffHeap.copy(address + from, address + to, length);
            final int setLength = random.nextInt(5 << 18);
            Arrays.fill(expected, to, Math.min(room, to + setLength), (byte)i);
            OffHeap.set(address + to, Math.min(room - to, setLength), (byte)i);
            assertArrayEquals(expected, OffHeap.toBytes(address, room), "seed=" + seed + " i=" + i);
        }
        allocator.free(address, room);
    }

    @Test
    void shouldCompareLikeUnsignedArrays()
    {
        final long seed = 78;
        final Random random = new Random(seed);
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final long memory = allocator.allocate(100);
        for (int i = 0; i < 100_000; i++)
        {
            final byte[] a = bytes(random);
            final byte[] b = random.nextInt(3) == 0 ? a.clone() : bytes(random);
            if (b.length > 0 && random.nextInt(3) == 0)
            {
                b[random.nextInt(b.length)] ^= (byte)(1 << random.nextInt(8));
            }
            OffHeap.copyIn(a, 0, memory, a.length);
            OffHeap.copyIn(b, 0, memory + 50, b.length);
            final String message = "seed=" + seed + " operation=" + i;
            assertEquals(
                Integer.signum(Arrays.compareUnsigned(a, b)),
                Integer.signum(OffHeap.compare(memory, a.length, memory + 50, b.length)), message);
            if (a.length == b.length)
            {
                assertEquals(Arrays.equals(a, b), OffHeap.equal(memory, memory + 50, a.length), message);
            }
        }
        allocator.free(memory, 100);
        assertEquals(0, allocator.liveBytes());
    }

    private static byte[] bytes(final Random random)
    {
        final byte[] bytes = new byte[random.nextInt(40)];
        Arrays.fill(bytes, (byte)random.nextInt());
        return bytes;
    }
}
