package io.ringbolt.perf.bench;

import io.ringbolt.engine.hyperloglog.Cardinality;
import io.ringbolt.engine.hyperloglog.HyperLogLogs;
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

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What an element and an estimate of a HyperLogLog cost, beside an array of a byte a register.
 * <p>
 * Hypothesis: a register of six bits costs a shift more than a byte; in the sparse form it costs the walk through the
 * runs before it. An estimate reads 12 KiB instead of 16 and costs the same sums.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HyperLogLogBenchmark
{
    private static final long SEED = 42;
    private static final int REGISTERS = 1 << 14;
    private static final int MAX_RANK = 51;
    /** The default of {@code hll-sparse-max-bytes}. */
    private static final int MAX_SPARSE_LENGTH = 3000;
    private static final double TOLERANCE = 0.03;

    @Param({"200", "1000000"})
    private int elementCount;

    private final HyperLogLogs value = new HyperLogLogs();
    private final Cardinality cardinality = new Cardinality();
    private final byte[] twin = new byte[REGISTERS];
    private final int[] histogram = new int[MAX_RANK + 1];
    private long[] hashes;
    private int next;

    /** Counts the same elements in both; the first counts make a sparse one. */
    @Setup
    public void setUp()
    {
        hashes = new SplittableRandom(SEED).longs(elementCount).toArray();
        value.maxSparseLength(MAX_SPARSE_LENGTH);
        value.create();
        for (final long hash : hashes)
        {
            raise(hash);
            raiseTwin(hash);
        }
    }

    /** Both are near the truth. */
    @TearDown
    public void tearDown()
    {
        final double estimate = cardinality.of(value.address(), value.length());
        Results.expect(estimate >= elementCount * (1 - TOLERANCE), "estimate=" + estimate);
        final double naive = naiveEstimate();
        Results.expect(naive >= elementCount * (1 - 2 * TOLERANCE), "estimate of the twin=" + naive);
    }

    @Benchmark
    public int add()
    {
        return raise(nextHash());
    }

    @Benchmark
    public boolean addTwin()
    {
        return raiseTwin(nextHash());
    }

    @Benchmark
    public long estimate()
    {
        return cardinality.of(value.address(), value.length());
    }

    @Benchmark
    public double estimateTwin()
    {
        return naiveEstimate();
    }

    /** The hashes that were counted come again and again, so the form stays what it is. */
    private long nextHash()
    {
        next = next + 1 == hashes.length ? 0 : next + 1;
        return hashes[next];
    }

    private int raise(final long hash)
    {
        return value.raise(HyperLogLogs.index(hash), HyperLogLogs.rank(hash));
    }

    private boolean raiseTwin(final long hash)
    {
        final int index = HyperLogLogs.index(hash);
        final byte rank = (byte)HyperLogLogs.rank(hash);
        final boolean isHigher = rank > twin[index];
        twin[index] = isHigher ? rank : twin[index];
        return isHigher;
    }

    /** Flajolet's estimate, with linear counting for few elements. */
    private double naiveEstimate()
    {
        Arrays.fill(histogram, 0);
        for (final byte register : twin)
        {
            histogram[register]++;
        }
        double sum = 0;
        for (int i = 0; i < histogram.length; i++)
        {
            sum += histogram[i] / (double)(1L << i);
        }
        final double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        return raw < 2.5 * REGISTERS && histogram[0] > 0 ? REGISTERS * Math.log(REGISTERS / (double)histogram[0]) : raw;
    }
}
