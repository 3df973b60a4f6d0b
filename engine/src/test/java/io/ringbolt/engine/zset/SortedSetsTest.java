package io.ringbolt.engine.zset;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SortedSetsTest
{
    private static final long SEED = 73;

    private final ArenaFixture fixture = new ArenaFixture();
    private final SortedSets sortedSets = new SortedSets(fixture.arena(), SEED);
    private final SortedSetCursor cursor = new SortedSetCursor(sortedSets);
    private final ListPackElement element = new ListPackElement();
    private final ValueRef set = new ValueRef();
    private final Random random = new Random(SEED);
    private final Map<String, Double> scores = new HashMap<>();
    private final TreeSet<String> order = new TreeSet<>(
        Comparator.<String>comparingDouble(scores::get).thenComparing(Comparator.naturalOrder()));

    @Test
    void shouldBehaveAsASortedMapInBothEncodings()
    {
        for (int round = 0; round < 40; round++)
        {
            sortedSets.limits(round % 2 == 0 ? 128 : 20, 12);
            final int range = round % 2 == 0 ? 60 : 30 + random.nextInt(2_000);
            sortedSets.create(1, set);
            for (int i = 0; i < 26_000; i++)
            {
                step(range, i / 4_000 % 2 == 0);
                if (i % 4_000 == 3_999)
                {
                    check("seed=" + SEED + " round=" + round + " step=" + i);
                }
            }
            release();
        }
        sortedSets.close();
        fixture.close();
    }

    @Test
    void shouldHaveTheBytesThatRedisDumps()
    {
        sortedSets.create(1, set);
        add("a", 1.5);
        add("b", -3);
        add("c", 1e22);
        add("d", Double.POSITIVE_INFINITY);
        add("5", 1.5);
        final long address = fixture.arena().address(set.root());
        final byte[] bytes = new byte[ListPack.length(address)];
        OffHeap.copyOut(address, bytes, 0, bytes.length);
        assertEquals(
            "2e0000000a00816202dffd02050183312e350481610283312e35048163028531652b32320681640283696e6604ff",
            HexFormat.of().formatHex(bytes));
        release();
        sortedSets.close();
        fixture.close();
    }

    private void add(final String member, final double score)
    {
        fixture.put(member);
        assertFalse(sortedSets.find(set, fixture.address(), fixture.length()));
        sortedSets.add(set, fixture.address(), fixture.length(), score);
    }

    @Test
    void shouldReachFortyBytesAMemberOfTwelveBytes()
    {
        final int count = 200_000;
        sortedSets.create(1, set);
        final long before = fixture.arena().liveBytes();
        for (int i = 0; i < count; i++)
        {
            fixture.put(String.format("member%06d", i));
            sortedSets.find(set, fixture.address(), fixture.length());
            sortedSets.add(set, fixture.address(), fixture.length(), random.nextDouble());
        }
        final double cost = (fixture.arena().liveBytes() - before) / (double)count;
        assertTrue(cost < 40, "bytes a member=" + cost);
        release();
        sortedSets.close();
        fixture.close();
    }

    private void step(final int range, final boolean growing)
    {
        final String member = (random.nextBoolean() ? "m" : "") + random.nextInt(range) +
            (random.nextInt(range > 60 ? 200 : 1_000_000) == 0 ? "longer than the limit" : "");
        fixture.put(member);
        final boolean isFound = sortedSets.find(set, fixture.address(), fixture.length());
        assertEquals(scores.containsKey(member), isFound);
        if (random.nextInt(10) < (growing ? 7 : 3))
        {
            final double score = random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt(10_000) / 7.0;
            if (isFound)
            {
                assertEquals(scores.get(member), sortedSets.score());
                order.remove(member);
                sortedSets.update(set, fixture.address(), fixture.length(), score);
            }
            else
            {
                sortedSets.add(set, fixture.address(), fixture.length(), score);
            }
            scores.put(member, score);
            order.add(member);
        }
        else if (random.nextInt(8) == 0 && !order.isEmpty())
        {
            sortedSets.removeRange(set, 0, 1);
            scores.remove(order.pollFirst());
        }
        else
        {
            assertEquals(isFound, sortedSets.remove(set, fixture.address(), fixture.length()));
            if (isFound)
            {
                order.remove(member);
                scores.remove(member);
            }
        }
        assertEquals(scores.size(), sortedSets.count(set));
    }

    private void check(final String message)
    {
        cursor.wrap(set, 0, true);
        long rank = 0;
        for (final String member : order)
        {
            assertTrue(cursor.next(element), message);
            assertEquals(member, element.toString(), message);
            assertEquals(scores.get(member), cursor.score(), message);
            if (rank % 13 == 0)
            {
                fixture.put(member);
                assertEquals(rank, sortedSets.rank(set, fixture.address(), fixture.length()), message);
                final double score = scores.get(member);
                assertEquals(order.stream().filter(m -> scores.get(m) < score).count(),
                    sortedSets.rankOfScore(set, score, false), message);
                assertEquals(order.stream().filter(m -> scores.get(m) <= score).count(),
                    sortedSets.rankOfScore(set, score, true), message);
            }
            rank++;
        }
        assertFalse(cursor.next(element), message);
        cursor.wrap(set, order.size() - 1, false);
        for (final String member : order.descendingSet())
        {
            assertTrue(cursor.next(element), message);
            assertEquals(member, element.toString(), message);
        }
        assertFalse(cursor.next(element), message);
    }

    private void release()
    {
        int steps = 0;
        while (sortedSets.release(set, 3) == 0)
        {
            assertTrue(++steps < 1_000_000);
        }
        order.clear();
        scores.clear();
    }
}
