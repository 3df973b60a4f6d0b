package io.ringbolt.perf.compare;

import io.ringbolt.perf.compare.RedisBenchmark.Measurement;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Both servers under the same redis-benchmark loads, run by run in turns, so that what else the machine does in a
 * minute falls on both.
 */
final class ThroughputComparison
{
    private static final int PROBE_ROUND_TRIPS_PER_CONNECTION = 100;
    private static final double PROBE_SECONDS = 0.25;
    private static final int WARM_UP_ROUND_TRIPS = 500;
    private static final int MINIMUM_ROUND_TRIPS_PER_CONNECTION = 20;

    private final ServerProcess target;
    private final ServerProcess redis;
    private final RedisBenchmark benchmark;
    private final CompareOptions options;
    private final Map<ServerProcess, TypeLoad> loaded = new HashMap<>();
    private final Map<ServerProcess, BenchmarkCase> filled = new HashMap<>();

    ThroughputComparison(
        final ServerProcess target,
        final ServerProcess redis,
        final RedisBenchmark benchmark,
        final CompareOptions options)
    {
        this.target = target;
        this.redis = redis;
        this.benchmark = benchmark;
        this.options = options;
    }

    static String header(final ServerProcess target, final ServerProcess redis)
    {
        return "| case | " + redis.name() + " req/s | " + target.name() + " req/s | ratio | quartiles of the ratio |" +
            " p50 ms | p99 ms |\n|---|---:|---:|---:|---|---|---|";
    }

    /** Runs every test for a moment, so that the first case does not measure the compiler of the JVM. */
    void warmUp(final List<BenchmarkCase> cases, final Progress progress) throws IOException, InterruptedException
    {
        final Set<String> tests = new LinkedHashSet<>();
        cases.forEach(load -> tests.add(load.test()));
        progress.step("warming up");
        for (final String test : tests)
        {
            final List<BenchmarkCase> loads =
                BenchmarkCase.product(List.of(test), List.of(50, 1), List.of(16, 1), List.of(64));
            for (final BenchmarkCase load : loads)
            {
                if (TypeLoad.named(test) != null)
                {
                    continue;                         // loading and the first round warm these up
                }
                run(target, load, (long)load.connectionCount() * load.pipelineCount() * WARM_UP_ROUND_TRIPS);
            }
        }
    }

    /**
     * Measures one case: a probe that finds the number of requests, a round that warms up, then the measured rounds.
     *
     * @param load     to put on both.
     * @param progress told before every run.
     * @return a row of the table that {@link #header} begins.
     * @throws IOException          if a run fails.
     * @throws InterruptedException if interrupted.
     */
    String measure(final BenchmarkCase load, final Progress progress) throws IOException, InterruptedException
    {
        final String refused = refusal(target, load) == null ? refusal(redis, load) : refusal(target, load);
        loaded.clear();
        filled.clear();
        if (refused != null)
        {
            for (int i = 0; i < stepsPerCase(options.roundCount()); i++)
            {
                progress.step(load + " left out");
            }
            return "| " + load + " | | | | " + refused + " | | |";
        }
        progress.step(load + " probing");
        final long requestCount = requestCount(load);

        progress.step(load + " warming up");
        run(target, load, requestCount);
        run(redis, load, requestCount);

        final int roundCount = options.roundCount();
        final Measurement[] ofTarget = new Measurement[roundCount];
        final Measurement[] ofRedis = new Measurement[roundCount];
        for (int round = 0; round < roundCount; round++)
        {
            progress.step(load + " round " + (round + 1));
            final boolean isTargetFirst = (round & 1) == 0;
            if (isTargetFirst)
            {
                ofTarget[round] = run(target, load, requestCount);
            }
            ofRedis[round] = run(redis, load, requestCount);
            if (!isTargetFirst)
            {
                ofTarget[round] = run(target, load, requestCount);
            }
        }
        return row(load, ofTarget, ofRedis);
    }

    static int stepsPerCase(final int roundCount)
    {
        return 2 + roundCount;
    }

