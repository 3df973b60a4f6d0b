package io.ringbolt.perf.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/**
 * Many commands over one connection, a batch in flight at a time; an error reply ends it.
 */
final class BulkLoader
{
    private static final int BATCH_LENGTH = 1_000;
    private static final int DIGIT_COUNT = 12;

    private final RespConnection connection;

    BulkLoader(final RespConnection connection)
    {
        this.connection = connection;
    }

    /** @param commands the words of the command with a number, from 0 on. */
    void load(final long count, final LongFunction<String[]> commands) throws IOException
    {
        final StringBuilder batch = new StringBuilder();
        for (long first = 0; first < count; first += BATCH_LENGTH)
        {
            final long end = Math.min(count, first + BATCH_LENGTH);
            batch.setLength(0);
            for (long i = first; i < end; i++)
            {
                append(batch, commands.apply(i));
            }
            final byte[] bytes = batch.toString().getBytes(StandardCharsets.ISO_8859_1);
            connection.send(bytes, bytes.length);
            for (long i = first; i < end; i++)
            {
                connection.readReply();
            }
        }
    }

    /** A number as redis-benchmark writes its random ones. */
    static String digits(final long number)
    {
        final String text = Long.toString(number);
        return "0".repeat(DIGIT_COUNT - text.length()) + text;
    }

    private static void append(final StringBuilder batch, final String[] words)
    {
        batch.append('*').append(words.length).append("\r\n");
        for (final String word : words)
        {
            batch.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }
}
