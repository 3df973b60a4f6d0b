package io.ringbolt.engine.listpack;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ListPackTest
{
    /** What redis-server 7.0.15 stores for the elements below, read from DUMP of a list. */
    private static final String[] GOLDEN_ELEMENTS =
        {"0", "127", "128", "-1", "4095", "-4096", "4096", "-4097", "32767", "-32768", "32768", "8388607", "-8388608",
            "8388608", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808", "", "a", "007", "-0", "+1", "1.5"};
    private static final String GOLDEN_HEX =
        "960000001a0000017f01c08002dfff02cfff02d00002f1001003f1ffef03f1ff7f03f1008003f200800004f2ffff7f04" +
        "f200008004f30000800005f3ffffff7f05f4000000800000000009f4ffffff7fffffffff09f4ffffffffffffff7f09f4" +
        "00000000000000800993393232333337323033363835343737353830381480018161028330303704822d3003822b3103" +
        "83312e3504ff";

    private final ListPackElement element = new ListPackElement();

    @Test
    void shouldEncodeAsRedisDoes()
    {
        try (ArenaFixture fixture = new ArenaFixture())
        {
            long ref = ListPack.create(fixture.arena());
            for (final String text : GOLDEN_ELEMENTS)
            {
                fixture.put(text);
                ref = ListPack.append(fixture.arena(), ref, fixture.address(), fixture.length());
            }
            final long address = fixture.arena().address(ref);
            final byte[] bytes = new byte[ListPack.length(address)];
            OffHeap.copyOut(address, bytes, 0, bytes.length);
            assertEquals(GOLDEN_HEX, HexFormat.of().formatHex(bytes));
            fixture.arena().free(ref);
        }
    }

    @Test
    void shouldBehaveAsAListUnderRandomOperations()
    {
        final long seed = 20261121;
        final Random random = new Random(seed);
        final List<String> twin = new ArrayList<>();
        try (ArenaFixture fixture = new ArenaFixture())
        {
            long ref = ListPack.create(fixture.arena());
            for (int i = 0; i < 1_000_000; i++)
            {
                ref = step(fixture, ref, twin, random);
                if (i % 5_000 == 0)
                {
                    check(fixture.arena().address(ref), twin, "seed=" + seed + " step=" + i);
                }
            }
            fixture.arena().free(ref);
        }
    }

    @Test
    void shouldFindBothKindsOfElements()
    {
        try (ArenaFixture fixture = new ArenaFixture())
        {
            long ref = ListPack.create(fixture.arena());
            for (final String text : new String[] {"f1", "v1", "17", "f1", "-300000", "x"})
            {
                fixture.put(text);
                ref = ListPack.append(fixture.arena(), ref, fixture.address(), fixture.length());
            }
            final long address = fixture.arena().address(ref);
            assertEquals(ListPack.seek(address, 4), find(fixture, address, "-300000", 2));
            assertEquals(ListPack.seek(address, 2), find(fixture, address, "17", 2));
            assertEquals(ListPack.NONE, find(fixture, address, "v1", 2));
            assertEquals(ListPack.seek(address, 1), find(fixture, address, "v1", 1));
            assertEquals(ListPack.NONE, find(fixture, address, "017", 1));
            fixture.arena().free(ref);
        }
    }

    @Test
    void shouldRefuseDamagedBytesWithoutReadingBeyondThem()
    {
        final Random random = new Random(7);
        try (ArenaFixture fixture = new ArenaFixture())
        {
            long ref = ListPack.create(fixture.arena());
            for (final String text : GOLDEN_ELEMENTS)
            {
                fixture.put(text);
                ref = ListPack.append(fixture.arena(), ref, fixture.address(), fixture.length());
            }
            final long address = fixture.arena().address(ref);
            final int length = ListPack.length(address);
            assertEquals(GOLDEN_ELEMENTS.length, ListPackValidator.validate(address, length));
            assertEquals(-1, ListPackValidator.validate(address, length - 1));
            int refused = 0;
            for (int i = 0; i < 20_000; i++)
            {
                final int offset = random.nextInt(length);
                final byte old = OffHeap.getByte(address + offset);
                OffHeap.putByte(address + offset, (byte)random.nextInt(256));
                refused += ListPackValidator.validate(address, length) < 0 ? 1 : 0;
                OffHeap.putByte(address + offset, old);
            }
            assertTrue(refused > 7_000, "refused=" + refused);
            fixture.arena().free(ref);
        }
    }

    @Test
    void shouldReadIntegersOnlyInCanonicalForm()
    {
        try (ArenaFixture fixture = new ArenaFixture())
        {
            for (final String text : new String[] {"", "-", "-0", "00", "01", "+1", " 1", "1 ", "9223372036854775808",
                "-9223372036854775809", "99999999999999999999", "1a"})
            {
                fixture.put(text);
                assertFalse(IntegerText.isInteger(fixture.address(), fixture.length()), text);
            }
            for (final long value : new long[] {0, 1, -1, 999999999999999999L, Long.MAX_VALUE, Long.MIN_VALUE})
            {
                fixture.put(Long.toString(value));
                assertTrue(IntegerText.isInteger(fixture.address(), fixture.length()), "" + value);
                assertEquals(value, IntegerText.parse(fixture.address(), fixture.length()));
                assertEquals(Long.toString(value).length(), IntegerText.format(value, fixture.address()));
                assertEquals(Long.toString(value), ArenaFixture.text(fixture.address(), fixture.length()));
            }
        }
    }

    private static int find(final ArenaFixture fixture, final long address, final String text, final int stride)
    {
        fixture.put(text);
        return ListPack.find(address, ListPack.first(address), fixture.address(), fixture.length(), stride);
    }

    private static long step(
        final ArenaFixture fixture, final long ref, final List<String> twin, final Random random)
    {
        final long address = fixture.arena().address(ref);
        final int operation = random.nextInt(twin.size() > 60 ? 6 : 10);
        final int index = twin.isEmpty() ? 0 : random.nextInt(twin.size());
        if (operation < 4 && !twin.isEmpty())
        {
            final int count = 1 + random.nextInt(Math.min(3, twin.size() - index));
            final long result = ListPack.remove(fixture.arena(), ref, ListPack.seek(address, index), count);
            twin.subList(index, index + count).clear();
            return result;
        }
        final String text = text(random);
        fixture.put(text);
        if (operation < 6 && !twin.isEmpty())
        {
            twin.set(index, text);
            return ListPack.replace(
                fixture.arena(), ref, ListPack.seek(address, index), fixture.address(), fixture.length());
        }
        final int place = random.nextInt(twin.size() + 1);
        final int offset = place == twin.size() ? ListPack.end(address) : ListPack.seek(address, place);
        twin.add(place, text);
        return ListPack.insert(fixture.arena(), ref, offset, fixture.address(), fixture.length());
    }

    private static String text(final Random random)
    {
        return switch (random.nextInt(8))
        {
            case 0 -> "";
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> "y".repeat(random.nextInt(200));
            case 3 -> random.nextInt(500) == 0 ? "z".repeat(random.nextInt(20000)) : "z";
            default -> Integer.toString(random.nextInt(20000) - 10000);
        };
    }

    private void check(final long address, final List<String> twin, final String message)
    {
        assertEquals(twin.size(), ListPackValidator.validate(address, ListPack.length(address)), message);
        assertEquals(twin.size(), ListPack.count(address), message);
        int offset = ListPack.first(address);
        for (final String expected : twin)
        {
            ListPack.read(address, offset, element);
            assertEquals(expected, element.toString(), message);
            offset = ListPack.next(address, offset);
        }
        assertEquals(ListPack.NONE, offset, message);
        offset = ListPack.last(address);
        for (int i = twin.size() - 1; i >= 0; i--)
        {
            assertEquals(ListPack.seek(address, i), offset, message);
            assertEquals(offset, ListPack.seek(address, i - twin.size()), message);
            offset = ListPack.previous(address, offset);
        }
        assertEquals(ListPack.NONE, offset, message);
    }
}
