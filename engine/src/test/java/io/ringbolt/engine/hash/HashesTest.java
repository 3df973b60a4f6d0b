package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HashesTest
{
    private static final long SEED = 57;
    private static final int VALUE_OFFSET = 4096;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Hashes hashes = new Hashes(fixture.arena(), SEED);
    private final HashCursor cursor = new HashCursor(hashes);
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final ValueRef hash = new ValueRef();
    private final Random random = new Random(SEED);

    @Test
    void shouldBehaveAsAMapInBothEncodings()
    {
        hashes.limits(20, 12);
        for (int round = 0; round < 300; round++)
        {
            final Map<String, String> twin = new HashMap<>();
            final int range = 1 + random.nextInt(round % 2 == 0 ? 18 : 200);
            hashes.create(hash);
            for (int i = 0; i < 4_000; i++)
            {
                step(twin, range, i / 400 % 2 == 0);
            }
            check(twin, "seed=" + SEED + " round=" + round);
            release();
        }
        hashes.close();
        fixture.close();
    }

    @Test
    void shouldHaveTheBytesThatRedisDumps()
    {
        hashes.create(hash);
        set("f", "1");
        set("g", "hello");
        set("f", "-500");
        final long address = fixture.arena().address(hash.root());
        final byte[] bytes = new byte[ListPack.length(address)];
        OffHeap.copyOut(address, bytes, 0, bytes.length);
        assertEquals("170000000400816602de0c028167028568656c6c6f06ff", HexFormat.of().formatHex(bytes));
        release();
        hashes.close();
        fixture.close();
    }

    @Test
    void shouldBecomeATableBeyondEitherThreshold()
    {
        hashes.limits(2, 5);
        hashes.create(hash);
        set("a", "1");
        set("b", "12345");
        assertEquals(Encoding.LISTPACK, hash.encoding());
        set("c", "3");
        assertEquals(Encoding.HASHTABLE, hash.encoding());
        release();
        hashes.create(hash);
        set("a", "123456");
        assertEquals(Encoding.HASHTABLE, hash.encoding());
        release();
        hashes.close();
        fixture.close();
    }

    private void step(final Map<String, String> twin, final int range, final boolean growing)
    {
        final String name = (random.nextBoolean() ? "f" : "") + random.nextInt(range);
        final int operation = random.nextInt(10);
        if (operation < (growing ? 6 : 3))
        {
            final String text = random.nextBoolean() ? Integer.toString(random.nextInt()) :
                "v".repeat(random.nextInt(range > 18 && random.nextInt(50) == 0 ? 400 : 12));
            assertEquals(twin.put(name, text) == null, set(name, text));
        }
        else if (operation < 8)
        {
            fixture.put(name);
            assertEquals(twin.remove(name) != null, hashes.remove(hash, fixture.address(), fixture.length()));
        }
        else
        {
            fixture.put(name);
            final boolean isFound = hashes.get(hash, fixture.address(), fixture.length(), value);
            assertEquals(twin.get(name), isFound ? value.toString() : null);
        }
        assertEquals(twin.size(), hashes.count(hash));
        if (!twin.isEmpty())
        {
            hashes.random(hash, random::nextLong, field, value);
            assertEquals(twin.get(field.toString()), value.toString());
        }
    }

    private boolean set(final String name, final String text)
    {
        fixture.put(text);
        OffHeap.copy(fixture.address(), fixture.address() + VALUE_OFFSET, fixture.length());
        final int valueLength = fixture.length();
        fixture.put(name);
        return hashes.set(
            hash, fixture.address(), fixture.length(), fixture.address() + VALUE_OFFSET, valueLength);
    }

    private void check(final Map<String, String> twin, final String message)
    {
        final Map<String, String> seen = new HashMap<>();
        cursor.wrap(hash);
        while (cursor.next(field, value))
        {
            assertNull(seen.put(field.toString(), value.toString()), message);
        }
        assertEquals(twin, seen, message);
    }

    private void release()
    {
        int steps = 0;
        while (hashes.release(hash, 3) == 0)
        {
            assertTrue(++steps < 100_000);
        }
    }
}
