package io.ringbolt.engine.set;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Draws lots often enough to tell by the chi-square test whether each member has the same chance.
 */
class SetFairnessTest
{
    private static final int DRAWS_PER_MEMBER = 60;
    /** A fair draw exceeds its degrees of freedom by more than five standard deviations once in millions of seeds. */
    private static final double DEVIATIONS = 5;

    @ParameterizedTest(name = "{0} x {1}, {2}")
    @CsvSource({
        "intset, 1, SRANDMEMBER s", "listpack, m1, SRANDMEMBER s", "hashtable, long-member-, SRANDMEMBER s",
        "hashtable, long-member-, SRANDMEMBER s 7", "hashtable, long-member-, SRANDMEMBER s -7",
        "listpack, m1, SRANDMEMBER s 40", "hashtable, long-member-, SRANDMEMBER s 60", "intset, 1, SRANDMEMBER s -3",
        "skiplist, m, ZRANDMEMBER s", "listpack, 1, ZRANDMEMBER s -3", "skiplist, m, ZRANDMEMBER s 9",
        "skiplist, m, ZRANDMEMBER s 80", "hashtable, long-member-, SPOP s", "intset, 1, SPOP s 3",
        "listpack, m, SPOP s 3", "hashtable, x, SPOP s 50"})
    void shouldDrawEachMemberWithTheSameChance(final String encoding, final String prefix, final String command)
    {
        try (EngineHarness redis = new EngineHarness())
        {
            final int size = "hashtable".equals(encoding) || "skiplist".equals(encoding) ? 200 : 100;
            final String addition = command.startsWith("Z") ? "ZADD s 1 " : "SADD s ";
            for (int i = 0; i < size; i++)
            {
                redis.line(addition + prefix + (1000 + i));
            }
            assertEquals("$" + encoding.length() + " " + encoding, redis.line("OBJECT ENCODING s"));
            final Map<String, Integer> counts = new HashMap<>();
            final long total = (long)size * DRAWS_PER_MEMBER;
            long drawn = 0;
            while (drawn < total)
            {
                drawn += draw(redis, command, counts);
            }
            assertTrue(chiSquare(counts, size, drawn) < size - 1 + DEVIATIONS * Math.sqrt(2.0 * (size - 1)),
                () -> "seed=" + EngineHarness.SEED + " counts=" + counts);
        }
    }

    private static int draw(final EngineHarness redis, final String command, final Map<String, Integer> counts)
    {
        final String[] words = redis.line(command).split(" ");
        int drawn = 0;
        for (int i = words[0].startsWith("$") ? 1 : 2; i < words.length; i += 2)
        {
            counts.merge(words[i], 1, Integer::sum);
            if (command.startsWith("SPOP"))
            {
                redis.line("SADD s " + words[i]);
            }
            drawn++;
        }
        return drawn;
    }

    private static double chiSquare(final Map<String, Integer> counts, final int size, final long drawn)
    {
        final double expected = (double)drawn / size;
        double sum = (size - counts.size()) * expected;
        for (final int count : counts.values())
        {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
