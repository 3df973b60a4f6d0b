package io.ringbolt.engine.array;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SparseArraysTest
{
    private static final long SEED = 47;
    private static final int ROUNDS = 250;
    private static final int STEPS = 5_000;

    private final ArenaFixture fixture = new ArenaFixture();
    private final SparseArrays arrays = new SparseArrays(fixture.arena());
    private final ArrayCursor cursor = new ArrayCursor(arrays);
    private final ListPackElement element = new ListPackElement();
    private final ValueRef array = new ValueRef();
    private final Random random = new Random(SEED);

    @Test
    void shouldBehaveAsAMapOrderedByUnsignedIndex()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            final NavigableMap<Long, String> twin = new TreeMap<>(Long::compareUnsigned);
            arrays.create(array);
            for (int i = 0; i < STEPS; i++)
            {
                final String message = "seed=" + SEED + " round=" + round + " step=" + i;
                step(twin, round, i / 500 % 3 > 0, message);
            }
            checkAll(twin, "seed=" + SEED + " round=" + round);
            checkCopy(twin, "copy: seed=" + SEED + " round=" + round);
            release();
            assertEquals(0, fixture.arena().liveBytes(), "seed=" + SEED + " round=" + round);
        }
        fixture.close();
    }

    @Test
    void shouldHoldTheWholeRangeOfIndexes()
    {
        arrays.create(array);
        assertEquals(0, arrays.length(array));
        final long[] places = {0, 63, 64, 4095, 4096, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -2};
        for (final long index : places)
        {
            assertTrue(set(index, "at " + Long.toUnsignedString(index)));
            assertEquals(index + 1, arrays.length(array));
        }
        cursor.wrap(array, 0, -1, true);
        for (final long index : places)
        {
            assertTrue(cursor.next());
            assertEquals(index, cursor.index());
            cursor.value(element);
            assertEquals("at " + Long.toUnsignedString(index), element.toString());
        }
        assertFalse(cursor.next());
        assertEquals(6, arrays.sliceCount(array));
        assertEquals(2, arrays.removeRange(array, Long.MIN_VALUE, -1));
        assertEquals(Long.MIN_VALUE, arrays.length(array));
        assertEquals(7, arrays.removeRange(array, 0, -1));
        assertEquals(0, arrays.sliceCount(array));
        release();
        fixture.close();
    }

    @Test
    void shouldKeepBytesAsTheyWereGiven()
    {
        arrays.create(array);
        final String[] values = {"", "0", "-1", "007", "-0", "abcdefg", "abcdefgh", "3.14", "\0\0", "+5",
            "2305843009213693951", "2305843009213693952", "-2305843009213693952", "9223372036854775807",
            "-9223372036854775808", "x".repeat(100_000)};
        for (int i = 0; i < values.length; i++)
        {
            set(i, values[i]);
        }
        for (int i = 0; i < values.length; i++)
        {
            assertTrue(arrays.get(array, i, element));
            assertEquals(values[i], element.toString());
        }
        release();
        fixture.close();
    }

    @Test
    void shouldFreeInStepsThatDoNotDependOnItsLength()
    {
        arrays.create(array);
        for (int i = 0; i < 100_000; i++)
        {
            set(i, "a value of its own block " + i);
        }
        int steps = 0;
        while (arrays.release(array, 64) == 0)
        {
            steps++;
        }
        assertTrue(steps > 1_000, "steps=" + steps);
        fixture.close();
    }

    private void step(
        final NavigableMap<Long, String> twin, final int round, final boolean growing, final String message)
    {
        final long index = index(round);
        switch (random.nextInt(growing ? 10 : 14))
        {
            case 0, 1 -> assertEquals(twin.remove(index) != null, arrays.remove(array, index), message);
            case 2 -> assertEquals(twin.get(index), arrays.get(array, index, element) ? element.toString() : null,
                message);
            case 3 ->
            {
                if (random.nextInt(20) == 0)
                {
                    removeRange(twin, index, random.nextBoolean() ? index + random.nextInt(5_000) : index(round),
                        message);
                }
            }
            case 4 -> checkRange(twin, index, index(round), message);
            default ->
            {
                if (growing || random.nextInt(3) == 0)
                {
                    final String value = value();
                    assertEquals(twin.put(index, value) == null, set(index, value), message);
                }
                else
                {
                    assertEquals(twin.remove(index) != null, arrays.remove(array, index), message);
                }
            }
        }
        assertEquals(twin.size(), arrays.count(array), message);
        assertEquals(twin.isEmpty() ? 0 : twin.lastKey() + 1, arrays.length(array), message);
    }

    private void removeRange(final NavigableMap<Long, String> twin, final long a, final long b, final String message)
    {
        final long low = Long.compareUnsigned(a, b) <= 0 ? a : b;
        final long high = low == a ? b : a;
        final Map<Long, String> gone = twin.subMap(low, true, high, true);
        final int size = gone.size();
        gone.clear();
        assertEquals(size, arrays.removeRange(array, low, high), message);
    }

    private void checkRange(final NavigableMap<Long, String> twin, final long a, final long b, final String message)
    {
        final long low = Long.compareUnsigned(a, b) <= 0 ? a : b;
        final long high = low == a ? b : a;
        final boolean isUpwards = random.nextBoolean();
        final NavigableMap<Long, String> part = twin.subMap(low, true, high, true);
        cursor.wrap(array, low, high, isUpwards);
        int left = 20;
        for (final Map.Entry<Long, String> entry : (isUpwards ? part : part.descendingMap()).entrySet())
        {
            if (left-- == 0)
            {
                return;
            }
            assertTrue(cursor.next(), message);
            assertEquals(entry.getKey(), cursor.index(), message);
            cursor.value(element);
            assertEquals(entry.getValue(), element.toString(), message);
        }
        assertFalse(cursor.next(), message);
    }

    private void checkAll(final NavigableMap<Long, String> twin, final String message)
    {
        cursor.wrap(array, 0, -1, true);
        for (final Map.Entry<Long, String> entry : twin.entrySet())
        {
            assertTrue(cursor.next(), message);
            assertEquals(entry.getKey(), cursor.index(), message);
            cursor.value(element);
            assertEquals(entry.getValue(), element.toString(), message);
        }
        assertFalse(cursor.next(), message);
        final long slices = twin.keySet().stream().map(index -> index >>> 12).distinct().count();
        assertEquals(slices, arrays.sliceCount(array), message);
        assertEquals(fixture.arena().liveBytes(), arrays.bytes(array, Long.MAX_VALUE), message);
    }

    private void checkCopy(final NavigableMap<Long, String> twin, final String message)
    {
        final long copy = arrays.copyOf(array.root());
        release();
        array.set(array.encoding(), copy);
        checkAll(twin, message);
    }

    private long index(final int round)
    {
        return switch (round % 4)
        {
            case 0 -> random.nextInt(300);
            case 1 -> random.nextInt(20_000);
            case 2 -> random.nextBoolean() ? random.nextInt(100) : 1L << random.nextInt(63) | random.nextInt(3);
            default -> Math.min(-2L, -2L - random.nextInt(10_000)) >>> random.nextInt(2) * 20;
        };
    }

    private String value()
    {
        return switch (random.nextInt(4))
        {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> Long.toString(random.nextLong());
            case 2 -> "t".repeat(random.nextInt(8));
            default -> "value " + "x".repeat(random.nextInt(40));
        };
    }

    private boolean set(final long index, final String value)
    {
        fixture.put(value);
        return arrays.set(array, index, fixture.address(), fixture.length());
    }

    private void release()
    {
        int steps = 0;
        while (arrays.release(array, 7) == 0)
        {
            assertTrue(++steps < 1_000_000);
        }
    }
}
