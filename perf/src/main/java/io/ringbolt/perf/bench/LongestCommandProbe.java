package io.ringbolt.perf.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The longest single command on a large value, in processor time of the engine's thread: while the value grows an
 * element a command, and when it goes in each of the ways that must not wait for its length.
 */
public final class LongestCommandProbe
{
    private static final String HEADER =
        "| value | elements | growing, p99.99 us | growing, slowest us | UNLINK us | overwritten by SET us |" +
        " FLUSHALL ASYNC us |\n|---|---:|---:|---:|---:|---:|---:|";
    private static final String[] GROWTH =
        {"RPUSH v %d", "SADD v m%d", "ZADD v %d m%d", "HSET v f%d 1", "ARINSERT v m%d"};
    private static final double NS_PER_US = 1_000;
    private static final double QUANTILE = 0.9999;

    private LongestCommandProbe()
    {
    }

    /**
     * Measures all types.
     *
     * @param count    elements of each value.
     * @param onStep   told what is measured next.
     * @return a table.
     * @throws Exception if the engine fails.
     */
    public static List<String> measure(final long count, final Consumer<String> onStep) throws Exception
    {
        final List<String> rows = new ArrayList<>(List.of(HEADER));
        for (final String growth : GROWTH)
        {
            onStep.accept(growth.substring(0, growth.indexOf(' ')));
            rows.add(row(growth, count));
        }
        return rows;
    }

    private static String row(final String growth, final long count) throws Exception
    {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final double[] gone = new double[3];
        final String[] ends = {"UNLINK v", "SET v text", "FLUSHALL ASYNC"};
        final org.HdrHistogram.Histogram times = new org.HdrHistogram.Histogram(3);
        try (Pipeline pipeline = new Pipeline())
        {
            pipeline.run(Pipeline.resp("CONFIG", "SET", "lazyfree-lazy-server-del", "yes"));
            for (int i = 0; i < ends.length; i++)
            {
                for (long number = 0; number < count; number++)
                {
                    times.recordValue(timed(pipeline, threads, String.format(Locale.ROOT, growth, number, number)));
                }
                gone[i] = timed(pipeline, threads, ends[i]) / NS_PER_US;
            }
        }
        return String.format(Locale.ROOT, "| %s | %,d | %.0f | **%.0f** | %.0f | %.0f | %.0f |",
            growth.substring(0, growth.indexOf(' ')), count, times.getValueAtPercentile(100 * QUANTILE) / NS_PER_US,
            times.getMaxValue() / NS_PER_US, gone[0], gone[1], gone[2]);
    }

    /** Runs a command, and what the engine does of its own right after it. @return nanoseconds of the processor. */
    private static long timed(final Pipeline pipeline, final ThreadMXBean threads, final String words) throws Exception
    {
        final String resp = Pipeline.resp(words.split(" "));
        final long address = pipeline.copy(resp);
        pipeline.decode(address, resp.length());
        final long begin = threads.getCurrentThreadCpuTime();
        pipeline.execute();
        final long ns = threads.getCurrentThreadCpuTime() - begin;
        pipeline.free(address, resp.length());
        pipeline.drain();
        return ns;
    }
}
