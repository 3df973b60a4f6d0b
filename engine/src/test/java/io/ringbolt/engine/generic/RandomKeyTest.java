package io.ringbolt.engine.generic;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * RANDOMKEY draws every key, each about as often as any other, however many there have been before.
 */
class RandomKeyTest
{
    private static final int DRAWS_PER_KEY = 400;
    /** Six standard deviations: wrong once in a billion draws of a fair generator. */
    private static final double TOLERANCE = 6 * Math.sqrt(DRAWS_PER_KEY);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, 300})
    void shouldDrawEachKeyEquallyOften(final int keyCount)
    {
        try (EngineHarness redis = new EngineHarness())
        {
            for (int i = 0; i < 3_000; i++)
            {
                redis.line("SET key" + i + " v");
            }
            for (int i = keyCount; i < 3_000; i++)
            {
                redis.line("DEL key" + i);
            }
            final Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < keyCount * DRAWS_PER_KEY; i++)
            {
                counts.merge(redis.line("RANDOMKEY"), 1, Integer::sum);
            }
            assertEquals(keyCount, counts.size());
            counts.forEach((key, count) ->
                assertTrue(Math.abs(count - DRAWS_PER_KEY) <= TOLERANCE, key + " was drawn " + count + " times"));
        }
    }
}
