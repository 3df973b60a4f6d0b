package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;

import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

class KeyTableTest
{
    private static final int KEY_LENGTH = 8;

    private final KeyEntry entry = new KeyEntry();
    private long keyAddress;

    @Test
    void shouldTakeTheKeysForWhichItHasMadeRoom()
    {
        for (final int keys : new int[] {1, 500, 541, 5_000, 700_000})
        {
            try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 26, 1, 17))
            {
                final Database database = fixture.keyspace.database(0);
                database.presize(keys);
                final long segments = database.segmentCount();
                keyAddress = fixture.key("01234567");
                for (int i = 0; i < keys; i++)
                {
                    OffHeap.putLong(keyAddress, i);
                    database.setLong(keyAddress, KEY_LENGTH, i, entry);
                }
                for (int i = 0; i < keys; i++)
                {
                    OffHeap.putLong(keyAddress, i);
                    assertTrue(database.find(keyAddress, KEY_LENGTH, entry), "key " + i + " of " + keys);
                    assertEquals(i, entry.longValue());
                }
                assertEquals(keys, database.size());
                assertTrue(database.segmentCount() < 1.1 * segments + 1, "segments: " + database.segmentCount());
                assertTrue(keys < 5_000 || database.tableBytes() < 9.5 * keys, "bytes: " + database.tableBytes());
                database.clear();
            }
        }
    }

    @Test
    void shouldHoldMillionsOfKeysInSevenAndAHalfBytesEachAndGiveThemBack()
    {
        final int keys = 2_500_000;
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 26, 1, 17))
        {
            final Database database = fixture.keyspace.database(0);
            keyAddress = fixture.key("01234567");
            for (int i = 0; i < keys; i++)
            {
                OffHeap.putLong(keyAddress, i);
                database.setLong(keyAddress, KEY_LENGTH, i, entry);
            }
            final double bytesPerKey = (double)database.tableBytes() / keys;
            assertTrue(bytesPerKey < 7.7, "table bytes per key: " + bytesPerKey);
            assertTrue(database.segmentCount() > 4096, "the directory's leaves have split");
            final double pageBytesPerKey = (double)fixture.arena.residentBytes() / keys;
            final double liveBytesPerKey = (double)fixture.arena.liveBytes() / keys;
            assertTrue(pageBytesPerKey < liveBytesPerKey + 1.2, "in pages: " + pageBytesPerKey + " live: " +
                liveBytesPerKey);

            final BitSet seen = new BitSet(keys);
            long cursor = 0;
            do
            {
                cursor = database.scan(cursor, 1000, key ->
                {
                    assertFalse(seen.get((int)key.longValue()));
                    seen.set((int)key.longValue());
                });
            }
            while (0 != cursor);
            assertEquals(keys, seen.cardinality());

            final long tableBytes = database.tableBytes();
            for (int i = 0; i < keys; i++)
            {
                OffHeap.putLong(keyAddress, i);
                assertTrue(database.find(keyAddress, KEY_LENGTH, entry));
                assertEquals(i, entry.longValue());
                if (i % 20 != 0)
                {
                    database.remove(entry, false);
                }
            }
            assertEquals(keys / 20, database.size());
            assertTrue(database.tableBytes() < tableBytes / 8, "the table shrinks: " + database.tableBytes());
        }
    }

    @Test
    void shouldSpreadSimilarKeysEvenly()
    {
        final Random random = new Random(3);
        for (int round = 0; round < 20; round++)
        {
            final long seed = random.nextLong();
            try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, seed))
            {
                final int[] byFirstByte = new int[256];
                final int[] byLastByte = new int[256];
                final int keys = 100_000;
                for (int i = 0; i < keys; i++)
                {
                    final String key = "user:" + i;
                    final long hash = Hash64.hash(seed, fixture.key(key), key.length());
                    byFirstByte[(int)(hash >>> 56)]++;
                    byLastByte[(int)hash & 0xFF]++;
                }
                assertTrue(chiSquare(byFirstByte, keys) < 255 + 6 * 22.6, "seed=" + seed);
                assertTrue(chiSquare(byLastByte, keys) < 255 + 6 * 22.6, "seed=" + seed);
            }
        }
    }

    private static double chiSquare(final int[] counts, final int total)
    {
        final double expected = (double)total / counts.length;
        double sum = 0;
        for (final int count : counts)
        {
            sum += Math.pow(count - expected, 2) / expected;
        }
        return sum;
    }
}
