package io.ringbolt.engine.memory;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Blocks with a chunk of their own: taken over from others, read by others, and resized without copying. */
class ArenaLongBlocksTest
{
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int HEADER = 43;
    private static final int LENGTH = Arena.ADOPTABLE_LENGTH + 17;
    private static final long REGION_LENGTH = HEADER + LENGTH + Arena.ADOPTION_MARGIN;

    private final OffHeapAllocator whole = new OffHeapAllocator();
    private final OffHeapAllocator share = whole.share();

    @Test
    void shouldTakeARegionOverWhereItLies()
    {
        try (Arena arena = new Arena(whole, CHUNK_BYTES))
        {
            final long before = whole.liveBytes();
            final long region = share.allocate(REGION_LENGTH);
            mark(region + HEADER, LENGTH, 7);
            final long ref = arena.adopt(share, region, REGION_LENGTH, region + HEADER, LENGTH);
            assertEquals(region + HEADER, arena.address(ref));
            assertEquals(0, share.liveBytes());
            assertEquals(before + REGION_LENGTH, whole.liveBytes());
            assertEquals(arena.usableLength(ref), arena.liveBytes());
            assertMarked(arena.address(ref), LENGTH, 7);
            arena.free(ref);
            assertEquals(before, whole.liveBytes());
            assertEquals(0, arena.liveBytes());
        }
        assertEquals(0, whole.liveBytes());
    }

    @Test
    void shouldLeaveARegionThatDoesNotFit()
    {
        try (Arena arena = new Arena(whole, CHUNK_BYTES))
        {
            final long region = share.allocate(2 * REGION_LENGTH);
            final long value = region + HEADER;
            assertEquals(Arena.NULL_REF, arena.adopt(share, region, HEADER + LENGTH, value, LENGTH), "no margin");
            assertEquals(Arena.NULL_REF, arena.adopt(share, region, 2 * REGION_LENGTH, value, LENGTH), "half empty");
            assertEquals(Arena.NULL_REF, arena.adopt(
                share, region, REGION_LENGTH, value, Arena.ADOPTABLE_LENGTH - 1), "short");
            assertEquals(Arena.NULL_REF, arena.adopt(
                new OffHeapAllocator(), region, REGION_LENGTH, value, LENGTH), "foreign");
            assertEquals(0, arena.liveBytes());
            share.free(region, 2 * REGION_LENGTH);
        }
        assertEquals(0, whole.liveBytes());
    }

    @Test
    void shouldKeepFreedBytesUntilTheLastPinIsReleased()
    {
        try (Arena arena = new Arena(whole, CHUNK_BYTES))
        {
            final long before = whole.liveBytes();
            final long ref = arena.allocate(LENGTH);
            mark(arena.address(ref), LENGTH, 3);
            final BlockPin first = arena.pin(ref);
            final BlockPin second = arena.pin(ref);
            assertTrue(arena.isPinned(ref));
            arena.free(ref);
            arena.closeView(arena.openView());
            final long other = arena.allocate(LENGTH);
            mark(arena.address(other), LENGTH, 4);
            first.release();
            arena.settlePins();
            assertMarked(second.address(), LENGTH, 3);
            second.release();
            arena.settlePins();
            assertFalse(arena.isPinned(other));
            arena.free(other);
            assertEquals(before, whole.liveBytes());
        }
        assertEquals(0, whole.liveBytes());
    }

    @Test
    void shouldKeepAFreedBlockForAViewBeyondItsPin()
    {
        try (Arena arena = new Arena(whole, CHUNK_BYTES))
        {
            final long before = whole.liveBytes();
            final long ref = arena.allocate(LENGTH);
            final BlockPin pin = arena.pin(ref);
            final ArenaView view = arena.openView();
            arena.free(ref);
            pin.release();
            arena.settlePins();
            assertTrue(whole.liveBytes() > before + LENGTH);
            arena.closeView(view);
            assertEquals(before, whole.liveBytes());
        }
    }

    @Test
    void shouldMoveAPinnedBlockThatGrows()
    {
        try (Arena arena = new Arena(whole, CHUNK_BYTES))
        {
            final long ref = arena.allocate(LENGTH);
            mark(arena.address(ref), LENGTH, 5);
            final BlockPin pin = arena.pin(ref);
            final long grown = arena.reallocate(ref, LENGTH, 2L * LENGTH);
            assertNotEquals(pin.address(), arena.address(grown));
            mark(arena.address(grown), 2 * LENGTH, 6);
            assertMarked(pin.address(), LENGTH, 5);
            pin.release();
            arena.free(grown);
        }
        assertEquals(0, whole.liveBytes());
    }

    private static final class Block
    {
        long ref;
        int length;
        int mark;
    }

    private record Reader(BlockPin pin, int length, int mark)
    {
    }

