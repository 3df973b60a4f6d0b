package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.listpack.ListPackValidator;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamsTest
{
    private static final long SEED = 5;
    private static final int ROUNDS = 190;
    /** Added in a round, beside which every third time one is sought and deleted. */
    private static final int ENTRIES = 4_000;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Streams streams = new Streams(fixture.arena());
    private final StreamCursor cursor = new StreamCursor(streams);
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final StreamId id = new StreamId();
    private final StreamId other = new StreamId();
    private final ValueRef stream = new ValueRef();
    private final Random random = new Random(SEED);

    @Test
    void shouldHaveTheBytesThatRedisDumps()
    {
        streams.create(stream);
        append(5, 1, "a", "1", "b", "2");
        append(5, 2, "a", "3", "b", "x");
        append(7, 0, "c", "d");
        append(7, 300, "a", "hello", "b", "-70000");
        assertEquals(
            "540000001f000401000102018161028162020001020100010001010102010501020100010101030181780205" +
            "0100010201dfff020101816302816402060102010201c12b028568656c6c6f06f290eefe040501ff", firstNodeHex());
        assertEquals(2, streams.trims().toCount(stream, 2, true, 0));
        assertEquals(
            "540000001f000201020102018161028162020001030100010001010102010501030100010101030181780205" +
            "0100010201dfff020101816302816402060102010201c12b028568656c6c6f06f290eefe040501ff", firstNodeHex());
        release();
    }

    @Test
    void shouldBehaveAsASortedMapUnderRandomOperations()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            streams.limits(round % 2 == 0 ? 4096 : 300, round % 3 == 0 ? 0 : 2 + random.nextInt(140));
            streams.create(stream);
            final TreeMap<Long, List<String>> twin = new TreeMap<>();
            long key = 0;
            for (int i = 0; i < ENTRIES; i++)
            {
                key += 1 + (random.nextInt(4) == 0 ? random.nextInt(1_000) << 8 : 0);
                final String[] fields = fields();
                append(key >> 8, key & 0xFF, fields);
                twin.put(key, List.of(fields));
                if (random.nextInt(50) == 0)
                {
                    trim(twin);
                }
                if (random.nextInt(3) == 0)
                {
                    delete(twin, key);
                }
                if (i % 400 == 399)
                {
                    check(twin, "seed=" + SEED + " round=" + round + " step=" + i);
                }
            }
            release();
        }
    }

    @Test
    void shouldReadIdsAsRedisDoes()
    {
        assertTrue(parse("5-3"));
        assertEquals("5-3", id.toString());
        assertTrue(parse("18446744073709551615-18446744073709551615"));
        assertTrue(id.isMax());
        fixture.address();
        assertEquals("18446744073709551615-18446744073709551615",
            ArenaFixture.text(fixture.address(), id.format(fixture.address())));
        assertTrue(parse("9-09"));
        assertEquals("9-9", id.toString());
        assertTrue(parse("17"));
        assertTrue(id.isNumberMissing());
        for (final String text : new String[] {"", "-", "5-", "-5", "a", "5-x", "18446744073709551616", "5-1-1", "5 "})
        {
            assertFalse(parse(text), text);
        }
    }

    private boolean parse(final String text)
    {
        fixture.put(text);
        return id.parse(fixture.address(), fixture.length(), 0);
    }

    private String[] fields()
    {
        final int pairs = 1 + random.nextInt(3);
        final String[] fields = new String[2 * pairs];
        for (int i = 0; i < pairs; i++)
        {
            fields[2 * i] = random.nextInt(6) == 0 ? "rare" + random.nextInt(9) : "f" + i;
            fields[2 * i + 1] = random.nextBoolean() ?
                Integer.toString(random.nextInt(1_000)) : "v".repeat(random.nextInt(30));
        }
        return fields;
    }

    private void trim(final TreeMap<Long, List<String>> twin)
    {
        final int before = twin.size();
        if (before == 0)
        {
            return;
        }
        if (random.nextBoolean())
        {
            final int keep = before - random.nextInt(Math.min(before, 40) + 1);
            assertEquals(before - keep, streams.trims().toCount(stream, keep, true, 0));
            while (twin.size() > keep)
            {
                twin.pollFirstEntry();
            }
        }
        else if (random.nextBoolean())
        {
            final int keep = random.nextInt(before);
            final long removed = streams.trims().toCount(stream, keep, false, 200);
            assertTrue(removed <= 200 && before - removed >= keep);
            for (int i = 0; i < removed; i++)
            {
                twin.pollFirstEntry();
            }
        }
        else
        {
            final long key = twin.firstKey() + random.nextInt(30_000);
            final int expected = twin.headMap(key, false).size();
            assertEquals(expected, streams.trims().toId(stream, other.set(key >> 8, key & 0xFF), true, 0));
            twin.headMap(key, false).clear();
        }
    }

    private void delete(final TreeMap<Long, List<String>> twin, final long last)
    {
        final long key = random.nextInt(6) == 0 && !twin.isEmpty() ? twin.firstKey() :
            Math.max(1, last - random.nextInt(random.nextInt(8) == 0 ? 20_000 : 60));
        final boolean isThere = twin.remove(key) != null;
        assertEquals(isThere, streams.exists(stream, id.set(key >> 8, key & 0xFF)));
        assertEquals(isThere, streams.delete(stream, id));
        streams.firstId(stream, other);
        assertEquals(twin.isEmpty() ? 0 : twin.firstKey(), other.timeMs() << 8 | other.number());
        streams.lastEntryId(stream, other);
        assertEquals(twin.isEmpty() ? 0 : twin.lastKey(), other.timeMs() << 8 | other.number());
    }

    private void check(final TreeMap<Long, List<String>> twin, final String message)
    {
        assertEquals(twin.size(), streams.count(stream), message);
        streams.firstId(stream, id);
        assertEquals(twin.isEmpty() ? 0 : twin.firstKey(), id.timeMs() << 8 | id.number(), message);
        final long top = twin.isEmpty() ? 10 : twin.lastKey();
        for (int i = 0; i < 10; i++)
        {
            final long from = i == 0 ? 0 : random.nextLong(top + 2);
            final long to = i == 0 ? Long.MAX_VALUE >> 8 : random.nextLong(top + 2);
            final boolean isForward = random.nextBoolean();
            final NavigableMap<Long, List<String>> range = from > to ? new TreeMap<>() :
                twin.subMap(from, true, to, true);
            cursor.wrap(stream, id.set(from >> 8, from & 0xFF), other.set(to >> 8, to & 0xFF), isForward);
            for (final Map.Entry<Long, List<String>> entry : (isForward ? range : range.descendingMap()).entrySet())
            {
                assertTrue(cursor.next(), message);
                assertEquals(entry.getKey(), cursor.id().timeMs() << 8 | cursor.id().number(), message);
                final List<String> seen = new ArrayList<>();
                for (int j = 0; j < cursor.fieldCount(); j++)
                {
                    cursor.nextField(field, value);
                    seen.add(field.toString());
                    seen.add(value.toString());
                }
                assertEquals(entry.getValue(), seen, message);
            }
            assertFalse(cursor.next(), message);
        }
    }

    private void append(final long timeMs, final long number, final String... fields)
    {
        streams.append(stream, id.set(timeMs, number), new TextFields(fields));
    }

    private String firstNodeHex()
    {
        final long node = new RefTreeCursor(streams.trees).wrap(streams.tree(stream.root()), 0).block();
        final long address = fixture.arena().address(streams.trees.pack(node));
        final byte[] bytes = new byte[ListPack.length(address)];
        assertTrue(ListPackValidator.validate(address, bytes.length) > 0);
        OffHeap.copyOut(address, bytes, 0, bytes.length);
        return HexFormat.of().formatHex(bytes);
    }

    private void release()
    {
        int steps = 0;
        while (streams.storage().release(stream, 3) == 0)
        {
            assertTrue(++steps < 100_000);
        }
        assertEquals(0, fixture.arena().liveBytes());
    }

    /** Fields and values laid one after the other where the fixture keeps arguments. */
    private final class TextFields implements FieldSource
    {
        private final String[] texts;
        private final long[] addresses;

        TextFields(final String... texts)
        {
            this.texts = texts;
            this.addresses = new long[texts.length];
            long address = fixture.put(String.join("", texts));
            for (int i = 0; i < texts.length; i++)
            {
                addresses[i] = address;
                address += texts[i].length();
            }
        }

        @Override
        public int fieldCount()
        {
            return texts.length / 2;
        }

        @Override
        public long address(final int index)
        {
            return addresses[index];
        }

        @Override
        public int length(final int index)
        {
            return texts[index].length();
        }
    }
}
