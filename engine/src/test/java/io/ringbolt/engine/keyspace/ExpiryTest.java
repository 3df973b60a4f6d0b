package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

class ExpiryTest
{
    @Test
    void shouldExpireInOrderOfTime()
    {
        final long seed = 4;
        final Random random = new Random(seed);
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, seed))
        {
            final Database database = fixture.keyspace.database(0);
            final TreeMap<Long, Set<String>> twin = new TreeMap<>();
            final Map<String, Long> times = new HashMap<>();
            long nowMs = 1_000_000;
            for (int i = 0; i < 400_000; i++)
            {
                final String message = "seed=" + seed + " operation=" + i;
                final String key = "key:" + random.nextInt(20_000);
                if (random.nextInt(4) == 0)
                {
                    if (fixture.find(database, key))
                    {
                        database.remove(fixture.entry, false);
                        forget(twin, times, key);
                    }
                }
                else
                {
                    fixture.set(database, key, "value");
                    forget(twin, times, key);
                    final long expiresAtMs = nowMs + random.nextInt(1 << random.nextInt(18));
                    database.expireAt(fixture.entry, expiresAtMs);
                    times.put(key, expiresAtMs);
                    twin.computeIfAbsent(expiresAtMs, ms -> new HashSet<>()).add(key);
                }
                nowMs += random.nextInt(3);
                expire(fixture, twin, times, nowMs, message);
                assertEquals(times.size(), database.expiresCount(), message);
            }
        }
    }

    private static void expire(
        final KeyspaceFixture fixture,
        final TreeMap<Long, Set<String>> twin,
        final Map<String, Long> times,
        final long nowMs,
        final String message)
    {
        final Database database = fixture.keyspace.database(0);
        while (!twin.isEmpty() && twin.firstKey() < nowMs)
        {
            assertTrue(database.nextExpiryMs() <= twin.firstKey(), message);
            assertTrue(database.pollExpired(nowMs, fixture.entry), message);
            assertEquals(twin.firstKey(), fixture.entry.expiresAtMs(), message);
            final String key = KeyspaceFixture.keyOf(fixture.entry);
            assertTrue(twin.firstEntry().getValue().contains(key), message);
            database.remove(fixture.entry, false);
            forget(twin, times, key);
        }
        assertFalse(database.pollExpired(nowMs, fixture.entry), message);
    }

    private static void forget(
        final TreeMap<Long, Set<String>> twin, final Map<String, Long> times, final String key)
    {
        final Long expiresAtMs = times.remove(key);
        if (null != expiresAtMs)
        {
            final Set<String> keys = twin.get(expiresAtMs);
            keys.remove(key);
            if (keys.isEmpty())
            {
                twin.remove(expiresAtMs);
            }
        }
    }
}
