package io.ringbolt.perf.bench;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;
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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * What members of a sorted set cost, beside a HashMap of scores with a TreeSet in their order.
 * <p>
 * Hypothesis: a new score costs two searches in either; the tree's nodes of many members touch fewer lines of memory
 * than the TreeSet's, so it wins once these leave the caches. A rank is O(log n) here and O(n) there. Ten neighbours
 * cost one search.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SortedSetBenchmark
{
    private static final long SEED = 42;
    private static final int RANGE = 10;
    private static final int SCORES = 1 << 20;

    private record Scored(double score, String name) implements Comparable<Scored>
    {
        @Override
        public int compareTo(final Scored other)
        {
            final int order = Double.compare(score, other.score);
            return 0 == order ? name.compareTo(other.name) : order;
        }
    }

    @Param({"100", "100000"})
    private int memberCount;

    private final ValueRef set = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final Map<String, Scored> twin = new HashMap<>();
    private final TreeSet<Scored> twinOrder = new TreeSet<>();
    private OffHeapAllocator allocator;
    private Arena arena;
    private SortedSets sortedSets;
    private SortedSetCursor cursor;
    private Member member;
    private SplittableRandom random;
    private long soughtCount;
    private long foundCount;

    /** Fills both. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        sortedSets = new SortedSets(arena, SEED);
        cursor = new SortedSetCursor(sortedSets);
        member = new Member(allocator);
        random = new SplittableRandom(SEED);
        sortedSets.create(Member.LENGTH, set);
        for (int i = 0; i < memberCount; i++)
        {
            final long address = member.put(i);
            sortedSets.find(set, address, Member.LENGTH);
            sortedSets.add(set, address, Member.LENGTH, i);
            twin.put(Member.name(i), new Scored(i, Member.name(i)));
        }
        twinOrder.addAll(twin.values());
    }

    /** Both still have all members, and every range was as long as it should be. */
    @TearDown
    public void tearDown()
    {
        Results.expect(soughtCount, foundCount, "members read");
        Results.expect(memberCount, sortedSets.count(set), "members of the sorted set");
        Results.expect(memberCount, twinOrder.size(), "members of the TreeSet");
        while (sortedSets.release(set, Integer.MAX_VALUE) == 0)
        {
            Results.expect(arena.liveBytes() > 0, "blocks left to free");
        }
        sortedSets.close();
        Results.expect(0, arena.liveBytes(), "bytes after release");
        member.close();
        arena.close();
    }

    @Benchmark
    public double update()
    {
        final long address = member.put(random.nextInt(memberCount));
        final double score = random.nextInt(SCORES);
        sortedSets.find(set, address, Member.LENGTH);
        sortedSets.update(set, address, Member.LENGTH, score);
        return score;
    }

    @Benchmark
    public double updateTwin()
    {
        final String name = Member.name(random.nextInt(memberCount));
        final Scored next = new Scored(random.nextInt(SCORES), name);
        twinOrder.remove(twin.put(name, next));
        twinOrder.add(next);
        return next.score();
    }

    @Benchmark
    public long rank()
    {
        return sortedSets.rank(set, member.put(random.nextInt(memberCount)), Member.LENGTH);
    }

    @Benchmark
    public long rankTwin()
    {
        return twinOrder.headSet(twin.get(Member.name(random.nextInt(memberCount)))).size();
    }

    /** Ten members from a member on. */
    @Benchmark
    public double range()
    {
        final int number = random.nextInt(memberCount);
        final long rank = Math.min(
            sortedSets.rank(set, member.put(number), Member.LENGTH), memberCount - RANGE);
        cursor.wrap(set, rank, true);
        double sum = 0;
        soughtCount += RANGE;
        for (int i = 0; i < RANGE && cursor.next(element); i++)
        {
            foundCount++;
            sum += cursor.score();
        }
        return sum;
    }

    @Benchmark
    public double rangeTwin()
    {
        double sum = 0;
        int count = 0;
        for (final Scored scored : twinOrder.tailSet(twin.get(Member.name(random.nextInt(memberCount)))))
        {
            sum += scored.score();
            if (++count == RANGE)
            {
                break;
            }
        }
        return sum;
    }
}
