package io.ringbolt.perf.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bin/ringbolt-compare} was asked to do; every field has the value it takes when nothing is said.
 */
final class CompareOptions
{
    static final String USAGE = String.join("\n",
        "Usage: ringbolt-compare [options]",
        "",
        "Starts ringbolt and redis-server on loopback ports, without persistence, and measures them in turns.",
        "",
        "  --cases get,set        tests of redis-benchmark, or 'all' for its default list",
        "  --clients 1,50         connections",
        "  --pipelines 1,16       commands per round trip",
        "  --data 64,1024         bytes per value",
        "                         'types' for loads on large values of each type",
        "                         'durable' for SET with --appendonly yes: appendfsync always on both, then everysec",
        "                         against no journal, both in ringbolt",
        "                         'edge' for subscribers, transactions, TLS, and a user of limited rights",
        "                         Without any of these four: GET and SET over 1,2,8,50,200 connections and 1,16,100",
        "                         commands per round trip, the default list at 50, and values up to 64 KB.",
        "  --rounds 5             measured runs of each case on each server, in alternating order; for --longest 2,",
        "                         of which each command's least time counts",
        "  --seconds 1            length of a run",
        "  --keys 0               draw keys and members from so many; 0 for redis-benchmark's single key, with which",
        "                         the client is what is measured at 50 connections and 16 commands per round trip",
        "  --members 10000000     of a large sorted set or stream, for the cases of data types: --cases types",
        "",
        "  --memory               instead: load keys and report resident memory per key",
        "  --bytes                instead: bytes per element of sorted set, list, set, hash and hash with times",
        "  --longest              instead: the longest single command on values of --keys elements, in ringbolt;",
        "                         --cases set,hash,... names some of them",
        "  --growth               instead: grow the table with SET and report the slowest ones",
        "  --growth-inside        instead: the same in ringbolt without sockets, in processor time",
        "  --pauses               instead: collections and safepoints of ringbolt's JVM in --seconds of load",
        "  --replication          instead: SETs with and without a replica, full synchronization of --keys, lag",
        "  --eviction             instead: hits of a cache that holds a fifth of --keys 20000,",
        "                         and latencies of SET at the limit",
        "  --keys 10000000        keys to load (for --growth 20000000)",
        "  --batch 8              commands in flight while growing",
        "",
        "  --jvm-opts '...'       options for ringbolt's JVM, split at spaces",
        "  --ringbolt-args '...'  arguments for ringbolt, split at spaces",
        "  --redis-args '...'     arguments for redis-server, split at spaces",
        "  --both-args '...'      arguments for both, as '--appendonly yes'",
        "  --target-command '...' what to measure instead of bin/ringbolt-server",
        "  --redis-command '...'  what to measure it against instead of redis-server",
        "  --benchmark '...'      the redis-benchmark to run",
        "  --output file          write the Markdown there instead of to standard output");

    private static final String TYPES = "types";
    private static final String DURABLE = "durable";
    private static final String EDGE = "edge";
    private static final long DEFAULT_MEMORY_KEYS = 10_000_000;
    private static final long DEFAULT_ELEMENTS = 1_000_000;
    private static final long DEFAULT_MEMBERS = 10_000_000;
    private static final int DEFAULT_ROUNDS = 5;
    private static final int DEFAULT_RUNS_ALIKE = 2;
    private static final long DEFAULT_CACHED_KEYS = 20_000;
    private static final long DEFAULT_REPLICATED_KEYS = 5_000_000;
    private static final long DEFAULT_GROWTH_KEYS = 20_000_000;

    /** What a run measures. */
    enum Mode
    {
        THROUGHPUT, DURABLE, EDGE, MEMORY, BYTES, LONGEST, GROWTH, GROWTH_INSIDE, PAUSES, EVICTION, REPLICATION
    }

    private static final Map<String, Mode> MODES = Map.of(
        "--memory", Mode.MEMORY, "--bytes", Mode.BYTES, "--longest", Mode.LONGEST, "--growth", Mode.GROWTH,
        "--growth-inside", Mode.GROWTH_INSIDE, "--pauses", Mode.PAUSES, "--eviction", Mode.EVICTION,
        "--replication", Mode.REPLICATION);

    private Mode mode = Mode.THROUGHPUT;
    private List<String> tests;
    private List<Integer> connections;
    private List<Integer> pipelines;
    private List<Integer> lengths;
    private int roundCount;
    private double seconds = 1;
    private long memberCount = DEFAULT_MEMBERS;
    private long keyCount;
    private int batchLength = 8;
    private String jvmOptions = "";
    private List<String> targetArguments = List.of();
    private List<String> redisArguments = List.of();
    private List<String> sharedArguments = List.of();
    private List<String> targetCommand;
    private List<String> redisCommand = List.of("redis-server");
    private String benchmarkCommand = "redis-benchmark";
    private String outputFile;

    private CompareOptions(final String launcher)
    {
        targetCommand = List.of(launcher);
    }

    /**
     * Reads a command line.
     *
     * @param args     of the program.
     * @param launcher that starts ringbolt.
     * @return the options.
     * @throws IllegalArgumentException naming the option that is unknown or whose value is missing or bad.
     */
    static CompareOptions parse(final String[] args, final String launcher)
    {
        final CompareOptions options = new CompareOptions(launcher);
        for (int i = 0; i < args.length; i++)
        {
            final Mode named = MODES.get(args[i]);
            if (null != named)
            {
                options.mode = named;
            }
            else if (i + 1 == args.length)
            {
                throw new IllegalArgumentException("unknown option, or no value for it: " + args[i]);
            }
            else
            {
                options.apply(args[i], args[++i]);
            }
        }
        return options;
    }

