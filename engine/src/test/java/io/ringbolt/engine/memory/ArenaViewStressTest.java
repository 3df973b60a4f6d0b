package io.ringbolt.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

/**
 * Moves amounts between accounts, in blocks that come and go, while a reader sums views: no view may see half a move.
 * The reader begins while the writer's first writes to each page are under way, and reads a page at a time, so that
 * the second look which a read takes is needed some hundred times a run.
 */
class ArenaViewStressTest
{
    private static final int BLOCKS = 96;
    private static final int BLOCK_LENGTH = 2048;
    private static final int ACCOUNTS_PER_BLOCK = BLOCK_LENGTH / Long.BYTES;
    private static final long AMOUNT = 1_000_000;
    private static final int ROUNDS = 1_500;
    private static final long STOPPED = Long.MIN_VALUE;
    private static final long SEED = 21;

    /** What the reader is asked to sum, and its answers. */
    private static final class Request
    {
        private final ArenaView[] views;
        private final long[][] refs;
        private final long[] sums;
        private volatile boolean isDone;

        Request(final ArenaView[] views, final long[][] refs)
        {
            this.views = views;
            this.refs = refs;
            sums = new long[views.length];
        }
    }

    private final AtomicReference<Request> mailbox = new AtomicReference<>();
    private final Random random = new Random(SEED);
    private final long[] blocks = new long[BLOCKS];
    private volatile boolean isStopped;

    @Test
    void shouldSeeAConstantSumWhileAmountsMove() throws Exception
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final Thread reader = new Thread(() -> readViews(allocator), "view-reader");
        reader.start();
        try (Arena arena = new Arena(allocator, 1L << 20))
        {
            for (int i = 0; i < BLOCKS; i++)
            {
                blocks[i] = arena.allocate(BLOCK_LENGTH);
                for (int account = 0; account < ACCOUNTS_PER_BLOCK; account++)
                {
                    arena.putLong(blocks[i], account * 8L, AMOUNT);
                }
            }
            long copies = 0;
            for (int round = 0; round < ROUNDS; round++)
            {
                copies += round(arena, round);
            }
            assertTrue(copies > ROUNDS, "copies=" + copies);
            for (final long ref : blocks)
            {
                arena.free(ref);
            }
            assertEquals(0, arena.liveBytes());
        }
        finally
        {
            isStopped = true;
            reader.join(10_000);
        }
        assertEquals(0, allocator.liveBytes());
    }

    private long round(final Arena arena, final int round)
    {
        final ArenaView[] views = new ArenaView[2];
        final long[][] refs = new long[2][];
        for (int i = 0; i < 2; i++)
        {
            views[i] = arena.openView();
            refs[i] = blocks.clone();
            for (int k = 0; k < 20 * (1 - i); k++)
            {
                move(arena);
            }
        }
        final Request request = new Request(views, refs);
        mailbox.set(request);
        while (!request.isDone)
        {
            move(arena);
        }
        final long copies = arena.snapshotCopyCount();
        for (int i = 0; i < 2; i++)
        {
            assertEquals((long)BLOCKS * ACCOUNTS_PER_BLOCK * AMOUNT, request.sums[i],
                "seed=" + SEED + " round=" + round + " view=" + i);
            arena.closeView(views[i]);
        }
        return copies;
    }

    private void move(final Arena arena)
    {
        final int from = random.nextInt(BLOCKS);
        final int to = random.nextInt(BLOCKS);
        add(arena, blocks[from], -1 - from);
        add(arena, blocks[to], 1 + from);
        if (0 == random.nextInt(50))
        {
            final long moved = arena.allocate(BLOCK_LENGTH);
            arena.copyIn(moved, 0, arena.address(blocks[to]), BLOCK_LENGTH);
            arena.free(blocks[to]);
            blocks[to] = moved;
        }
    }

    private void add(final Arena arena, final long ref, final long amount)
    {
        final long offset = random.nextInt(ACCOUNTS_PER_BLOCK) * 8L;
        final long value = OffHeap.getLong(arena.address(ref) + offset) + amount;
        arena.putLong(ref, offset, value);
    }

    private void readViews(final OffHeapAllocator allocator)
    {
        final long buffer = allocator.allocate(BLOCK_LENGTH);
        while (!isStopped)
        {
            final Request request = mailbox.getAndSet(null);
            if (null == request)
            {
                Thread.yield();
                continue;
            }
            for (int i = 0; i < request.views.length; i++)
            {
                request.sums[i] = sum(request.views[i], request.refs[i], buffer);
            }
            request.isDone = true;
        }
        allocator.free(buffer, BLOCK_LENGTH);
    }

    private static long sum(final ArenaView view, final long[] refs, final long buffer)
    {
        try
        {
            long sum = 0;
            for (final long ref : refs)
            {
                view.read(ref, 0, BLOCK_LENGTH, buffer);
                for (int account = 0; account < ACCOUNTS_PER_BLOCK; account++)
                {
                    sum += OffHeap.getLong(buffer + account * 8L);
                }
            }
            return sum;
        }
        catch (final ViewOverflowException ex)
        {
            return STOPPED;
        }
    }
}
