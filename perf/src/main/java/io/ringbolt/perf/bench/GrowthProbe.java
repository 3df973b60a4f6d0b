package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.OffHeap;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * SETs of new keys into a server without sockets, with the processor time of every single one.
 * <p>
 * Wall-clock time also counts what the machine's other processes take, which on two cores is nearly all of what lies
 * beyond a millisecond. Less the time for which the thread was ready and had no core it must come near the processor
 * time: the rest is what the thread waited for of its own, a page or a lock, or what the hypervisor took.
 */
public final class GrowthProbe
{
    /** The table that {@link #measure} adds a row to. */
    public static final String HEADER =
        "| inside the server | keys | p50 us | p99.9 us | slowest us, processor time | SETs over 1 ms, processor " +
        "time | slowest us, wall clock | the same less waits for a core |\n|---|---:|---:|---:|---:|---:|---:|---:|";

    private static final String SET = Pipeline.resp("SET", "key:000000000000", "v".repeat(16));
    private static final int DIGITS_OFFSET = SET.indexOf("key:") + "key:".length();
    private static final int DIGIT_COUNT = 12;
    private static final int WARM_UP_COUNT = 50_000;
    private static final long HIGHEST_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double NS_PER_US = 1_000;

    private GrowthProbe()
    {
    }

    /**
     * Sets as many keys as wished, one after the other.
     *
     * @param keyCount of keys.
     * @return two rows, of ringbolt and of a control that does nothing for as long, of the table that
     *         {@link #HEADER} begins.
     * @throws Exception if the engine fails.
     */
    public static String measure(final long keyCount) throws Exception
    {
        final long startNs = System.nanoTime();
        final String measured;
        try (Pipeline pipeline = new Pipeline(); Stopwatch stopwatch = new Stopwatch())
        {
            final long address = pipeline.copy(SET);
            for (int i = 0; i < WARM_UP_COUNT; i++)
            {
                run(pipeline, address);
            }
            for (long key = 1; key <= keyCount; key++)
            {
                number(address + DIGITS_OFFSET, key);
                stopwatch.start();
                run(pipeline, address);
                stopwatch.stop();
            }
            pipeline.free(address, SET.length());
            measured = stopwatch.row("ringbolt");
        }
        return measured + "\n" + control(System.nanoTime() - startNs);
    }

    /** The same readings of the clocks for as long, with nothing between them: what is slow here is the machine's. */
    private static String control(final long durationNs) throws IOException
    {
        final long startNs = System.nanoTime();
        try (Stopwatch stopwatch = new Stopwatch())
        {
            while (System.nanoTime() - startNs < durationNs)
            {
                stopwatch.start();
                stopwatch.stop();
            }
            return stopwatch.row("control, nothing done");
        }
    }

    private static void run(final Pipeline pipeline, final long address) throws Exception
    {
        pipeline.decode(address, SET.length());
        pipeline.execute();
        Results.expect("+OK\r\n".length(), pipeline.drain(), "bytes of a SET's reply");
    }

    private static void number(final long address, final long number)
    {
        long rest = number;
        for (int i = DIGIT_COUNT - 1; i >= 0; i--)
        {
            OffHeap.putByte(address + i, (byte)('0' + rest % 10));
            rest /= 10;
        }
    }

    /** The times of one SET after the other. */
    private static final class Stopwatch implements AutoCloseable
    {
        private final Histogram processorNs = new Histogram(HIGHEST_NS, 3);
        private final Histogram wallNs = new Histogram(HIGHEST_NS, 3);
        private final Histogram withoutWaitNs = new Histogram(HIGHEST_NS, 3);
        private final OperationClock clock = new OperationClock(this::record);

        Stopwatch() throws IOException
        {
        }

        void start() throws IOException
        {
            clock.start();
        }

        void stop() throws IOException
        {
            clock.stop();
        }

        private void record(final long elapsedNs, final long usedNs, final long waitedNs)
        {
            processorNs.recordValue(Math.min(HIGHEST_NS, usedNs));
            wallNs.recordValue(Math.min(HIGHEST_NS, elapsedNs));
            withoutWaitNs.recordValue(Math.min(HIGHEST_NS, elapsedNs - waitedNs));
        }

        String row(final String name) throws IOException
        {
            clock.flush();
            return String.format(Locale.ROOT, "| %s | %,d | %.1f | %.1f | **%.0f** | **%d** | %.0f | %.0f |", name,
                wallNs.getTotalCount(), processorNs.getValueAtPercentile(50) / NS_PER_US,
                processorNs.getValueAtPercentile(99.9) / NS_PER_US, processorNs.getMaxValue() / NS_PER_US,
                processorNs.getCountBetweenValues(SLOW_NS, HIGHEST_NS), wallNs.getMaxValue() / NS_PER_US,
                withoutWaitNs.getMaxValue() / NS_PER_US);
        }

        @Override
        public void close() throws IOException
        {
            clock.close();
        }
    }
}
