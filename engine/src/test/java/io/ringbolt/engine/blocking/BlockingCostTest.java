package io.ringbolt.engine.blocking;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What it costs others that clients wait for keys.
 */
class BlockingCostTest
{
    private static final int LOOPS = 2_000;

    @Test
    void shouldAllocateNothingForThoseWhoDoNotWait()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            redis.use(redis.openSession());
            redis.line("BLPOP waited for 0");
            redis.use(0);
            redis.line("RPUSH full a b c d");
            for (final String command : new String[] {
                "SET k v", "LPUSH l x", "LPOP l", "BLPOP full full 0", "RPUSH full x", "LMOVE full full LEFT RIGHT",
                "SADD waited x", "LPOS full x RANK -1", "BLMOVE full other LEFT RIGHT 0",
                "BLMOVE other full LEFT RIGHT 0", "LMPOP 1 l LEFT COUNT 2"})
            {
                redis.line("RPUSH full a b c d");
                assertAllocatesNothing(redis, command);
            }
            redis.line("DEL waited");
            assertEquals(1, redis.engine().blocking().blockedCount());
        }
    }

    @Test
    void shouldGiveBackWhatManyWaitersTook()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            final int clients = 2_000;
            for (int i = 0; i < clients; i++)
            {
                redis.use(redis.openSession());
                redis.run("BLPOP", "shared", "own" + i, i % 2 == 0 ? "0" : "10");
            }
            redis.use(0);
            assertEquals(clients + 1, redis.engine().blocking().keys().count());
            assertEquals(clients / 2, redis.engine().blocking().deadlineCount());
            redis.advanceMs(10_000);
            redis.tick();
            assertEquals(clients / 2, redis.engine().blocking().blockedCount());
            for (int i = 0; i < clients / 2; i++)
            {
                redis.run("RPUSH", "shared", "x");
            }
            assertEquals(":0", redis.run("LLEN", "shared"));
            assertEquals(0, redis.engine().blocking().keys().count());
            assertEquals(0, redis.engine().blocking().blockedCount());
        }
    }

    private static void assertAllocatesNothing(final EngineHarness redis, final String line)
    {
        final byte[][] words = Arrays.stream(line.split(" ")).map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
        if (line.startsWith("BLPOP") || line.startsWith("BLMOVE"))
        {
            for (int i = 0; i < 12 * LOOPS; i++)
            {
                redis.run("RPUSH", new String(words[1], StandardCharsets.UTF_8), "x");
            }
        }
        assertTrue(redis.loop(words).allocatedBytes(LOOPS) < LOOPS, line);
    }
}
