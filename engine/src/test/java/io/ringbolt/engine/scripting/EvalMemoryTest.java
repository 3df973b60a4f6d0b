package io.ringbolt.engine.scripting;

import com.sun.management.ThreadMXBean;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * However many scripts have run, the next one takes as much memory, and no more is held.
 */
class EvalMemoryTest
{
    private static final int EVALS = Integer.getInteger("ringbolt.evals", 300_000);
    private static final int NEW_TEXT_EVERY = 20;
    private static final int PARTS = 3;
    private static final long HEAP_TOLERANCE = 1 << 19;
    private static final long MACHINE_TOLERANCE = 2 << 20;
    private static final double ALLOCATION_TOLERANCE = 0.05;
    private static final String SCRIPT =
        "local t = {KEYS[1], ARGV[1]} redis.call('SET', KEYS[1], ARGV[1]) " +
        "return {t[1], #t, redis.call('GET', KEYS[1])}";

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @Test
    void shouldNotGrow()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            run(redis, 0, EVALS / 10);
            final long machine = redis.engine().scripting().evalMemory();
            final long texts = redis.engine().scripting().scriptTextMemory();
            final double early = bytesPerEval(redis, EVALS / 10, EVALS / 10);
            final long grown = leastGrowth(redis, EVALS / 5, EVALS * 7 / 10);
            final double late = bytesPerEval(redis, EVALS * 9 / 10, EVALS / 10);

            assertEquals(early, late, early * ALLOCATION_TOLERANCE, "bytes allocated per EVAL");
            assertTrue(grown < HEAP_TOLERANCE, "the heap grows by " + grown + " bytes each time");
            assertTrue(redis.engine().scripting().evalMemory() < 2 * machine + MACHINE_TOLERANCE,
                "machine: " + machine + " -> " + redis.engine().scripting().evalMemory());
            assertEquals(texts, redis.engine().scripting().scriptTextMemory(), texts / 10.0, "texts");
        }
    }

    /** By how much the heap grows in each part of a run at least: other things are not in all of them. */
    private static long leastGrowth(final EngineHarness redis, final int first, final int count)
    {
        long least = Long.MAX_VALUE;
        long heap = heapInUse();
        for (int part = 0; part < PARTS; part++)
        {
            run(redis, first + part * count / PARTS, count / PARTS);
            final long then = heap;
            heap = heapInUse();
            least = Math.min(least, heap - then);
        }
        return least;
    }

    private double bytesPerEval(final EngineHarness redis, final int first, final int count)
    {
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(redis, first, count);
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double)count;
    }

    /** One in {@link #NEW_TEXT_EVERY} scripts is new. */
    private static void run(final EngineHarness redis, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            final String script = i % NEW_TEXT_EVERY == 0 ? SCRIPT + " -- " + (1_000_000 + i) : SCRIPT;
            redis.run("EVAL", script, "1", "key", "value");
        }
    }

    private static long heapInUse()
    {
        for (int i = 0; i < 3; i++)
        {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
