package io.ringbolt.perf.bench;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.stream.FieldSource;
import io.ringbolt.engine.stream.StreamCursor;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.Streams;
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

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What entries of a stream cost, beside a TreeMap from ids to lists of texts. Every entry has two fields with values of
 * 16 bytes.
 * <p>
 * Hypothesis: appending writes some forty bytes into the last node and trimming cuts whole nodes, so both together cost
 * less than two changes of a red-black tree. Finding ten entries costs a search and the walk through half a node on
 * average.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamBenchmark
{
    private static final long SEED = 42;
    private static final int RANGE = 10;
    private static final int FIELDS = 2;

    @Param({"1000", "1000000"})
    private int entryCount;

    private final ValueRef stream = new ValueRef();
    private final StreamId id = new StreamId();
    private final StreamId last = new StreamId();
    private final TreeMap<Long, List<String>> twin = new TreeMap<>();
    private final FieldSource fields = new Fields();
    private OffHeapAllocator allocator;
    private Arena arena;
    private Streams streams;
    private StreamCursor cursor;
    private Member value;
    private SplittableRandom random;
    private long nextMs;
    private long nextTwinMs;
    private long valueAddress;
    private long soughtCount;
    private long foundCount;

    /** The same four texts for every entry. */
    private final class Fields implements FieldSource
    {
        @Override
        public int fieldCount()
        {
            return FIELDS;
        }

        @Override
        public long address(final int index)
        {
            return valueAddress;
        }

        @Override
        public int length(final int index)
        {
            return index % 2 == 0 ? Long.BYTES : Member.LENGTH;
        }
    }

    /** Fills both. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        streams = new Streams(arena);
        cursor = new StreamCursor(streams);
        value = new Member(allocator);
        valueAddress = value.put(1);
        random = new SplittableRandom(SEED);
        streams.create(stream);
        for (int i = 0; i < entryCount; i++)
        {
            streams.append(stream, id.set(++nextMs, 0), fields);
            twin.put(++nextTwinMs, List.of("f", Member.name(i), "g", Member.name(i)));
        }
    }

    /** Both still have as many entries, and every range was as long as it should be. */
    @TearDown
    public void tearDown()
    {
        Results.expect(soughtCount, foundCount, "entries read");
        Results.expect(streams.count(stream) - entryCount <= Streams.DEFAULT_NODE_MAX_ENTRIES,
            "entries of the stream=" + streams.count(stream));
        Results.expect(entryCount, twin.size(), "entries of the TreeMap");
        while (streams.storage().release(stream, Integer.MAX_VALUE) == 0)
        {
            Results.expect(arena.liveBytes() > 0, "blocks left to free");
        }
        Results.expect(0, arena.liveBytes(), "bytes after release");
        value.close();
        arena.close();
    }

    /** What XADD with MAXLEN ~ does: nodes go whole. */
    @Benchmark
    public long appendAndTrim()
    {
        streams.append(stream, id.set(++nextMs, 0), fields);
        return streams.trims().toCount(stream, entryCount, false, 0);
    }

    /** What XADD with MAXLEN = does: the first entry is marked in its node. */
    @Benchmark
    public long appendAndTrimExactly()
    {
        streams.append(stream, id.set(++nextMs, 0), fields);
        return streams.trims().toCount(stream, entryCount, true, 0);
    }

    @Benchmark
    public Object appendAndTrimTwin()
    {
        final String text = Member.name((int)nextTwinMs);
        twin.put(++nextTwinMs, List.of("f", text, "g", text));
        return twin.pollFirstEntry();
    }

    /** Ten entries from one on. */
    @Benchmark
    public long range()
    {
        id.set(nextMs - RANGE - random.nextInt(entryCount - RANGE), 0);
        cursor.wrap(stream, id, last.set(Long.MAX_VALUE, 0), true);
        soughtCount += RANGE;
        long sum = 0;
        for (int i = 0; i < RANGE && cursor.next(); i++)
        {
            foundCount++;
            sum += cursor.id().timeMs();
        }
        return sum;
    }

    @Benchmark
    public long rangeTwin()
    {
        long sum = 0;
        int count = 0;
        for (final Long key : twin.tailMap(nextTwinMs - RANGE - random.nextInt(entryCount - RANGE)).keySet())
        {
            sum += key;
            if (++count == RANGE)
            {
                break;
            }
        }
        return sum;
    }
}
