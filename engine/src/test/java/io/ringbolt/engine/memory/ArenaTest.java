package io.ringbolt.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

class ArenaTest
{
    private record Block(long ref, int length, byte mark)
    {
    }

    @Test
    void shouldTellWhatHasBeenTouchedFromWhatIsMapped()
    {
        final long page = 65_536;
        try (Arena arena = new Arena(Arena.DEFAULT_CHUNK_BYTES))
        {
            assertEquals(1.0, arena.residentRatio());
            final long small = arena.allocate(40);
            assertEquals(page, arena.residentBytes());
            final long run = arena.allocate(10 * page);
            arena.free(run);
            assertEquals(11 * page, arena.residentBytes());
            arena.free(arena.allocate(3 * page));
            assertEquals(11 * page, arena.residentBytes(), "taken again, not touched anew");
            assertEquals(11.0, arena.residentRatio());
            final long dedicated = arena.allocate(Arena.DEFAULT_CHUNK_BYTES + page);
            assertEquals(12 * page + Arena.DEFAULT_CHUNK_BYTES, arena.residentBytes());
            arena.free(dedicated);
            assertEquals(11 * page, arena.residentBytes(), "returned");
            arena.free(small);
        }
    }

    @Test
    void shouldKeepBlocksApartOnTinyChunks()
    {
        randomBlocks(1L << 18, 11L, 200_000, 1_000_000);
    }

    @Test
    void shouldKeepBlocksApartOnNormalChunks()
    {
        randomBlocks(1L << 22, 12L, 200_000, 9_000_000);
    }

    private static void randomBlocks(final long chunkBytes, final long seed, final int operations, final int maxLength)
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final Random random = new Random(seed);
        final String message = "seed=" + seed;
        try (Arena arena = new Arena(allocator, chunkBytes))
        {
            final List<Block> blocks = new ArrayList<>();
            final TreeMap<Long, Long> extents = new TreeMap<>();
            long live = 0;
            for (int i = 0; i < operations; i++)
            {
                final boolean add = blocks.isEmpty() || random.nextInt(100) < (i / 20_000 % 2 == 0 ? 60 : 40);
                if (add)
                {
                    final int length = randomLength(random, maxLength);
                    final Block block = new Block(arena.allocate(length), length, (byte)random.nextInt());
                    final long usable = arena.usableLength(block.ref);
                    assertTrue(usable >= length, message);
                    assertEquals(Arena.blockLength(length), usable, message);
                    claim(extents, arena.address(block.ref), usable, message);
                    mark(arena, block);
                    live += usable;
                    blocks.add(block);
                }
                else
                {
                    final int index = random.nextInt(blocks.size());
                    final Block block = blocks.get(index);
                    blocks.set(index, blocks.get(blocks.size() - 1));
                    blocks.remove(blocks.size() - 1);
                    check(arena, block, message);
                    live -= arena.usableLength(block.ref);
                    extents.remove(arena.address(block.ref));
                    arena.free(block.ref);
                }
                assertEquals(live, arena.liveBytes(), message);
                assertTrue(arena.allocatedBytes() <= arena.residentBytes(), message);
            }
            for (final Block block : blocks)
            {
                check(arena, block, message);
                arena.free(block.ref);
            }
            assertEquals(0, arena.liveBytes(), message);
            assertEquals(0, arena.liveCount(), message);
            arena.trim();
            assertEquals(0, arena.allocatedBytes(), message);
            assertTrue(arena.residentBytes() <= arena.mappedBytes(), message);
            assertTrue(arena.mappedBytes() <= chunkBytes, message);
        }
        assertEquals(0, allocator.liveBytes(), message);
    }

    private static int randomLength(final Random random, final int maxLength)
    {
        final int kind = random.nextInt(1000);
        return 1 + random.nextInt(kind < 900 ? 300 : kind < 990 ? 9_000 : kind < 998 ? 200_000 : maxLength);
    }

    private static void claim(
        final TreeMap<Long, Long> extents, final long address, final long length, final String message)
    {
        final Map.Entry<Long, Long> before = extents.floorEntry(address);
        final Map.Entry<Long, Long> after = extents.ceilingEntry(address);
        assertTrue(null == before || before.getKey() + before.getValue() <= address, message);
        assertTrue(null == after || address + length <= after.getKey(), message);
        extents.put(address, length);
    }

    private static void mark(final Arena arena, final Block block)
    {
        arena.putByte(block.ref, 0, block.mark);
        arena.putByte(block.ref, block.length - 1, block.mark);
        arena.putByte(block.ref, block.length / 2, block.mark);
    }

    private static void check(final Arena arena, final Block block, final String message)
    {
        final long address = arena.address(block.ref);
        assertEquals(block.mark, OffHeap.getByte(address), message);
        assertEquals(block.mark, OffHeap.getByte(address + block.length - 1), message);
        assertEquals(block.mark, OffHeap.getByte(address + block.length / 2), message);
    }

    @Test
    void shouldKeepContentWhenReallocated()
    {
        final Random random = new Random(5);
        try (Arena arena = new Arena(1L << 20))
        {
            long ref = arena.allocate(8);
            arena.putLong(ref, 0, 42L);
            int length = 8;
            for (int i = 0; i < 2_000; i++)
            {
                final int next = 8 + random.nextInt(3_000_000 >> random.nextInt(20));
                ref = arena.reallocate(ref, length, next);
                length = next;
                assertEquals(42L, OffHeap.getLong(arena.address(ref)));
            }
            arena.free(ref);
            assertEquals(0, arena.liveBytes());
        }
    }

    @Test
    void shouldLoseAtMostAnEighthInASmallClass()
    {
        for (int length = 1; length <= 8192; length++)
        {
            final long block = Arena.blockLength(length);
            assertTrue(block >= length);
            assertTrue(block - length < Math.max(8, length / 8.0 + 1), "length=" + length + " block=" + block);
        }
    }

    @Test
    void shouldReturnChunksToTheReleaser()
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final List<Long> released = new ArrayList<>();
        try (Arena arena = new Arena(allocator, 1L << 20, 1L << 20, (address, length) ->
        {
            released.add(length);
            allocator.free(address, length);
        }))
        {
            final long large = arena.allocate(5_000_000);
            arena.putByte(large, 4_999_999, (byte)7);
            arena.free(large);
            assertEquals(1, released.size());
            final long[] refs = new long[100];
            for (int i = 0; i < refs.length; i++)
            {
                refs[i] = arena.allocate(65_536);
            }
            for (final long ref : refs)
            {
                arena.free(ref);
            }
            assertEquals(1 + 6, released.size());
            assertEquals(1L << 20, arena.mappedBytes());
        }
        assertEquals(0, allocator.liveBytes());
    }
}
