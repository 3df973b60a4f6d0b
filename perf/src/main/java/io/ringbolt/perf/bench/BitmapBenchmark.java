package io.ringbolt.perf.bench;

import io.ringbolt.engine.bitmap.Bits;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
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

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to count and to find bits of a string, beside a BitSet.
 * <p>
 * Hypothesis: counting is as fast as memory, as it is for BitSet, which counts words, too; finding the next bit in a
 * string of zeros looks at eight bytes at a time. A range of a BitSet has to be copied out first.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BitmapBenchmark
{
    private static final long SEED = 42;
    private static final int SPARSE = 1 << 16;

    @Param({"4096", "1048576"})
    private int byteCount;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private SplittableRandom random;
    private BitSet twin;
    private BitSet sparseTwin;
    private long dense;
    private long sparse;
    private long bitCount;

    /** Half of the bits of one string are set, one in 65,536 of the other. */
    @Setup
    public void setUp()
    {
        random = new SplittableRandom(SEED);
        bitCount = (long)byteCount * Byte.SIZE;
        twin = new BitSet();
        sparseTwin = new BitSet();
        dense = allocator.allocate(byteCount);
        sparse = allocator.allocate(byteCount);
        OffHeap.set(dense, byteCount, (byte)0);
        OffHeap.set(sparse, byteCount, (byte)0);
        for (int i = 0; i < bitCount; i++)
        {
            if (random.nextBoolean())
            {
                twin.set(i);
                put(dense, i);
            }
            if (0 == random.nextInt(SPARSE) || i == bitCount - 1)
            {
                sparseTwin.set(i);
                put(sparse, i);
            }
        }
    }

    private static void put(final long address, final int bit)
    {
        final long at = address + bit / Byte.SIZE;
        OffHeap.putByte(at, (byte)(OffHeap.getByte(at) | 0x80 >>> bit % Byte.SIZE));
    }

    /** Both count and find the same. */
    @TearDown
    public void tearDown()
    {
        Results.expect(twin.cardinality(), Bits.count(dense, 0, bitCount - 1), "bits set");
        final int first = (int)(bitCount / 3);
        Results.expect(sparseTwin.nextSetBit(first), Bits.find(sparse, first, bitCount - 1, true), "next bit");
        allocator.free(dense, byteCount);
        allocator.free(sparse, byteCount);
    }

    @Benchmark
    public long count()
    {
        return Bits.count(dense, 0, bitCount - 1);
    }

    @Benchmark
    public long countTwin()
    {
        return twin.cardinality();
    }

    @Benchmark
    public long countRange()
    {
        final long first = random.nextLong(bitCount);
        return Bits.count(dense, first, bitCount - 1);
    }

    @Benchmark
    public long countRangeTwin()
    {
        return twin.get((int)random.nextLong(bitCount), (int)bitCount).cardinality();
    }

    @Benchmark
    public long find()
    {
        return Bits.find(sparse, random.nextLong(bitCount), bitCount - 1, true);
    }

    @Benchmark
    public long findTwin()
    {
        return sparseTwin.nextSetBit((int)random.nextLong(bitCount));
    }
}
