package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RefTreeTest
{
    private final ArenaFixture fixture = new ArenaFixture();
    private final Arena arena = fixture.arena();
    private final PairTree trees = new PairTree(arena);
    private final RefTreeCursor cursor = new RefTreeCursor(trees);

    @Test
    void shouldKeepRandomPairsInOrder()
    {
        final long seed = 4711;
        final Random random = new Random(seed);
        final long tree = trees.create();
        final TreeMap<Long, Long> twin = new TreeMap<>();
        for (int i = 0; i < 1_000_000; i++)
        {
            final boolean growing = i / 200_000 % 2 == 0;
            final long key = (long)random.nextInt(300) << 32 | random.nextInt(200);
            toggle(tree, twin, key, random.nextInt(5) == 0 ? !growing : growing);
            if (i % 50_000 == 0)
            {
                check(tree, twin, "seed=" + seed + " step=" + i);
            }
        }
        check(tree, twin, "seed=" + seed);
        empty(tree, twin);
    }

    @Test
    void shouldFillNodesOnAscendingAndStayCorrectOnDescendingInsertion()
    {
        for (int direction = -1; direction <= 1; direction += 2)
        {
            final long tree = trees.create();
            final TreeMap<Long, Long> twin = new TreeMap<>();
            final long before = arena.liveBytes();
            for (int i = 0; i < 60_000; i++)
            {
                toggle(tree, twin, (long)(100_000 + direction * i) << 32, true);
            }
            check(tree, twin, "direction=" + direction);
            final double cost = (arena.liveBytes() - before) / 60_000.0 - 16;
            assertTrue(cost < (direction > 0 ? 5.6 : 6.5), "bytes a block=" + cost);
            while (twin.size() > 1_000)
            {
                toggle(tree, twin, direction > 0 ? twin.firstKey() : twin.lastKey(), false);
            }
            check(tree, twin, "direction=" + direction);
            empty(tree, twin);
        }
    }

    private void toggle(final long tree, final TreeMap<Long, Long> twin, final long key, final boolean add)
    {
        final Long old = twin.get(key);
        if (add && old == null)
        {
            final long block = arena.allocate(16);
            arena.putLong(block, 0, key >> 32);
            arena.putLong(block, 8, (int)key);
            trees.insert(tree, block);
            twin.put(key, block);
        }
        else if (!add && old != null)
        {
            assertTrue(trees.remove(tree, old));
            twin.remove(key);
            arena.free(old);
        }
    }

    private void check(final long tree, final TreeMap<Long, Long> twin, final String message)
    {
        assertEquals(twin.size(), trees.size(tree), message);
        long rank = 0;
        long lastKey = Long.MIN_VALUE;
        cursor.wrap(tree, 0);
        for (final var entry : twin.entrySet())
        {
            final long key = entry.getKey() >> 32;
            assertEquals(entry.getValue(), cursor.block(), message);
            if (key != lastKey)
            {
                assertEquals(rank, trees.rankOfKey(tree, key, false), message);
                assertEquals(rank, trees.rankOfKey(tree, key - 1, true), message);
                lastKey = key;
            }
            if (rank % 37 == 0)
            {
                assertEquals(rank, trees.rank(tree, entry.getValue()), message);
            }
            cursor.forward();
            rank++;
        }
        assertEquals(Arena.NULL_REF, cursor.block(), message);
        cursor.wrap(tree, twin.size() - 1);
        for (final long block : twin.descendingMap().values())
        {
            assertEquals(block, cursor.block(), message);
            cursor.backward();
        }
        assertEquals(Arena.NULL_REF, cursor.block(), message);
    }

    private void empty(final long tree, final TreeMap<Long, Long> twin)
    {
        for (final long block : twin.values())
        {
            arena.free(block);
        }
        int steps = 0;
        while (trees.release(tree, 3) == 0)
        {
            assertTrue(++steps < 1_000_000);
        }
        assertEquals(0, arena.liveBytes());
    }

    /** Orders blocks by their first and second long. */
    private static final class PairTree extends RefTree
    {
        PairTree(final Arena arena)
        {
            super(arena);
        }

        @Override
        protected long orderKey(final long block)
        {
            return OffHeap.getLong(arena.address(block));
        }

        @Override
        protected int compareTie(final long block, final long otherBlock)
        {
            return Long.compare(
                OffHeap.getLong(arena.address(block) + 8), OffHeap.getLong(arena.address(otherBlock) + 8));
        }
    }
}
