package io.ringbolt.perf.compare;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a replica costs its master: pipelined SETs alone and with one replica, how long a full synchronization takes and
 * the longest PING meanwhile, and how far the replica is behind under that load. Hypothesis: ringbolt with a replica is
 * at least 1.1 times as fast as redis-server with one, synchronizes as fast, and the replica is under 100 ms behind.
 * <p>
 * The lag is the time from a marker's SET at the master, reply included, until the replica answers with it; markers
 * follow one another, so a slow one is not counted more often than it comes.
 */
final class ReplicationComparison
{
    static final String HEADER =
        "| master | SET alone K/s | with a replica | ratio | full sync ms | longest PING ms | lag ms p50 | p99 |" +
        " longest |\n" +
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|";

    private static final long HIGHEST_RECORDED_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long SYNC_LIMIT_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int BATCH_LENGTH = 500;
    private static final String MARKER = "lag:marker";
    private static final double NS_PER_MS = 1e6;
    private static final double THOUSAND = 1e3;

    private final ServerProcess master;
    private final ServerProcess replica;
    private final RedisBenchmark benchmark;
    private final long requestCount;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /** Something measured beside the main work until that is over. */
    @FunctionalInterface
    private interface Watch
    {
        void takeOne() throws IOException;
    }

    private ReplicationComparison(
        final ServerProcess master,
        final ServerProcess replica,
        final RedisBenchmark benchmark,
        final long requestCount)
    {
        this.master = master;
        this.replica = replica;
        this.benchmark = benchmark;
        this.requestCount = requestCount;
    }

    /**
     * Measures one master.
     *
     * @param replica      follows it when its turn comes.
     * @param keyCount     of the full synchronization.
     * @param requestCount of each run of SETs.
     * @return a row for {@link #HEADER}.
     */
    static String measure(
        final ServerProcess master,
        final ServerProcess replica,
        final RedisBenchmark benchmark,
        final long keyCount,
        final long requestCount) throws IOException, InterruptedException
    {
        return new ReplicationComparison(master, replica, benchmark, requestCount).measure(keyCount);
    }

    private String measure(final long keyCount) throws IOException, InterruptedException
    {
        setRate();                                    // warms up
        final double alone = setRate();
        final Histogram pingsNs;
        final long syncNs;
        final Histogram lagsNs;
        final double followed;
        try (RespConnection toMaster = master.connect(); RespConnection toReplica = replica.connect())
        {
            new KeyLoader(BATCH_LENGTH).load(toMaster, keyCount, done -> { });
            toMaster.call("CONFIG", "SET", "repl-diskless-sync-delay", "0");
            final FutureTask<Histogram> pings = watch(() -> toMaster.call("PING"));
            syncNs = synchronize(toReplica);
            pingsNs = end(pings);
            final FutureTask<Histogram> lags = watch(() -> passMarker(toMaster, toReplica));
            followed = setRate();
            lagsNs = end(lags);
            toReplica.call("REPLICAOF", "NO", "ONE");
        }
        return String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.2f | %.0f | %.2f | %.1f | %.1f | %.1f |",
            master.name(), alone / THOUSAND, followed / THOUSAND, followed / alone, syncNs / NS_PER_MS,
            pingsNs.getMaxValue() / NS_PER_MS, lagsNs.getValueAtPercentile(50) / NS_PER_MS,
            lagsNs.getValueAtPercentile(99) / NS_PER_MS, lagsNs.getMaxValue() / NS_PER_MS);
    }

    private double setRate() throws IOException, InterruptedException
    {
        return benchmark.run(master.port(), new BenchmarkCase("set", 50, 16, 3), requestCount).rate();
    }

    /** @return how long it took from the order until the replica says that the link is up. */
    private long synchronize(final RespConnection toReplica) throws IOException, InterruptedException
    {
        final long startNs = System.nanoTime();
        toReplica.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
        while (!String.valueOf(toReplica.call("INFO", "replication")).contains("master_link_status:up"))
        {
            if (System.nanoTime() - startNs > SYNC_LIMIT_NS)
            {
                throw new IOException("no synchronization: master=" + master.name());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return System.nanoTime() - startNs;
    }

    private void passMarker(final RespConnection toMaster, final RespConnection toReplica) throws IOException
    {
        final String mark = Long.toString(System.nanoTime());
        toMaster.call("SET", MARKER, mark);
        while (!isOver.get() && !mark.equals(toReplica.call("GET", MARKER)))
        {
            Thread.onSpinWait();
        }
    }

    private FutureTask<Histogram> watch(final Watch watch)
    {
        isOver.set(false);
        final FutureTask<Histogram> task = new FutureTask<>(() ->
        {
            final Histogram timesNs = new Histogram(HIGHEST_RECORDED_NS, 3);
            while (!isOver.get())
            {
                final long startNs = System.nanoTime();
                watch.takeOne();
                timesNs.recordValue(System.nanoTime() - startNs);
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return timesNs;
        });
        final Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private Histogram end(final FutureTask<Histogram> task) throws IOException, InterruptedException
    {
        isOver.set(true);
        try
        {
            return task.get();
        }
        catch (final ExecutionException failed)
        {
            throw new IOException("watching failed: " + failed.getCause().getMessage(), failed);
        }
    }
}
