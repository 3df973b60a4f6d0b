package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.keyspace.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The timers of hashes against maps from java.util, while keys come and go, move, are copied, overwritten and flushed.
 */
class FieldTimersTwinTest
{
    private static final int COMMANDS = 60_000;
    private static final int DATABASES = 2;
    private static final long NEVER = Long.MAX_VALUE;

    private final List<Map<String, Map<String, Long>>> twin = new ArrayList<>();
    private Random random;
    private EngineHarness redis;
    private String message;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFollowTheKeys(final long seed)
    {
        random = new Random(seed);
        redis = new EngineHarness();
        redis.line("CONFIG SET hash-max-listpack-entries 6");
        for (int i = 0; i < DATABASES; i++)
        {
            twin.add(new HashMap<>());
        }
        for (int i = 0; i < COMMANDS; i++)
        {
            message = "seed=" + seed + " command=" + i;
            step();
            if (random.nextInt(8) == 0)
            {
                redis.advanceMs(random.nextInt(12));
                redis.tick();
                redis.tick();
                expire();
            }
            check();
        }
        redis.close();
    }

    private void step()
    {
        final int db = random.nextInt(DATABASES);
        redis.line("SELECT " + db);
        final Map<String, Map<String, Long>> keys = twin.get(db);
        final String key = "k" + random.nextInt(8);
        final String other = "k" + random.nextInt(8);
        final String field = "f" + random.nextInt(12);
        switch (random.nextInt(20))
        {
            case 0, 1, 2, 3 -> set(keys, key, field);
            case 4, 5, 6, 7, 8, 9 -> expire(keys, key, field);
            case 10 -> persist(keys, key, field);
            case 11, 12 -> delete(keys, key, field);
            case 13 -> rename(keys, key, other);
            case 14 -> copy(keys, key, other);
            case 15 -> move(db, key);
            case 16 -> string(keys, key);
            case 17 ->
            {
                redis.line("DEL " + key);
                keys.remove(key);
            }
            case 18 -> keyExpiry(key);
            default -> rare(db);
        }
    }

    private void set(final Map<String, Map<String, Long>> keys, final String key, final String field)
    {
        if (!redis.line("HSET " + key + " " + field + " v").startsWith("-WRONGTYPE"))
        {
            keys.computeIfAbsent(key, name -> new HashMap<>()).put(field, NEVER);
        }
    }

    private void expire(final Map<String, Map<String, Long>> keys, final String key, final String field)
    {
        final long expiresAtMs = redis.nowMs() + 1 + random.nextInt(60);
        redis.line("HPEXPIREAT " + key + " " + expiresAtMs + " FIELDS 1 " + field);
        if (keys.containsKey(key))
        {
            keys.get(key).computeIfPresent(field, (name, old) -> expiresAtMs);
        }
    }

    private void persist(final Map<String, Map<String, Long>> keys, final String key, final String field)
    {
        redis.line("HPERSIST " + key + " FIELDS 1 " + field);
        if (keys.containsKey(key))
        {
            keys.get(key).computeIfPresent(field, (name, old) -> NEVER);
        }
    }

    private void delete(final Map<String, Map<String, Long>> keys, final String key, final String field)
    {
        redis.line("HDEL " + key + " " + field);
        if (keys.containsKey(key) && keys.get(key).remove(field) != null && keys.get(key).isEmpty())
        {
            keys.remove(key);
        }
    }

    private void rename(final Map<String, Map<String, Long>> keys, final String key, final String other)
    {
        if ("+OK".equals(redis.line("RENAME " + key + " " + other)) && !key.equals(other))
        {
            replace(keys, other, keys.remove(key));
        }
    }

    private void copy(final Map<String, Map<String, Long>> keys, final String key, final String other)
    {
        if (":1".equals(redis.line("COPY " + key + " " + other + " REPLACE")))
        {
            replace(keys, other, keys.containsKey(key) ? new HashMap<>(keys.get(key)) : null);
        }
    }

    private static void replace(
        final Map<String, Map<String, Long>> keys, final String key, final Map<String, Long> fields)
    {
        keys.remove(key);
        if (null != fields)
        {
            keys.put(key, fields);
        }
    }

    private void move(final int db, final String key)
    {
        if (":1".equals(redis.line("MOVE " + key + " " + (1 - db))))
        {
            replace(twin.get(1 - db), key, twin.get(db).remove(key));
        }
    }

    private void string(final Map<String, Map<String, Long>> keys, final String key)
    {
        redis.line(random.nextBoolean() ? "SET " + key + " v" : "SET " + key + " 7");
        keys.remove(key);
    }

    /** The key's own time is so far away that it does not come; it only changes the key's block. */
    private void keyExpiry(final String key)
    {
        redis.line(random.nextBoolean() ? "EXPIRE " + key + " 100000000" : "PERSIST " + key);
    }

    private void rare(final int db)
    {
        if (random.nextInt(4) == 0)
        {
            redis.line("SWAPDB 0 1");
            twin.add(twin.remove(0));
        }
        else if (random.nextInt(20) == 0)
        {
            redis.line(random.nextBoolean() ? "FLUSHDB" : "FLUSHDB ASYNC");
            twin.get(db).clear();
        }
    }

    private void expire()
    {
        for (final Map<String, Map<String, Long>> keys : twin)
        {
            keys.values().forEach(fields -> fields.values().removeIf(time -> time < redis.nowMs()));
            keys.values().removeIf(Map::isEmpty);
        }
    }

    private void check()
    {
        for (int db = 0; db < DATABASES; db++)
        {
            long expiring = 0;
            for (final Map<String, Long> fields : twin.get(db).values())
            {
                expiring += fields.values().stream().anyMatch(time -> time != NEVER) ? 1 : 0;
            }
            final Database database = redis.engine().keyspace().database(db);
            assertEquals(expiring, database.expiringHashCount(), message);
            if (random.nextInt(10) == 0)
            {
                checkFields(db);
            }
        }
    }

    private void checkFields(final int db)
    {
        redis.line("SELECT " + db);
        for (final Map.Entry<String, Map<String, Long>> hash : twin.get(db).entrySet())
        {
            final Map<String, Long> fields = new TreeMap<>(hash.getValue());
            final StringBuilder expected = new StringBuilder("*" + fields.size());
            fields.values().forEach(time -> expected.append(" :").append(time == NEVER ? -1 : time));
            assertEquals(":" + fields.size(), redis.line("HLEN " + hash.getKey()), message);
            assertEquals(expected.toString(), redis.line("HPEXPIRETIME " + hash.getKey() + " FIELDS " + fields.size() +
                " " + String.join(" ", fields.keySet())), message);
        }
    }
}
