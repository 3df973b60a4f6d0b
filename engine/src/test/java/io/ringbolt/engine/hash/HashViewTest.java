package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a view shows of a hash after the hash has changed, lost fields to their time, and gone.
 */
class HashViewTest
{
    private static final long SEED = 5;

    private final Random random = new Random(SEED);
    private final Map<String, String> fields = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 300, 20_000})
    void shouldReadFieldsAndTimesAsTheyWere(final int count)
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        try (EngineHarness redis = new EngineHarness())
        {
            fill(redis, count);
            final KeyspaceView view = redis.engine().keyspace().openView();
            change(redis, count);
            try (KeyspaceCursor keys = new KeyspaceCursor(view, allocator).database(0);
                HashViewCursor cursor = new HashViewCursor(view.arenaView(), allocator))
            {
                assertTrue(keys.next());
                cursor.wrap(keys.encoding(), keys.root());
                assertEquals(count, cursor.count());
                assertEquals(fields, read(cursor), "seed=" + SEED);
                assertFalse(keys.next());
            }
            redis.engine().keyspace().closeView(view);
        }
        assertEquals(0, allocator.liveBytes());
    }

    private void fill(final EngineHarness redis, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final String name = random.nextBoolean() ? "f" + i : Integer.toString(i);
            final String value = i % 100 == 99 ? "v".repeat(random.nextInt(3_000)) : Integer.toString(i * 7);
            redis.run("HSET", "h", name, value);
            String expected = value;
            if (random.nextBoolean())
            {
                final long expiresAtMs = redis.nowMs() + 1 + random.nextInt(1_000);
                redis.run("HPEXPIREAT", "h", Long.toString(expiresAtMs), "FIELDS", "1", name);
                expected += " until " + expiresAtMs;
            }
            fields.put(name, expected);
        }
    }

    private void change(final EngineHarness redis, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final String name = random.nextBoolean() ? "f" + i : Integer.toString(i);
            switch (random.nextInt(4))
            {
                case 0 -> redis.run("HSET", "h", name, "changed", "new" + i, "x");
                case 1 -> redis.run("HDEL", "h", name);
                case 2 -> redis.run("HPEXPIRE", "h", "500", "FIELDS", "1", name);
                default -> redis.run("HPERSIST", "h", "FIELDS", "1", name);
            }
        }
        redis.advanceMs(2_000);
        redis.tick();
        redis.line("DEL h");
        for (int i = 0; i < 100; i++)
        {
            redis.tick();
        }
        assertEquals(":0", redis.line("DBSIZE"));
    }

    private static Map<String, String> read(final HashViewCursor cursor)
    {
        final Map<String, String> read = new TreeMap<>();
        final ListPackElement field = new ListPackElement();
        final ListPackElement value = new ListPackElement();
        while (cursor.next(field, value))
        {
            read.put(field.toString(), value + (cursor.hasExpiry() ? " until " + cursor.expiresAtMs() : ""));
        }
        return read;
    }
}
