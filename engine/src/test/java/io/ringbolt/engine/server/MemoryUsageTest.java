package io.ringbolt.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class MemoryUsageTest
{
    private final EngineHarness redis = new EngineHarness();
    private final long liveBytesBefore = liveBytes();

    @AfterEach
    void tearDown()
    {
        redis.close();
    }

    @Test
    void shouldCountAListAsTheArenaDoes()
    {
        for (int i = 0; i < 5000; i++)
        {
            redis.run("RPUSH", "key", Integer.toString(i), "element:" + i);
        }
        assertExactAndEstimated(0.8, 1.25);
    }

    @Test
    void shouldCountALargeElementOfAListOnce()
    {
        redis.run("RPUSH", "key", "x".repeat(100_000));
        for (int i = 0; i < 100; i++)
        {
            redis.run("RPUSH", "key", "small");
        }
        assertExactAndEstimated(1, 1);
    }

    @Test
    void shouldNotBeMisledByAFewLargeElements()
    {
        for (int i = 0; i < 1000; i++)
        {
            redis.run("SADD", "set", 0 == i % 100 ? i + "x".repeat(20_000) : "member:" + i);
            redis.run("HSET", "hash", "field:" + i, 0 == i % 100 ? "x".repeat(20_000) : "v");
        }
        assertEquals(redis.run("MEMORY", "USAGE", "set", "SAMPLES", "0"), redis.run("MEMORY", "USAGE", "set"));
        assertEquals(redis.run("MEMORY", "USAGE", "hash", "SAMPLES", "0"), redis.run("MEMORY", "USAGE", "hash"));
    }

    @Test
    void shouldCountASetAsTheArenaDoes()
    {
        redis.run(command(20_000, "SADD", "m"));
        assertExactAndEstimated(0.8, 1.25);
    }

    @Test
    void shouldCountAHashAsTheArenaDoes()
    {
        redis.run(command(20_000, "HSET", "f"));
        assertExactAndEstimated(0.8, 1.25);
    }

    @Test
    void shouldCountAHashOfOneLargeValueAsTheArenaDoes()
    {
        redis.run("HSET", "key", "f", "x".repeat(100_000));
        assertExactAndEstimated(1, 1.1);
    }

    @Test
    void shouldCountASortedSetAsTheArenaDoes()
    {
        final String[] command = command(20_000, "ZADD", "m");
        for (int i = 2; i < command.length; i += 2)
        {
            command[i] = Integer.toString(i);
        }
        redis.run(command);
        assertExactAndEstimated(0.8, 1.25);
    }

    @Test
    void shouldCountAStreamWithTheTextOfItsEntries()
    {
        for (int i = 1; i <= 300; i++)
        {
            redis.run("XADD", "key", "1-" + i, "field", "x".repeat(1000));
        }
        assertExactAndEstimated(0.9, 1.1);
    }

    private void assertExactAndEstimated(final double lowest, final double highest)
    {
        final long grown = liveBytes() - liveBytesBefore;
        assertEquals(":" + grown, redis.run("MEMORY", "USAGE", "key", "SAMPLES", "0"));
        final double ratio = Double.parseDouble(redis.run("MEMORY", "USAGE", "key").substring(1)) / grown;
        assertTrue(lowest <= ratio && ratio <= highest, "estimated / live = " + ratio);
    }

    private long liveBytes()
    {
        return redis.engine().arena().liveBytes();
    }

    private static String[] command(final int count, final String name, final String prefix)
    {
        final List<String> arguments = new ArrayList<>(List.of(name, "key"));
        for (int i = 0; i < count; i++)
        {
            arguments.add(prefix + i);
        }
        return arguments.toArray(new String[0]);
    }
}
