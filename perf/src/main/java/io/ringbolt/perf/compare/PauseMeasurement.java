package io.ringbolt.perf.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The pauses of ringbolt's JVM under load: redis-benchmark's tests one after the other, each with connections of its
 * own, at 50 connections and 16 commands per round trip, for a given time from the first PONG on.
 */
final class PauseMeasurement
{
    private static final int KEYSPACE = 100_000;
    private static final int CONNECTIONS = 50;
    private static final int PIPELINE = 16;
    private static final int VALUE_LENGTH = 64;
    private static final long REQUESTS = 400_000;
    private static final double NS_PER_S = 1e9;
    private static final List<String> TESTS =
        List.of("set", "get", "incr", "lpush", "lpop", "sadd", "hset", "zadd", "mset");

    private PauseMeasurement()
    {
    }

    /** @return options for the JVM to write what {@link #measure} reads. */
    static String jvmOptions(final Path log)
    {
        return "-Xlog:gc,gc+cpu,safepoint:file=" + log + ":uptime:filecount=0";
    }

    /**
     * Loads a server that was just started with {@link #jvmOptions}.
     *
     * @return lines of Markdown.
     */
    static List<String> measure(
        final ServerProcess server,
        final Path log,
        final RedisBenchmark benchmark,
        final double seconds,
        final Progress progress)
        throws IOException, InterruptedException
    {
        final int linesBefore = Files.readAllLines(log).size();
        final long startNs = System.nanoTime();
        long requestCount = 0;
        progress.step(Math.round(seconds) + " s of load");
        for (int i = 0; System.nanoTime() - startNs < seconds * NS_PER_S; i++)
        {
            final BenchmarkCase load =
                new BenchmarkCase(TESTS.get(i % TESTS.size()), CONNECTIONS, PIPELINE, VALUE_LENGTH);
            benchmark.run(server.port(), load, REQUESTS);
            requestCount += REQUESTS;
        }
        final double elapsed = (System.nanoTime() - startNs) / NS_PER_S;
        final List<String> markdown = new ArrayList<>();
        markdown.add(String.format(Locale.ROOT, "%,d commands in %.0f s:%n",
            requestCount, elapsed));
        markdown.add(PauseLog.HEADER);
        final List<String> lines = Files.readAllLines(log);
        markdown.addAll(new PauseLog(lines.subList(linesBefore, lines.size())).rows());
        return markdown;
    }

    static RedisBenchmark benchmark(final String executable)
    {
        return new RedisBenchmark(executable, KEYSPACE);
    }
}
