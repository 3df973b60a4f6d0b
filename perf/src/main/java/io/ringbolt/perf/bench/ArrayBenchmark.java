package io.ringbolt.perf.bench;

import io.ringbolt.engine.array.ArrayCursor;
import io.ringbolt.engine.array.SparseArrays;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
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

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What elements of an array cost, beside a TreeMap from indexes to texts: indexes without a gap, and one in a thousand.
 * <p>
 * Hypothesis: an element of an array without gaps costs a few loads, whatever its length; the map's path is as long as
 * its tree is high. Ten neighbours cost little more than one where there are no gaps.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ArrayBenchmark
{
    private static final long SEED = 42;
    private static final int ELEMENTS = 100_000;
    private static final int RANGE = 10;

    @Param({"1", "1000"})
    private int gap;

    private final ValueRef array = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final TreeMap<Long, String> twin = new TreeMap<>();
    private OffHeapAllocator allocator;
    private Arena arena;
    private SparseArrays arrays;
    private ArrayCursor cursor;
    private Member value;
    private SplittableRandom random;
    private long soughtCount;
    private long foundCount;

    /** Fills both. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        arrays = new SparseArrays(arena);
        cursor = new ArrayCursor(arrays);
        value = new Member(allocator);
        random = new SplittableRandom(SEED);
        arrays.create(array);
        for (int i = 0; i < ELEMENTS; i++)
        {
            arrays.set(array, (long)i * gap, value.put(i), Member.LENGTH);
            twin.put((long)i * gap, Member.name(i));
        }
    }

    /** Both still have all elements and found each that was sought. */
    @TearDown
    public void tearDown()
    {
        Results.expect(soughtCount, foundCount, "elements found");
        Results.expect(ELEMENTS, arrays.count(array), "elements of the array");
        Results.expect(ELEMENTS, twin.size(), "elements of the TreeMap");
        while (arrays.release(array, Integer.MAX_VALUE) == 0)
        {
            Results.expect(arena.liveBytes() > 0, "blocks left to free");
        }
        Results.expect(0, arena.liveBytes(), "bytes after release");
        value.close();
        arena.close();
    }

    @Benchmark
    public boolean get()
    {
        soughtCount++;
        final boolean isFound = arrays.get(array, (long)random.nextInt(ELEMENTS) * gap, element);
        foundCount += isFound ? 1 : 0;
        return isFound;
    }

    @Benchmark
    public String getTwin()
    {
        return twin.get((long)random.nextInt(ELEMENTS) * gap);
    }

    @Benchmark
    public boolean set()
    {
        final int number = random.nextInt(ELEMENTS);
        return arrays.set(array, (long)number * gap, value.put(number), Member.LENGTH);
    }

    @Benchmark
    public String setTwin()
    {
        final int number = random.nextInt(ELEMENTS);
        return twin.put((long)number * gap, Member.name(number));
    }

    /** Ten elements from one on. */
    @Benchmark
    public long scan()
    {
        cursor.wrap(array, (long)random.nextInt(ELEMENTS - RANGE) * gap, Long.MAX_VALUE, true);
        soughtCount += RANGE;
        long sum = 0;
        for (int i = 0; i < RANGE && cursor.next(); i++)
        {
            foundCount++;
            sum += cursor.index();
        }
        return sum;
    }

    @Benchmark
    public long scanTwin()
    {
        long sum = 0;
        int count = 0;
        for (final Long index : twin.tailMap((long)random.nextInt(ELEMENTS - RANGE) * gap).keySet())
        {
            sum += index;
            if (++count == RANGE)
            {
                break;
            }
        }
        return sum;
    }
}
