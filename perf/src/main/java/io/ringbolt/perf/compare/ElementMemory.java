package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * What an element of a large value costs, or a small hash with all it needs: by the growth of the process's resident
 * memory, and by what MEMORY USAGE says of the value.
 */
enum ElementMemory
{
    ZSET_12("sorted set, members of 12 bytes", 1, "z",
        i -> new String[] {"ZADD", "z", Long.toString(i), BulkLoader.digits(i)}),
    LIST_16("list, elements of 16 bytes", 1, "l", i -> new String[] {"RPUSH", "l", "elem" + BulkLoader.digits(i)}),
    SET_16("set, members of 16 bytes", 1, "s", i -> new String[] {"SADD", "s", "elem" + BulkLoader.digits(i)}),
    HASH_10("small hash of 10 fields, the whole key", 10, "h" + BulkLoader.digits(0), ElementMemory::smallHash),
    HASH_TIMED("hash, fields of 16 bytes that expire", 1, "t", ElementMemory::timedField);

    static final String HEADER =
        "| value | elements | redis-server, resident | ringbolt, resident | ratio | redis-server, MEMORY USAGE |" +
        " ringbolt, MEMORY USAGE |\n|---|---:|---:|---:|---:|---:|---:|";

    private static final long SETTLE_MS = 2_000;
    private static final int SMALL_FIELDS = 10;
    private static final String SECONDS = "1000000";
    private static final double REFUSED = Double.NaN;

    private final String title;
    private final int elementsPerCommand;
    private final String key;
    private final LongFunction<String[]> commands;

    ElementMemory(
        final String title, final int elementsPerCommand, final String key, final LongFunction<String[]> commands)
    {
        this.title = title;
        this.elementsPerCommand = elementsPerCommand;
        this.key = key;
        this.commands = commands;
    }

    /** Bytes per element: of the process, and as the server itself reckons. */
    private record Figures(double resident, double usage)
    {
        String resident(final String format)
        {
            return Double.isNaN(resident) ? "lacks it" : String.format(Locale.ROOT, format, resident);
        }

        String usage(final String format)
        {
            return Double.isNaN(usage) ? "" : String.format(Locale.ROOT, format, usage);
        }
    }

    /** @return a row of the table that {@link #HEADER} begins. */
    String compare(final ServerProcess target, final ServerProcess redis, final long elements, final Progress progress)
        throws IOException, InterruptedException
    {
        final Figures ofTarget = measure(target, elements, progress);
        final Figures ofRedis = measure(redis, elements, progress);
        final double ratio = ofTarget.resident / ofRedis.resident;
        return String.format(Locale.ROOT, "| %s | %,d | %s | %s | %s | %s | %s |", title, elements,
            ofRedis.resident("%.1f"), ofTarget.resident("%.1f"),
            Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "**%.2f**", ratio),
            ofRedis.usage("%.1f"), ofTarget.usage("%.1f"));
    }

    private Figures measure(final ServerProcess server, final long elements, final Progress progress)
        throws IOException, InterruptedException
    {
        progress.step(server.name() + " " + title);
        try (RespConnection connection = server.connect())
        {
            final String refused = refusal(connection);
            if (refused != null)
            {
                progress.line(server.name() + " lacks it: " + refused);
                return new Figures(REFUSED, REFUSED);
            }
            connection.call("FLUSHALL");
            Thread.sleep(SETTLE_MS);
            final long before = server.residentBytes();
            final long commandCount = elements / elementsPerCommand;
            final BulkLoader loader = new BulkLoader(connection);
            loader.load(this == HASH_TIMED ? 2 * commandCount : commandCount, commands);
            Thread.sleep(SETTLE_MS);
            final long usage = (Long)connection.call("MEMORY", "USAGE", key, "SAMPLES", "0");
            final long measured = this == HASH_10 ? 1 : commandCount;
            return new Figures((double)(server.residentBytes() - before) / commandCount, (double)usage / measured);
        }
    }

    private String refusal(final RespConnection connection)
    {
        try
        {
            for (final long number : List.of(0L, 1L))
            {
                connection.call(commands.apply(number));
            }
            return null;
        }
        catch (final IOException refused)
        {
            return refused.getMessage();
        }
    }

    private static String[] smallHash(final long number)
    {
        final String[] command = new String[2 + 2 * SMALL_FIELDS];
        command[0] = "HSET";
        command[1] = "h" + BulkLoader.digits(number);
        for (int i = 0; i < SMALL_FIELDS; i++)
        {
            command[2 + 2 * i] = "field" + i;
            command[3 + 2 * i] = "value" + i;
        }
        return command;
    }

    /** A field, and by the next number its time. */
    private static String[] timedField(final long number)
    {
        final String field = "elem" + BulkLoader.digits(number / 2);
        return number % 2 == 0 ? new String[] {"HSET", "t", field, "v"} :
            new String[] {"HEXPIRE", "t", SECONDS, "FIELDS", "1", field};
    }
}
