package io.ringbolt.perf.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to give one of many pending entries of a consumer group to another consumer: a look-up, a removal and
 * an insertion in the trees of both consumers and in that by delivery.
 * <p>
 * Hypothesis: the command, decoding and reply included, takes no longer than the same changes to maps of
 * {@code java.util} alone, for the trees' nodes are a fraction of the maps' in number and in bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PendingEntriesBenchmark
{
    private static final int BATCH_LENGTH = 16;
    private static final int BATCH_COUNT = 1024;
    private static final int CONSUMER_COUNT = 8;
    private static final int FILL_STEP = 1000;
    private static final long SEED = 42;

    /** A pending entry in the naive form. */
    private static final class Pending
    {
        private final long id;
        private int owner;
        private long delivery;

        Pending(final long id, final long delivery)
        {
            this.id = id;
            this.delivery = delivery;
        }
    }

    @Param({"1000", "1000000"})
    private int entryCount;

    private final long[] batchAddresses = new long[BATCH_COUNT];
    private final int[] batchLengths = new int[BATCH_COUNT];
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final TreeMap<Long, Pending> deliveries = new TreeMap<>();
    private final List<TreeMap<Long, Pending>> consumers = new ArrayList<>();
    private Pipeline pipeline;
    private SplittableRandom random;
    private long nextDelivery;
    private int nextBatch;
    private long runCount;
    private long replyLength;

    /** Has all entries pending with the first consumer, in both forms. */
    @Setup
    public void setUp() throws Exception
    {
        random = new SplittableRandom(SEED);
        pipeline = new Pipeline();
        pipeline.run(Pipeline.resp("XGROUP", "CREATE", "s", "g", "0", "MKSTREAM"));
        for (int i = 0; i < entryCount; i++)
        {
            pipeline.run(Pipeline.resp("XADD", "s", id(i), "f", "v"));
        }
        for (int i = 0; i < entryCount; i += FILL_STEP)
        {
            pipeline.run(Pipeline.resp("XREADGROUP", "GROUP", "g", "c0", "COUNT", "" + FILL_STEP, "STREAMS", "s", ">"));
        }
        for (int i = 0; i < BATCH_COUNT; i++)
        {
            final StringBuilder batch = new StringBuilder();
            for (int j = 0; j < BATCH_LENGTH; j++)
            {
                batch.append(Pipeline.resp("XCLAIM", "s", "g", "c" + random.nextInt(CONSUMER_COUNT), "0",
                    id(random.nextInt(entryCount)), "JUSTID"));
            }
            batchAddresses[i] = pipeline.copy(batch.toString());
            batchLengths[i] = batch.length();
        }
        setUpMaps();
    }

    private void setUpMaps()
    {
        for (int i = 0; i < CONSUMER_COUNT; i++)
        {
            consumers.add(new TreeMap<>());
        }
        for (long i = 0; i < entryCount; i++)
        {
            final Pending entry = new Pending(i, nextDelivery++);
            pending.put(i, entry);
            deliveries.put(entry.delivery, entry);
            consumers.get(0).put(i, entry);
        }
    }

    /** Each claim must have replied an id, and no entry may have got lost. */
    @TearDown
    public void tearDown() throws Exception
    {
        Results.expect(runCount * BATCH_LENGTH * "*1\r\n$9\r\n1000000-0\r\n".length(), replyLength, "bytes of replies");
        Results.expect(entryCount, deliveries.size(), "entries in the map by delivery");
        Results.expect(entryCount, consumers.stream().mapToInt(TreeMap::size).sum(), "entries in the consumers' maps");
        for (int i = 0; i < BATCH_COUNT; i++)
        {
            pipeline.free(batchAddresses[i], batchLengths[i]);
        }
        pipeline.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_LENGTH)
    public long claim() throws Exception
    {
        final int batch = nextBatch;
        nextBatch = batch + 1 & BATCH_COUNT - 1;
        pipeline.decode(batchAddresses[batch], batchLengths[batch]);
        pipeline.execute();
        final long length = pipeline.drain();
        replyLength += length;
        runCount++;
        return length;
    }

    @Benchmark
    public long claimInMaps()
    {
        final Pending entry = pending.get((long)random.nextInt(entryCount));
        final int owner = random.nextInt(CONSUMER_COUNT);
        consumers.get(entry.owner).remove(entry.id);
        deliveries.remove(entry.delivery);
        entry.owner = owner;
        entry.delivery = nextDelivery++;
        consumers.get(owner).put(entry.id, entry);
        deliveries.put(entry.delivery, entry);
        return entry.delivery;
    }

    /** All ids are of the same length, and so are the replies. */
    private static String id(final int number)
    {
        return 1_000_000 + number + "-0";
    }
}
