package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTwinTest
{
    private static final class Value
    {
        private String text;
        private int chainLength;
        private long expiresAtMs = -1;
    }

    private final Map<String, Value> twin = new HashMap<>();
    private Random random;
    private KeyspaceFixture fixture;
    private Database database;
    private String message;
    private int keyLimit;

    @ParameterizedTest
    @CsvSource({
        "18, 30, 300000, 1", "18, 2000, 600000, 2", "22, 100000, 800000, 3", "20, 3000, 600000, 4"})
    void shouldBehaveLikeAMap(final int chunkShift, final int keys, final int operations, final long seed)
    {
        random = new Random(seed);
        keyLimit = keys;
        try (KeyspaceFixture opened = new KeyspaceFixture(1L << chunkShift, 2, seed * 31))
        {
            fixture = opened;
            database = opened.keyspace.database(1);
            for (int i = 0; i < operations; i++)
            {
                message = "seed=" + seed + " operation=" + i;
                final boolean shrinking = i / (operations / 6) % 2 == 1;
                operate(shrinking);
                if (random.nextInt(20) == 0)
                {
                    opened.keyspace.lazyFree(10);
                }
                assertEquals(twin.size(), database.size(), message);
            }
            assertEquals(twin.values().stream().filter(v -> v.expiresAtMs >= 0).count(), database.expiresCount());
            twin.forEach((key, value) -> check(key, value));
            twin.clear();
        }
    }

    private void operate(final boolean shrinking)
    {
        final String key = key();
        final int kind = random.nextInt(100);
        if (kind < 30)
        {
            final Value value = twin.get(key);
            assertEquals(null != value, fixture.find(database, key), message);
            if (null != value)
            {
                check(key, value);
            }
        }
        else if (kind < (shrinking ? 70 : 45))
        {
            remove(key);
        }
        else if (kind < 80)
        {
            set(key);
        }
        else if (kind < 90)
        {
            expire(key);
        }
        else
        {
            change(key);
        }
    }

    private void remove(final String key)
    {
        final boolean there = fixture.find(database, key);
        assertEquals(null != twin.remove(key), there, message);
        if (there)
        {
            database.remove(fixture.entry, random.nextBoolean());
            assertFalse(fixture.find(database, key), message);
        }
    }

    private void set(final String key)
    {
        final Value value = new Value();
        final int kind = random.nextInt(10);
        if (kind < 6)
        {
            value.text = text(random.nextInt(10) == 0 ? 3000 : 60);
            fixture.set(database, key, value.text);
        }
        else if (kind < 8)
        {
            final long number = random.nextLong() >> random.nextInt(64);
            value.text = Long.toString(number);
            fixture.setLong(database, key, number);
        }
        else
        {
            if (fixture.find(database, key))
            {
                database.remove(fixture.entry, true);
            }
            value.chainLength = 1 + random.nextInt(200);
            database.insert(fixture.key(key), key.length(), ValueType.LIST, Encoding.QUICKLIST,
                fixture.chain(value.chainLength), fixture.entry);
        }
        twin.put(key, value);
        check(key, value);
    }

    private void expire(final String key)
    {
        final Value value = twin.get(key);
        if (null == value || !fixture.find(database, key))
        {
            return;
        }
        if (random.nextInt(4) == 0)
        {
            assertEquals(value.expiresAtMs >= 0, database.persist(fixture.entry), message);
            value.expiresAtMs = -1;
        }
        else
        {
            value.expiresAtMs = random.nextInt(10) == 0 ? Long.MAX_VALUE - random.nextInt(5) : random.nextInt(100_000);
            database.expireAt(fixture.entry, value.expiresAtMs);
        }
        checkEntry(key, value);
        check(key, value);
    }

    private void change(final String key)
    {
        final Value value = twin.get(key);
        if (null == value)
        {
            return;
        }
        assertTrue(fixture.find(database, key), message);
        final int kind = random.nextInt(4);
        if (0 == kind && null != value.text)
        {
            resize(value);
        }
        else if (1 == kind)
        {
            rename(key, value);
            return;
        }
        else if (2 == kind)
        {
            value.text = text(80);
            value.chainLength = 0;
            database.replaceString(
                fixture.entry, Encoding.EMBSTR, fixture.value(value.text), value.text.length());
        }
        else if (null != value.text)
        {
            value.text = Long.toString(random.nextInt());
            database.setLong(fixture.entry, Long.parseLong(value.text));
        }
        checkEntry(key, value);
        check(key, value);
    }

    private void resize(final Value value)
    {
        final int oldLength = value.text.length();
        final int newLength = random.nextInt(5) == 0 ?
            random.nextInt(oldLength + 1) : oldLength + random.nextInt(random.nextInt(50) == 0 ? 5000 : 40);
        final StringBuilder builder = new StringBuilder(value.text);
        builder.setLength(newLength);
        value.text = builder.toString();
        database.resizeString(fixture.entry, newLength);
    }

    private void rename(final String key, final Value value)
    {
        final String newKey = key();
        final DetachedEntry taken = new DetachedEntry();
        database.take(fixture.entry, taken);
        twin.remove(key);
        if (random.nextInt(5) == 0)
        {
            database.discard(taken);
            return;
        }
        database.adopt(fixture.key(newKey), newKey.length(), taken, fixture.entry);
        twin.put(newKey, value);
        check(newKey, value);
    }

    private void check(final String key, final Value value)
    {
        assertTrue(fixture.find(database, key), message);
        checkEntry(key, value);
    }

    private void checkEntry(final String key, final Value value)
    {
        final KeyEntry entry = fixture.entry;
        assertEquals(key, KeyspaceFixture.keyOf(entry), message);
        assertEquals(value.expiresAtMs >= 0, entry.hasExpiry(), message);
        if (entry.hasExpiry())
        {
            assertEquals(value.expiresAtMs, entry.expiresAtMs(), message);
        }
        if (null != value.text)
        {
            assertEquals(ValueType.STRING, entry.type(), message);
            assertEquals(value.text, KeyspaceFixture.valueOf(entry), message);
        }
        else
        {
            assertEquals(ValueType.LIST, entry.type(), message);
            assertEquals(Encoding.QUICKLIST, entry.encoding(), message);
        }
    }

    private String key()
    {
        final int number = random.nextInt(keyLimit);
        return number % 97 == 0 ? "long-key:" + "x".repeat(150) + number : "key:" + number;
    }

    private String text(final int maxLength)
    {
        return String.valueOf((char)('a' + random.nextInt(26))).repeat(random.nextInt(maxLength)) + random.nextInt(9);
    }
}
