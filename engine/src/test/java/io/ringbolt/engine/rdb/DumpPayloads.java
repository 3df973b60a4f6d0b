package io.ringbolt.engine.rdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The payloads of redis-server 7.0.15 in {@code dump-payloads.tsv}, and what tests do with payloads.
 */
final class DumpPayloads
{
    record Payload(String name, String type, String encoding, String digest, byte[] bytes)
    {
    }

    private final List<Payload> payloads;

    DumpPayloads()
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            DumpPayloads.class.getResourceAsStream("/dump-payloads.tsv"), StandardCharsets.UTF_8)))
        {
            payloads = reader.lines().filter(line -> !line.startsWith("#")).map(DumpPayloads::parse).toList();
        }
        catch (final IOException unreadable)
        {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Payload parse(final String line)
    {
        final String[] columns = line.split("\t");
        return new Payload(columns[0], columns[1], columns[2], columns[3], HexFormat.of().parseHex(columns[4]));
    }

    List<Payload> all()
    {
        return payloads;
    }

    /** Bytes as text, one char a byte. */
    static String text(final byte[] bytes)
    {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a bulk string reply holds. */
    static String bulk(final String reply)
    {
        return reply.substring(reply.indexOf("\r\n") + 2, reply.length() - 2);
    }
}
