package io.ringbolt.engine.set;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPackElement;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SetsTest
{
    private static final long SEED = 31;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Sets sets = new Sets(fixture.arena(), SEED);
    private final SetCursor cursor = new SetCursor(sets);
    private final ListPackElement element = new ListPackElement();
    private final ValueRef set = new ValueRef();
    private final Random random = new Random(SEED);

    @Test
    void shouldBehaveAsASetInEveryEncoding()
    {
        sets.limits(16, 24, 10);
        for (int round = 0; round < 400; round++)
        {
            final Set<String> twin = new HashSet<>();
            final int range = 1 + random.nextInt(120);
            fixture.put(text(range, round));
            sets.create(fixture.address(), fixture.length(), 1, set);
            for (int i = 0; i < 3_000; i++)
            {
                step(twin, text(range, round), i / 300 % 2 == 0);
            }
            check(twin, "seed=" + SEED + " round=" + round);
            release();
        }
        sets.close();
        fixture.close();
    }

    @Test
    void shouldChooseTheEncodingThatRedisChooses()
    {
        sets.limits(3, 4, 5);
        create("1");
        add("1", "2", "3");
        assertEquals(Encoding.INTSET, set.encoding());
        add("4");
        assertEquals(Encoding.HASHTABLE, set.encoding());
        release();
        create("1");
        add("1", "a", "b", "c");
        assertEquals(Encoding.LISTPACK, set.encoding());
        add("a", "1");
        assertEquals(Encoding.LISTPACK, set.encoding());
        add("d");
        assertEquals(Encoding.HASHTABLE, set.encoding());
        release();
        create("1");
        add("1", "sixsix");
        assertEquals(Encoding.HASHTABLE, set.encoding());
        release();
        sets.close();
        fixture.close();
    }

    private void step(final Set<String> twin, final String text, final boolean growing)
    {
        fixture.put(text);
        assertEquals(twin.contains(text), sets.contains(set, fixture.address(), fixture.length()));
        final int operation = random.nextInt(10);
        if (operation < (growing ? 6 : 3))
        {
            assertEquals(twin.add(text), sets.add(set, fixture.address(), fixture.length()));
        }
        else if (operation < 9)
        {
            assertEquals(twin.remove(text), sets.remove(set, fixture.address(), fixture.length()));
        }
        else if (!twin.isEmpty())
        {
            sets.random(set, random::nextLong, element);
            assertTrue(twin.remove(element.toString()), "drawn " + element);
            sets.remove(set, element);
        }
        assertEquals(twin.size(), sets.count(set));
    }

    private String text(final int range, final int round)
    {
        final int number = random.nextInt(range) - range / 4;
        return round % 3 == 0 || random.nextInt(8) > 0 ? Integer.toString(number) :
            "m" + "x".repeat(random.nextInt(round % 5 == 0 ? 14 : 8)) + number;
    }

    private void check(final Set<String> twin, final String message)
    {
        final Set<String> seen = new HashSet<>();
        cursor.wrap(set);
        while (cursor.next(element))
        {
            assertTrue(seen.add(element.toString()), message);
        }
        assertEquals(twin, seen, message);
    }

    private void create(final String text)
    {
        fixture.put(text);
        sets.create(fixture.address(), fixture.length(), 1, set);
    }

    private void add(final String... texts)
    {
        for (final String text : texts)
        {
            fixture.put(text);
            sets.add(set, fixture.address(), fixture.length());
        }
    }

    private void release()
    {
        int steps = 0;
        while (sets.release(set, 3) == 0)
        {
            assertTrue(++steps < 100_000);
        }
    }
}