    private Measurement run(final ServerProcess server, final BenchmarkCase load, final long requestCount)
        throws IOException, InterruptedException
    {
        final TypeLoad typed = TypeLoad.named(load.test());
        if (typed != null)
        {
            loadTyped(server, typed);
            return benchmark.run(server.port(), load, requestCount);
        }
        final boolean readsOnly = load.preparation() != null && !load.isConsuming();
        if (!readsOnly || !load.equals(filled.put(server, load)))
        {
            try (RespConnection connection = server.connect())
            {
                connection.call("FLUSHALL");
            }
            benchmark.prepare(server.port(), load, requestCount);
        }
        return benchmark.run(server.port(), load, requestCount);
    }

    /** Loads a large value once; later runs find it, but for a group that has read its stream, which starts again. */
    private void loadTyped(final ServerProcess server, final TypeLoad typed) throws IOException
    {
        try (RespConnection connection = server.connect())
        {
            if (typed == loaded.put(server, typed))
            {
                typed.rewind(connection);
                return;
            }
            connection.call("FLUSHALL");
            typed.prepare(connection, options.memberCount());
        }
    }

    /** Why a server cannot run a load: the error that the load's command meets, or null. */
    static String refusal(final ServerProcess server, final BenchmarkCase load) throws IOException
    {
        final TypeLoad typed = TypeLoad.named(load.test());
        if (typed == null)
        {
            return null;
        }
        try (RespConnection connection = server.connect())
        {
            connection.call("FLUSHALL");
            typed.prepare(connection, 1);
            connection.call(typed.sample().toArray(new String[0]));
            return null;
        }
        catch (final EOFException broken)
        {
            throw broken;
        }
        catch (final IOException refused)
        {
            return server.name() + ": " + refused.getMessage();
        }
    }

    /** As many requests as redis-server serves in the time wished; the same number for both servers. */
    private long requestCount(final BenchmarkCase load) throws IOException, InterruptedException
    {
        final long perRoundTrip = (long)load.pipelineCount() * load.connectionCount();
        final Measurement coarse = run(redis, load, PROBE_ROUND_TRIPS_PER_CONNECTION * perRoundTrip);
        final Measurement fine = run(redis, load, Math.max(4 * perRoundTrip, (long)(coarse.rate() * PROBE_SECONDS)));
        return Math.max(MINIMUM_ROUND_TRIPS_PER_CONNECTION * perRoundTrip, (long)(fine.rate() * options.seconds()));
    }

    static String row(final BenchmarkCase load, final Measurement[] ofTarget, final Measurement[] ofRedis)
    {
        final int roundCount = ofTarget.length;
        final double[] targetRates = new double[roundCount];
        final double[] redisRates = new double[roundCount];
        final double[] ratios = new double[roundCount];
        final double[] targetP50 = new double[roundCount];
        final double[] targetP99 = new double[roundCount];
        final double[] redisP50 = new double[roundCount];
        final double[] redisP99 = new double[roundCount];
        for (int i = 0; i < roundCount; i++)
        {
            targetRates[i] = ofTarget[i].rate();
            redisRates[i] = ofRedis[i].rate();
            ratios[i] = targetRates[i] / redisRates[i];
            targetP50[i] = ofTarget[i].p50Ms();
            targetP99[i] = ofTarget[i].p99Ms();
            redisP50[i] = ofRedis[i].p50Ms();
            redisP99[i] = ofRedis[i].p99Ms();
        }

        final Sample target = new Sample(targetRates);
        final Sample redis = new Sample(redisRates);
        final Sample ratio = new Sample(ratios);
        return String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | **%.2f** | %.2f-%.2f | %.3f (%.3f) | %.3f (%.3f) |",
            load, redis.median(), target.median(), ratio.median(), ratio.lowerQuartile(),
            ratio.upperQuartile(), new Sample(targetP50).median(), new Sample(redisP50).median(),
            new Sample(targetP99).median(), new Sample(redisP99).median());
    }
}
