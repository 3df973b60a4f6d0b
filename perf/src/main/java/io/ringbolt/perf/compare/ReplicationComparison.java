package io.ringbolt.perf.compare;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a replica costs its master: pipelined SETs alone and with one replica, how long a full synchronization takes and
 * the longest PING meanwhile, and how far the replica is behind under that load. Hypothesis: ringbolt with a replica is
 * at least 1.1 times as fast as redis-server with one, 0.9 times as fast as alone where the replica has cores of its
 * own, synchronizes as fast, and the replica is under 100 ms behind.
 * <p>
 * A redis-server follows, and then one that only reads, as a replica elsewhere would load this machine. The lag is
 * the time from reading the master's offset until the replica has come to it; one reading follows the other, so a slow
 * one is not counted more often than it comes.
 */
final class ReplicationComparison
{
    static final String HEADER =
        "| master | replica | SET alone K/s | with the replica | ratio | full sync ms | longest PING ms |" +
        " lag ms p50 | p99 | longest |\n" +
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|";

    private static final long HIGHEST_RECORDED_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long SYNC_LIMIT_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int BATCH_LENGTH = 500;
    private static final double NS_PER_MS = 1e6;
    private static final double THOUSAND = 1e3;

    private final ServerProcess master;
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
        final ServerProcess master, final RedisBenchmark benchmark, final long requestCount)
    {
        this.master = master;
        this.benchmark = benchmark;
        this.requestCount = requestCount;
    }

    /**
     * Measures one master.
     *
     * @param replica      follows it when its turn comes.
     * @param keyCount     of the full synchronization.
     * @param requestCount of each run of SETs.
     * @return two rows for {@link #HEADER}.
     */
    static String measure(
        final ServerProcess master,
        final ServerProcess replica,
        final RedisBenchmark benchmark,
        final long keyCount,
        final long requestCount) throws IOException, InterruptedException
    {
        final ReplicationComparison comparison = new ReplicationComparison(master, benchmark, requestCount);
        try (RespConnection toMaster = master.connect(); RespConnection toReplica = replica.connect())
        {
            comparison.setRate();                     // warms up
            new KeyLoader(BATCH_LENGTH).load(toMaster, keyCount, done -> { });
            toMaster.call("CONFIG", "SET", "repl-diskless-sync-delay", "0");
            return comparison.measure(toMaster, new ServerFollower(replica.name(), toReplica)) + "\n" +
                comparison.measure(toMaster, new ReadingFollower());
        }
    }

    private String measure(final RespConnection toMaster, final Follower replica)
        throws IOException, InterruptedException
    {
        final double alone = setRate();
        final FutureTask<Histogram> pings = watch(() -> toMaster.call("PING"));
        final long syncNs = synchronize(replica);
        final Histogram pingsNs = end(pings);
        final FutureTask<Histogram> lags = watch(() -> awaitOffset(toMaster, replica));
        final double followed = setRate();
        final Histogram lagsNs = end(lags);
        replica.leave();
        return String.format(Locale.ROOT, "| %s | %s | %.0f | %.0f | %.2f | %.0f | %.2f | %.1f | %.1f | %.1f |",
            master.name(), replica.name(), alone / THOUSAND, followed / THOUSAND, followed / alone, syncNs / NS_PER_MS,
            pingsNs.getMaxValue() / NS_PER_MS, lagsNs.getValueAtPercentile(50) / NS_PER_MS,
            lagsNs.getValueAtPercentile(99) / NS_PER_MS, lagsNs.getMaxValue() / NS_PER_MS);
    }

    private double setRate() throws IOException, InterruptedException
    {
        return benchmark.run(master.port(), new BenchmarkCase("set", 50, 16, 3), requestCount).rate();
    }

    /** @return how long it took from the order until the replica says that it is live. */
    private long synchronize(final Follower replica) throws IOException, InterruptedException
    {
        final long startNs = System.nanoTime();
        replica.follow(master.port());
        while (!replica.isLive())
        {
            if (System.nanoTime() - startNs > SYNC_LIMIT_NS)
            {
                throw new IOException("no synchronization: master=" + master.name());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return System.nanoTime() - startNs;
    }

    private void awaitOffset(final RespConnection toMaster, final Follower replica) throws IOException
    {
        final List<?> role = (List<?>)toMaster.call("ROLE");
        final long offset = (Long)role.get(1);
        while (!isOver.get() && replica.offset() < offset)
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
