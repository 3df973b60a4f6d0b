package io.ringbolt.engine.intset;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.Random;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IntSetTest
{
    @Test
    void shouldHaveTheBytesThatRedisDumps()
    {
        assertEquals("0200000003000000feff01002c01", hex(1, -2, 300));
        assertEquals("040000000400000090eefeff010000000500000070110100", hex(1, 70000, -70000, 5));
        assertEquals("0800000004000000fbffffffffffffff01000000000000007011010000000000ffffffffffffff7f",
            hex(1, Long.MAX_VALUE, -5, 70000));
    }

    @Test
    void shouldBehaveAsASortedSetUnderRandomOperations()
    {
        final long seed = 77;
        final Random random = new Random(seed);
        try (ArenaFixture fixture = new ArenaFixture())
        {
            for (int round = 0; round < 20; round++)
            {
                final TreeSet<Long> twin = new TreeSet<>();
                long ref = IntSet.create(fixture.arena());
                for (int i = 0; i < 50_000; i++)
                {
                    final int shift = i < 1_000 ? 56 : i < 2_000 ? 40 : 8;
                    final long value = random.nextInt(3) == 0 ? random.nextLong() >> shift : random.nextInt(200);
                    ref = toggle(fixture, ref, twin, value, twin.size() < 300 || random.nextBoolean());
                    if (i % 1_000 == 0)
                    {
                        check(fixture.arena().address(ref), twin, "seed=" + seed + " round=" + round + " step=" + i);
                    }
                }
                fixture.arena().free(ref);
            }
        }
    }

    private static long toggle(
        final ArenaFixture fixture, final long ref, final TreeSet<Long> twin, final long value, final boolean add)
    {
        final long address = fixture.arena().address(ref);
        assertEquals(twin.contains(value), IntSet.contains(address, value));
        if (!twin.contains(value) && add)
        {
            twin.add(value);
            return IntSet.add(fixture.arena(), ref, value);
        }
        if (!twin.isEmpty() && !add)
        {
            final Long victim = twin.contains(value) ? Long.valueOf(value) : twin.first();
            twin.remove(victim);
            return IntSet.removeAt(fixture.arena(), ref, IntSet.search(address, victim));
        }
        return ref;
    }

    private static void check(final long address, final TreeSet<Long> twin, final String message)
    {
        assertEquals(twin.size(), IntSet.count(address), message);
        assertTrue(IntSet.isValid(address, IntSet.length(address)), message);
        assertFalse(IntSet.isValid(address, IntSet.length(address) - 1), message);
        final Iterator<Long> expected = twin.iterator();
        for (int i = 0; i < twin.size(); i++)
        {
            assertEquals(expected.next(), IntSet.get(address, i), message);
        }
    }

    private static String hex(final long... values)
    {
        try (ArenaFixture fixture = new ArenaFixture())
        {
            long ref = IntSet.create(fixture.arena());
            for (final long value : values)
            {
                ref = IntSet.add(fixture.arena(), ref, value);
            }
            final long address = fixture.arena().address(ref);
            final byte[] bytes = new byte[IntSet.length(address)];
            OffHeap.copyOut(address, bytes, 0, bytes.length);
            fixture.arena().free(ref);
            return HexFormat.of().formatHex(bytes);
        }
    }
}
