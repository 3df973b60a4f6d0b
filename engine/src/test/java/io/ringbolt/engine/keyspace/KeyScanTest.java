package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

class KeyScanTest
{
    @Test
    void shouldShowEachKeyThatStaysExactlyOnceWhileOthersComeAndGo()
    {
        for (long seed = 1; seed <= 20; seed++)
        {
            scanWhileChanging(seed);
        }
    }

    private static void scanWhileChanging(final long seed)
    {
        final Random random = new Random(seed);
        final String message = "seed=" + seed;
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, seed))
        {
            final Database database = fixture.keyspace.database(0);
            final int stableCount = random.nextInt(3000);
            final int otherCount = random.nextInt(30_000);
            final Set<String> stable = new HashSet<>();
            for (int i = 0; i < stableCount; i++)
            {
                stable.add("stable:" + i);
                fixture.set(database, "stable:" + i, "v");
            }
            final boolean growing = random.nextBoolean();
            for (int i = 0; i < otherCount && !growing; i++)
            {
                fixture.set(database, "other:" + i, "v");
            }
            final Map<String, Integer> seen = new HashMap<>();
            long cursor = 0;
            int other = 0;
            do
            {
                cursor = database.scan(
                    cursor, 10, entry -> seen.merge(KeyspaceFixture.keyOf(entry), 1, Integer::sum));
                for (int i = 0; i < 150 && other < otherCount; i++, other++)
                {
                    if (growing)
                    {
                        fixture.set(database, "other:" + other, "v");
                    }
                    else if (fixture.find(database, "other:" + other))
                    {
                        database.remove(fixture.entry, false);
                    }
                }
            }
            while (0 != cursor);
            for (final String key : stable)
            {
                assertEquals(1, seen.getOrDefault(key, 0), message + " key=" + key);
            }
        }
    }

    @Test
    void shouldDrawEveryKeyEquallyOften()
    {
        final Random random = new Random(9);
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, 99))
        {
            final Database database = fixture.keyspace.database(0);
            final int keys = 1000;
            for (int i = 0; i < keys; i++)
            {
                fixture.set(database, "key:" + i, "v");
            }
            final Map<String, Integer> drawn = new HashMap<>();
            final int perKey = 400;
            for (int i = 0; i < keys * perKey; i++)
            {
                assertTrue(database.random(random.nextLong(), fixture.entry));
                drawn.merge(KeyspaceFixture.keyOf(fixture.entry), 1, Integer::sum);
            }
            assertEquals(keys, drawn.size());
            double chiSquare = 0;
            for (final int count : drawn.values())
            {
                chiSquare += Math.pow(count - perKey, 2) / perKey;
            }
            // Mean 999, standard deviation 45: a fair draw stays within five of them.
            assertTrue(chiSquare < 999 + 5 * 45, "chiSquare=" + chiSquare);
        }
    }
}
