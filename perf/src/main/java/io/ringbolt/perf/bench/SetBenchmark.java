package io.ringbolt.perf.bench;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.set.Sets;
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

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What members of a set cost, beside a HashSet.
 * <p>
 * Hypothesis: looking a member up costs as much as in the HashSet where its objects fit the caches and less where they
 * don't, for it lies in one block; adding and removing one allocates nothing; a random one costs O(1), for which the
 * HashSet has no way at all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SetBenchmark
{
    private static final long SEED = 42;

    @Param({"100", "1000000"})
    private int memberCount;

    private final ValueRef set = new ValueRef();
    private final ListPackElement drawn = new ListPackElement();
    private final Set<String> twin = new HashSet<>();
    private OffHeapAllocator allocator;
    private Arena arena;
    private Sets sets;
    private Member member;
    private SplittableRandom random;
    private LongSupplier nextLong;
    private long soughtCount;
    private long foundCount;

    /** Fills both. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        sets = new Sets(arena, SEED);
        member = new Member(allocator);
        random = new SplittableRandom(SEED);
        nextLong = random::nextLong;
        sets.create(member.put(0), Member.LENGTH, 1, set);
        for (int i = 0; i < memberCount; i++)
        {
            sets.add(set, member.put(i), Member.LENGTH);
            twin.add(Member.name(i));
        }
    }

    /** Both have all members again and found each that was sought. */
    @TearDown
    public void tearDown()
    {
        Results.expect(soughtCount, foundCount, "members found");
        Results.expect(memberCount, sets.count(set), "members of the set");
        Results.expect(memberCount, twin.size(), "members of the HashSet");
        while (sets.release(set, Integer.MAX_VALUE) == 0)
        {
            Results.expect(arena.liveBytes() > 0, "blocks left to free");
        }
        sets.close();
        Results.expect(0, arena.liveBytes(), "bytes after release");
        member.close();
        arena.close();
    }

    @Benchmark
    public boolean contains()
    {
        soughtCount++;
        final boolean isFound = sets.contains(set, member.put(random.nextInt(memberCount)), Member.LENGTH);
        foundCount += isFound ? 1 : 0;
        return isFound;
    }

    @Benchmark
    public boolean containsTwin()
    {
        return twin.contains(Member.name(random.nextInt(memberCount)));
    }

    /** One that is there goes and comes back. */
    @Benchmark
    public boolean removeAndAdd()
    {
        final long address = member.put(random.nextInt(memberCount));
        return sets.remove(set, address, Member.LENGTH) & sets.add(set, address, Member.LENGTH);
    }

    @Benchmark
    public boolean removeAndAddTwin()
    {
        final String name = Member.name(random.nextInt(memberCount));
        return twin.remove(name) & twin.add(name);
    }

    @Benchmark
    public ListPackElement draw()
    {
        sets.random(set, nextLong, drawn);
        return drawn;
    }
}
