package io.ringbolt.transport.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Commands that make values of every type in every encoding, with and without expiry, in several databases.
 */
final class RdbDataSet
{
    private static final int LARGE = 700;

    private final Random random;
    private final List<List<String>> commands = new ArrayList<>();

    private RdbDataSet(final long seed)
    {
        random = new Random(seed);
    }

    static List<List<String>> commands(final long seed)
    {
        final RdbDataSet set = new RdbDataSet(seed);
        set.strings();
        set.collections("small", 5, 3);
        set.collections("large", LARGE, 3);
        set.collections("wide", 20, 90);
        set.streams();
        set.add("SELECT", "3");
        set.strings();
        set.collections("other", LARGE, 10);
        set.add("EXPIRE", "other:hash", "100000");
        set.add("SELECT", "0");
        return set.commands;
    }

    private void strings()
    {
        add("SET", "empty", "");
        add("SET", "", "empty key");
        for (final String number : List.of("0", "-1", "127", "-128", "32767", "40000", "-2147483648", "2147483648",
            "9223372036854775807", "007", "-0", "1e3", " 1"))
        {
            add("SET", "number:" + number, number);
        }
        for (final int length : new int[] {1, 20, 21, 44, 45, 63, 64, 16383, 16384, 70_000})
        {
            add("SET", "same:" + length, "x".repeat(length));
            add("SET", "noise:" + length, noise(length));
        }
        add("SET", "expiring", "v", "PX", "86400000");
        add("SET", "far", "v", "EXAT", "33177117420");
    }

    private void collections(final String name, final int count, final int length)
    {
        for (int i = 0; i < count; i++)
        {
            final String text = noise(length) + i;
            add("RPUSH", name + ":list", 0 == i % 3 ? Integer.toString(i) : text);
            add("SADD", name + ":set", text);
            add("SADD", name + ":integers", Long.toString((long)i * (count > LARGE / 2 ? 1L << 40 : 3)));
            add("HSET", name + ":hash", text, noise(length));
            add("ZADD", name + ":zset", Double.toString(random.nextInt(50) / 8.0), text);
        }
        add("ZADD", name + ":zset", "inf", "most", "-inf", "least", "1e-7", "tiny");
        add("RPUSH", name + ":list", noise(length * 100));
    }

    private void streams()
    {
        for (int i = 1; i <= LARGE; i++)
        {
            add("XADD", "stream", i + "-" + i, "field", noise(10), "f" + i % 3, Integer.toString(i));
        }
        add("XGROUP", "CREATE", "stream", "g", "0");
        add("XREADGROUP", "GROUP", "g", "c1", "COUNT", "20", "STREAMS", "stream", ">");
        add("XREADGROUP", "GROUP", "g", "c2", "COUNT", "20", "STREAMS", "stream", ">");
        add("XACK", "stream", "g", "3-3", "25-25");
        add("XDEL", "stream", "7-7", "700-700");
        add("XGROUP", "CREATE", "nothing", "g", "$", "MKSTREAM");
    }

    private void add(final String... command)
    {
        commands.add(List.of(command));
    }

    private String noise(final int length)
    {
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            text.append((char)random.nextInt(256));
        }
        return text.toString();
    }
}
