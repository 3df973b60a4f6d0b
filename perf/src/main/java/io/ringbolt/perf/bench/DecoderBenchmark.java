package io.ringbolt.perf.bench;

import com.lmax.disruptor.EventPoller;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.transport.resp.CommandPublisher;
import io.ringbolt.transport.resp.RespDecoder;
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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of a pipeline of SETs into ring entries, and the entries given back: what a selector does to a command.
 * <p>
 * Hypothesis: below 100 ns while the value fits into the entry; whole commands take one pass, and a byte more at the
 * end that begins the next command costs nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecoderBenchmark
{
    private static final int PIPELINE_LENGTH = 16;
    private static final int RING_SIZE = 256;
    private static final int INLINE_LENGTH = 512;
    private static final long MAX_BULK_LENGTH = 512L << 20;
    private static final int ARGUMENT_COUNT = 3;

    @Param({"16", "1024"})
    private int valueLength;

    private OffHeapAllocator allocator;
    private CommandRing ring;
    private EventPoller<RingEntry> poller;
    private EventPoller.Handler<RingEntry> handler;
    private RespDecoder decoder;
    private long address;
    private int length;
    private long decodedCount;
    private long handledCount;

    /** Writes the pipeline's bytes. */
    @Setup
    public void setUp()
    {
        allocator = new OffHeapAllocator();
        ring = new CommandRing(allocator, RING_SIZE, INLINE_LENGTH, true);
        poller = ring.newPoller();
        ring.gate(poller.getSequence());
        handler = this::onEntry;
        final CommandTable table = new CommandTable();
        table.command("SET", -ARGUMENT_COUNT);
        final CommandPublisher publisher = new CommandPublisher(ring, table, () -> false);
        publisher.limits(MAX_BULK_LENGTH, false);
        decoder = new RespDecoder(new Session(1, null, 0), publisher);

        final byte[] bytes = Pipeline.resp("SET", "key:000000000001", "v".repeat(valueLength)).repeat(PIPELINE_LENGTH)
            .getBytes(StandardCharsets.ISO_8859_1);
        length = bytes.length;
        address = allocator.allocate(length);
        OffHeap.copyIn(bytes, 0, address, length);
    }

    /** Every command has arrived whole and with its row of the table. */
    @TearDown
    public void tearDown()
    {
        Results.expect(decodedCount, handledCount, "commands decoded");
        decoder.close();
        ring.close();
        allocator.free(address, length);
        Results.expect(0, allocator.liveBytes(), "live bytes");
    }

    @Benchmark
    @OperationsPerInvocation(PIPELINE_LENGTH)
    public int pipeline() throws Exception
    {
        decoder.decode(address, length);
        decodedCount += PIPELINE_LENGTH;
        poller.poll(handler);
        return decoder.consumed();
    }

    private boolean onEntry(final RingEntry entry, final long sequence, final boolean isEndOfBatch)
    {
        if (entry.command() != null && entry.argumentCount() == ARGUMENT_COUNT &&
            entry.argumentLength(ARGUMENT_COUNT - 1) == valueLength)
        {
            handledCount++;
        }
        entry.release();
        return true;
    }
}
