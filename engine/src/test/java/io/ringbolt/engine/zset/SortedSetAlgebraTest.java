package io.ringbolt.engine.zset;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Compares ranges, removals and combinations of sorted sets with what {@code java.util} makes of them.
 */
class SortedSetAlgebraTest
{
    private static final int STEPS = 500_000;
    /** Replicas are brought up to date this often, so that the effects do not pile up. */
    private static final int REPLAY_INTERVAL = 20_000;
    private static final String[] NAMES = {"z0", "z1", "z2", "z3", "z4"};
    private static final String[] AGGREGATES = {"SUM", "MIN", "MAX", "COUNT"};
    private static final String[] COMBINATIONS = {"ZUNION", "ZINTER", "ZDIFF"};

    private final EngineHarness redis = new EngineHarness();
    private final EngineHarness replica = new EngineHarness();
    private final Map<String, NaiveSortedSet> twin = new HashMap<>();
    private int packEntries;
    private long seed;
    private int step;

    @AfterEach
    void close()
    {
        redis.close();
        replica.close();
    }

    @ParameterizedTest(name = "seed {0}, {1} entries")
    @CsvSource({"1, 12", "2, 0"})
    void shouldDoAsTheNaiveTwinDoes(final long newSeed, final int newPackEntries)
    {
        seed = newSeed;
        packEntries = newPackEntries;
        final Random random = new Random(seed);
        redis.line("CONFIG SET zset-max-listpack-entries " + packEntries);
        replica.line("CONFIG SET zset-max-listpack-entries " + packEntries);
        redis.recordEffects();
        for (step = 1; step <= STEPS; step++)
        {
            step(random);
            if (step % REPLAY_INTERVAL == 0)
            {
                redis.replayEffectsOn(replica);
                assertEquals(redis.line("DEBUG DIGEST"), replica.line("DEBUG DIGEST"), this::where);
                twin.keySet().forEach(this::checkMembers);
            }
        }
    }

    private String where()
    {
        return "seed=" + seed + " step=" + step;
    }

    private void step(final Random random)
    {
        final String key = key(random);
        final NaiveSortedSet own = of(key);
        final int low = random.nextInt(40) - 10;
        final int high = low + random.nextInt(30) - 2;
        switch (random.nextInt(20))
        {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> add(key, random);
            case 8 ->
            {
                final String member = member(random);
                expect(":" + (own.remove(member) ? 1 : 0), "ZREM", key, member);
            }
            case 9 -> expect(reply(own.slice(low, high)), "ZRANGE", key, "" + low, "" + high);
            case 10 -> expect(reply(own.byScore(low, high)), "ZRANGEBYSCORE", key, "" + low, "(" + high);
            case 11 -> removeAll(own.slice(low, low), "ZREMRANGEBYRANK", key, "" + low, "" + low);
            case 12 -> removeAll(own.byScore(low, low + 3), "ZREMRANGEBYSCORE", key, "" + low, "(" + (low + 3));
            case 13 -> storeRange(key, key(random), low, high);
            case 14 -> combine(random, key);
            case 15 -> pop(random);
            case 16 -> expect(":" + own.byScore(low, high).size(), "ZCOUNT", key, "" + low, "(" + high);
            case 17, 18 -> lookUp(own, key, member(random));
            default ->
            {
                if (random.nextInt(8) == 0)
                {
                    own.clear();
                    redis.run("DEL", key);
                }
            }
        }
        expect(":" + of(key).size(), "ZCARD", key);
    }

    private void expect(final String expected, final String... command)
    {
        assertEquals(expected, redis.run(command), this::where);
    }

    private void add(final String key, final Random random)
    {
        final String member = member(random);
        final double score = (random.nextInt(160) - 40) / 4.0;
        expect(of(key).put(member, score) ? ":1" : ":0", "ZADD", key, Double.toString(score), member);
    }

    private void lookUp(final NaiveSortedSet own, final String key, final String member)
    {
        final int rank = own.rank(member);
        expect(rank < 0 ? "$-1" : ":" + rank, "ZRANK", key, member);
        final String score = rank < 0 ? null : text(own.score(member));
        expect(null == score ? "$-1" : "$" + score.length() + " " + score, "ZSCORE", key, member);
    }

