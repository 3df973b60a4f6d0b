package io.ringbolt.perf.load;

import io.ringbolt.perf.load.BenchOptions.Format;
import io.ringbolt.perf.load.BenchOptions.Output;
import io.ringbolt.transport.tls.ClientTls;
import io.ringbolt.transport.tls.TlsException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the command line of {@code bin/ringbolt-bench}; every field has the value it takes when nothing is said.
 */
final class BenchArguments
{
    private static final String DEFAULT_NAME = "server";
    private static final int YCSB_LENGTH = 100;
    private static final int SOAK_POINTS = 200;
    private static final String SOAK_MIX =
        "get:50,set:20,setex:5,incr:5,hset:5,hgetall:4,lpush:3,rpop:3,zadd:2,zrank:1,sadd:1,spop:1";
    private static final String SOAK_WATCH = "used_memory_rss,used_memory,allocator_frag_ratio," +
        "jvm_gc_pause_ms/s,jvm_allocated_bytes/s,jvm_heap_used";

    private final List<Target> targets = new ArrayList<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> command = new ArrayList<>();
    private List<String> bothArguments = List.of();
    private List<String> ringboltArguments = List.of();
    private List<String> redisArguments = List.of();
    private List<String> jvmOptions = List.of();
    private String host = "127.0.0.1";
    private int port = 6379;
    private String socket;
    private String user;
    private String password;
    private int database;
    private boolean isResp3;
    private boolean isTls;
    private boolean isTrustingAll;
    private Path authorities;
    private Path certificate;
    private Path privateKey;
    private String sni;
    private int clientCount = 50;
    private int threadCount = 1;
    private int pipeline = 1;
    private long requestCount = 100_000;
    private long durationNs;
    private long warmUpNs = -1;
    private long drainNs = TimeUnit.SECONDS.toNanos(10);
    private long intervalNs;
    private double rate;
    private double ratePercent;
    private boolean isPoisson;
    private int rounds = 1;
    private long seed = 1;
    private String keys;
    private long keyCount;
    private String lengths;
    private List<String> tests = List.of();
    private String mix;
    private List<String> ycsb = List.of();
    private long recordCount = 100_000;
    private boolean isFilling;
    private boolean isLastFromInput;
    private List<String> watched = List.of();
    private List<String> meanwhile = List.of();
    private long meanwhileEveryNs = TimeUnit.SECONDS.toNanos(2);
    private Format format = Format.TABLE;
    private int precision = 3;
    private Path json;
    private Path html;
    private Path hgrm;
    private String title = "ringbolt-bench";

    private BenchArguments()
    {
    }

