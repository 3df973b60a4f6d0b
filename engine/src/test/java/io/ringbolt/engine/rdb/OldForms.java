package io.ringbolt.engine.rdb;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Payloads in the forms of Redis before 7.0, put together by hand as those servers wrote them.
 */
final class OldForms
{
    private OldForms()
    {
    }

    static List<byte[]> all()
    {
        return List.of(zipList(RdbType.LIST_ZIPLIST, "a", "12", "-300", "70000", "5000000000", "-9000000",
            "x".repeat(70), "5"),
            zipList(RdbType.HASH_ZIPLIST, "f", "1", "g", "two", "7", "x".repeat(100)),
            zipList(RdbType.SORTED_SET_ZIPLIST, "a", "-1", "b", "2.5", "9", "1000"),
            quickList("a", "b", "3"), zipMap("f", "1", "g", "two", "field", ""), textScores(), linked());
    }

    /** A payload of one ziplist. */
    static byte[] zipList(final int type, final String... elements)
    {
        return payload(type, string(zipListBytes(elements)));
    }

    /** A list of two nodes with the same elements, each a ziplist. */
    static byte[] quickList(final String... elements)
    {
        final byte[] node = string(zipListBytes(elements));
        return payload(RdbType.LIST_QUICKLIST, new byte[] {2}, node, node);
    }

    static byte[] zipMap(final String... parts)
    {
        final ByteArrayOutputStream map = new ByteArrayOutputStream();
        map.write(parts.length / 2);
        for (int i = 0; i < parts.length; i += 2)
        {
            map.write(parts[i].length());
            map.writeBytes(DumpPayloads.bytes(parts[i]));
            map.write(parts[i + 1].length());
            map.write(2);
            map.writeBytes(DumpPayloads.bytes(parts[i + 1]));
            map.write(0);
            map.write(0);
        }
        map.write(0xFF);
        return payload(RdbType.HASH_ZIPMAP, string(map.toByteArray()));
    }

    /** A sorted set whose scores are text: a at 1.5, b at infinity. */
    static byte[] textScores()
    {
        return payload(RdbType.SORTED_SET_TEXT, new byte[] {2, 1, 'a', 3, '1', '.', '5', 1, 'b', (byte)254});
    }

    /** A list of elements without nodes: a, 5, hello. */
    static byte[] linked()
    {
        return payload(RdbType.LIST, new byte[] {3, 1, 'a', (byte)0xC0, 5, 5, 'h', 'e', 'l', 'l', 'o'});
    }

    static byte[] payload(final int type, final byte[]... parts)
    {
        final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(type);
        Arrays.stream(parts).forEach(payload::writeBytes);
        payload.write(6);
        payload.writeBytes(new byte[1 + Long.BYTES]);
        return payload.toByteArray();
    }

    static byte[] string(final byte[] bytes)
    {
        final ByteArrayOutputStream string = new ByteArrayOutputStream();
        string.write(0x40 | bytes.length >>> 8);
        string.write(bytes.length);
        string.writeBytes(bytes);
        return string.toByteArray();
    }

    private static byte[] zipListBytes(final String... elements)
    {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int previous = 0;
        int last = 10;
        for (final String element : elements)
        {
            final byte[] encoded = zipListElement(element);
            last = 10 + body.size();
            body.write(previous);
            body.writeBytes(encoded);
            previous = 1 + encoded.length;
        }
        final int length = 10 + body.size() + 1;
        final ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes(little(length, 4));
        list.writeBytes(little(last, 4));
        list.writeBytes(little(elements.length, 2));
        list.writeBytes(body.toByteArray());
        list.write(0xFF);
        return list.toByteArray();
    }

    private static byte[] zipListElement(final String element)
    {
        if (!element.matches("-?[0-9]{1,18}"))
        {
            final byte[] bytes = DumpPayloads.bytes(element);
            return bytes.length < 64 ? joined(new byte[] {(byte)bytes.length}, bytes) :
                joined(new byte[] {(byte)(0x40 | bytes.length >>> 8), (byte)bytes.length}, bytes);
        }
        final long value = Long.parseLong(element);
        if (value >= 0 && value <= 12)
        {
            return new byte[] {(byte)(0xF1 + value)};
        }
        if (value == (byte)value)
        {
            return joined(new byte[] {(byte)0xFE}, little(value, 1));
        }
        if (value == (short)value)
        {
            return joined(new byte[] {(byte)0xC0}, little(value, 2));
        }
        if (value >= -(1 << 23) && value < 1 << 23)
        {
            return joined(new byte[] {(byte)0xF0}, little(value, 3));
        }
        return value == (int)value ? joined(new byte[] {(byte)0xD0}, little(value, 4)) :
            joined(new byte[] {(byte)0xE0}, little(value, 8));
    }

    private static byte[] little(final long value, final int length)
    {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(value >>> 8 * i);
        }
        return bytes;
    }

    private static byte[] joined(final byte[] first, final byte[] second)
    {
        final byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
