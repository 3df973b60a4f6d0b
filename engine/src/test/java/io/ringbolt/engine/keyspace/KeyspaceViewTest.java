package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;

class KeyspaceViewTest
{
    private static final int BUFFER_LENGTH = 1 << 16;

    @Test
    void shouldShowAllKeysAsTheyWereWhileTheyChange()
    {
        for (long seed = 1; seed <= 8; seed++)
        {
            walkWhileChanging(seed);
        }
    }

    private static void walkWhileChanging(final long seed)
    {
        final Random random = new Random(seed);
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 2, seed))
        {
            final Database database = fixture.keyspace.database(1);
            final int keys = random.nextInt(6000);
            final Map<String, String> twin = new HashMap<>();
            for (int i = 0; i < keys; i++)
            {
                change(fixture, database, random, twin, keys);
            }
            final KeyspaceView view = fixture.keyspace.openView();
            final Map<String, String> later = new HashMap<>(twin);
            final Map<String, String> seen = new HashMap<>();
            final OffHeapAllocator allocator = new OffHeapAllocator();
            final long buffer = allocator.allocate(BUFFER_LENGTH);
            try (KeyspaceCursor cursor = new KeyspaceCursor(view, allocator).database(1))
            {
                while (cursor.next())
                {
                    seen.put(text(cursor.keyAddress(), cursor.keyLength()), describe(cursor, buffer));
                    for (int i = 0; i < 3; i++)
                    {
                        change(fixture, database, random, later, keys * 3);
                    }
                    if (random.nextInt(20_000) == 0)
                    {
                        fixture.clear();
                        later.clear();
                    }
                }
            }
            allocator.free(buffer, BUFFER_LENGTH);
            assertEquals(0, allocator.liveBytes());
            assertEquals(twin, seen, "seed=" + seed);
            assertEquals(twin.size(), view.size(1));
            assertEquals(0, view.size(0));
            fixture.keyspace.closeView(view);
        }
    }

    private static void change(
        final KeyspaceFixture fixture,
        final Database database,
        final Random random,
        final Map<String, String> twin,
        final int keyLimit)
    {
        final String key = "k".repeat(random.nextInt(40) == 0 ? 300 : 1) + random.nextInt(keyLimit);
        String expected;
        switch (random.nextInt(5))
        {
            case 0:
                if (fixture.find(database, key))
                {
                    database.remove(fixture.entry, false);
                }
                twin.remove(key);
                return;
            case 1:
                final long number = random.nextLong();
                fixture.setLong(database, key, number);
                expected = "long " + number;
                break;
            case 2:
                fixture.set(database, key, "x".repeat(1000 + random.nextInt(2000)));
                expected = "string " + fixture.entry.stringLength() + " x";
                break;
            default:
                fixture.set(database, key, "y" + random.nextInt(1000) + "z".repeat(random.nextInt(300)));
                expected = "string " + fixture.entry.stringLength() + " y";
                break;
        }
        if (random.nextBoolean())
        {
            final long expiresAtMs = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(100_000);
            database.expireAt(fixture.entry, expiresAtMs);
            expected += " until " + expiresAtMs;
        }
        twin.put(key, expected);
    }

    private static String describe(final KeyspaceCursor cursor, final long buffer)
    {
        final String expiry = cursor.hasExpiry() ? " until " + cursor.expiresAtMs() : "";
        if (cursor.isLong())
        {
            return "long " + cursor.longValue() + expiry;
        }
        cursor.readString(0, cursor.stringLength(), buffer);
        return "string " + cursor.stringLength() + " " + (char)OffHeap.getByte(buffer) + expiry;
    }

    private static String text(final long address, final int length)
    {
        final byte[] bytes = new byte[length];
        OffHeap.copyOut(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