    /**
     * Reads a command line.
     *
     * @param args  of the program.
     * @param input for {@code -x}.
     * @return the options.
     * @throws IllegalArgumentException naming the option that is unknown or whose value is missing or bad.
     * @throws IOException              if standard input cannot be read.
     */
    static BenchOptions parse(final String[] args, final InputStream input) throws IOException
    {
        final BenchArguments arguments = new BenchArguments();
        int i = 0;
        while (i < args.length && args[i].startsWith("-"))
        {
            if (arguments.applySwitch(args[i]))
            {
                i++;
            }
            else if (i + 1 == args.length)
            {
                throw new IllegalArgumentException("unknown option, or no value for it: " + args[i]);
            }
            else
            {
                arguments.apply(args[i], args[i + 1]);
                i += 2;
            }
        }
        arguments.command.addAll(Arrays.asList(args).subList(i, args.length));
        if (arguments.isLastFromInput)
        {
            arguments.command.add(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        }
        return arguments.conclude();
    }

    private boolean applySwitch(final String option)
    {
        switch (option)
        {
            case "-3" -> isResp3 = true;
            case "-q" -> format = Format.QUIET;
            case "--csv" -> format = Format.CSV;
            case "-x" -> isLastFromInput = true;
            case "--tls" -> isTls = true;
            case "--insecure" -> isTrustingAll = true;
            case "--fill" -> isFilling = true;
            default ->
            {
                return false;
            }
        }
        return true;
    }

    private void apply(final String option, final String value)
    {
        switch (option)
        {
            case "-h" -> host = value;
            case "-p" -> port = Target.port(value);
            case "-s" -> socket = value;
            case "-u" -> applyUri(value);
            case "-a" -> password = value;
            case "--user" -> user = value;
            case "--dbnum" -> database = (int)Amounts.whole(option, value, 0, Integer.MAX_VALUE);
            case "-c" -> clientCount = (int)Amounts.whole(option, value, 1, 1_000_000);
            case "-n" -> requestCount = Amounts.whole(option, value, 1, Long.MAX_VALUE);
            case "-P" -> pipeline = (int)Amounts.whole(option, value, 1, 1_000_000);
            case "--threads" -> threadCount = (int)Amounts.whole(option, value, 1, 500);
            case "-d" -> lengths = value;
            case "-r" -> keyCount = Amounts.whole(option, value, 0, 999_999_999_999L);
            case "-t" -> tests = Amounts.list(value);
            case "--precision" -> precision = (int)Amounts.whole(option, value, 0, 6);
            case "--cacert" -> authorities = Path.of(value);
            case "--cert" -> certificate = Path.of(value);
            case "--key" -> privateKey = Path.of(value);
            case "--sni" -> sni = value;
            case "--rounds" -> rounds = (int)Amounts.whole(option, value, 1, 10_000);
            case "--seed" -> seed = Amounts.whole(option, value, 0, Long.MAX_VALUE);
            case "--keys" -> keys = value;
            case "--mix" -> mix = value;
            case "--records" -> recordCount = Amounts.whole(option, value, 1, 999_999_999_999L);
            case "--ycsb" -> ycsb = Amounts.list("all".equals(value) ? "a,b,c,d,e,f" : value);
            case "--target" -> targets.add(Target.of(value));
            case "--start" -> started.addAll(Amounts.list(value));
            case "--both-args" -> bothArguments = Amounts.words(value);
            case "--ringbolt-args" -> ringboltArguments = Amounts.words(value);
            case "--redis-args" -> redisArguments = Amounts.words(value);
            case "--jvm-opts" -> jvmOptions = Amounts.words(value);
            case "--watch" -> watched = Amounts.list(value);
            case "--json" -> json = Path.of(value);
            case "--html" -> html = Path.of(value);
            case "--hgrm" -> hgrm = Path.of(value);
            case "--title" -> title = value;
            default -> applyTime(option, value);
        }
    }

    private void applyTime(final String option, final String value)
    {
        switch (option)
        {
            case "--duration" -> durationNs = Amounts.durationNs(option, value);
            case "--warmup" -> warmUpNs = Amounts.durationNs(option, value);
            case "--drain" -> drainNs = Amounts.durationNs(option, value);
            case "--interval" -> intervalNs = Amounts.durationNs(option, value);
            case "--meanwhile" -> meanwhile = Amounts.words(value);
            case "--meanwhile-every" -> meanwhileEveryNs = Amounts.durationNs(option, value);
            case "--soak" -> applySoak(Amounts.durationNs(option, value));
            case "--rate" -> applyRate(option, value);
            case "--arrivals" ->
            {
                if (!List.of("constant", "poisson").contains(value))
                {
                    throw new IllegalArgumentException("--arrivals are constant or poisson, not " + value);
                }
                isPoisson = "poisson".equals(value);
            }
            default -> throw new IllegalArgumentException("unknown option: " + option);
        }
    }

    private void applyRate(final String option, final String value)
    {
        final boolean isPercent = value.endsWith("%");
        final double number =
            Amounts.positive(option, isPercent ? value.substring(0, value.length() - 1) : value);
        rate = isPercent ? 0 : number;
        ratePercent = isPercent ? number : 0;
    }

    private void applySoak(final long lengthNs)
    {
        durationNs = lengthNs;
        mix = SOAK_MIX;
        keyCount = keyCount == 0 ? 1_000_000 : keyCount;
        lengths = lengths == null ? "zipf:16-4096" : lengths;
        watched = Amounts.list(SOAK_WATCH);
        intervalNs = Math.max(TimeUnit.SECONDS.toNanos(1), lengthNs / SOAK_POINTS);
        title = "Soak";
    }

    private void applyUri(final String text)
    {
        final URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("redis", "rediss").contains(uri.getScheme()))
        {
            throw new IllegalArgumentException(
                "a URI reads redis[s]://[[user:]password@]host[:port][/database]: " + text);
        }
        host = uri.getHost();
        port = uri.getPort() < 0 ? port : uri.getPort();
        isTls |= "rediss".equals(uri.getScheme());
        final String credentials = uri.getUserInfo();
        if (credentials != null)
        {
            final int colon = credentials.indexOf(':');
            user = colon <= 0 ? null : credentials.substring(0, colon);
            password = credentials.substring(colon + 1);
        }
        if (uri.getPath() != null && uri.getPath().length() > 1)
        {
            database = (int)Amounts.whole("-u", uri.getPath().substring(1), 0, Integer.MAX_VALUE);
        }
    }

