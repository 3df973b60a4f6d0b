package io.ringbolt.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * RDB files as servers of other versions write them, put together byte by byte because no such server is at hand.
 */
final class OldRdbFiles
{
    private static final int EXPIRES_AT_SECONDS = 0xFD;
    private static final int EXPIRES_AT_MS = 0xFC;
    private static final int SELECT_DATABASE = 0xFE;
    private static final int END = 0xFF;
    private static final int HASH_TEMPLATE = 0xF2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OldRdbFiles(final int version)
    {
        bytes.writeBytes(String.format("REDIS%04d", version).getBytes(StandardCharsets.US_ASCII));
    }

    /** Version 1: linked lists, sets, sorted sets with scores as text; times in seconds; no checksum. */
    static byte[] version1(final long expiresAtSeconds)
    {
        final OldRdbFiles file = new OldRdbFiles(1);
        file.write(SELECT_DATABASE, 0);
        file.write(0).string("plain").string("value");
        file.write(0).string("number").write(0xC0, 0xFE);                        // -2 in 8 bits
        file.write(0).string("compressed")
            .write(0xC3, 5, 10).write(0, 'x', 0xE0, 0, 0);                       // x, then nine more of it
        file.write(1).string("list").write(2).string("a").string("b");
        file.write(2).string("set").write(2).string("m").write(0xC1, 0x39, 0x30);   // 12345 in 16 bits
        file.write(3).string("zset").write(3).string("one").write(3).text("1.5")
            .string("most").write(254).string("least").write(255);
        file.write(4).string("hash").write(1).string("field").string("value");
        file.write(SELECT_DATABASE, 2);
        file.write(EXPIRES_AT_SECONDS).little((int)expiresAtSeconds).write(0).string("expiring").string("v");
        file.write(EXPIRES_AT_SECONDS).little(1).write(0).string("expired").string("v");
        return file.write(END).toBytes();
    }

    /** Version 2: a hash as a zipmap. Version 3: times in milliseconds. Version 4: ziplists and integer sets. */
    static byte[] version4(final long expiresAtMs)
    {
        final OldRdbFiles file = new OldRdbFiles(4);
        file.write(SELECT_DATABASE, 0);
        file.write(EXPIRES_AT_MS).little(expiresAtMs).write(9).string("zipmap").blob(
            2,                                                                   // fields
            1, 'f', 1, 0, 'v',                                                   // key, value, no room behind it
            1, 'g', 2, 0, 'w', 'w',
            0xFF);
        file.write(10).string("ziplist").blob(
            19, 0, 0, 0, 15, 0, 0, 0, 3, 0,                                      // bytes, last entry, entries
            0, 1, 'a',                                                           // before it 0 bytes; one byte of text
            3, 0xF4,                                                             // before it 3 bytes; the number 3
            2, 0xFE, 7,                                                          // before it 2 bytes; 7 in one byte
            0xFF);
        file.write(11).string("intset").blob(2, 0, 0, 0, 3, 0, 0, 0, 0xFE, 0xFF, 1, 0, 44, 1);   // -2, 1, 300
        file.write(13).string("hash").blob(
            17, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, 'f', 3, 1, 'v', 0xFF);
        file.write(12).string("zset").blob(
            16, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, 'm', 3, 0xF3, 0xFF);           // m with score 2
        return file.write(END).toBytes();
    }

    /** Version 15: hashes that refer to names defined before them, by a listpack and by single values. */
    static byte[] version15(final int numberOfNames)
    {
        final OldRdbFiles file = new OldRdbFiles(15);
        file.write(HASH_TEMPLATE, numberOfNames, 2).string("a").string("bc");
        file.write(SELECT_DATABASE, 0);
        file.write(30).string("packed").blob(
            13, 0, 0, 0, 3, 0, 3, 1, 1, 1, 2, 1, 0xFF);                          // names 3, values 1 and 2
        file.write(32).string("array").write(3).string("x").write(0xC0, 7);
        file.write(4).string("plain").write(2).string("a").string("1").string("bc").string("2");
        return file.write(END).write(0, 0, 0, 0, 0, 0, 0, 0).toBytes();
    }

    private OldRdbFiles write(final int... values)
    {
        for (final int value : values)
        {
            bytes.write(value);
        }
        return this;
    }

    private OldRdbFiles blob(final int... values)
    {
        bytes.write(values.length);
        return write(values);
    }

    private OldRdbFiles string(final String text)
    {
        bytes.write(text.length());
        return text(text);
    }

    private OldRdbFiles text(final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    private OldRdbFiles little(final int value)
    {
        bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return this;
    }

    private OldRdbFiles little(final long value)
    {
        bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    private byte[] toBytes()
    {
        return bytes.toByteArray();
    }
}
