package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What is compressed comes back; what is damaged is refused or becomes other bytes, within the room that was given. That the
 * bytes are liblzf's is seen from Redis's payloads, see DumpGoldenTest.
 */
class LzfTest
{
    private static final long SEED = 5;
    private static final int ROOM = 1 << 16;
    private static final byte GUARD = 0x5A;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long source = allocator.allocate(ROOM);
    private final long packed = allocator.allocate(2 * ROOM);
    private final long target = allocator.allocate(2 * ROOM);
    private final LzfCompressor compressor = new LzfCompressor();
    private final Random random = new Random(SEED);

    @AfterEach
    void close()
    {
        allocator.free(source, ROOM);
        allocator.free(packed, 2 * ROOM);
        allocator.free(target, 2 * ROOM);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldGiveBackWhatWasCompressed()
    {
        for (int round = 0; round < 20_000; round++)
        {
            final byte[] bytes = draw(1 + random.nextInt(0 == round % 100 ? 40_000 : 300));
            OffHeap.copyIn(bytes, 0, source, bytes.length);
            final int length = compressor.compress(source, bytes.length, packed, 2 * ROOM - 1);
            assertTrue(length > 0, "seed=" + SEED + " round=" + round);
            assertTrue(LzfDecompressor.isPossible(length, bytes.length), "seed=" + SEED + " round=" + round);
            assertTrue(LzfDecompressor.decompress(packed, length, target, bytes.length));
            assertArrayEquals(bytes, OffHeap.toBytes(target, bytes.length), "seed=" + SEED + " round=" + round);
        }
    }

    @Test
    void shouldNotCompressIntoLessRoomThanItTakes()
    {
        for (int round = 0; round < 5_000; round++)
        {
            final byte[] bytes = draw(1 + random.nextInt(300));
            OffHeap.copyIn(bytes, 0, source, bytes.length);
            final int capacity = 1 + random.nextInt(bytes.length + 4);
            OffHeap.putByte(packed + capacity + 1, GUARD);
            final int length = compressor.compress(source, bytes.length, packed, capacity);
            assertTrue(length <= capacity, "seed=" + SEED + " round=" + round);
            assertEquals(GUARD, OffHeap.getByte(packed + capacity + 1), "seed=" + SEED + " round=" + round);
        }
    }

    @Test
    void shouldStayWithinBoundsOnDamagedInput()
    {
        int refused = 0;
        for (int round = 0; round < 200_000; round++)
        {
            final byte[] bytes = draw(1 + random.nextInt(120));
            OffHeap.copyIn(bytes, 0, source, bytes.length);
            final int length = compressor.compress(source, bytes.length, packed, 2 * ROOM - 1);
            final int cut = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
            for (int i = random.nextInt(4); i >= 0; i--)
            {
                OffHeap.putByte(packed + random.nextInt(length), (byte)random.nextInt());
            }
            final int claimed = random.nextInt(4) == 0 ? random.nextInt(300) : bytes.length;
            OffHeap.putByte(target + claimed, GUARD);
            refused += LzfDecompressor.decompress(packed, cut, target, claimed) ? 0 : 1;
            assertEquals(GUARD, OffHeap.getByte(target + claimed), "seed=" + SEED + " round=" + round);
        }
        assertTrue(refused > 1_000, "refused=" + refused);
    }

    @Test
    void shouldKnowLengthsThatCannotBe()
    {
        assertFalse(LzfDecompressor.isPossible(10, 881));
        assertTrue(LzfDecompressor.isPossible(10, 880));
        assertFalse(LzfDecompressor.isPossible(1, 1));
        assertFalse(LzfDecompressor.isPossible(10, 0));
        assertFalse(LzfDecompressor.isPossible(-1, 10));
    }

    private byte[] draw(final int length)
    {
        final byte[] bytes = new byte[length];
        final int letters = 1 + random.nextInt(random.nextBoolean() ? 3 : 256);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = i > 20 && random.nextInt(4) == 0 ? bytes[i - 1 - random.nextInt(20)] : (byte)random.nextInt(letters);
        }
        return bytes;
    }
}
