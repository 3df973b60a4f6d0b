package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a pause of the server does to the figures: in a closed loop it hides, in an open one it counts for all who came.
 */
class LoadRunTest
{
    private static final long PAUSE_MS = 1500;
    private static final int RATE = 400;
    private static final BenchProgress SILENT =
        new BenchProgress(new PrintStream(OutputStream.nullOutputStream()), false);

    private static RunResult run(final FakeServer server, final String line) throws Exception
    {
        final BenchOptions options = BenchArguments.parse(line.split(" "), InputStream.nullInputStream());
        final Workload workload = options.workloads().get(0);
        final RunResult result = new RunResult(server.target(), workload);
        new LoadRun(server.target(), Access.OPEN, options, SILENT).run(workload, options.shape(), result);
        return result;
    }

    private static long slowerThan(final Histogram histogram, final long ms)
    {
        return histogram.getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(ms), LoadRecorder.LONGEST_NS);
    }

    @Test
    void shouldCountAPauseForEveryoneWhoCameInAnOpenLoop() throws Exception
    {
        try (FakeServer server = new FakeServer(
            TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.MILLISECONDS.toNanos(PAUSE_MS)))
        {
            final RunResult result = run(server, "--rate " + RATE + " --duration 4s --warmup 0 -c 2 PING");

            assertEquals(4 * RATE, result.all().getTotalCount(), 2, "all that were due, answered");
            assertEquals(0, result.unfinishedCount());
            // Those due in the first 1000 ms of the pause waited 500 ms and more.
            final long waited = slowerThan(result.all(), 500);
            assertTrue(waited >= RATE * 0.9 * (PAUSE_MS - 500) / 1000, "waited: " + waited);
            assertTrue(result.all().getMaxValue() >= TimeUnit.MILLISECONDS.toNanos(PAUSE_MS - 100));
        }
    }

    @Test
    void shouldShowThePauseOnceForEachConnectionInAClosedLoop() throws Exception
    {
        try (FakeServer server = new FakeServer(
            TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.MILLISECONDS.toNanos(PAUSE_MS)))
        {
            final RunResult result = run(server, "--duration 3s --warmup 0 -c 2 PING");

            final long waited = slowerThan(result.all(), PAUSE_MS - 300);
            assertEquals(2, waited);
        }
    }

    @Test
    void shouldCountWhatIsNeverAnswered() throws Exception
    {
        try (FakeServer server = new FakeServer(TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.MINUTES.toNanos(2)))
        {
            final RunResult result =
                run(server, "--rate " + RATE + " --duration 1500ms --warmup 0 --drain 300ms -c 2 PING");

            assertEquals(1.5 * RATE, result.all().getTotalCount(), 2, "all that were due");
            assertTrue(result.unfinishedCount() >= RATE * 0.8, "unfinished: " + result.unfinishedCount());
            assertTrue(result.rate() < RATE);
        }
    }

    @Test
    void shouldMeasureAsManyOperationsAsAskedForWithoutThoseOfWarmingUp() throws Exception
    {
        try (FakeServer server = new FakeServer(Long.MAX_VALUE / 4, 1))
        {
            final RunResult result = run(server, "-n 3000 -c 6 -P 5 --threads 3 --warmup 200ms --interval 20ms PING");

            assertEquals(3000, result.all().getTotalCount());
            assertTrue(result.rate() > 0);
            assertTrue(result.intervals().stream().mapToLong(Interval::count).sum() <= 3000);
        }
    }

    @Test
    void shouldTellThatNobodyListens() throws Exception
    {
        final FakeServer server = new FakeServer(1, 1);
        server.close();

        final IOException refused = assertThrows(IOException.class, () -> run(server, "-n 1 PING"));

        assertTrue(refused.getMessage().startsWith("cannot connect to fake at 127.0.0.1:"), refused.getMessage());
    }
}
