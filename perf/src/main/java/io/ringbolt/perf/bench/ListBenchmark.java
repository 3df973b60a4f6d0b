package io.ringbolt.perf.bench;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.list.ListCursor;
import io.ringbolt.engine.list.Lists;
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

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * What a list of elements of 16 bytes costs by itself, beside an {@link ArrayDeque} of byte arrays.
 * <p>
 * Hypothesis: moving an element from one end to the other costs as much with a million elements as with a hundred; a
 * walk is as fast as the twin's, whose elements lie one by one on the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ListBenchmark
{
    private static final int ELEMENT_LENGTH = 16;
    private static final int WALK_LENGTH = 100;

    @Param({"100", "1000000"})
    private int elementCount;

    private final ValueRef list = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private OffHeapAllocator allocator;
    private Arena arena;
    private Lists lists;
    private ListCursor cursor;
    private ArrayDeque<byte[]> twin;
    private long elementAddress;

    /** Fills both lists with the same bytes. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        arena = new Arena(allocator, Arena.DEFAULT_CHUNK_BYTES);
        lists = new Lists(arena);
        cursor = new ListCursor(lists);
        twin = new ArrayDeque<>();
        elementAddress = allocator.allocate(ELEMENT_LENGTH);
        OffHeap.set(elementAddress, ELEMENT_LENGTH, (byte)'e');
        lists.create(list);
        for (int i = 0; i < elementCount; i++)
        {
            lists.push(list, false, elementAddress, ELEMENT_LENGTH);
            twin.addLast(OffHeap.toBytes(elementAddress, ELEMENT_LENGTH));
        }
    }

    /** Both lists are as long as at the start and hold the same bytes still. */
    @TearDown
    public void tearDown()
    {
        Results.expect(elementCount, lists.count(list), "elements of the list");
        Results.expect(elementCount, twin.size(), "elements of the twin");
        lists.get(list, elementCount / 2, element);
        Results.expect(
            Arrays.equals(twin.getFirst(), OffHeap.toBytes(element.address(), element.length())),
            "bytes of an element");
        allocator.free(elementAddress, ELEMENT_LENGTH);
        arena.close();
    }

    @Benchmark
    public void pushAndPop()
    {
        lists.push(list, true, elementAddress, ELEMENT_LENGTH);
        lists.removeRange(list, elementCount, 1);
    }

    @Benchmark
    public byte[] pushAndPopOfTwin()
    {
        twin.addFirst(OffHeap.toBytes(elementAddress, ELEMENT_LENGTH));
        return twin.removeLast();
    }

    @Benchmark
    public long walkOfAHundred()
    {
        long sum = 0;
        cursor.wrap(list, 0, true);
        for (int i = 0; i < WALK_LENGTH && cursor.next(element); i++)
        {
            sum += OffHeap.getByte(element.address());
        }
        return sum;
    }

    @Benchmark
    public long walkOfAHundredOfTwin()
    {
        long sum = 0;
        final Iterator<byte[]> elements = twin.iterator();
        for (int i = 0; i < WALK_LENGTH && elements.hasNext(); i++)
        {
            sum += elements.next()[0];
        }
        return sum;
    }
}
