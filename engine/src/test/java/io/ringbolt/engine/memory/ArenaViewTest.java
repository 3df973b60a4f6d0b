package io.ringbolt.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArenaViewTest
{
    private static final int BUFFER_LENGTH = 1 << 20;
    private static final long POOL_BYTES = 1L << 24;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long buffer = allocator.allocate(BUFFER_LENGTH);
    private final Arena arena = new Arena(allocator, 1L << 18, POOL_BYTES, allocator::free);

    @AfterEach
    void shouldLeaveNothingBehind()
    {
        arena.close();
        allocator.free(buffer, BUFFER_LENGTH);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldShowOldBytesAfterWritesAndNewOnesToALaterView()
    {
        final long ref = arena.allocate(2000);
        arena.fill(ref, 0, 2000, (byte)1);
        final ArenaView first = arena.openView();
        arena.putLong(ref, 1020, 2);
        final ArenaView second = arena.openView();
        arena.putLong(ref, 1020, 3);
        arena.putLong(ref, 1020, 4);
        assertEquals(0x0101010101010101L, first.getLong(ref, 1020));
        assertEquals(0x01010101, first.getInt(ref, 1022));
        assertEquals(2, second.getLong(ref, 1020));
        assertEquals(4, OffHeap.getLong(arena.address(ref) + 1020));
        arena.closeView(second);
        arena.putLong(ref, 1020, 5);
        assertEquals(0x0101010101010101L, first.getLong(ref, 1020));
        arena.closeView(first);
        assertEquals(0, arena.snapshotPoolUsedBytes());
    }

    @Test
    void shouldShowFreedBlocksWhateverTakesTheirPlace()
    {
        final int[] lengths = {24, 3000, 40_000, 200_000, 700_000};
        final long[] refs = new long[lengths.length];
        for (int i = 0; i < lengths.length; i++)
        {
            refs[i] = arena.allocate(lengths[i]);
            arena.fill(refs[i], 0, lengths[i], (byte)(i + 1));
        }
        final ArenaView view = arena.openView();
        for (final long ref : refs)
        {
            arena.free(ref);
        }
        final List<Long> others = new ArrayList<>();
        for (int i = 0; i < 10; i++)
        {
            for (final int length : lengths)
            {
                final long other = arena.allocate(length);
                arena.fill(other, 0, length, (byte)99);
                others.add(other);
            }
        }
        for (int i = 0; i < lengths.length; i++)
        {
            view.read(refs[i], 0, lengths[i], buffer);
            for (int offset = 0; offset < lengths[i]; offset++)
            {
                assertEquals(i + 1, OffHeap.getByte(buffer + offset), "length=" + lengths[i] + " offset=" + offset);
            }
        }
        others.forEach(arena::free);
        final long mapped = arena.mappedBytes();
        arena.closeView(view);
        assertTrue(arena.mappedBytes() < mapped, "what waited for the view has been released");
        assertEquals(0, arena.liveBytes());
    }

    @Test
    void shouldNotCopyWhatIsYoungerThanTheView()
    {
        final long old = arena.allocate(8);
        final ArenaView view = arena.openView();
        for (int i = 0; i < 100; i++)
        {
            arena.fill(arena.allocate(10_000), 0, 10_000, (byte)7);
            arena.fill(arena.allocate(300_000), 0, 300_000, (byte)7);
        }
        assertEquals(0, arena.snapshotCopyCount());
        arena.putLong(old, 0, 1);
        assertEquals(1, arena.snapshotCopyCount());
        arena.closeView(view);
    }

    @Test
    void shouldFailTheViewAndNotTheWriterWhenThePoolIsFull()
    {
        final int length = (int)(POOL_BYTES * 2);
        final long large = arena.allocate(length);
        arena.fill(large, 0, length, (byte)1);
        final ArenaView view = arena.openView();
        assertEquals(0x01010101, view.getInt(large, 0));
        for (int offset = 0; offset < length; offset += 1000)
        {
            arena.putByte(large, offset, (byte)2);
        }
        assertTrue(view.isOverflowed());
        assertThrows(ViewOverflowException.class, () -> view.getInt(large, 0));
        assertThrows(ViewOverflowException.class, () -> view.read(large, 0, 100, buffer));
        arena.closeView(view);

        final ArenaView next = arena.openView();
        assertFalse(next.isOverflowed());
        arena.putByte(large, 1, (byte)3);
        assertEquals(1, next.getByte(large, 1));
        arena.closeView(next);
        arena.free(large);
    }

    @Test
    void shouldTakeANewPoolSizeWithTheNextView()
    {
        final long poolBytes = 1L << 20;
        final long before = allocator.liveBytes();
        arena.snapshotPoolBytes(poolBytes);
        final ArenaView view = arena.openView();
        arena.snapshotPoolBytes(POOL_BYTES);
        assertEquals(before + poolBytes, allocator.liveBytes());
        arena.closeView(view);
    }

    @Test
    void shouldKeepEveryViewTrueUnderRandomOperations()
    {
        for (long seed = 1; seed <= 6; seed++)
        {
            randomOperations(seed);
        }
    }

    private record Twin(ArenaView view, Map<Long, byte[]> blocks)
    {
    }

    private void randomOperations(final long seed)
    {
        final Random random = new Random(seed);
        final TreeMap<Long, byte[]> blocks = new TreeMap<>();
        final List<Twin> views = new ArrayList<>();
        for (int i = 0; i < 6_000; i++)
        {
            final int kind = random.nextInt(100);
            if (kind < 40 || blocks.isEmpty())
            {
                final byte[] bytes = bytes(random, 1 + random.nextInt(random.nextInt(30) == 0 ? 90_000 : 1500));
                final long ref = arena.allocate(bytes.length);
                write(ref, 0, bytes);
                blocks.put(ref, bytes);
            }
            else if (kind < 70)
            {
                final long ref = any(random, blocks);
                final byte[] bytes = blocks.get(ref).clone();
                final int offset = random.nextInt(bytes.length);
                final byte[] part = bytes(random, 1 + random.nextInt(bytes.length - offset));
                System.arraycopy(part, 0, bytes, offset, part.length);
                write(ref, offset, part);
                blocks.put(ref, bytes);
            }
            else if (kind < 97)
            {
                final long ref = any(random, blocks);
                arena.free(ref);
                blocks.remove(ref);
            }
            else if (views.size() < 3 && random.nextBoolean())
            {
                views.add(new Twin(arena.openView(), new TreeMap<>(blocks)));
            }
            else if (!views.isEmpty())
            {
                final Twin twin = views.remove(random.nextInt(views.size()));
                check(twin, "seed=" + seed + " operation=" + i);
                arena.closeView(twin.view);
            }
        }
        for (final Twin twin : views)
        {
            check(twin, "seed=" + seed + " at the end");
            arena.closeView(twin.view);
        }
        blocks.keySet().forEach(arena::free);
        assertEquals(0, arena.liveBytes(), "seed=" + seed);
    }

    private void check(final Twin twin, final String message)
    {
        assertFalse(twin.view.isOverflowed(), message);
        for (final Map.Entry<Long, byte[]> block : twin.blocks.entrySet())
        {
            final byte[] actual = new byte[block.getValue().length];
            twin.view.read(block.getKey(), 0, actual.length, buffer);
            OffHeap.copyOut(buffer, actual, 0, actual.length);
            assertArrayEquals(block.getValue(), actual, message);
        }
    }

    private void write(final long ref, final int offset, final byte[] bytes)
    {
        OffHeap.copyIn(bytes, 0, buffer, bytes.length);
        arena.copyIn(ref, offset, buffer, bytes.length);
    }

    private static byte[] bytes(final Random random, final int length)
    {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long any(final Random random, final TreeMap<Long, byte[]> blocks)
    {
        final Long ref = blocks.ceilingKey(random.nextLong(blocks.lastKey() + 1));
        return null == ref ? blocks.firstKey() : ref;
    }
}
