package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
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

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a block of the arena costs: taken and given back at once, and replaced among a million others.
 * <p>
 * Hypothesis: a block of a size class costs tens of nanoseconds while its page is in the cache, and a miss or two more
 * among a million.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ArenaBenchmark
{
    private static final int LIVE_COUNT = 1 << 20;
    private static final long SEED = 42;
    private static final long MARK = 0x5249_4e47_424f_4c54L;

    @Param({"32", "64", "1024"})
    private int length;

    private final long[] live = new long[LIVE_COUNT];
    private Arena arena;
    private SplittableRandom random;

    /** Fills the arena with blocks of one length, each marked with its index. */
    @Setup
    public void setUp()
    {
        arena = new Arena(Arena.DEFAULT_CHUNK_BYTES);
        random = new SplittableRandom(SEED);
        for (int i = 0; i < LIVE_COUNT; i++)
        {
            live[i] = arena.allocate(length);
            arena.putLong(live[i], 0, MARK ^ i);
        }
    }

    /** Every block must still hold its mark, and nothing may be lost when all are free. */
    @TearDown
    public void tearDown()
    {
        for (int i = 0; i < LIVE_COUNT; i++)
        {
            Results.expect(MARK ^ i, OffHeap.getLong(arena.address(live[i])), "block " + i);
            arena.free(live[i]);
        }
        Results.expect(0, arena.liveBytes(), "live bytes");
        arena.close();
    }

    @Benchmark
    public long allocateAndFree()
    {
        final long ref = arena.allocate(length);
        arena.free(ref);
        return ref;
    }

    @Benchmark
    public long replaceAmongAMillion()
    {
        final int index = random.nextInt(LIVE_COUNT);
        arena.free(live[index]);
        live[index] = arena.allocate(length);
        arena.putLong(live[index], 0, MARK ^ index);
        return live[index];
    }
}
