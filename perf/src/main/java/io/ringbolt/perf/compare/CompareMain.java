package io.ringbolt.perf.compare;

import io.ringbolt.perf.bench.GrowthProbe;
import io.ringbolt.perf.bench.LongestCommandProbe;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program behind {@code bin/ringbolt-compare}: ringbolt and redis-server side by side.
 */
public final class CompareMain
{
    private static final List<String> COMMON_POLICIES = List.of("allkeys-lru", "allkeys-lfu", "allkeys-random");
    /** Least recently modified, which redis-server 7 does not know. */
    private static final List<String> OWN_POLICIES = List.of("allkeys-lrm");
    private static final List<Double> EXPONENTS = List.of(0.7, 1.0, 1.3);
    private static final List<String> ALWAYS = List.of("--appendonly", "yes", "--appendfsync", "always");
    private static final List<String> EVERY_SECOND = List.of("--appendonly", "yes", "--appendfsync", "everysec");

    private static final int REPLICATED_KEYS = 1_000_000;
    private static final long REPLICATED_SETS = 1_000_000;

    private final CompareOptions options;
    private final PrintStream terminal;
    private final List<String> markdown = new ArrayList<>();

    private CompareMain(final CompareOptions options, final PrintStream terminal)
    {
        this.options = options;
        this.terminal = terminal;
    }