    private void pop(final Random random)
    {
        final String first = key(random);
        final String second = key(random);
        final boolean isMin = random.nextBoolean();
        final String reply = redis.run("ZMPOP", "2", first, second, isMin ? "MIN" : "MAX");
        final String key = 0 == of(first).size() ? second : first;
        if (0 == of(key).size())
        {
            assertEquals("*-1", reply, this::where);
            return;
        }
        final NaiveSortedSet.Scored popped = of(key).pop(isMin);
        final String score = text(popped.score());
        assertEquals("*2 $2 " + key + " *1 *2 $" + popped.member().length() + " " + popped.member() + " $" +
            score.length() + " " + score, reply, this::where);
    }

    private void storeRange(final String key, final String other, final int low, final int high)
    {
        final NaiveSortedSet result = new NaiveSortedSet();
        of(other).slice(low, high).forEach(scored -> result.put(scored.member(), scored.score()));
        expect(":" + result.size(), "ZRANGESTORE", key, other, "" + low, "" + high);
        twin.put(key, result);
        check(key);
    }

    private void combine(final Random random, final String key)
    {
        final List<String> keys = new ArrayList<>();
        final List<Integer> weights = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--)
        {
            keys.add(key(random));
            weights.add(1 + random.nextInt(4));
        }
        final String aggregate = AGGREGATES[random.nextInt(AGGREGATES.length)];
        final int operation = random.nextInt(COMBINATIONS.length);
        final NaiveSortedSet result = operation == 2 ? difference(keys) :
            together(keys, weights, aggregate, operation == 1 ? keys.size() : 1);
        final String operands = keys.size() + " " + String.join(" ", keys);
        final StringBuilder options = new StringBuilder();
        if (operation != 2)
        {
            options.append(" AGGREGATE ").append(aggregate).append(" WEIGHTS");
            weights.forEach(weight -> options.append(' ').append(weight));
        }
        final String name = COMBINATIONS[operation];
        assertEquals(reply(result.all()), redis.line(name + " " + operands + options), this::where);
        if (operation == 1)
        {
            assertEquals(
                ":" + Math.min(3, result.size()), redis.line("ZINTERCARD " + operands + " LIMIT 3"), this::where);
        }
        assertEquals(":" + result.size(), redis.line(name + "STORE " + key + " " + operands + options), this::where);
        twin.put(key, result);
        check(key);
    }

    private NaiveSortedSet together(
        final List<String> keys, final List<Integer> weights, final String aggregate, final int needed)
    {
        final Map<String, Double> scores = new TreeMap<>();
        final Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++)
        {
            final double weight = weights.get(i);
            for (final NaiveSortedSet.Scored scored : of(keys.get(i)).all())
            {
                counts.merge(scored.member(), 1, Integer::sum);
                scores.merge(scored.member(), "COUNT".equals(aggregate) ? weight : weight * scored.score(),
                    (a, b) -> aggregate(aggregate, a, b));
            }
        }
        final NaiveSortedSet result = new NaiveSortedSet();
        scores.forEach((member, score) ->
        {
            if (counts.get(member) >= needed)
            {
                result.put(member, score);
            }
        });
        return result;
    }

    private static double aggregate(final String aggregate, final double a, final double b)
    {
        return switch (aggregate)
        {
            case "MIN" -> Math.min(a, b);
            case "MAX" -> Math.max(a, b);
            default -> a + b;
        };
    }

    private NaiveSortedSet difference(final List<String> keys)
    {
        final NaiveSortedSet result = new NaiveSortedSet();
        of(keys.get(0)).all().forEach(scored -> result.put(scored.member(), scored.score()));
        keys.subList(1, keys.size()).forEach(key -> of(key).all().forEach(scored -> result.remove(scored.member())));
        return result;
    }

    private void checkMembers(final String key)
    {
        expect(reply(of(key).all()), "ZRANGE", key, "0", "-1");
    }

    /** What was just stored has the encoding that its size asks for; what shrinks keeps its own. */
    private void check(final String key)
    {
        checkMembers(key);
        final boolean isPack = "$8 listpack".equals(redis.run("OBJECT", "ENCODING", key));
        assertEquals(0 != of(key).size() && of(key).size() <= packEntries, isPack, this::where);
    }

    private void removeAll(final List<NaiveSortedSet.Scored> members, final String... command)
    {
        expect(":" + members.size(), command);
        members.clear();
    }

    private static String reply(final List<NaiveSortedSet.Scored> members)
    {
        final StringBuilder text = new StringBuilder("*").append(members.size());
        for (final NaiveSortedSet.Scored scored : members)
        {
            text.append(" $").append(scored.member().length()).append(' ').append(scored.member());
        }
        return text.toString();
    }

    private static String text(final double score)
    {
        return score == (long)score ? Long.toString((long)score) : Double.toString(score);
    }

    private NaiveSortedSet of(final String key)
    {
        return twin.computeIfAbsent(key, name -> new NaiveSortedSet());
    }

    private static String member(final Random random)
    {
        return random.nextBoolean() ? "m" + random.nextInt(20) : "" + random.nextInt(20);
    }

    private static String key(final Random random)
    {
        return NAMES[random.nextInt(NAMES.length)];
    }

    @Test
    void shouldCombineSetsToo()
    {
        redis.line("SADD s a b 7");
        redis.line("ZADD z 2 b 3 c 4 7");
        assertEquals("*4 $1 b $1 3 $1 7 $1 5", redis.line("ZINTER 2 z s WITHSCORES"));
        assertEquals("*8 $1 a $1 5 $1 b $1 7 $1 c $1 3 $1 7 $1 9".length(),
            redis.line("ZUNION 2 z s WEIGHTS 1 5 WITHSCORES").length());
        assertEquals("*1 $1 c", redis.line("ZDIFF 2 z s"));
        assertEquals("*1 $1 a", redis.line("ZDIFF 2 s z"));
        assertEquals(":3", redis.line("ZUNIONSTORE s 1 s"));
        assertEquals("+zset", redis.line("TYPE s"));
        redis.protocol(3);
        assertEquals("*2 *2 $1 b ,3 *2 $1 7 ,5", redis.line("ZINTER 2 z s WITHSCORES"));
    }

    @Test
    void shouldCountInputsThatHaveAMember()
    {
        redis.line("ZADD s1 1 foo 1 bar");
        redis.line("ZADD s2 2 foo 2 bar");
        redis.line("ZADD s3 3 foo");
        assertEquals(":2", redis.line("ZUNIONSTORE out 3 s1 s2 s3 AGGREGATE COUNT"));
        assertEquals("*4 $3 bar $1 2 $3 foo $1 3", redis.line("ZRANGE out 0 -1 WITHSCORES"));
        assertEquals("*2 $3 foo $2 16", redis.line("ZINTER 3 s1 s2 s3 WEIGHTS 1 5 10 AGGREGATE COUNT WITHSCORES"));
    }

    @Test
    void shouldTreatOppositeInfinitiesAsRedisDoes()
    {
        redis.line("ZADD a inf x");
        redis.line("ZADD b -inf x");
        assertEquals("*2 $1 x $1 0", redis.line("ZUNION 2 a b WITHSCORES"));
        assertEquals("*2 $1 x $1 0", redis.line("ZINTER 2 a b WITHSCORES"));
        assertEquals("*2 $1 x $1 0", redis.line("ZUNION 1 a WEIGHTS 0 WITHSCORES"));
        assertEquals("-ERR weight value is not a float", redis.line("ZUNION 1 a WEIGHTS nan"));
    }

    @Test
    void shouldRefuseWhatRedisRefuses()
    {
        redis.line("SET text x");
        redis.line("ZADD z 1 a");
        assertEquals("-ERR at least 1 input key is needed for 'zunionstore' command", redis.line("ZUNIONSTORE d 0 z"));
        assertEquals("-ERR at least 1 input key is needed for 'zinter' command", redis.line("ZINTER -1 z"));
        assertEquals("-ERR syntax error", redis.line("ZUNION 2 z"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("ZUNION x z"));
        assertEquals("-ERR syntax error", redis.line("ZUNIONSTORE d 1 z WITHSCORES"));
        assertEquals("-ERR syntax error", redis.line("ZDIFF 1 z WEIGHTS 1"));
        assertEquals("-ERR syntax error", redis.line("ZUNION 1 z AGGREGATE AVG"));
        assertEquals("-ERR LIMIT can't be negative", redis.line("ZINTERCARD 1 z LIMIT -1"));
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value",
            redis.line("ZUNION 2 z text WEIGHTS"));
        assertEquals("-ERR numkeys should be greater than 0", redis.line("ZMPOP 0 z MIN"));
        assertEquals("-ERR count should be greater than 0", redis.line("ZMPOP 1 z MIN COUNT 0"));
    }

    @Test
    void shouldReplayAPopFromManyKeysAsOneFromItsKey()
    {
        redis.line("ZADD z 1 a 2 b 3 c");
        redis.recordEffects();
        assertEquals("*2 $1 z *2 *2 $1 a $1 1 *2 $1 b $1 2", redis.line("ZMPOP 2 nope z MIN COUNT 2"));
        assertEquals(List.of("ZPOPMIN z 2"), redis.effects());
    }
}
