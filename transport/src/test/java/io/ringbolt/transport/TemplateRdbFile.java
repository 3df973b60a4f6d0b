package io.ringbolt.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An RDB file with hashes that share the names of their fields, put together byte by byte: no server at hand writes it.
 */
final class TemplateRdbFile
{
    private static final int SELECT_DATABASE = 0xFE;
    private static final int END = 0xFF;
    private static final int HASH_TEMPLATE = 0xF2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TemplateRdbFile()
    {
    }

    /** Version 15: hashes that refer to names defined before them, by a listpack and by single values. */
    static byte[] version15(final int numberOfNames)
    {
        final TemplateRdbFile file = new TemplateRdbFile();
        file.text("REDIS0015");
        file.write(HASH_TEMPLATE, numberOfNames, 2).string("a").string("bc");
        file.write(SELECT_DATABASE, 0);
        file.write(30).string("packed").write(
            13, 13, 0, 0, 0, 3, 0, 3, 1, 1, 1, 2, 1, 0xFF);                      // a listpack: 3 for the names, 1, 2
        file.write(32).string("array").write(3).string("x").write(0xC0, 7);
        file.write(4).string("plain").write(2).string("a").string("1").string("bc").string("2");
        return file.write(END).write(0, 0, 0, 0, 0, 0, 0, 0).bytes.toByteArray();
    }

    private TemplateRdbFile write(final int... values)
    {
        for (final int value : values)
        {
            bytes.write(value);
        }
        return this;
    }

    private TemplateRdbFile string(final String text)
    {
        return write(text.length()).text(text);
    }

    private TemplateRdbFile text(final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }
}
