package io.ringbolt.engine.zset;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Comparator;
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
    private static final int STEPS = 60_000;
    private static final int KEYS = 5;

    private final EngineHarness redis = new EngineHarness();
    private final EngineHarness replica = new EngineHarness();
    private final Map<String, Map<String, Double>> twin = new HashMap<>();

    @AfterEach
    void close()
    {
        redis.close();
        replica.close();
    }

    @ParameterizedTest(name = "seed {0}, {1} entries")
    @CsvSource({"1, 12", "2, 0"})
    void shouldDoAsTheNaiveTwinDoes(final long seed, final int packEntries)
    {
        final Random random = new Random(seed);
        redis.line("CONFIG SET zset-max-listpack-entries " + packEntries);
        replica.line("CONFIG SET zset-max-listpack-entries " + packEntries);
        redis.recordEffects();
        for (int i = 0; i < STEPS; i++)
        {
            step(random, "seed=" + seed + " step=" + i);
        }
        redis.replayEffectsOn(replica);
        assertEquals(redis.line("DEBUG DIGEST"), replica.line("DEBUG DIGEST"), "seed=" + seed);
    }

    private void step(final Random random, final String message)
    {
        final String key = key(random);
        final Map<String, Double> own = of(key);
        final String other = key(random);
        final int low = random.nextInt(40) - 10;
        final int high = low + random.nextInt(30) - 2;
        switch (random.nextInt(16))
        {
            case 0, 1, 2, 3, 4, 5 -> add(key, random, message);
            case 6 ->
            {
                final String member = member(random);
                assertEquals(":" + (own.remove(member) == null ? 0 : 1), redis.line("ZREM " + key + " " + member),
                    message);
            }
            case 7 -> assertEquals(reply(slice(own, low, high)), redis.line("ZRANGE " + key + " " + low + " " + high),
                message);
            case 8 ->
                assertEquals(reply(byScore(own, low, high)),
                    redis.line("ZRANGEBYSCORE " + key + " " + low + " (" + high), message);
            case 9 -> removeAll(own, slice(own, low, low), redis.line("ZREMRANGEBYRANK " + key + " " + low + " " + low),
                message);
            case 10 ->
                removeAll(own, byScore(own, low, low + 3),
                    redis.line("ZREMRANGEBYSCORE " + key + " " + low + " (" + (low + 3)), message);
            case 11 -> storeRange(key, other, low, high, message);
            case 12 -> combine(random, key, message);
            case 13 -> pop(random, message);
            case 14 -> assertEquals(":" + byScore(own, low, high).size(),
                redis.line("ZCOUNT " + key + " " + low + " (" + high), message);
            default ->
            {
                if (random.nextInt(8) == 0)
                {
                    own.clear();
                    redis.line("DEL " + key);
                }
            }
        }
        assertEquals(":" + of(key).size(), redis.line("ZCARD " + key), message);
    }

    private void add(final String key, final Random random, final String message)
    {
        final String member = member(random);
        final double score = (random.nextInt(160) - 40) / 4.0;
        final boolean isNew = of(key).put(member, score) == null;
        assertEquals(":" + (isNew ? 1 : 0), redis.line("ZADD " + key + " " + score + " " + member), message);
        assertEquals(":" + sorted(of(key)).indexOf(member), redis.line("ZRANK " + key + " " + member), message);
    }

    private void pop(final Random random, final String message)
    {
        final String first = key(random);
        final String second = key(random);
        final boolean isMin = random.nextBoolean();
        final String reply = redis.line("ZMPOP 2 " + first + " " + second + (isMin ? " MIN" : " MAX"));
        final String key = of(first).isEmpty() ? second : first;
        if (of(key).isEmpty())
        {
            assertEquals("*-1", reply, message);
            return;
        }
        final List<String> order = sorted(of(key));
        final String popped = order.get(isMin ? 0 : order.size() - 1);
        final String score = text(of(key).remove(popped));
        assertEquals("*2 $2 " + key + " *1 *2 $" + popped.length() + " " + popped + " $" + score.length() + " " + score,
            reply, message);
    }

    private void storeRange(final String key, final String other, final int low, final int high, final String message)
    {
        final Map<String, Double> result = new TreeMap<>();
        slice(of(other), low, high).forEach(member -> result.put(member, of(other).get(member)));
        assertEquals(":" + result.size(),
            redis.line("ZRANGESTORE " + key + " " + other + " " + low + " " + high), message);
        twin.put(key, result);
        check(key, message);
    }

    private void combine(final Random random, final String key, final String message)
    {
        final List<String> keys = new ArrayList<>();
        final List<Integer> weights = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--)
        {
            keys.add(key(random));
            weights.add(1 + random.nextInt(4));
        }
        final String[] aggregates = {"SUM", "MIN", "MAX", "COUNT"};
        final String aggregate = aggregates[random.nextInt(4)];
        final int operation = random.nextInt(3);
        final Map<String, Double> result = operation == 2 ? difference(keys) :
            together(keys, weights, aggregate, operation == 1 ? keys.size() : 1);
        final String operands = keys.size() + " " + String.join(" ", keys);
        final StringBuilder options = new StringBuilder();
        if (operation != 2)
        {
            options.append(" AGGREGATE ").append(aggregate).append(" WEIGHTS");
            weights.forEach(weight -> options.append(' ').append(weight));
        }
        final String name = new String[] {"ZUNION", "ZINTER", "ZDIFF"}[operation];
        assertEquals(reply(sorted(result)), redis.line(name + " " + operands + options), message);
        if (operation == 1)
        {
            assertEquals(":" + Math.min(3, result.size()), redis.line("ZINTERCARD " + operands + " LIMIT 3"), message);
        }
        assertEquals(":" + result.size(), redis.line(name + "STORE " + key + " " + operands + options), message);
        twin.put(key, result);
        check(key, message);
    }

    private Map<String, Double> together(
        final List<String> keys, final List<Integer> weights, final String aggregate, final int needed)
    {
        final Map<String, Double> scores = new TreeMap<>();
        final Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++)
        {
            final double weight = weights.get(i);
            of(keys.get(i)).forEach((member, score) ->
            {
                counts.merge(member, 1, Integer::sum);
                scores.merge(member, "COUNT".equals(aggregate) ? weight : weight * score, (a, b) ->
                    "MIN".equals(aggregate) ? Math.min(a, b) : "MAX".equals(aggregate) ? Math.max(a, b) :
                    Double.valueOf(a + b));
            });
        }
        scores.keySet().removeIf(member -> counts.get(member) < needed);
        scores.replaceAll((member, score) -> score + 0.0);
        return scores;
    }

    private Map<String, Double> difference(final List<String> keys)
    {
        final Map<String, Double> result = new TreeMap<>(of(keys.get(0)));
        keys.subList(1, keys.size()).forEach(key -> result.keySet().removeAll(of(key).keySet()));
        return result;
    }

    private void check(final String key, final String message)
    {
        assertEquals(reply(sorted(of(key))), redis.line("ZRANGE " + key + " 0 -1"), message);
        final boolean isPack = "$8 listpack".equals(redis.line("OBJECT ENCODING " + key));
        final String limit = redis.line("CONFIG GET zset-max-listpack-entries").replaceAll(".* ", "");
        assertEquals(!of(key).isEmpty() && of(key).size() <= Integer.parseInt(limit), isPack, message);
    }

    private static void removeAll(
        final Map<String, Double> own, final List<String> members, final String reply, final String message)
    {
        assertEquals(":" + members.size(), reply, message);
        own.keySet().removeAll(members);
    }

    private static List<String> sorted(final Map<String, Double> own)
    {
        final List<String> members = new ArrayList<>(own.keySet());
        members.sort(Comparator.<String>comparingDouble(member -> own.get(member) + 0.0)
            .thenComparing(Comparator.naturalOrder()));
        return members;
    }

    private static List<String> slice(final Map<String, Double> own, final int start, final int stop)
    {
        final List<String> order = sorted(own);
        final int from = Math.max(0, start < 0 ? start + order.size() : start);
        final int to = Math.min(order.size() - 1, stop < 0 ? stop + order.size() : stop);
        return from > to ? List.of() : order.subList(from, to + 1);
    }

    private static List<String> byScore(final Map<String, Double> own, final int low, final int high)
    {
        final List<String> order = new ArrayList<>(sorted(own));
        order.removeIf(member -> own.get(member) < low || own.get(member) >= high);
        return order;
    }

    private static String reply(final List<String> members)
    {
        final StringBuilder text = new StringBuilder("*" + members.size());
        members.forEach(member -> text.append(" $").append(member.length()).append(' ').append(member));
        return text.toString();
    }

    private static String text(final double score)
    {
        return score == (long)score ? Long.toString((long)score) : Double.toString(score);
    }

    private Map<String, Double> of(final String key)
    {
        return twin.computeIfAbsent(key, name -> new TreeMap<>());
    }

    private static String member(final Random random)
    {
        return random.nextBoolean() ? "m" + random.nextInt(20) : "" + random.nextInt(20);
    }

    private static String key(final Random random)
    {
        return "z" + random.nextInt(KEYS);
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
