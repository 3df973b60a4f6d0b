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

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A command's whole way but for the socket: decoded, through the ring, executed, its reply written and taken.
 * <p>
 * Hypothesis: some 200 ns a command with a thousand keys, two or three cache misses more with a million, and no byte on
 * the heap ({@code -prof gc}). What a pipeline of 100 gains over this the kernel spends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StringCommandsBenchmark
{
    private static final int BATCH_LENGTH = 16;
    private static final int BATCH_COUNT = 4096;
    private static final long SEED = 42;
    private static final String VALUE = "v".repeat(64);

    @Param({"get", "set", "incr", "mset", "ping"})
    private String command;

    @Param({"1000", "1000000"})
    private int keyCount;

    private final long[] batchAddresses = new long[BATCH_COUNT];
    private final int[] batchLengths = new int[BATCH_COUNT];
    private Pipeline pipeline;
    private int nextBatch;
    private long runCount;
    private long replyLength;

    /** Fills the keyspace and writes the batches of commands that will be sent again and again. */
    @Setup
    public void setUp() throws Exception
    {
        pipeline = new Pipeline();
        for (int i = 0; i < keyCount; i++)
        {
            pipeline.run(Pipeline.resp("SET", key(i), "incr".equals(command) ? "1000000000" : VALUE));
        }
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < BATCH_COUNT; i++)
        {
            final StringBuilder batch = new StringBuilder();
            for (int j = 0; j < BATCH_LENGTH; j++)
            {
                batch.append(request(random));
            }
            batchAddresses[i] = pipeline.copy(batch.toString());
            batchLengths[i] = batch.length();
        }
    }

    /** As many bytes must have come back as the commands' replies have. */
    @TearDown
    public void tearDown()
    {
        Results.expect(runCount * BATCH_LENGTH * expectedReplyLength(), replyLength, "bytes of replies");
        for (int i = 0; i < BATCH_COUNT; i++)
        {
            pipeline.free(batchAddresses[i], batchLengths[i]);
        }
        pipeline.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH_LENGTH)
    public long run() throws Exception
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

    private String request(final SplittableRandom random)
    {
        final String key = key(random.nextInt(keyCount));
        return switch (command)
        {
            case "set" -> Pipeline.resp("SET", key, VALUE);
            case "mset" -> Pipeline.resp("MSET", key, VALUE, key(random.nextInt(keyCount)), VALUE);
            case "ping" -> Pipeline.resp("PING");
            default -> Pipeline.resp(command.toUpperCase(Locale.ROOT), key);
        };
    }

    private int expectedReplyLength()
    {
        return switch (command)
        {
            case "get" -> "$64\r\n".length() + VALUE.length() + "\r\n".length();
            case "incr" -> ":1000000000\r\n".length();
            case "ping" -> "+PONG\r\n".length();
            default -> "+OK\r\n".length();
        };
    }

    private static String key(final int number)
    {
        return String.format(Locale.ROOT, "key:%012d", number);
    }
}
