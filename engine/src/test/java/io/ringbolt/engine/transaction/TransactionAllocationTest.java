package io.ringbolt.engine.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.management.ThreadMXBean;
import io.ringbolt.engine.CommandLoop;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A transaction leaves nothing for the collector, from WATCH to EXEC.
 */
class TransactionAllocationTest
{
    private static final int COUNT = 5_000;
    private static final int ROUNDS = 8;

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (EngineHarness redis = new EngineHarness())
        {
            redis.recordEffects();
            final CommandLoop[] transaction =
            {
                loop(redis, "WATCH", "a", "b"), loop(redis, "MULTI"), loop(redis, "SET", "a", "value"),
                loop(redis, "INCR", "n"), loop(redis, "GET", "a"), loop(redis, "EXEC")
            };
            long fewest = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && fewest > 0; round++)
            {
                final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int i = 0; i < COUNT; i++)
                {
                    for (final CommandLoop command : transaction)
                    {
                        command.run(1);
                    }
                }
                final long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                fewest = Math.min(fewest, after - before);
            }
            assertEquals(0, fewest);
            assertNotEquals("$-1", redis.line("GET n"), "the transactions took place");
        }
    }

    private static CommandLoop loop(final EngineHarness redis, final String... words)
    {
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++)
        {
            arguments[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return redis.loop(arguments);
    }
}
