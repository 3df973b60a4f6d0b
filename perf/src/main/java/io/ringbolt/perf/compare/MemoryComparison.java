package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.Locale;

/**
 * What a key costs: resident memory of the whole process, idle and with keys of 16 bytes and values of 16 bytes.
 */
final class MemoryComparison
{
    static final String HEADER =
        "| server | keys | start ms | idle MB | loaded MB |" +
        " bytes per key, process included | bytes per key, growth only |\n" +
        "|---|---:|---:|---:|---:|---:|---:|";

    private static final int BATCH_LENGTH = 500;
    private static final long SETTLE_MS = 3_000;
    private static final double MEGABYTE = 1 << 20;

    private MemoryComparison()
    {
    }

    /**
     * Loads a server that was just started.
     *
     * @param server   to load.
     * @param keyCount of keys.
     * @param progress told how far it is.
     * @return a row of the table that {@link #HEADER} begins.
     * @throws IOException          if the server fails, or ends with another number of keys.
     * @throws InterruptedException if interrupted.
     */
    static String measure(final ServerProcess server, final long keyCount, final Progress progress)
        throws IOException, InterruptedException
    {
        progress.step(server.name() + " idle");
        Thread.sleep(SETTLE_MS);
        final long idleBytes = server.residentBytes();

        progress.step(server.name() + " loading " + keyCount + " keys");
        final KeyLoader loader = new KeyLoader(BATCH_LENGTH);
        final long loadedCount;
        try (RespConnection connection = server.connect())
        {
            loader.load(connection, keyCount, key -> { });
            Thread.sleep(SETTLE_MS);
            loadedCount = (Long)connection.call("DBSIZE");
        }
        if (loadedCount < keyCount)
        {
            throw new IOException(server.name() + " lost keys: set=" + keyCount + " present=" + loadedCount);
        }

        final long loadedBytes = server.residentBytes();
        return String.format(Locale.ROOT, "| %s | %,d | %d | %.1f | %.1f | **%.1f** | %.1f |",
            server.name(), loadedCount, server.startMs(), idleBytes / MEGABYTE, loadedBytes / MEGABYTE,
            (double)loadedBytes / loadedCount, (double)(loadedBytes - idleBytes) / loadedCount);
    }
}
