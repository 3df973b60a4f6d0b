package io.ringbolt.perf.compare;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * How long a SET takes while the key table grows: as the client sees it, batch by batch, and as the server's own slow
 * log and ringbolt's stage of execution count it, which leaves out what the machine's other processes do to the client.
 * Beside them stands what an idle server's PINGs waited in the same time.
 */
final class GrowthComparison
{
    static final String HEADER =
        "| server | keys | SET/s | batch p50 us | p99 us | p99.99 us | slowest us |" +
        " SETs over 1 ms in the server | slowest us | engine stage, slowest us |" +
        " PING to an idle server meanwhile, p99.99 us | slowest us |\n" +
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

    private static final int SLOW_US = 1_000;
    private static final int SLOWLOG_LENGTH = 10_000;
    private static final int SLOWLOG_DURATION = 2;
    private static final double NS_PER_US = 1_000;
    private static final double NS_PER_S = 1e9;

    private GrowthComparison()
    {
    }

    /**
     * Grows a server that was just started.
     *
     * @param server      to fill.
     * @param idle        server that is only asked PING meanwhile.
     * @param keyCount    of keys.
     * @param batchLength commands in flight.
     * @param progress    told how far it is.
     * @return a row of the table that {@link #HEADER} begins.
     * @throws IOException if the server fails.
     */
    static String measure(
        final ServerProcess server,
        final ServerProcess idle,
        final long keyCount,
        final int batchLength,
        final Progress progress)
        throws IOException, InterruptedException
    {
        progress.step(server.name() + " growing to " + keyCount + " keys");
        final KeyLoader loader = new KeyLoader(batchLength);
        try (RespConnection connection = server.connect(); ControlPing control = new ControlPing(idle))
        {
            connection.call("CONFIG", "SET", "slowlog-max-len", Integer.toString(SLOWLOG_LENGTH));
            connection.call("CONFIG", "SET", "slowlog-log-slower-than", Integer.toString(SLOW_US));
            connection.call("SLOWLOG", "RESET");

            final long beginNs = System.nanoTime();
            loader.load(connection, keyCount, key -> { });
            final double elapsedS = (System.nanoTime() - beginNs) / NS_PER_S;

            final Histogram pings = control.end();
            final List<?> slow = (List<?>)connection.call("SLOWLOG", "GET", "-1");
            final Histogram times = loader.batchTimesNs();
            return String.format(Locale.ROOT,
                "| %s | %,d | %,.0f | %.0f | %.0f | %.0f | %.0f | **%d** | %d | %s | %.0f | %.0f |",
                server.name(), keyCount, keyCount / elapsedS, times.getValueAtPercentile(50) / NS_PER_US,
                times.getValueAtPercentile(99) / NS_PER_US, times.getValueAtPercentile(99.99) / NS_PER_US,
                times.getMaxValue() / NS_PER_US, slow.size(), slowest(slow), slowestExecutionUs(connection),
                pings.getValueAtPercentile(99.99) / NS_PER_US, pings.getMaxValue() / NS_PER_US);
        }
    }

    /** @return of ringbolt's stage of execution, as text; nothing of a server that has no such figure. */
    private static String slowestExecutionUs(final RespConnection connection)
    {
        try
        {
            final List<?> stages = (List<?>)connection.call("LATENCY", "STAGES");
            final List<?> execution = (List<?>)stages.get(stages.indexOf("execute") + 1);
            final long slowestNs = (Long)execution.get(execution.indexOf("max") + 1);
            return String.format(Locale.ROOT, "%.0f", slowestNs / NS_PER_US);
        }
        catch (final IOException unknownCommand)
        {
            return "";
        }
    }

    private static long slowest(final List<?> slowLog)
    {
        long slowestUs = 0;
        for (final Object entry : slowLog)
        {
            slowestUs = Math.max(slowestUs, (Long)((List<?>)entry).get(SLOWLOG_DURATION));
        }
        return slowestUs;
    }
}
