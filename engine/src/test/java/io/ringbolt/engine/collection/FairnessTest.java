package io.ringbolt.engine.collection;

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
class FairnessTest
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
        "listpack, m, SPOP s 3", "hashtable, x, SPOP s 50",
        "listpack, f, HRANDFIELD s", "hashtable, f, HRANDFIELD s", "hashtable, f, HRANDFIELD s 7",
        "hashtable, f, HRANDFIELD s -7", "hashtable, f, HRANDFIELD s 80", "listpack, f, HRANDFIELD s 40",
        "listpackex, f, HRANDFIELD s", "listpackex, f, HRANDFIELD s 20"})
    void shouldDrawEachMemberWithTheSameChance(final String encoding, final String prefix, final String command)
    {
        try (EngineHarness redis = new EngineHarness())
        {
            final boolean isTable = "hashtable".equals(encoding) || "skiplist".equals(encoding);
            final int size = !isTable ? 100 : command.startsWith("H") ? 600 : 200;
            for (int i = 0; i < size; i++)
            {
                redis.line(addition(command, prefix + (1000 + i), "listpackex".equals(encoding)));
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

    /**
     * What is left of a table after many deletions is drawn as fairly, and so are fields of which others have expired.
     */
    @ParameterizedTest(name = "{1}")
    @CsvSource({"SADD s #, SREM s #, SRANDMEMBER s", "SADD s #, SREM s #, SRANDMEMBER s 9",
        "SADD s #, SREM s #, SPOP s 2",
        "HSET s # v, HDEL s #, HRANDFIELD s", "HSET s # v, HDEL s #, HRANDFIELD s -5",
        "HSET s # v, HPEXPIRE s 1 FIELDS 1 #, HRANDFIELD s", "ZADD s 1 #, ZREM s #, ZRANDMEMBER s",
        "SET # v, DEL #, RANDOMKEY"})
    void shouldDrawFairlyFromWhatIsLeft(final String addition, final String removal, final String command)
    {
        final int left = 60;
        try (EngineHarness redis = new EngineHarness())
        {
            for (int i = 0; i < 5_000; i++)
            {
                redis.line(addition.replace("#", "member:" + i));
            }
            for (int i = left; i < 5_000; i++)
            {
                redis.line(removal.replace("#", "member:" + i));
            }
            redis.advanceMs(2);
            final Map<String, Integer> counts = new HashMap<>();
            long drawn = 0;
            while (drawn < (long)left * DRAWS_PER_MEMBER)
            {
                drawn += draw(redis, command, counts);
            }
            assertTrue(chiSquare(counts, left, drawn) < left - 1 + DEVIATIONS * Math.sqrt(2.0 * (left - 1)),
                () -> "seed=" + EngineHarness.SEED + " counts=" + counts);
        }
    }

    private static String addition(final String command, final String member, final boolean isTimed)
    {
        if (command.startsWith("H"))
        {
            return isTimed ? "HSETEX s EX 1000 FIELDS 1 " + member + " v" : "HSET s " + member + " v";
        }
        return command.startsWith("Z") ? "ZADD s 1 " + member : "SADD s " + member;
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
