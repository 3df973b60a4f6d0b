package io.ringbolt.engine.set;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Compares what the commands make of several sets with what {@code java.util} makes of them.
 */
class SetAlgebraTest
{
    private static final int STEPS = 500_000;
    /** The replica is brought up to date this often, so that the effects do not pile up. */
    private static final int REPLAY_INTERVAL = 20_000;
    private static final String[] NAMES = {"s0", "s1", "s2", "s3", "s4", "s5"};

    private final EngineHarness redis = new EngineHarness();
    private final EngineHarness replica = new EngineHarness();
    private final Map<String, Set<String>> twin = new HashMap<>();
    private long seed;
    private int step;

    @AfterEach
    void close()
    {
        redis.close();
        replica.close();
    }

    @ParameterizedTest(name = "RESP{0} seed {1}")
    @CsvSource({"2, 1", "3, 2"})
    void shouldCombineSetsOfAllEncodings(final int protocol, final long newSeed)
    {
        seed = newSeed;
        final Random random = new Random(seed);
        for (final String directive : new String[] {"set-max-intset-entries 12", "set-max-listpack-entries 20"})
        {
            redis.line("CONFIG SET " + directive);
            replica.line("CONFIG SET " + directive);
        }
        redis.protocol(protocol);
        redis.recordEffects();
        for (step = 1; step <= STEPS; step++)
        {
            step(random);
            if (step % REPLAY_INTERVAL == 0)
            {
                redis.replayEffectsOn(replica);
                assertEquals(redis.line("DEBUG DIGEST"), replica.line("DEBUG DIGEST"), this::where);
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
        final String member = random.nextInt(3) == 0 ? "m" + random.nextInt(40) : "" + random.nextInt(40);
        switch (random.nextInt(24))
        {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> expect(integer(of(key).add(member)), "SADD", key, member);
            case 9, 10, 11, 12 -> expect(integer(of(key).remove(member)), "SREM", key, member);
            case 13 -> expect(integer(of(key).contains(member)), "SISMEMBER", key, member);
            case 14 -> fill(key, random);
            case 15 ->
            {
                of(key).clear();
                redis.run("DEL", key);
            }
            case 16 -> move(key, key(random), member);
            default -> combine(random.nextInt(7), key, random);
        }
        expect(":" + of(key).size(), "SCARD", key);
    }

    private void combine(final int operation, final String key, final Random random)
    {
        final List<String> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            keys.add(key(random));
        }
        final String names = String.join(" ", keys);
        switch (operation)
        {
            case 0 -> assertEquals(inter(keys), members("SINTER " + names), this::where);
            case 1 -> assertEquals(union(keys), members("SUNION " + names), this::where);
            case 2 -> assertEquals(diff(keys), members("SDIFF " + names), this::where);
            case 3 -> store(key, inter(keys), "SINTERSTORE " + key + " " + names);
            case 4 -> store(key, union(keys), "SUNIONSTORE " + key + " " + names);
            case 5 -> store(key, diff(keys), "SDIFFSTORE " + key + " " + names);
            default -> card(keys, random.nextInt(10));
        }
    }

    private void expect(final String expected, final String... command)
    {
        assertEquals(expected, redis.run(command), this::where);
    }

    private void fill(final String key, final Random random)
    {
        final StringBuilder command = new StringBuilder("SADD " + key);
        for (int i = random.nextInt(30); i >= 0; i--)
        {
            final String member = "" + random.nextInt(60);
            of(key).add(member);
            command.append(' ').append(member);
        }
        redis.line(command.toString());
    }

    private void store(final String key, final Set<String> expected, final String command)
    {
        final Set<String> copy = new HashSet<>(expected);
        assertEquals(":" + copy.size(), redis.line(command), this::where);
        twin.put(key, copy);
        assertEquals(copy, members("SMEMBERS " + key), this::where);
    }

    private void card(final List<String> keys, final int limit)
    {
        final String operands = keys.size() + " " + String.join(" ", keys) + " LIMIT " + limit;
        final int most = limit == 0 ? Integer.MAX_VALUE : limit;
        assertEquals(":" + Math.min(most, inter(keys).size()), redis.line("SINTERCARD " + operands), this::where);
        assertEquals(":" + Math.min(most, union(keys).size()), redis.line("SUNIONCARD " + operands), this::where);
        assertEquals(":" + Math.min(most, diff(keys).size()), redis.line("SDIFFCARD " + operands), this::where);
    }

    private void move(final String from, final String to, final String member)
    {
        final boolean isMoved = of(from).remove(member);
        if (isMoved)
        {
            of(to).add(member);
        }
        expect(integer(isMoved), "SMOVE", from, to, member);
    }

    private Set<String> inter(final List<String> keys)
    {
        final Set<String> result = new HashSet<>(of(keys.get(0)));
        keys.forEach(key -> result.retainAll(of(key)));
        return result;
    }

    private Set<String> union(final List<String> keys)
    {
        final Set<String> result = new HashSet<>();
        keys.forEach(key -> result.addAll(of(key)));
        return result;
    }

    private Set<String> diff(final List<String> keys)
    {
        final Set<String> result = new HashSet<>(of(keys.get(0)));
        keys.subList(1, keys.size()).forEach(key -> result.removeAll(of(key)));
        return result;
    }

    private Set<String> of(final String key)
    {
        return twin.computeIfAbsent(key, name -> new HashSet<>());
    }

    private Set<String> members(final String command)
    {
        final String[] words = redis.line(command).split(" ");
        final Set<String> members = new HashSet<>();
        for (int i = 2; i < words.length; i += 2)
        {
            members.add(words[i]);
        }
        assertEquals(redis.session().reply().protocol() > 2 ? "~" : "*", words[0].substring(0, 1));
        assertEquals(words[0].substring(1), "" + members.size());
        return members;
    }

    private static String integer(final boolean isTrue)
    {
        return isTrue ? ":1" : ":0";
    }

    private static String key(final Random random)
    {
        return NAMES[random.nextInt(NAMES.length)];
    }

    @Test
    void shouldStoreInTheEncodingThatRedisChooses()
    {
        redis.line("SADD ints 1 2 3 4");
        redis.line("SADD words 1 2 a b");
        redis.line("SADD more a b 1");
        redis.line("SINTERSTORE d ints words");
        assertEquals("$6 intset", redis.line("OBJECT ENCODING d"));
        redis.line("SINTERSTORE d words more");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING d"));
        redis.line("SDIFFSTORE d words more");
        assertEquals("$6 intset", redis.line("OBJECT ENCODING d"));
        redis.line("SUNIONSTORE d ints words");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING d"));
        for (int i = 0; i < 600; i++)
        {
            redis.line("SADD large x" + i);
            redis.line("SADD large " + i);
        }
        redis.line("SINTERSTORE d large ints");
        assertEquals("$6 intset", redis.line("OBJECT ENCODING d"));
        redis.line("SINTERSTORE d large");
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING d"));
    }

    @Test
    void shouldReplaceWhateverTheDestinationHeld()
    {
        redis.line("SADD a 1 2");
        redis.line("SET d text EX 100");
        assertEquals(":2", redis.line("SUNIONSTORE d a"));
        assertEquals(":-1", redis.line("TTL d"));
        redis.line("SADD b 7");
        redis.recordEffects();
        assertEquals(":0", redis.line("SINTERSTORE d a b"));
        assertEquals(":0", redis.line("EXISTS d"));
        assertEquals(List.of("SINTERSTORE d a b"), redis.effects());
        assertEquals(":0", redis.line("SINTERSTORE d a b"));
        assertEquals(List.of(), redis.effects());
        assertEquals(":2", redis.line("SUNIONSTORE a a a"));
    }

    @Test
    void shouldRefuseWhatRedisRefuses()
    {
        redis.line("SET text x");
        redis.line("SADD s 1");
        final String wrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value";
        for (final String command :
            new String[] {"SINTER nope text", "SUNION s text", "SDIFF text", "SINTERCARD 1 text",
            "SUNIONSTORE d text", "SMOVE text s 1", "SMOVE s text 1", "SUNIONCARD 1 text"})
        {
            assertEquals(wrongType, redis.line(command), command);
        }
        assertEquals("-ERR numkeys should be greater than 0", redis.line("SINTERCARD 0 s"));
        assertEquals("-ERR numkeys should be greater than 0", redis.line("SINTERCARD a s"));
        assertEquals("-ERR Number of keys can't be greater than number of args", redis.line("SINTERCARD 2 s"));
        assertEquals("-ERR LIMIT can't be negative", redis.line("SINTERCARD 1 s LIMIT -1"));
        assertEquals("-ERR LIMIT can't be negative", redis.line("SINTERCARD 1 s LIMIT x"));
        assertEquals("-ERR syntax error", redis.line("SINTERCARD 1 s LIMIT"));
        assertEquals("-ERR syntax error", redis.line("SINTERCARD 1 s APPROX"));
        assertEquals(":0", redis.line("SMOVE nope text 1"));
    }

    @Test
    void shouldEstimateLargeUnionsWithinTheErrorOfTheSketch()
    {
        for (int i = 0; i < 20_000; i++)
        {
            redis.line("SADD a m" + i);
            redis.line("SADD b m" + (i + 10_000));
        }
        assertEquals(":30000", redis.line("SUNIONCARD 2 a b"));
        assertEquals(":20000", redis.line("SUNIONCARD 1 a APPROX"));
        assertEquals(30_000, Integer.parseInt(redis.line("SUNIONCARD 2 a b APPROX").substring(1)), 30_000 * 0.0081 * 4);
        assertEquals(":17", redis.line("SUNIONCARD 2 a b APPROX LIMIT 17"));
    }

    @Test
    void shouldTellOfAMoveOnce()
    {
        redis.line("SADD a 1");
        redis.recordEffects();
        assertEquals(":1", redis.line("SMOVE a a 1"));
        assertEquals(":0", redis.line("SMOVE a b 2"));
        assertEquals(List.of(), redis.effects());
        assertEquals(":1", redis.line("SMOVE a b 1"));
        assertEquals(":0", redis.line("EXISTS a"));
        assertEquals(List.of("SMOVE a b 1"), redis.effects());
    }
}
