package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MemberTableTest
{
    private static final long SEED = 99;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Arena arena = fixture.arena();
    private final MemberTable members = new MemberTable(arena, SEED, 0);

    @Test
    void shouldBehaveAsAMapWhileItGrowsAndShrinks()
    {
        final Random random = new Random(SEED);
        final long table = members.create();
        final Map<String, Long> twin = new HashMap<>();
        for (int i = 0; i < 1_500_000; i++)
        {
            final boolean growing = i / 250_000 % 2 == 0;
            final String text = "m" + random.nextInt(60_000);
            toggle(table, twin, text, random.nextInt(4) == 0 ? !growing : growing);
            if (i % 100_000 == 0)
            {
                check(table, twin, "seed=" + SEED + " step=" + i);
            }
        }
        check(table, twin, "seed=" + SEED);
        release(table, 100);
    }

    @Test
    void shouldShrinkToOneBucketWhenEmptied()
    {
        final long table = members.create();
        final Map<String, Long> twin = new HashMap<>();
        for (int i = 0; i < 40_000; i++)
        {
            toggle(table, twin, "k" + i, true);
        }
        assertTrue(members.bucketCount(table) > 3_000);
        for (int i = 0; i < 40_000; i++)
        {
            toggle(table, twin, "k" + i, false);
        }
        assertEquals(0, members.count(table));
        assertEquals(1, members.bucketCount(table));
        release(table, 1);
    }

    @Test
    void shouldScanEveryMemberThatStaysWhileBucketsSplitAndMerge()
    {
        final Random random = new Random(SEED);
        for (int round = 0; round < 60; round++)
        {
            final long table = members.create();
            final Map<String, Long> twin = new HashMap<>();
            for (int i = 0; i < 500; i++)
            {
                toggle(table, twin, "stays" + i, true);
            }
            final Set<String> seen = new HashSet<>();
            long cursor = 0;
            int steps = 0;
            do
            {
                cursor = members.scan(table, cursor, block -> seen.add(member(block)));
                final boolean growing = steps / 50 % 2 == 0;
                for (int i = 0; i < 40; i++)
                {
                    toggle(table, twin, "moves" + random.nextInt(growing ? 100_000 : 1_500), growing);
                }
                assertTrue(++steps < 100_000, "scan ends, round=" + round);
            }
            while (cursor != 0);
            for (int i = 0; i < 500; i++)
            {
                assertTrue(seen.contains("stays" + i), "seed=" + SEED + " round=" + round + " member=stays" + i);
            }
            release(table, 1_000_000);
        }
        fixture.close();
    }

    @Test
    void shouldKnowWhichMembersTwoTablesHaveInCommonWhateverTheirSizes()
    {
        final Random random = new Random(SEED);
        final MemberIterator iterator = new MemberIterator(members);
        for (int round = 0; round < 200; round++)
        {
            final long left = members.create();
            final long right = members.create();
            final Map<String, Long> twinOfLeft = new HashMap<>();
            final Map<String, Long> twinOfRight = new HashMap<>();
            final int range = 1 + random.nextInt(4_000);
            fill(random, left, twinOfLeft, range);
            fill(random, right, twinOfRight, range);

            iterator.wrap(left);
            for (long block = iterator.next(); block != Arena.NULL_REF; block = iterator.next())
            {
                final String text = member(block);
                assertEquals(
                    twinOfRight.containsKey(text), iterator.isLastIn(right),
                    "seed=" + SEED + " round=" + round + " member=" + text);
            }
            assertTrue(members.release(left, 1_000_000) > 0);
            release(right, 1_000_000);
        }
        fixture.close();
    }

    private void fill(final Random random, final long table, final Map<String, Long> twin, final int range)
    {
        final int count = random.nextInt(2 * range);
        for (int i = 0; i < count; i++)
        {
            toggle(table, twin, "m" + random.nextInt(range), true);
        }
    }

    @Test
    void shouldDrawMembersFairly()
    {
        final Random random = new Random(SEED);
        final long table = members.create();
        final Map<String, Long> twin = new HashMap<>();
        for (int i = 0; i < 300; i++)
        {
            toggle(table, twin, "r" + i, true);
        }
        final Map<Long, Integer> draws = new HashMap<>();
        for (int i = 0; i < 300_000; i++)
        {
            draws.merge(members.random(table, random::nextLong), 1, Integer::sum);
        }
        assertEquals(300, draws.size());
        for (final int count : draws.values())
        {
            assertTrue(count > 800 && count < 1_200, "seed=" + SEED + " count=" + count);
        }
        release(table, 10);
        fixture.close();
    }

    private void toggle(final long table, final Map<String, Long> twin, final String text, final boolean add)
    {
        fixture.put(text);
        final long block = members.find(table, fixture.address(), fixture.length());
        assertEquals(twin.getOrDefault(text, Arena.NULL_REF), block);
        if (add && block == Arena.NULL_REF)
        {
            final long length = MemberBlock.storedLength(fixture.length());
            final long created = arena.allocate(length);
            MemberBlock.put(arena.writable(created, 0, length), fixture.address(), fixture.length());
            members.insert(table, created);
            twin.put(text, created);
        }
        else if (!add && block != Arena.NULL_REF)
        {
            members.removeFound(table);
            arena.free(block);
            twin.remove(text);
        }
    }

    private void check(final long table, final Map<String, Long> twin, final String message)
    {
        assertEquals(twin.size(), members.count(table), message);
        final MemberIterator iterator = new MemberIterator(members).wrap(table);
        int count = 0;
        for (long block = iterator.next(); block != Arena.NULL_REF; block = iterator.next())
        {
            assertEquals(twin.get(member(block)), block, message);
            count++;
        }
        assertEquals(twin.size(), count, message);
    }

    private String member(final long block)
    {
        final long address = arena.address(block);
        return ArenaFixture.text(MemberBlock.bytes(address), MemberBlock.length(address));
    }

    private void release(final long table, final int budget)
    {
        int steps = 0;
        while (members.release(table, budget) == 0)
        {
            steps++;
            assertNotEquals(10_000_000, steps);
        }
        assertEquals(0, arena.liveBytes());
    }
}