    private BenchOptions conclude()
    {
        if (targets.isEmpty() && started.isEmpty())
        {
            targets.add(socket == null ?
                new Target(DEFAULT_NAME, host, port, null) : new Target(DEFAULT_NAME, null, 0, socket));
        }
        for (final String name : started)
        {
            if (!List.of("ringbolt", "redis").contains(name))
            {
                throw new IllegalArgumentException("--start knows ringbolt and redis, not " + name);
            }
        }
        if (user != null && password == null)
        {
            throw new IllegalArgumentException("--user needs -a");
        }
        if (lengths == null)
        {
            lengths = ycsb.isEmpty() ? "3" : Integer.toString(YCSB_LENGTH);
        }
        if (warmUpNs < 0)
        {
            warmUpNs = durationNs == 0 ? 0 : TimeUnit.SECONDS.toNanos(2);
        }
        if (intervalNs == 0)
        {
            intervalNs = durationNs == 0 ? TimeUnit.MILLISECONDS.toNanos(250) :
                Math.min(TimeUnit.SECONDS.toNanos(1), Math.max(TimeUnit.MILLISECONDS.toNanos(50), durationNs / 50));
        }
        final List<Workload> workloads = workloads();
        if (keys != null)
        {
            KeyChooser.of(keys, new AtomicLong(1));
        }
        ValueLengths.of(lengths);
        return new BenchOptions(
            List.copyOf(targets), List.copyOf(started),
            List.of(bothArguments, ringboltArguments, redisArguments, jvmOptions), access(), workloads, isFilling,
            new LoadShape(clientCount, threadCount, pipeline, requestCount, durationNs, warmUpNs, rate, isPoisson,
                drainNs, intervalNs, seed),
            ratePercent, rounds, keys, Math.max(1, keyCount), lengths, watched, meanwhile, meanwhileEveryNs,
            new Output(format, precision, json, html, hgrm, title));
    }

    private Access access()
    {
        try
        {
            return new Access(user, password, database, isResp3,
                isTls ? ClientTls.of(authorities, certificate, privateKey, isTrustingAll) : null, sni);
        }
        catch (final TlsException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    private List<Workload> workloads()
    {
        final boolean isDrawing = keyCount > 0;
        final List<Workload> workloads = new ArrayList<>();
        if (!command.isEmpty())
        {
            workloads.add(Workload.single(String.join(" ", command), RequestTemplate.of(command, isDrawing)));
        }
        if (mix != null)
        {
            workloads.add(Mixes.of(mix, isDrawing));
        }
        ycsb.forEach(letter -> workloads.add(Mixes.ycsb(letter, recordCount)));
        if (workloads.isEmpty() || !tests.isEmpty())
        {
            workloads.addAll(StandardTests.of(tests, isDrawing));
        }
        return isFilling ? workloads.stream()
            .map(workload -> workload.preparations().isEmpty() ?
                workload.prepared(Mixes.strings(), Math.max(1, keyCount)) : workload).toList() : workloads;
    }
}