    /**
     * Runs a comparison; exits with 1 if a server or a run fails and with 2 if an option is wrong.
     *
     * @param args the path of bin/ringbolt-server, then {@link CompareOptions#USAGE}.
     * @throws Exception if a file cannot be written.
     */
    public static void main(final String[] args) throws Exception
    {
        final List<String> words = List.of(args).subList(1, args.length);
        if (words.contains("--help") || words.contains("-h"))
        {
            System.out.println(CompareOptions.USAGE);
            return;
        }

        try
        {
            new CompareMain(CompareOptions.parse(words.toArray(new String[0]), args[0]), System.err).run();
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("ringbolt-compare: " + ex.getMessage() + "\n\n" + CompareOptions.USAGE);
            System.exit(2);
        }
        catch (final IOException ex)
        {
            System.err.println("\nringbolt-compare: " + ex.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException
    {
        markdown.add(machine() + "\n");
        switch (options.mode())
        {
            case THROUGHPUT -> compareThroughput();
            case DURABLE -> compareDurable();
            case EDGE -> compareEdge();
            case MEMORY -> compareMemory();
            case BYTES -> compareBytes();
            case LONGEST -> findLongest();
            case GROWTH -> compareGrowth();
            case GROWTH_INSIDE -> growInside();
            case PAUSES -> measurePauses();
            case EVICTION -> compareEviction();
            case REPLICATION -> compareReplication();
        }

        final String text = String.join("\n", markdown) + "\n";
        if (options.outputFile() != null)
        {
            Files.writeString(Path.of(options.outputFile()), text);
        }
        else
        {
            System.out.print(text);
        }
    }

    private void compareThroughput() throws IOException, InterruptedException
    {
        try (ServerProcess target = startTarget(); ServerProcess redis = startRedis())
        {
            compare(target, redis);
        }
    }

    /** With every SET forced, against redis-server; then with a force a second, against ringbolt without a journal. */
    private void compareDurable() throws IOException, InterruptedException
    {
        markdown.add("Both with " + String.join(" ", ALWAYS) + ":\n");
        try (ServerProcess target = startTarget("ringbolt", ALWAYS);
            ServerProcess redis = ServerProcess.start(
                "redis-server", options.redisCommand(), joined(options.redisArguments(), ALWAYS), Map.of()))
        {
            compare(target, redis);
        }
        markdown.add("\nringbolt with " + String.join(" ", EVERY_SECOND) + " against ringbolt without a journal:\n");
        try (ServerProcess target = startTarget("ringbolt, journal", EVERY_SECOND);
            ServerProcess plain = startTarget("ringbolt, no journal", List.of()))
        {
            compare(target, plain);
        }
    }

    private void compareEdge() throws IOException, InterruptedException
    {
        try (TlsFiles tls = TlsFiles.create();
            ServerProcess target = startTarget("ringbolt", tls.serverArguments("ringbolt"));
            ServerProcess redis = ServerProcess.start("redis-server", options.redisCommand(),
                joined(options.redisArguments(), tls.serverArguments("redis-server")), Map.of()))
        {
            final Progress progress = progress(EdgeComparison.stepCount(options.roundCount()));
            markdown.add(ThroughputComparison.header(target, redis));
            markdown.addAll(new EdgeComparison(target, redis, tls, options).measure(progress));
            progress.clear();
        }
    }

    private void compare(final ServerProcess target, final ServerProcess other) throws IOException, InterruptedException
    {
        final List<BenchmarkCase> cases = options.cases();
        final Progress progress =
            progress(1 + cases.size() * ThroughputComparison.stepsPerCase(options.roundCount()));
        final RedisBenchmark benchmark = new RedisBenchmark(options.benchmarkCommand(), options.keyspace());
        final ThroughputComparison comparison = new ThroughputComparison(target, other, benchmark, options);
        markdown.add(ThroughputComparison.header(target, other));
        comparison.warmUp(cases, progress);
        for (final BenchmarkCase load : cases)
        {
            final String row = comparison.measure(load, progress);
            markdown.add(row);
            progress.line(row);
        }
        progress.clear();
        markdown.add(String.format(Locale.ROOT,
            "%nMedians of %d runs of about %.1f s, in turns; latencies in parentheses are %s's.",
            options.roundCount(), options.seconds(), other.name()));
    }

    private void compareMemory() throws IOException, InterruptedException
    {
        markdown.add(MemoryComparison.HEADER);
        final Progress progress = progress(4);
        try (ServerProcess target = startTarget())
        {
            markdown.add(MemoryComparison.measure(target, options.keyCount(), progress));
        }
        try (ServerProcess redis = startRedis())
        {
            markdown.add(MemoryComparison.measure(redis, options.keyCount(), progress));
        }
        progress.clear();
    }

    private void compareBytes() throws IOException, InterruptedException
    {
        markdown.add(ElementMemory.HEADER);
        final Progress progress = progress(2 * ElementMemory.values().length);
        for (final ElementMemory load : ElementMemory.values())
        {
            try (ServerProcess target = startTarget(); ServerProcess redis = startRedis())
            {
                markdown.add(load.compare(target, redis, options.keyCount(), progress));
            }
        }
        progress.clear();
    }

    private void findLongest() throws IOException
    {
        try
        {
            markdown.addAll(LongestCommandProbe.measure(
                options.keyCount(), options.names(), options.roundCount(), terminal::println));
        }
        catch (final Exception ex)
        {
            throw new IOException("the engine failed: " + ex.getMessage(), ex);
        }
    }

    private void compareGrowth() throws IOException, InterruptedException
    {
        markdown.add(GrowthComparison.HEADER);
        final Progress progress = progress(2);
        try (ServerProcess idle = startRedis())
        {
            try (ServerProcess target = startTarget())
            {
                markdown.add(
                    GrowthComparison.measure(target, idle, options.keyCount(), options.batchLength(), progress));
            }
            try (ServerProcess redis = startRedis())
            {
                markdown.add(
                    GrowthComparison.measure(redis, idle, options.keyCount(), options.batchLength(), progress));
            }
        }
        progress.clear();
    }

    private void measurePauses() throws IOException, InterruptedException
    {
        final Path log = Files.createTempFile("ringbolt-pauses-", ".log");
        final Map<String, String> environment = options.targetEnvironment(PauseMeasurement.jvmOptions(log));
        final Progress progress = progress(1);
        try (ServerProcess target = ServerProcess.start(
            "ringbolt", options.targetCommand(), options.targetArguments(), environment))
        {
            final RedisBenchmark benchmark = PauseMeasurement.benchmark(options.benchmarkCommand());
            markdown.addAll(PauseMeasurement.measure(target, log, benchmark, options.seconds(), progress));
        }
        finally
        {
            Files.delete(log);
        }
        progress.clear();
    }

    private void compareEviction() throws IOException, InterruptedException
    {
        markdown.add(EvictionComparison.HEADER);
        final int policyCount = 2 * COMMON_POLICIES.size() + OWN_POLICIES.size();
        final Progress progress = progress(policyCount * (EXPONENTS.size() + 1));
        try (ServerProcess target = startTarget(); ServerProcess redis = startRedis())
        {
            for (final double exponent : EXPONENTS)
            {
                for (final String policy : COMMON_POLICIES)
                {
                    compareEviction(target, policy, exponent, progress);
                    compareEviction(redis, policy, exponent, progress);
                }
                for (final String policy : OWN_POLICIES)
                {
                    compareEviction(target, policy, exponent, progress);
                }
            }
            compareEvictionLatency(target, redis, progress);
        }
        progress.clear();
    }

    private void compareEvictionLatency(
        final ServerProcess target, final ServerProcess redis, final Progress progress) throws IOException
    {
        markdown.add("\n" + EvictionLatency.HEADER);
        for (final String policy : COMMON_POLICIES)
        {
            measureLatency(List.of(target, redis), policy, progress);
        }
        for (final String policy : OWN_POLICIES)
        {
            measureLatency(List.of(target), policy, progress);
        }
    }

    private void measureLatency(final List<ServerProcess> servers, final String policy, final Progress progress)
        throws IOException
    {
        final List<String> rows = EvictionLatency.measure(servers, policy, options.keyCount(), progress);
        markdown.addAll(rows);
        rows.forEach(progress::line);
    }

    private void compareEviction(
        final ServerProcess server, final String policy, final double exponent, final Progress progress)
        throws IOException
    {
        final String row = EvictionComparison.measure(server, policy, exponent, (int)options.keyCount(), progress);
        markdown.add(row);
        progress.line(row);
    }

    private void growInside() throws IOException
    {
        markdown.add(GrowthProbe.HEADER);
        try
        {
            markdown.add(GrowthProbe.measure(options.keyCount()));
        }
        catch (final Exception ex)
        {
            throw new IOException("the engine failed: " + ex.getMessage(), ex);
        }
    }

    /** Each master has a redis-server as its replica; masters in turns, fresh ones each time. */
    private void compareReplication() throws IOException, InterruptedException
    {
        markdown.add(ReplicationComparison.HEADER);
        final RedisBenchmark benchmark = new RedisBenchmark(options.benchmarkCommand(), REPLICATED_KEYS);
        for (int round = 0; round < options.roundCount(); round++)
        {
            try (ServerProcess target = startTarget(); ServerProcess replica = startRedis())
            {
                markdown.add(ReplicationComparison.measure(
                    target, replica, benchmark, options.keyCount(), REPLICATED_SETS));
            }
            try (ServerProcess redis = startRedis(); ServerProcess replica = startRedis())
            {
                markdown.add(ReplicationComparison.measure(
                    redis, replica, benchmark, options.keyCount(), REPLICATED_SETS));
            }
        }
    }

    private ServerProcess startTarget() throws IOException, InterruptedException
    {
        return startTarget("ringbolt", List.of());
    }

    private ServerProcess startTarget(final String name, final List<String> more)
        throws IOException, InterruptedException
    {
        return ServerProcess.start(
            name, options.targetCommand(), joined(options.targetArguments(), more), options.targetEnvironment());
    }

    private static List<String> joined(final List<String> first, final List<String> second)
    {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private ServerProcess startRedis() throws IOException, InterruptedException
    {
        return ServerProcess.start("redis-server", options.redisCommand(), options.redisArguments(), Map.of());
    }

    private Progress progress(final int stepCount)
    {
        return new Progress(terminal, System.console() != null, stepCount);
    }

    /** What the figures depend on and a reader cannot guess. */
    private String machine() throws IOException, InterruptedException
    {
        final Process version = new ProcessBuilder(options.benchmarkCommand(), "--version").start();
        final String tool = new String(version.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        final double loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Runtime.getRuntime().availableProcessors() + " cores, load average before " +
            String.format(Locale.ROOT, "%.1f, ", loadAverage) + System.getProperty("os.name") + " " +
            System.getProperty("os.version") + ", " + tool + ", tool on JDK " + Runtime.version() +
            (options.targetArguments().isEmpty() ? "" : ", ringbolt " + String.join(" ", options.targetArguments()));
    }
}
