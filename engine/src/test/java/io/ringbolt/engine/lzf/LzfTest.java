package io.ringbolt.engine.lzf;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What is packed comes back, equals what redis-server packs, and damage is noticed without harm.
 */
class LzfTest
{
    private static final int CAPACITY = 1 << 16;
    private static final long SEED = 0x1F2F;
    private static final byte[] WORDS = "the quick brown fox jumps over the lazy dog and the quick brown fox sleeps; "
        .repeat(3).getBytes(StandardCharsets.US_ASCII);

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long plain = allocator.allocate(CAPACITY);
    private final long packed = allocator.allocate(CAPACITY);
    private final long unpacked = allocator.allocate(CAPACITY);
    private final LzfCompressor compressor = new LzfCompressor();

    @AfterEach
    void close()
    {
        allocator.free(plain, CAPACITY);
        allocator.free(packed, CAPACITY);
        allocator.free(unpacked, CAPACITY);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldPackLikeRedis()
    {
        assertEquals("1f74686520717569636b2062726f776e20666f78206a756d7073206f7665722074201e0b6c617a7920646f6720616e6" +
            "46010e0072f06736c656570733be00c1be0794b013b20", pack(WORDS));
        assertEquals("016161e0ff00e01700016161", pack("a".repeat(300).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldUnpackWhatItPacked()
    {
        final Random random = new Random(SEED);
        int packedCount = 0;
        for (int round = 0; round < 20_000; round++)
        {
            final byte[] bytes = randomBytes(random);
            final int length = compress(bytes, bytes.length - 4);
            if (length > 0)
            {
                packedCount++;
                assertTrue(length <= bytes.length - 4, "longer than allowed: seed=" + SEED + " round=" + round);
                assertEquals(bytes.length, LzfDecompressor.decompress(packed, length, unpacked, bytes.length));
                assertArrayEquals(bytes, OffHeap.toBytes(unpacked, bytes.length), "seed=" + SEED + " round=" + round);
            }
        }
        assertTrue(packedCount > 5_000, "hardly anything was packed: " + packedCount);
    }

    @Test
    void shouldRefuseWhatDoesNotFit()
    {
        final int length = compress(WORDS, WORDS.length);
        assertEquals(0, compress(WORDS, length - 1));
        assertEquals(0, compress(new byte[0], 10));
        assertEquals(length, compress(WORDS, WORDS.length));
        assertEquals(-1, LzfDecompressor.decompress(packed, length, unpacked, WORDS.length - 1));
        assertEquals(-1, LzfDecompressor.decompress(packed, length - 1, unpacked, WORDS.length));
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

    @Test
    void shouldNeverLeaveItsBoundsForDamagedBytes()
    {
        final Random random = new Random(SEED);
        for (int round = 0; round < 100_000; round++)
        {
            final int length = compress(WORDS, WORDS.length);
            for (int i = random.nextInt(4); i >= 0; i--)
            {
                OffHeap.putByte(packed + random.nextInt(length), (byte)random.nextInt());
            }
            final int room = random.nextInt(WORDS.length + 10);
            OffHeap.putLong(unpacked + room, SEED);
            final int outcome = LzfDecompressor.decompress(packed, random.nextInt(length + 1), unpacked, room);
            assertTrue(outcome <= room, "round=" + round);
            assertEquals(SEED, OffHeap.getLong(unpacked + room),
                "wrote past its end: seed=" + SEED + " round=" + round);
        }
    }

    private byte[] randomBytes(final Random random)
    {
        final byte[] bytes = new byte[5 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 300)];
        final int variety = 1 + random.nextInt(random.nextBoolean() ? 4 : 250);
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)random.nextInt(variety);
        }
        return bytes;
    }

    private String pack(final byte[] bytes)
    {
        return HexFormat.of().formatHex(OffHeap.toBytes(packed, compress(bytes, bytes.length - 4)));
    }

    private int compress(final byte[] bytes, final int room)
    {
        OffHeap.copyIn(bytes, 0, plain, bytes.length);
        return compressor.compress(plain, bytes.length, packed, room);
    }
}
