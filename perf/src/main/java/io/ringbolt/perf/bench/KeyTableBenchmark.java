package io.ringbolt.perf.bench;

import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.Keyspace;
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

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What the key table costs by itself: keys of 16 bytes with values of 16 bytes, found, missed, replaced and inserted.
 * <p>
 * Hypothesis: a hit costs two cache misses, for the bucket and for the entry block; a miss one, as the fingerprints
 * answer for the blocks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeyTableBenchmark
{
    private static final int KEY_LENGTH = 16;
    private static final int VALUE_LENGTH = 16;
    private static final long SEED = 42;
    private static final long PRESENT = 0x6b65_793a_6b65_793aL;
    private static final long ABSENT = 0x6e6f_6e65_6e6f_6e65L;

    @Param({"1000", "1000000", "10000000"})
    private int keyCount;

    private final KeyEntry entry = new KeyEntry();
    private OffHeapAllocator allocator;
    private Arena arena;
    private Database database;
    private SplittableRandom random;
    private long keyAddress;
    private long valueAddress;
    private long hitCount;
    private long findCount;

    /** Fills a database. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        database = new Keyspace(arena, 1, SEED, (owner, type, encoding, root, budget) -> 0).database(0);
        random = new SplittableRandom(SEED);
        keyAddress = allocator.allocate(KEY_LENGTH);
        valueAddress = allocator.allocate(VALUE_LENGTH);
        OffHeap.set(valueAddress, VALUE_LENGTH, (byte)'v');
        for (long i = 0; i < keyCount; i++)
        {
            key(PRESENT, i);
            set();
        }
    }

    /** Every key that should be found was, and the table holds as many as were put in. */
    @TearDown
    public void tearDown()
    {
        Results.expect(findCount, hitCount, "keys found");
        Results.expect(keyCount, database.size(), "keys in the table");
        key(PRESENT, keyCount / 2);
        Results.expect(database.find(keyAddress, KEY_LENGTH, entry), "key is present");
        Results.expect(VALUE_LENGTH, entry.stringLength(), "length of the value");
        key(ABSENT, 0);
        Results.expect(!database.find(keyAddress, KEY_LENGTH, entry), "key is absent");
        allocator.free(keyAddress, KEY_LENGTH);
        allocator.free(valueAddress, VALUE_LENGTH);
        arena.close();
    }

    @Benchmark
    public long hit()
    {
        key(PRESENT, random.nextInt(keyCount));
        findCount++;
        if (database.find(keyAddress, KEY_LENGTH, entry))
        {
            hitCount++;
        }
        return OffHeap.getLong(entry.stringAddress());
    }

    @Benchmark
    public boolean miss()
    {
        key(ABSENT, random.nextInt(keyCount));
        return database.find(keyAddress, KEY_LENGTH, entry);
    }

    @Benchmark
    public void replace()
    {
        key(PRESENT, random.nextInt(keyCount));
        set();
    }

    @Benchmark
    public long removeAndInsert()
    {
        key(PRESENT, random.nextInt(keyCount));
        findCount++;
        if (database.find(keyAddress, KEY_LENGTH, entry))
        {
            hitCount++;
            database.remove(entry, false);
        }
        set();
        return entry.ref();
    }

    private void key(final long kind, final long number)
    {
        OffHeap.putLong(keyAddress, kind);
        OffHeap.putLong(keyAddress + Long.BYTES, number);
    }

    private void set()
    {
        database.setString(keyAddress, KEY_LENGTH, Encoding.EMBSTR, valueAddress, VALUE_LENGTH, entry);
    }
}
