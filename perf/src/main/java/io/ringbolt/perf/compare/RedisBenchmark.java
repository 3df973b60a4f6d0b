package io.ringbolt.perf.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs of the redis-benchmark tool, with its CSV read back.
 */
final class RedisBenchmark
{
    private static final long RUN_LIMIT_MS = TimeUnit.MINUTES.toMillis(10);
    private static final long HIGHEST_KEYSPACE = 1_000_000_000;

    /** What it reports for a run that was over before its clock moved. */
    private static final String INFINITE = "inf";
    /** A test by default since 7.2; earlier versions can send the command all the same. */
    private static final String XADD = "xadd";
    private static final List<String> XADD_COMMAND = List.of("XADD", "mystream", "*", "myfield", "__data__");

    private final String executable;
    private final int keyCount;
    private final List<String> more;

    /**
     * @param executable to run, looked up in PATH.
     * @param keyCount   {@code -r}: keys, members and fields are drawn from so many; 0 for always the same one.
     */
    RedisBenchmark(final String executable, final int keyCount)
    {
        this(executable, keyCount, List.of());
    }

    /** @param more arguments, of how to connect. */
    RedisBenchmark(final String executable, final int keyCount, final List<String> more)
    {
        this.executable = executable;
        this.keyCount = keyCount;
        this.more = more;
    }

    /**
     * Runs one test and measures it.
     *
     * @param port         of the server.
     * @param load         to put on it.
     * @param requestCount of all connections together.
     * @return what redis-benchmark reports for the test itself, without what it had to prepare.
     * @throws IOException          if the tool fails; its output is in the message.
     * @throws InterruptedException if interrupted while it runs.
     */
    Measurement run(final int port, final BenchmarkCase load, final long requestCount)
        throws IOException, InterruptedException
    {
        return execute(port, load, load.test(), requestCount, keyCount);
    }

    /** Fills the server with what the test reads or pops. */
    void prepare(final int port, final BenchmarkCase load, final long requestCount)
        throws IOException, InterruptedException
    {
        if (load.preparation() != null)
        {
            final BenchmarkCase fast = new BenchmarkCase(load.preparation(), 50, 16, load.valueLength());
            final int drawnFrom =
                load.isPoppingUniqueElements() ? (int)Math.min(HIGHEST_KEYSPACE, 4 * requestCount) : keyCount;
            final long count = load.isConsuming() ? requestCount : Math.max(1_000, 3L * keyCount);
            execute(port, fast, fast.test(), count, drawnFrom);
        }
    }

    private Measurement execute(
        final int port, final BenchmarkCase load, final String test, final long requestCount, final int drawnFrom)
        throws IOException, InterruptedException
    {
        final List<String> line = new ArrayList<>(List.of(
            executable, "-h", "127.0.0.1", "-p", Integer.toString(port), "--csv",
            "-n", Long.toString(requestCount), "-c", Integer.toString(load.connectionCount()),
            "-P", Integer.toString(load.pipelineCount()), "-d", Integer.toString(load.valueLength())));
        if (drawnFrom > 0)
        {
            line.addAll(List.of("-r", Integer.toString(drawnFrom)));
        }
        line.addAll(more);
        final TypeLoad typed = TypeLoad.named(test);
        if (typed != null)
        {
            line.addAll(typed.words(load.valueLength()));
        }
        else
        {
            line.addAll(XADD.equals(test) ? XADD_COMMAND : List.of("-t", test));
        }

        final Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try
        {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(RUN_LIMIT_MS, TimeUnit.MILLISECONDS) || process.exitValue() != 0)
            {
                throw new IOException("redis-benchmark failed: " + line + "\n" + output);
            }
            return parse(output, test);
        }
        finally
        {
            process.destroy();
        }
    }

    /**
     * Reads the measured row: the last one, since what a test needs first is reported before it.
     *
     * @param csv  as {@code redis-benchmark --csv} of version 7 prints it.
     * @param test for the message if there is none.
     * @return the row's figures.
     * @throws IOException if no row of figures is in it.
     */
    static Measurement parse(final String csv, final String test) throws IOException
    {
        final String[] lines = csv.strip().split("\n");
        final String[] columns = lines[0].replace("\"", "").toLowerCase(Locale.ROOT).split(",");
        final String row = lines[lines.length - 1];
        // A test's title may contain commas, its figures do not: count the columns from the end.
        final String[] cells = row.replace("\"", "").split(",");
        final int surplus = cells.length - columns.length;
        if (lines.length < 2 || surplus < 0 || !columns[0].equals("test"))
        {
            throw new IOException("redis-benchmark reported no figures: test=" + test + "\n" + csv);
        }

        return new Measurement(
            cell(columns, cells, surplus, "rps"),
            cell(columns, cells, surplus, "p50_latency_ms"),
            cell(columns, cells, surplus, "p99_latency_ms"));
    }

    private static double cell(final String[] columns, final String[] cells, final int surplus, final String name)
        throws IOException
    {
        for (int i = 0; i < columns.length; i++)
        {
            if (columns[i].equals(name))
            {
                final String text = cells[i + surplus];
                return INFINITE.equals(text) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
            }
        }
        throw new IOException("redis-benchmark reported no column " + name + ": " + String.join(",", columns));
    }

    /**
     * The figures of one run.
     *
     * @param rate  requests per second.
     * @param p50Ms median latency as the client saw it.
     * @param p99Ms 99th percentile of the latency.
     */
    record Measurement(double rate, double p50Ms, double p99Ms)
    {
    }
}
