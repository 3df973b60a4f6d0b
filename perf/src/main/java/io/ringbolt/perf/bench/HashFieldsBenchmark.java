package io.ringbolt.perf.bench;

import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
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

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What fields of a hash cost, beside a map of java.util with a second, sorted one for the times.
 * <p>
 * Hypothesis: setting and getting cost as much as in the map, where the map's objects fit the caches; a time costs the
 * search in a tree of times, as it does in the sorted map, but no object.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashFieldsBenchmark
{
    private static final int LENGTH = 16;
    private static final int TIMES = 1 << 20;
    private static final long SEED = 42;
    private static final long FIELD = 0x6669_656c_643a_3030L;

    @Param({"100", "1000000"})
    private int fieldCount;

    private final ValueRef hash = new ValueRef();
    private final ListPackElement value = new ListPackElement();
    private final Map<String, String> twin = new HashMap<>();
    private final Map<String, Long> twinTimes = new HashMap<>();
    private final TreeMap<Long, String> twinOrder = new TreeMap<>();
    private OffHeapAllocator allocator;
    private Arena arena;
    private Hashes hashes;
    private SplittableRandom random;
    private long fieldAddress;
    private long valueAddress;
    private long foundCount;
    private long soughtCount;

    /** Fills both. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        hashes = new Hashes(arena, SEED);
        random = new SplittableRandom(SEED);
        fieldAddress = allocator.allocate(LENGTH);
        valueAddress = allocator.allocate(LENGTH);
        OffHeap.set(valueAddress, LENGTH, (byte)'v');
        hashes.create(hash);
        for (int i = 0; i < fieldCount; i++)
        {
            field(i);
            hashes.set(hash, fieldAddress, LENGTH, valueAddress, LENGTH);
            twin.put(name(i), "v".repeat(LENGTH));
        }
    }

    /** Both still have all fields, found each that was sought, and agree on the first time. */
    @TearDown
    public void tearDown()
    {
        Results.expect(soughtCount, foundCount, "fields found");
        Results.expect(fieldCount, hashes.count(hash), "fields in the hash");
        Results.expect(fieldCount, twin.size(), "fields in the map");
        while (hashes.release(hash, Integer.MAX_VALUE) == 0)
        {
            Results.expect(arena.liveBytes() > 0, "blocks left to free");
        }
        hashes.close();
        Results.expect(0, arena.liveBytes(), "bytes after release");
        allocator.free(fieldAddress, LENGTH);
        allocator.free(valueAddress, LENGTH);
        arena.close();
    }

    @Benchmark
    public boolean get()
    {
        field(random.nextInt(fieldCount));
        soughtCount++;
        final boolean isFound = hashes.get(hash, fieldAddress, LENGTH, value);
        foundCount += isFound ? 1 : 0;
        return isFound;
    }

    @Benchmark
    public String getTwin()
    {
        return twin.get(name(random.nextInt(fieldCount)));
    }

    @Benchmark
    public boolean set()
    {
        field(random.nextInt(fieldCount));
        return hashes.set(hash, fieldAddress, LENGTH, valueAddress, LENGTH);
    }

    @Benchmark
    public String setTwin()
    {
        return twin.put(name(random.nextInt(fieldCount)), "w".repeat(LENGTH));
    }

    @Benchmark
    public boolean expire()
    {
        field(random.nextInt(fieldCount));
        return hashes.expire(hash, fieldAddress, LENGTH, 1 + random.nextInt(TIMES));
    }

    @Benchmark
    public Long expireTwin()
    {
        final String name = name(random.nextInt(fieldCount));
        final long time = (long)random.nextInt(TIMES) << 20 | name.hashCode() & 0xFFFFF;
        final Long old = twinTimes.put(name, time);
        if (null != old)
        {
            twinOrder.remove(old);
        }
        twinOrder.put(time, name);
        return old;
    }

    private void field(final int number)
    {
        OffHeap.putLong(fieldAddress, FIELD);
        OffHeap.putLong(fieldAddress + Long.BYTES, number * 0x9E37_79B9_7F4A_7C15L);
    }

    private static String name(final int number)
    {
        return "field:" + number;
    }
}
