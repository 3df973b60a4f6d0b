package io.ringbolt.perf.load;

import io.ringbolt.perf.compare.ServerProcess;
import io.ringbolt.perf.load.BenchOptions.Format;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program behind {@code bin/ringbolt-bench}: puts load on servers, in turns if there are several, and reports.
 */
public final class BenchMain implements AutoCloseable
{
    private static final long PROBE_WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PROBE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final double NS_PER_MS = 1e6;
    private static final int COURSE_ROWS = 20;

    private final BenchOptions options;
    private final Machine machine;
    private final PrintStream out;
    private final BenchProgress progress;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<List<RunResult>> results = new ArrayList<>();

    BenchMain(final BenchOptions options, final Machine machine, final PrintStream out, final BenchProgress progress)
    {
        this.options = options;
        this.machine = machine;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs a load; exits with 1 if a server fails and with 2 if an option is wrong.
     *
     * @param args the path of bin/ringbolt-server, then {@link BenchUsage#TEXT}.
     * @throws Exception if a file cannot be written.
     */
    public static void main(final String[] args) throws Exception
    {
        final String[] words = List.of(args).subList(1, args.length).toArray(new String[0]);
        if (List.of(words).contains("--help"))
        {
            System.out.println(BenchUsage.TEXT);
            return;
        }
        try
        {
            final BenchOptions options = BenchArguments.parse(words, System.in);
            final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try (BenchMain bench = new BenchMain(
                options, Machine.here(words), out, new BenchProgress(System.err, System.console() != null)))
            {
                bench.start(args[0]);
                bench.run();
            }
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println("ringbolt-bench: " + ex.getMessage() + "; --help lists the options");
            System.exit(2);
        }
        catch (final IOException | UncheckedIOException | IllegalStateException ex)
        {
            System.err.println("ringbolt-bench: " + ex.getMessage());
            System.exit(1);
        }
    }

    /** Starts what is to be started; all targets are known then. */
    void start(final String launcher) throws IOException, InterruptedException
    {
        final List<List<String>> arguments = options.serverArguments();
        final Map<String, String> environment =
            arguments.get(3).isEmpty() ? Map.of() : Map.of("RINGBOLT_JVM_OPTS", String.join(" ", arguments.get(3)));
        for (final String name : options.started())
        {
            final boolean isOurs = "ringbolt".equals(name);
            final ServerProcess server = ServerProcess.start(name,
                List.of(isOurs ? launcher : "redis-server"),
                Stream.concat(arguments.get(0).stream(), arguments.get(isOurs ? 1 : 2).stream()).toList(),
                isOurs ? environment : Map.of());
            servers.add(server);
            targets.add(new Target(name, "127.0.0.1", server.port(), null));
        }
        targets.addAll(options.targets());
    }

    /** Runs all tests on all targets and writes the reports. */
    void run() throws IOException, InterruptedException
    {
        header();
        for (final Workload workload : options.workloads())
        {
            final List<RunResult> test = measure(workload);
            results.add(test);
            print(test);
        }
        ratios();
        courses();
        files();
    }

    private List<RunResult> measure(final Workload workload) throws IOException, InterruptedException
    {
        final List<LoadRun> runs = new ArrayList<>();
        final List<RunResult> test = new ArrayList<>();
        for (final Target target : targets)
        {
            final LoadRun run = new LoadRun(target, options.access(), options, progress);
            run.prepare(workload);
            runs.add(run);
            test.add(new RunResult(target, workload));
        }
        final LoadShape shape = options.ratePercent() == 0 ? options.shape() : probed(workload, runs);
        for (int round = 0; round < options.rounds(); round++)
        {
            for (int i = 0; i < runs.size(); i++)
            {
                final int turn = (i + round) % runs.size();
                progress.step(workload.title() + " round " + (round + 1));
                runs.get(turn).run(workload, shape, test.get(turn));
            }
        }
        progress.clear();
        return test;
    }

    /** All targets warm up in a closed loop; the last one's rate is what the open loop's is a share of. */
    private LoadShape probed(final Workload workload, final List<LoadRun> runs)
        throws IOException, InterruptedException
    {
        double rate = 0;
        for (int i = 0; i < runs.size(); i++)
        {
            progress.step("finding the rate of " + targets.get(i).name());
            final RunResult probe = new RunResult(targets.get(i), workload);
            runs.get(i).run(workload, options.shape().closedFor(PROBE_WARM_UP_NS, PROBE_NS), probe);
            rate = probe.rate();
        }
        return options.shape().at(rate * options.ratePercent() / 100);
    }

    private void header()
    {
        if (options.output().format() == Format.CSV)
        {
            out.println(TextReport.CSV_HEADER);
        }
        else if (options.output().format() == Format.TABLE)
        {
            out.println(machine.began() + ", " + machine.description() + "\n\n" + TextReport.TABLE_HEADER);
        }
    }

    private void print(final List<RunResult> test)
    {
        final boolean isNamed = targets.size() > 1;
        for (final RunResult result : test)
        {
            switch (options.output().format())
            {
                case CSV -> out.println(TextReport.csv(result, isNamed));
                case QUIET -> out.println(TextReport.quiet(result, isNamed, options.output().precision()));
                case TABLE -> out.print(TextReport.table(result, options.output().precision()));
            }
            if (result.firstError() != null)
            {
                System.err.println("ringbolt-bench: " + result.target().name() + " has answered " +
                    result.errorCount() + " times with an error, first: " + result.firstError());
            }
        }
        out.flush();
    }

    private void ratios()
    {
        if (targets.size() < 2 || options.output().format() != Format.TABLE)
        {
            return;
        }
        out.println("\n" + TextReport.RATIO_HEADER);
        for (final List<RunResult> test : results)
        {
            final RunResult last = test.get(test.size() - 1);
            test.subList(0, test.size() - 1).forEach(result -> out.println(TextReport.ratio(result, last)));
        }
    }

    /** How the watched figures went. */
    private void courses()
    {
        if (!options.watched().isEmpty() && options.output().format() == Format.TABLE)
        {
            results.forEach(test -> test.forEach(result -> out.print(TextReport.overTime(result, COURSE_ROWS))));
        }
    }

    private void files() throws IOException
    {
        final BenchOptions.Output output = options.output();
        if (output.json() != null)
        {
            Files.writeString(output.json(), JsonReport.of(machine, results));
        }
        if (output.html() != null)
        {
            Files.writeString(output.html(), HtmlReport.of(output.title(), machine, results));
        }
        if (output.hgrm() != null)
        {
            for (final List<RunResult> test : results)
            {
                for (final RunResult result : test)
                {
                    writeHgrm(output.hgrm(), result);
                }
            }
        }
    }

    /** In milliseconds, as HdrHistogram's plotters read it. */
    private static void writeHgrm(final Path prefix, final RunResult result) throws IOException
    {
        final Histogram all = result.all();
        final String name =
            (result.target().name() + "-" + result.workload().title()).replaceAll("[^A-Za-z0-9_.-]+", "-");
        final Path file = prefix.resolveSibling(prefix.getFileName() + "-" + name + ".hgrm");
        try (PrintStream stream = new PrintStream(file.toFile(), StandardCharsets.UTF_8))
        {
            all.outputPercentileDistribution(stream, 5, NS_PER_MS);
        }
    }

    @Override
    public void close()
    {
        servers.forEach(ServerProcess::close);
    }
}
