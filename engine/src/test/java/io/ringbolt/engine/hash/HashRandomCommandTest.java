package io.ringbolt.engine.hash;

import io.ringbolt.engine.CommandLoop;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HashRandomCommandTest
{
    private static final int DRAWS = 20_000;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldReplyInTheShapeOfTheProtocol()
    {
        redis.line("HSET h a 1");
        assertEquals("$1 a", redis.line("HRANDFIELD h"));
        assertEquals("*1 $1 a", redis.line("HRANDFIELD h 5"));
        assertEquals("*2 $1 a $1 a", redis.line("HRANDFIELD h -2"));
        assertEquals("*2 $1 a $1 1", redis.line("HRANDFIELD h 5 WITHVALUES"));
        assertEquals("*4 $1 a $1 1 $1 a $1 1", redis.line("HRANDFIELD h -2 withvalues"));
        assertEquals("*0", redis.line("HRANDFIELD h 0"));
        assertEquals("*0", redis.line("HRANDFIELD none 2"));
        assertEquals("$-1", redis.line("HRANDFIELD none"));
        redis.protocol(3);
        assertEquals("_", redis.line("HRANDFIELD none"));
        assertEquals("*1 *2 $1 a $1 1", redis.line("HRANDFIELD h 1 WITHVALUES"));
        assertEquals("*2 *2 $1 a $1 1 *2 $1 a $1 1", redis.line("HRANDFIELD h -2 WITHVALUES"));
        assertEquals("-ERR syntax error", redis.line("HRANDFIELD h 1 FOO"));
        assertEquals("-ERR value is out of range", redis.line("HRANDFIELD h 9223372036854775807 WITHVALUES"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512})
    void shouldDrawEachLivingFieldEquallyOften(final int threshold)
    {
        redis.line("CONFIG SET hash-max-listpack-entries " + threshold);
        final int count = 50;
        for (int i = 0; i < count; i++)
        {
            redis.line("HSET h f" + i + " " + i);
        }
        for (int i = 0; i < 100; i++)
        {
            redis.line("HSET h gone" + i + " x");
            redis.line("HPEXPIRE h 1 FIELDS 1 gone" + i);
        }
        redis.advanceMs(5);
        final Map<String, Integer> drawn = new HashMap<>();
        count(redis.line("HRANDFIELD h -" + DRAWS), drawn);
        assertEquals(count, drawn.size());
        drawn.forEach((name, times) -> assertTrue(
            Math.abs(times - DRAWS / count) < 6 * Math.sqrt(DRAWS / (double)count), name + " " + times));
        drawn.clear();
        for (int i = 0; i < DRAWS / 10; i++)
        {
            final Map<String, Integer> once = new HashMap<>();
            count(redis.line("HRANDFIELD h " + (i % 2 == 0 ? 5 : 30)), once);
            assertEquals(i % 2 == 0 ? 5 : 30, once.size());
            once.keySet().forEach(name -> drawn.merge(name, 1, Integer::sum));
        }
        final double expected = DRAWS / 10 * 35 / 2.0 / count;
        drawn.forEach((name, times) -> assertTrue(
            Math.abs(times - expected) < 6 * Math.sqrt(expected), name + " " + times));
        final Map<String, Integer> all = new HashMap<>();
        count(redis.line("HRANDFIELD h 1000"), all);
        assertEquals(new TreeSet<>(all.keySet()).size(), count);
    }

    @Test
    void shouldFindTheFewLivingAmongManyExpiredWithinBoundedDraws()
    {
        redis.line("CONFIG SET hash-max-listpack-entries 0");
        final int gone = 200_000;
        final StringBuilder names = new StringBuilder();
        for (int i = 0; i < gone; i++)
        {
            redis.line("HSET h gone" + i + " x");
            names.append(" gone").append(i);
            if (i % 1000 == 999)
            {
                redis.line("HPEXPIRE h 100000 FIELDS 1000" + names);
                names.setLength(0);
            }
        }
        redis.line("HSET h f0 1 f1 1 f2 1 f3 1 f4 1 f5 1 f6 1 f7 1 f8 1 f9 1 f10 1 f11 1");
        redis.line("HPEXPIRE h 300000 FIELDS 10 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9");
        redis.line("DEBUG SET-ACTIVE-EXPIRE 0");
        redis.advanceMs(200_000);
        assertEquals(":12", redis.line("HLEN h"));
        final Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 20; i++)
        {
            final Map<String, Integer> once = new HashMap<>();
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> count(redis.line("HRANDFIELD h 3"), once));
            assertEquals(3, once.size());
            once.keySet().forEach(name -> drawn.merge(name, 1, Integer::sum));
        }
        assertTrue(drawn.size() > 8, "several are drawn: " + drawn);
        count(redis.line("HRANDFIELD h -500"), drawn);
        assertEquals(12, drawn.size());
    }

    @Test
    void shouldDrawDifferentFieldsWithoutLeavingGarbage()
    {
        for (int i = 0; i < 2000; i++)
        {
            redis.line("HSET h f" + i + " x");
        }
        final byte[][] arguments = {ascii("HRANDFIELD"), ascii("h"), ascii("20")};
        final CommandLoop loop = redis.loop(arguments);
        loop.run(2000);
        assertEquals(0, loop.allocatedBytes(500));
    }

    private static byte[] ascii(final String word)
    {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    private static void count(final String reply, final Map<String, Integer> drawn)
    {
        Arrays.stream(reply.split(" ")).filter(word -> word.startsWith("f"))
            .forEach(word -> drawn.merge(word, 1, Integer::sum));
    }
}
