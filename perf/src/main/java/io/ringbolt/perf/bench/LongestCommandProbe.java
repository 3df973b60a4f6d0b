package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.perf.bench.LargeValue.Step;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The longest single command on a large value of each type, in processor time of the engine's thread: every command
 * that grows it, draws from it, changes, shrinks and ends it, and every tick that frees or expires what is left.
 * <p>
 * A run with few elements goes before, so that what is measured has been compiled. Then everything runs several times
 * alike, and the least time of each operation counts.
 */
public final class LongestCommandProbe
{
    private static final String HEADER = "| value | command | times | p50 us | p99.9 us | slowest us | over 1 ms |\n" +
        "|---|---|---:|---:|---:|---:|---:|";
    private static final int WARM_UP_COUNT = 20_000;
    private static final int SOME_COUNT = 10_000;
    private static final int SOME_SHARE = 10;
    private static final int SPARED_COUNT = 1_000;
    private static final double NS_PER_US = 1_000;
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long CONTROL_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int DIGITS = 3;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long count;
    private final Consumer<String> onRow;

    private LongestCommandProbe(final long count, final Consumer<String> onRow)
    {
        this.count = count;
        this.onRow = onRow;
    }

    /**
     * Measures all types.
     *
     * @param count  elements of each value.
     * @param names  of values to measure, or null for all.
     * @param runCount how often all is done alike; what takes long because of the machine hardly does so in every run.
     * @param onRow  told each row of the table when it is known.
     * @return a table; what is O(n) by its definition is marked as such.
     * @throws Exception if the engine fails.
     */
    public static List<String> measure(
        final long count, final List<String> names, final int runCount, final Consumer<String> onRow) throws Exception
    {
        final List<String> rows = new ArrayList<>(List.of(HEADER));
        final Consumer<String> recorder = row ->
        {
            rows.add(row);
            onRow.accept(row);
        };
        for (final LargeValue value : LargeValues.all())
        {
            if (names == null || names.contains(value.name()))
            {
                new LongestCommandProbe(Math.min(count, WARM_UP_COUNT), row -> { }).run(value, 1);
                new LongestCommandProbe(count, recorder).run(value, runCount);
            }
        }
        recorder.accept(control());
        return rows;
    }

    private void run(final LargeValue value, final int runCount) throws Exception
    {
        final List<LeastTimes> times = new ArrayList<>();
        value.steps().forEach(step -> times.add(new LeastTimes(allocator)));
        for (int i = 0; i < runCount; i++)
        {
            try (Pipeline pipeline = new Pipeline())
            {
                for (int step = 0; step < times.size(); step++)
                {
                    times.get(step).rewind();
                    run(pipeline, value.steps().get(step), times.get(step));
                }
            }
        }
        for (int step = 0; step < times.size(); step++)
        {
            final Histogram histogram = new Histogram(HIGHEST_NS, DIGITS);
            times.get(step).addTo(histogram);
            times.get(step).close();
            if (histogram.getTotalCount() > 0)
            {
                onRow.accept(row(value.name(), label(value.steps().get(step)), histogram));
            }
        }
    }

    private void run(final Pipeline pipeline, final Step step, final LeastTimes times) throws Exception
    {
        switch (step.repeat())
        {
            case EACH -> repeat(pipeline, step.command(), count, times);
            case MOST -> repeat(pipeline, step.command(), Math.max(0, count - SPARED_COUNT), times);
            case SOME -> repeat(pipeline, step.command(), Math.min(count / SOME_SHARE, SOME_COUNT), times);
            case ONCE, BY_DEFINITION -> repeat(pipeline, step.command(), 1, times);
            case PREPARE -> pipeline.run(Pipeline.resp(step.command().split(" ")));
            case WAIT -> pipeline.pass(Long.parseLong(step.command()));
            case PASS ->
            {
                pipeline.pass(Long.parseLong(step.command()));
                tick(pipeline, times);
            }
            default -> throw new IllegalStateException(step.toString());
        }
    }

    private void repeat(
        final Pipeline pipeline, final String text, final long times, final LeastTimes out) throws Exception
    {
        final long errors = pipeline.errorCount();
        try (CommandTemplate command = new CommandTemplate(allocator, text, count);
            OperationClock clock = clock(out))
        {
            for (long number = 0; number < times; number++)
            {
                final int length = command.write(number);
                pipeline.decode(command.address(), length);
                clock.start();
                pipeline.execute();
                clock.stop();
                pipeline.drain();
            }
            clock.flush();
        }
        if (errors != pipeline.errorCount())
        {
            throw new IllegalStateException("an error was replied: command=" + text);
        }
    }

    private void tick(final Pipeline pipeline, final LeastTimes out) throws Exception
    {
        try (OperationClock clock = clock(out))
        {
            while (pipeline.isTickDue())
            {
                pipeline.publishTick();
                clock.start();
                pipeline.execute();
                clock.stop();
                pipeline.drain();
            }
            clock.flush();
        }
    }

    private static OperationClock clock(final LeastTimes out) throws IOException
    {
        return new OperationClock((wallNs, processorNs, waitedNs) -> out.add(processorNs));
    }

    private static String label(final Step step)
    {
        return switch (step.repeat())
        {
            case PASS -> "ticks until all is done";
            case BY_DEFINITION -> step.command() + " (O(n))";
            case MOST -> step.command() + ", nearly all";
            default -> step.command();
        };
    }

    /** The same readings of the clocks with nothing between them: what is slow here is the machine's. */
    private static String control() throws IOException
    {
        final Histogram times = new Histogram(HIGHEST_NS, DIGITS);
        final long startNs = System.nanoTime();
        try (OperationClock clock = new OperationClock(
            (wallNs, processorNs, waitedNs) -> times.recordValue(Math.min(HIGHEST_NS, processorNs))))
        {
            while (System.nanoTime() - startNs < CONTROL_NS)
            {
                clock.start();
                clock.stop();
            }
        }
        return row("control", "nothing done for 20 s, single readings", times);
    }

    private static String row(final String value, final String command, final Histogram times)
    {
        return String.format(Locale.ROOT, "| %s | %s | %,d | %.1f | %.1f | **%.0f** | %d |", value, command,
            times.getTotalCount(), times.getValueAtPercentile(50) / NS_PER_US,
            times.getValueAtPercentile(99.9) / NS_PER_US, times.getMaxValue() / NS_PER_US,
            times.getCountBetweenValues(SLOW_NS, HIGHEST_NS));
    }
}