    @Test
    void shouldKeepLongBlocksApartWhateverHappensToThem()
    {
        final long seed = 20261121L;
        final Random random = new Random(seed);
        final List<Block> blocks = new ArrayList<>();
        final ArrayDeque<Reader> readers = new ArrayDeque<>();
        final ArrayDeque<ArenaView> views = new ArrayDeque<>();
        try (Arena arena = new Arena(whole, CHUNK_BYTES, 1 << 20, whole::free))
        {
            for (int i = 0; i < 3000; i++)
            {
                step(arena, random, blocks, readers, views, i);
            }
            for (final Block block : blocks)
            {
                assertEnds(arena.address(block.ref), block.length, block.mark, "seed=" + seed);
                arena.free(block.ref);
            }
            readers.forEach(reader -> reader.pin.release());
            views.forEach(arena::closeView);
            arena.settlePins();
            assertEquals(0, arena.liveBytes(), "seed=" + seed);
            assertEquals(0, share.liveBytes(), "seed=" + seed);
        }
        assertEquals(0, whole.liveBytes(), "seed=" + seed);
    }

    private void step(
        final Arena arena,
        final Random random,
        final List<Block> blocks,
        final ArrayDeque<Reader> readers,
        final ArrayDeque<ArenaView> views,
        final int mark)
    {
        final Block block = blocks.isEmpty() ? null : blocks.get(random.nextInt(blocks.size()));
        final int choice = blocks.size() < 3 ? random.nextInt(2) : random.nextInt(10);
        switch (choice)
        {
            case 0 -> blocks.add(adopted(arena, random, mark));
            case 1 -> blocks.add(allocated(arena, random, mark));
            case 2, 3, 4 -> resize(arena, block, 1 + random.nextInt(3 * LENGTH), mark);
            case 5, 6 ->
            {
                assertEnds(arena.address(block.ref), block.length, block.mark, "step=" + mark);
                arena.free(block.ref);
                blocks.remove(block);
            }
            case 7 ->
            {
                if (arena.canPin(block.ref))
                {
                    readers.add(new Reader(arena.pin(block.ref), block.length, block.mark));
                }
            }
            case 8 ->
            {
                final Reader reader = readers.poll();
                if (null != reader)
                {
                    assertEnds(reader.pin.address(), reader.length, reader.mark, "step=" + mark);
                    reader.pin.release();
                    arena.settlePins();
                }
            }
            default -> toggleView(arena, random, views);
        }
    }

    private static void toggleView(final Arena arena, final Random random, final ArrayDeque<ArenaView> views)
    {
        if (views.isEmpty() || views.size() < 3 && random.nextBoolean())
        {
            views.add(arena.openView());
        }
        else
        {
            arena.closeView(views.poll());
        }
    }

    private Block adopted(final Arena arena, final Random random, final int mark)
    {
        final Block block = new Block();
        block.length = LENGTH + random.nextInt(LENGTH);
        block.mark = mark;
        final long length = HEADER + block.length + Arena.ADOPTION_MARGIN;
        final long region = share.allocate(length);
        markEnds(region + HEADER, block.length, mark);
        block.ref = arena.adopt(share, region, length, region + HEADER, block.length);
        assertNotEquals(Arena.NULL_REF, block.ref);
        return block;
    }

    private static Block allocated(final Arena arena, final Random random, final int mark)
    {
        final Block block = new Block();
        block.length = 8 + random.nextInt(3 * LENGTH);
        block.mark = mark;
        block.ref = arena.allocate(block.length);
        markEnds(arena.writable(block.ref, 0, block.length), block.length, mark);
        return block;
    }

    /** As a string does it: who is read by others is moved before it is written. */
    private static void resize(final Arena arena, final Block block, final int length, final int mark)
    {
        final int newLength = Math.max(8, length);
        if (arena.isPinned(block.ref) && newLength <= arena.usableLength(block.ref))
        {
            final long moved = arena.allocate(newLength);
            arena.copyIn(moved, 0, arena.address(block.ref), Math.min(newLength, block.length));
            arena.free(block.ref);
            block.ref = moved;
        }
        else
        {
            block.ref = arena.reallocate(block.ref, block.length, newLength);
        }
        assertEquals(block.mark, OffHeap.getInt(arena.address(block.ref)), "step=" + mark);
        block.length = newLength;
        block.mark = mark;
        markEnds(arena.writable(block.ref, 0, newLength), newLength, mark);
    }

    private static void markEnds(final long address, final int length, final int mark)
    {
        OffHeap.putInt(address, mark);
        OffHeap.putInt(address + length - 4, mark);
    }

    private static void assertEnds(final long address, final int length, final int mark, final String message)
    {
        assertEquals(mark, OffHeap.getInt(address), message);
        assertEquals(mark, OffHeap.getInt(address + length - 4), message);
    }

    private static void mark(final long address, final int length, final int mark)
    {
        OffHeap.set(address, length, (byte)mark);
    }

    private static void assertMarked(final long address, final int length, final int mark)
    {
        for (int i = 0; i < length; i++)
        {
            assertEquals(mark, OffHeap.getByte(address + i));
        }
    }
}
