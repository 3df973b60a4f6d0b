package io.ringbolt.perf.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * What a command pays for its way through the ring when both ends share a thread, as in {@code threading-mode shared}:
 * copied in, published, polled and released.
 * <p>
 * Hypothesis: tens of nanoseconds, so that the ring may stay even where nobody is on its other side.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingHopBenchmark
{
    /** Bytes of each of the three arguments; the largest leaves the inline area. */
    @Param({"16", "1024"})
    private int argumentLength;

    @Param({"true", "false"})
    private boolean isSingleProducer;

    private RingFixture ring;

    @Setup
    public void setUp()
    {
        ring = new RingFixture(argumentLength, isSingleProducer);
    }

    @TearDown
    public void tearDown()
    {
        ring.close();
    }

    @Benchmark
    public long onOneThread() throws Exception
    {
        ring.publish();
        ring.poll();
        return ring.handledBytes();
    }
}
