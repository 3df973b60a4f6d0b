package io.ringbolt.engine.list;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPackElement;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ListsTest
{
    private static final int LARGE_LENGTH = 9_000;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Lists lists = new Lists(fixture.arena());
    private final ListCursor cursor = new ListCursor(lists);
    private final ListPackElement element = new ListPackElement();
    private final ValueRef list = new ValueRef();

    @Test
    void shouldBehaveAsAListUnderRandomOperations()
    {
        final long seed = 1234;
        final Random random = new Random(seed);
        for (final int size : new int[] {1, 3, 16, -1, -2})
        {
            lists.maxListpackSize(size);
            lists.compressDepth(0);
            final List<String> twin = new ArrayList<>();
            lists.create(list);
            for (int i = 0; i < 250_000; i++)
            {
                step(twin, random, i / 10_000 % 2 == 0);
                if (i % 2_500 == 0)
                {
                    check(twin, "seed=" + seed + " size=" + size + " step=" + i);
                }
            }
            release();
        }
        fixture.close();
    }

    @Test
    void shouldBehaveAsAListWhileItsInnerNodesArePacked()
    {
        final long seed = 4321;
        final Random random = new Random(seed);
        for (final int depth : new int[] {1, 2, 5})
        {
            lists.maxListpackSize(8);
            final List<String> twin = new ArrayList<>();
            lists.create(list);
            for (int i = 0; i < 100_000; i++)
            {
                if (i % 1_000 == 0)
                {
                    lists.compressDepth(i % 5_000 == 0 ? 0 : depth);
                }
                step(twin, random, i / 10_000 % 2 == 0);
                if (i % 500 == 0)
                {
                    check(twin, "seed=" + seed + " depth=" + depth + " step=" + i);
                }
            }
            lists.releaseReaders();
            cursor.release();
            release();
        }
        fixture.close();
    }

    @Test
    void shouldTakeLessRoomWhenInnerNodesArePacked()
    {
        fixture.put("the same text again and again ".repeat(5));
        final long[] bytes = new long[2];
        for (int depth = 0; depth < bytes.length; depth++)
        {
            lists.compressDepth(depth);
            lists.create(list);
            for (int i = 0; i < 10_000; i++)
            {
                lists.push(list, i % 2 == 0, fixture.address(), fixture.length());
            }
            bytes[depth] = fixture.arena().liveBytes();
            release();
        }
        assertTrue(bytes[1] * 5 < bytes[0], bytes[1] + " of " + bytes[0]);
        fixture.close();
    }

    @Test
    void shouldCopyPackedNodes()
    {
        lists.compressDepth(1);
        lists.maxListpackSize(4);
        lists.create(list);
        final List<String> twin = new ArrayList<>();
        for (int i = 0; i < 100; i++)
        {
            push(twin, false, "element of many equal letters eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee " + i);
        }
        final long copy = lists.copyOf(list.encoding(), list.root());
        final ValueRef original = new ValueRef();
        original.set(list.encoding(), list.root());
        while (lists.release(original, 10) == 0)
        {
            assertTrue(fixture.arena().liveBytes() > 0);
        }
        list.set(Encoding.QUICKLIST, copy);
        check(twin, "copy");
        lists.releaseReaders();
        cursor.release();
        release();
        fixture.close();
    }

    @Test
    void shouldBecomeAQuickListBeyondTheLimitAndAListpackAgainBelowHalf()
    {
        lists.maxListpackSize(4);
        lists.create(list);
        final List<String> twin = new ArrayList<>();
        for (int i = 0; i < 5; i++)
        {
            assertEquals(Encoding.LISTPACK, list.encoding());
            push(twin, false, "e" + i);
        }
        assertEquals(Encoding.QUICKLIST, list.encoding());
        lists.removeRange(list, 0, 2);
        assertEquals(Encoding.QUICKLIST, list.encoding());
        lists.removeRange(list, 0, 2);
        assertEquals(Encoding.LISTPACK, list.encoding());
        release();
        fixture.close();
    }

    private void step(final List<String> twin, final Random random, final boolean growing)
    {
        final int index = twin.isEmpty() ? 0 : random.nextInt(twin.size());
        final String text = text(random);
        switch (random.nextInt(growing ? 9 : 14))
        {
            case 0, 1, 2 -> push(twin, random.nextBoolean(), text);
            case 3, 4 ->
            {
                final int place = random.nextInt(twin.size() + 1);
                fixture.put(text);
                lists.insert(list, place, fixture.address(), fixture.length());
                twin.add(place, text);
            }
            case 5, 6 ->
            {
                if (!twin.isEmpty())
                {
                    fixture.put(text);
                    lists.set(list, index, fixture.address(), fixture.length());
                    twin.set(index, text);
                }
            }
            case 7 -> removeEqual(twin, text, random);
            default ->
            {
                final int count = twin.isEmpty() ? 0 : 1 + random.nextInt(Math.min(twin.size() - index, 5));
                if (count > 0)
                {
                    lists.removeRange(list, index, count);
                    twin.subList(index, index + count).clear();
                }
            }
        }
    }

    private void removeEqual(final List<String> twin, final String text, final Random random)
    {
        final boolean fromHead = random.nextBoolean();
        final int limit = 1 + random.nextInt(3);
        fixture.put(text);
        assertEquals(twin.indexOf(text), lists.indexOf(list, fixture.address(), fixture.length()));
        final long removed = lists.removeEqual(list, fromHead, limit, fixture.address(), fixture.length());
        int expected = 0;
        while (expected < limit && twin.contains(text))
        {
            twin.remove(fromHead ? twin.indexOf(text) : twin.lastIndexOf(text));
            expected++;
        }
        assertEquals(expected, removed);
    }

    private void push(final List<String> twin, final boolean atHead, final String text)
    {
        fixture.put(text);
        lists.push(list, atHead, fixture.address(), fixture.length());
        twin.add(atHead ? 0 : twin.size(), text);
    }

    private static String text(final Random random)
    {
        return switch (random.nextInt(12))
        {
            case 0 -> "x".repeat(random.nextInt(300));
            case 1 -> random.nextInt(40) == 0 ? "L".repeat(LARGE_LENGTH + random.nextInt(3)) : "L";
            case 2 -> "";
            default -> Integer.toString(random.nextInt(60) - 10);
        };
    }

    private void check(final List<String> twin, final String message)
    {
        assertEquals(twin.size(), lists.count(list), message);
        cursor.wrap(list, 0, true);
        for (final String expected : twin)
        {
            assertTrue(cursor.next(element), message);
            assertEquals(expected, element.toString(), message);
        }
        assertFalse(cursor.next(element), message);
        cursor.wrap(list, twin.size() - 1, false);
        for (int i = twin.size() - 1; i >= 0; i--)
        {
            assertTrue(cursor.next(element), message);
            assertEquals(twin.get(i), element.toString(), message);
        }
        for (int i = 0; i < twin.size(); i += 7)
        {
            lists.get(list, i, element);
            assertEquals(twin.get(i), element.toString(), message);
        }
    }

    private void release()
    {
        int steps = 0;
        while (lists.release(list, 2) == 0)
        {
            assertTrue(++steps < 1_000_000);
        }
        assertEquals(0, fixture.arena().liveBytes());
    }
}
