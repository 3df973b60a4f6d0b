package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long SET takes when each new key means that another one goes. Hypothesis: 999 of 1000 take a millisecond at
 * most, as their client sees them.
 * <p>
 * Servers are filled to a limit that then stays where it is, until keys have gone. Only then SETs of new keys are
 * timed, one at a time, in rounds that the servers take in turns.
 */
final class EvictionLatency
{
    static final String HEADER =
        "| policy | server | keys held | evicted | SET p50 | p99 | p99.9 | longest | executed p99.9 |\n" +
        "|---|---|---:|---:|---:|---:|---:|---:|---:|";

    private static final int ROUNDS = 10;
    private static final int WRITES_A_ROUND = 5_000;
    private static final double NS_PER_US = 1_000;
    private static final String VALUE = "v".repeat(100);

    private final ServerProcess server;
    private final String policy;
    private final long[] latencies = new long[ROUNDS * WRITES_A_ROUND];
    private int count;
    private long nextKey;

    private EvictionLatency(final ServerProcess server, final String policy)
    {
        this.server = server;
        this.policy = policy;
    }

    /**
     * @param servers  that take turns; each knows the policy.
     * @param keyCount keys that fit within the limit.
     * @return rows of the table that {@link #HEADER} begins, one a server.
     */
    static List<String> measure(
        final List<ServerProcess> servers, final String policy, final long keyCount, final Progress progress)
        throws IOException
    {
        final List<EvictionLatency> measured = new ArrayList<>();
        for (final ServerProcess server : servers)
        {
            progress.step(server.name() + " " + policy + ", SETs at the limit");
            final EvictionLatency latency = new EvictionLatency(server, policy);
            latency.fill(keyCount);
            measured.add(latency);
        }
        for (int round = 0; round < ROUNDS; round++)
        {
            for (final EvictionLatency latency : measured)
            {
                latency.timeWrites();
            }
        }
        final List<String> rows = new ArrayList<>();
        for (final EvictionLatency latency : measured)
        {
            rows.add(latency.row());
        }
        return rows;
    }

    private void fill(final long keyCount) throws IOException
    {
        try (RespConnection connection = server.connect())
        {
            connection.call("CONFIG", "SET", "maxmemory-policy", policy);
            ServerFigures.empty(connection);
            write(connection, keyCount);
            final long limit = ServerFigures.countedMemory(connection);
            connection.call("CONFIG", "SET", "maxmemory", Long.toString(limit));
            connection.call("CONFIG", "RESETSTAT");
            while (0 == evictedCount(connection))
            {
                write(connection, WRITES_A_ROUND);
            }
            connection.call("CONFIG", "RESETSTAT");
        }
    }

    private void timeWrites() throws IOException
    {
        try (RespConnection connection = server.connect())
        {
            connection.call("PING");
            for (int i = 0; i < WRITES_A_ROUND; i++)
            {
                final long startNs = System.nanoTime();
                connection.call("SET", "key:" + nextKey, VALUE);
                latencies[count] = System.nanoTime() - startNs;
                count++;
                nextKey++;
            }
        }
    }

    private String row() throws IOException
    {
        Arrays.sort(latencies);
        try (RespConnection connection = server.connect())
        {
            return String.format(
                Locale.ROOT, "| %s | %s | %,d | %,d | %.0f us | %.0f us | **%.0f us** | %.0f us | %s us |",
                policy, server.name(), (Long)connection.call("DBSIZE"), evictedCount(connection),
                quantile(0.5), quantile(0.99), quantile(0.999), quantile(1), executed(connection));
        }
    }

    private void write(final RespConnection connection, final long writes) throws IOException
    {
        for (long i = 0; i < writes; i++)
        {
            connection.call("SET", "key:" + nextKey, VALUE);
            nextKey++;
        }
    }

    private static long evictedCount(final RespConnection connection) throws IOException
    {
        return Long.parseLong(ServerFigures.field(connection, "stats", "evicted_keys"));
    }

    /** @return microseconds for which 999 of 1000 SETs were executed at most, as the server counts them. */
    private static String executed(final RespConnection connection) throws IOException
    {
        final String percentiles = ServerFigures.field(connection, "latencystats", "latency_percentiles_usec_set");
        return percentiles.substring(percentiles.indexOf("p99.9=") + "p99.9=".length());
    }

    private double quantile(final double quantile)
    {
        return latencies[(int)Math.min(latencies.length - 1, quantile * latencies.length)] / NS_PER_US;
    }
}
