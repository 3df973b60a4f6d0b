package io.ringbolt.perf.bench;

import com.lmax.disruptor.Sequence;
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
 * The way through the ring to a second thread that polls without pause, until it has passed the command: what
 * {@code threading-mode dedicated} pays at the least.
 * <p>
 * Hypothesis: a few hundred nanoseconds, which is what moving a cache line there and one back costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingRoundTripBenchmark
{
    /** Bytes of each of the three arguments; the largest leaves the inline area. */
    @Param({"16", "1024"})
    private int argumentLength;

    @Param({"true", "false"})
    private boolean isSingleProducer;

    private RingFixture ring;
    private Thread consumer;
    private volatile boolean isRunning;

    /** Starts the consumer. */
    @Setup
    public void setUp()
    {
        ring = new RingFixture(argumentLength, isSingleProducer);
        isRunning = true;
        consumer = new Thread(this::pollUntilStopped, "consumer");
        consumer.start();
    }

    /** Ends the consumer, so that its last count is seen. */
    @TearDown
    public void tearDown() throws InterruptedException
    {
        isRunning = false;
        consumer.join();
        ring.close();
    }

    @Benchmark
    public long toAnotherThread()
    {
        final long sequence = ring.publish();
        final Sequence passed = ring.passed();
        while (passed.get() < sequence)
        {
            Thread.onSpinWait();
        }
        return sequence;
    }

    private void pollUntilStopped()
    {
        try
        {
            while (isRunning)
            {
                if (!ring.poll())
                {
                    Thread.onSpinWait();
                }
            }
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
