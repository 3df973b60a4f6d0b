package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.ExpiringHash;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Fields with times against maps from java.util, on a clock that the test moves.
 */
class FieldExpiryTwinTest
{
    private static final long SEED = 74;
    private static final int VALUE_OFFSET = 4096;
    private static final int ROUNDS = 500;
    private static final int STEPS = 2_400;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Hashes hashes = new Hashes(fixture.arena(), SEED);
    private final HashCursor cursor = new HashCursor(hashes);
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final ValueRef hash = new ValueRef();
    private final Random random = new Random(SEED);
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Long> times = new HashMap<>();
    private long nowMs = 1_000;
    private String message;

    @Test
    void shouldExpireFieldsInBothEncodings()
    {
        hashes.limits(20, 12);
        for (int round = 0; round < ROUNDS; round++)
        {
            final int range = 1 + random.nextInt(round % 2 == 0 ? 18 : 150);
            values.clear();
            times.clear();
            hashes.create(hash);
            for (int i = 0; i < STEPS; i++)
            {
                message = "seed=" + SEED + " round=" + round + " step=" + i;
                step(range, i / 300 % 2 == 0);
            }
            check();
            release();
        }
        hashes.close();
        fixture.close();
    }

    private void step(final int range, final boolean growing)
    {
        final String name = (random.nextBoolean() ? "f" : "") + random.nextInt(range);
        switch (random.nextInt(growing ? 12 : 18))
        {
            case 0, 1, 2, 3 -> set(name, text(range), false);
            case 4, 5 -> set(name, text(range), true);
            case 6, 7, 8, 9 -> expire(name, nowMs + 1 + random.nextInt(400));
            case 10 -> expire(name, 0);
            case 11 -> advance(random.nextInt(growing ? 40 : 200));
            case 12 -> purge(random.nextInt(5));
            default -> remove(name);
        }
        get(name);
        checkCounts();
    }

    private String text(final int range)
    {
        return random.nextBoolean() ? Integer.toString(random.nextInt()) :
            "v".repeat(random.nextInt(range > 18 && random.nextInt(50) == 0 ? 400 : 12));
    }

    private boolean isLive(final String name)
    {
        return values.containsKey(name) && times.getOrDefault(name, Long.MAX_VALUE) >= nowMs;
    }

    private void set(final String name, final String text, final boolean isKeeping)
    {
        final boolean isNew = !isLive(name);
        values.put(name, text);
        if (isNew || !isKeeping)
        {
            times.remove(name);
        }
        fixture.put(text);
        OffHeap.copy(fixture.address(), fixture.address() + VALUE_OFFSET, fixture.length());
        final int valueLength = fixture.length();
        fixture.put(name);
        assertEquals(isNew, hashes.set(hash, fixture.address(), fixture.length(),
            fixture.address() + VALUE_OFFSET, valueLength, isKeeping), message);
    }

    private void expire(final String name, final long expiresAtMs)
    {
        fixture.put(name);
        assertEquals(values.containsKey(name),
            hashes.expire(hash, fixture.address(), fixture.length(), expiresAtMs), message);
        if (values.containsKey(name))
        {
            times.remove(name);
            if (expiresAtMs != 0)
            {
                times.put(name, expiresAtMs);
            }
        }
        assertTrue(ExpiringHash.earliestMs(fixture.arena().address(hash.root())) <= hashes.earliestMs(hash), message);
        tellRoot();
    }

    /** What the key's timer does in a server: the root knows when the first field expires. */
    private void tellRoot()
    {
        if (HashForms.isExpiring(hash))
        {
            ExpiringHash.earliestMs(fixture.arena(), hash.root(), hashes.earliestMs(hash));
        }
    }

    private void advance(final int ms)
    {
        nowMs += ms;
        hashes.onTime(nowMs);
    }

    private void remove(final String name)
    {
        fixture.put(name);
        assertEquals(values.remove(name) != null, hashes.remove(hash, fixture.address(), fixture.length()), message);
        times.remove(name);
        tellRoot();
    }

    private void purge(final int budget)
    {
        for (int i = 0; i < budget && hashes.earliestMs(hash) < nowMs; i++)
        {
            hashes.firstExpiring(hash, field);
            final String name = field.toString();
            assertEquals(hashes.earliestMs(hash), times.remove(name), message);
            values.remove(name);
            assertTrue(hashes.remove(hash, field.address(), field.length()), message);
        }
        tellRoot();
    }

    private void get(final String name)
    {
        fixture.put(name);
        final boolean isFound = hashes.get(hash, fixture.address(), fixture.length(), value);
        assertEquals(isLive(name), isFound, message);
        if (isFound)
        {
            assertEquals(values.get(name), value.toString(), message);
            assertEquals(times.containsKey(name), hashes.hasFoundExpiry(), message);
            assertEquals(times.getOrDefault(name, 0L), hashes.foundExpiresAtMs(), message);
        }
    }

    private void checkCounts()
    {
        tellRoot();
        long live = 0;
        long earliestMs = Long.MAX_VALUE;
        for (final String name : values.keySet())
        {
            live += isLive(name) ? 1 : 0;
            earliestMs = Math.min(earliestMs, times.getOrDefault(name, Long.MAX_VALUE));
        }
        assertEquals(values.size(), hashes.storedCount(hash), message);
        assertEquals(live, hashes.count(hash), message);
        assertEquals(earliestMs, hashes.earliestMs(hash), message);
        if (live > 0)
        {
            hashes.random(hash, random::nextLong, field, value);
            assertTrue(isLive(field.toString()), message);
            assertEquals(values.get(field.toString()), value.toString(), message);
        }
    }

    private void check()
    {
        final ValueRef copy = new ValueRef();
        final long liveBytes = fixture.arena().liveBytes();
        copy.set(hash.encoding(), hashes.copyOf(hash.encoding(), hash.root()));
        checkFields(hash);
        checkFields(copy);
        assertEquals(hashes.earliestMs(hash), hashes.earliestMs(copy), message);
        assertEquals(fixture.arena().liveBytes() - liveBytes, hashes.bytes(copy, Long.MAX_VALUE), message);
        while (hashes.release(copy, 3) == 0)
        {
            assertTrue(fixture.arena().liveBytes() > 0, message);
        }
    }

    private void checkFields(final ValueRef checked)
    {
        final Map<String, String> seen = new HashMap<>();
        cursor.wrap(checked);
        while (cursor.next(field, value))
        {
            final String name = field.toString();
            assertNull(seen.put(name, value.toString()), message);
            assertEquals(times.containsKey(name), cursor.hasExpiry(), message);
            assertEquals(times.getOrDefault(name, 0L), cursor.expiresAtMs(), message);
        }
        final Map<String, String> expected = new HashMap<>(values);
        expected.keySet().removeIf(name -> !isLive(name));
        assertEquals(expected, seen, message);
    }

    private void release()
    {
        int steps = 0;
        while (hashes.release(hash, 3) == 0)
        {
            assertTrue(++steps < 100_000, message);
        }
    }
}
