package io.ringbolt.engine.list;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Lists whose inner nodes are packed look the same from outside.
 */
class PackedListCommandsTest
{
    private static final int COUNT = 200;

    private final EngineHarness redis = new EngineHarness();

    @BeforeEach
    void fillTwoLists()
    {
        redis.line("CONFIG SET list-max-listpack-size 4 list-compress-depth 0");
        fill("raw");
        redis.line("CONFIG SET list-compress-depth 1");
        fill("packed");
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldTakeLessMemory()
    {
        final long raw = Long.parseLong(redis.line("MEMORY USAGE raw SAMPLES 0").substring(1));
        final long packed = Long.parseLong(redis.line("MEMORY USAGE packed SAMPLES 0").substring(1));
        assertTrue(packed * 2 < raw, packed + " of " + raw);
    }

    @Test
    void shouldAnswerTheSameAfterTheSameChanges()
    {
        for (final String change :
            new String[] {"LSET K 77 x", "LINSERT K BEFORE " + element(40) + " y", "LREM K 1 " + element(50),
            "LSET K -30 " + "z".repeat(9_000), "LREM K -1 " + element(199), "LTRIM K 3 150", "LMOVE K K LEFT RIGHT",
            "LPOP K 7", "RPOP K 20", "RPUSH K tail", "LPUSH K head"})
        {
            assertEquals(redis.line(change.replace("K", "raw")), redis.line(change.replace("K", "packed")), change);
            assertEquals(redis.line("LRANGE raw 0 -1"), redis.line("LRANGE packed 0 -1"), change);
            assertEquals(redis.line("LINDEX raw 60"), redis.line("LINDEX packed 60"), change);
            assertEquals(redis.line("LPOS raw tail"), redis.line("LPOS packed tail"), change);
        }
        assertEquals(redis.line("DEBUG DIGEST-VALUE raw"), redis.line("DEBUG DIGEST-VALUE packed"));
    }

    @Test
    void shouldBeDumpedAndCopiedAsIfNotPacked()
    {
        assertEquals(redis.line("DUMP raw"), redis.line("DUMP packed"));
        redis.line("COPY packed copy");
        redis.line("DEL packed");
        assertEquals(redis.line("LRANGE raw 0 -1"), redis.line("LRANGE copy 0 -1"));
        assertEquals(redis.line("DUMP raw"), redis.line("DUMP copy"));
    }

    private void fill(final String key)
    {
        for (int i = 0; i < COUNT; i++)
        {
            redis.run("RPUSH", key, element(i));
        }
    }

    private static String element(final int number)
    {
        return "element-" + "a".repeat(60) + number;
    }
}
