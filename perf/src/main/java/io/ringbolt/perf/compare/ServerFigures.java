package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What a server tells of itself by INFO, alike for ringbolt and redis-server. */
final class ServerFigures
{
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_MS = 5;

    private ServerFigures()
    {
    }

    /** Takes away the limit and all keys. @return bytes counted against a limit when all that was freed has gone. */
    static long empty(final RespConnection connection) throws IOException
    {
        connection.call("CONFIG", "SET", "maxmemory", "0");
        connection.call("FLUSHALL");
        final long startNs = System.nanoTime();
        while (0 != Long.parseLong(field(connection, "memory", "lazyfree_pending_objects")))
        {
            if (System.nanoTime() - startNs > PATIENCE_NS)
            {
                throw new IOException("the server still frees objects after FLUSHALL");
            }
            pause();
        }
        return countedMemory(connection);
    }

    /** @return bytes that count against {@code maxmemory}. */
    static long countedMemory(final RespConnection connection) throws IOException
    {
        final String info = info(connection, "memory");
        return Long.parseLong(value(info, "used_memory")) - Long.parseLong(value(info, "mem_not_counted_for_evict"));
    }

    /** @return the text behind a field's colon, to the end of its line. */
    static String field(final RespConnection connection, final String section, final String name) throws IOException
    {
        return value(info(connection, section), name);
    }

    private static String info(final RespConnection connection, final String section) throws IOException
    {
        return "\r\n" + connection.call("INFO", section);
    }

    private static String value(final String info, final String name) throws IOException
    {
        final String prefix = "\r\n" + name + ":";
        final int start = info.indexOf(prefix);
        if (start < 0)
        {
            throw new IOException("INFO has no " + name);
        }
        return info.substring(start + prefix.length(), info.indexOf('\r', start + prefix.length()));
    }

    private static void pause() throws IOException
    {
        try
        {
            Thread.sleep(PAUSE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }
}