    private void apply(final String option, final String value)
    {
        switch (option)
        {
            case "--cases" -> tests = "all".equals(value) ? BenchmarkCase.DEFAULT_TESTS : names(value);
            case "--clients" -> connections = numbers(option, value);
            case "--pipelines" -> pipelines = numbers(option, value);
            case "--data" -> lengths = numbers(option, value);
            case "--rounds" -> roundCount = number(option, value);
            case "--seconds" -> seconds = positive(option, value);
            case "--members" -> memberCount = (long)positive(option, value);
            case "--keys", "--keyspace" -> keyCount = (long)positive(option, value);
            case "--batch" -> batchLength = number(option, value);
            case "--jvm-opts" -> jvmOptions = value;
            case "--ringbolt-args" -> targetArguments = words(value);
            case "--redis-args" -> redisArguments = words(value);
            case "--both-args" -> sharedArguments = words(value);
            case "--target-command" -> targetCommand = words(value);
            case "--redis-command" -> redisCommand = words(value);
            case "--benchmark" -> benchmarkCommand = value;
            case "--output" -> outputFile = value;
            default -> throw new IllegalArgumentException("unknown option: " + option);
        }
    }

    Mode mode()
    {
        if (Mode.THROUGHPUT != mode || null == tests)
        {
            return mode;
        }
        return tests.contains(DURABLE) ? Mode.DURABLE : tests.contains(EDGE) ? Mode.EDGE : mode;
    }

    List<BenchmarkCase> cases()
    {
        if (tests == null && connections == null && pipelines == null && lengths == null)
        {
            return BenchmarkCase.defaults();
        }
        if (isTyped())
        {
            return BenchmarkCase.typed();
        }
        if (mode() == Mode.DURABLE)
        {
            return BenchmarkCase.durable();
        }
        return BenchmarkCase.product(
            tests == null ? List.of("get", "set") : tests,
            connections == null ? List.of(50) : connections,
            pipelines == null ? List.of(1) : pipelines,
            lengths == null ? List.of(64) : lengths);
    }

    /** What {@code --cases} names, null without it. */
    List<String> names()
    {
        return tests;
    }

    int roundCount()
    {
        if (roundCount != 0)
        {
            return roundCount;
        }
        return mode == Mode.LONGEST ? DEFAULT_RUNS_ALIKE : DEFAULT_ROUNDS;
    }

    double seconds()
    {
        return seconds;
    }

    /** Keys and members to draw from; loads of data types draw from those that are there unless told otherwise. */
    int keyspace()
    {
        return (int)Math.min(Integer.MAX_VALUE, 0 == keyCount && isTyped() ? memberCount : keyCount);
    }

    /** Members of a large sorted set, or entries of a large stream. */
    long memberCount()
    {
        return memberCount;
    }

    private boolean isTyped()
    {
        return tests != null && tests.contains(TYPES);
    }

    long keyCount()
    {
        if (keyCount != 0)
        {
            return keyCount;
        }
        return switch (mode)
        {
            case MEMORY, LONGEST -> DEFAULT_MEMORY_KEYS;
            case BYTES -> DEFAULT_ELEMENTS;
            case EVICTION -> DEFAULT_CACHED_KEYS;
            case REPLICATION -> DEFAULT_REPLICATED_KEYS;
            default -> DEFAULT_GROWTH_KEYS;
        };
    }

    int batchLength()
    {
        return batchLength;
    }

    List<String> targetCommand()
    {
        return targetCommand;
    }

    List<String> redisCommand()
    {
        return redisCommand;
    }

    List<String> targetArguments()
    {
        return joined(sharedArguments, targetArguments);
    }

    List<String> redisArguments()
    {
        return joined(sharedArguments, redisArguments);
    }

    /** @param more options for the JVM, before those that were asked for. */
    Map<String, String> targetEnvironment(final String more)
    {
        return Map.of("RINGBOLT_JVM_OPTS", more + " " + jvmOptions);
    }

    Map<String, String> targetEnvironment()
    {
        return jvmOptions.isEmpty() ? Map.of() : Map.of("RINGBOLT_JVM_OPTS", jvmOptions);
    }

    String benchmarkCommand()
    {
        return benchmarkCommand;
    }

    /** Where the Markdown goes; null for standard output. */
    String outputFile()
    {
        return outputFile;
    }

    private static List<String> joined(final List<String> first, final List<String> second)
    {
        final List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static List<String> words(final String value)
    {
        return value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
    }

    private static List<String> names(final String value)
    {
        return List.of(value.toLowerCase(Locale.ROOT).split(","));
    }

    private static List<Integer> numbers(final String option, final String value)
    {
        final List<Integer> numbers = new ArrayList<>();
        for (final String part : value.split(","))
        {
            numbers.add(number(option, part));
        }
        return numbers;
    }

    private static int number(final String option, final String value)
    {
        return (int)Math.max(1, positive(option, value));
    }

    private static double positive(final String option, final String value)
    {
        try
        {
            final double number = Double.parseDouble(value);
            if (number >= 0)
            {
                return number;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number for " + option + ": " + value, ex);
        }
        throw new IllegalArgumentException("negative number for " + option + ": " + value);
    }
}
