package io.ringbolt.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/**
 * Moves amounts between accounts in blocks that come and go, while two readers sum views: no view may see half a move.
 */
class ArenaViewStressTest
{
    private static final int ACCOUNTS = 40_000;
    private static final long AMOUNT = 1_000_000;
    private static final int VIEWS = 60;

    @Test
    void shouldSeeAConstantSumWhileAmountsMove() throws Exception
    {
        final long seed = 21;
        final Random random = new Random(seed);
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final ExecutorService readers = Executors.newFixedThreadPool(2);
        try (Arena arena = new Arena(allocator, 1L << 20))
        {
            final long[] accounts = new long[ACCOUNTS];
            for (int i = 0; i < ACCOUNTS; i++)
            {
                accounts[i] = arena.allocate(i % 3 == 0 ? 24 : 120);
                arena.putLong(accounts[i], 8, AMOUNT);
            }
            final ArenaView[] views = new ArenaView[2];
            final Future<?>[] sums = new Future<?>[2];
            long moves = 0;
            int opened = 0;
            long copies = 0;
            while (opened < VIEWS || null != sums[0] || null != sums[1])
            {
                for (int i = 0; i < 2; i++)
                {
                    if (null == sums[i] && opened < VIEWS)
                    {
                        final ArenaView view = arena.openView();
                        final long[] refs = accounts.clone();
                        views[i] = view;
                        sums[i] = readers.submit(() -> sum(view, refs));
                        opened++;
                    }
                    else if (null != sums[i] && sums[i].isDone())
                    {
                        assertEquals(ACCOUNTS * AMOUNT, sums[i].get(), "seed=" + seed + " opened=" + opened);
                        copies = Math.max(copies, arena.snapshotCopyCount());
                        arena.closeView(views[i]);
                        sums[i] = null;
                    }
                }
                for (int i = 0; i < 50; i++, moves++)
                {
                    move(arena, accounts, random);
                }
            }
            assertTrue(moves > VIEWS && copies > 0, "moves=" + moves + " copies=" + copies);
            for (final long ref : accounts)
            {
                arena.free(ref);
            }
            assertEquals(0, arena.liveBytes());
        }
        finally
        {
            readers.shutdownNow();
        }
        assertEquals(0, allocator.liveBytes());
    }

    private static Long sum(final ArenaView view, final long[] refs)
    {
        long sum = 0;
        for (final long ref : refs)
        {
            sum += view.getLong(ref, 8);
        }
        return sum;
    }

    private static void move(final Arena arena, final long[] accounts, final Random random)
    {
        final int from = random.nextInt(ACCOUNTS);
        final int to = random.nextInt(ACCOUNTS);
        final long amount = random.nextInt(100);
        arena.putLong(accounts[from], 8, OffHeap.getLong(arena.address(accounts[from]) + 8) - amount);
        arena.putLong(accounts[to], 8, OffHeap.getLong(arena.address(accounts[to]) + 8) + amount);
        if (random.nextInt(10) == 0)
        {
            final long value = OffHeap.getLong(arena.address(accounts[to]) + 8);
            arena.free(accounts[to]);
            accounts[to] = arena.allocate(random.nextBoolean() ? 24 : 120);
            arena.putLong(accounts[to], 8, value);
        }
    }
}
