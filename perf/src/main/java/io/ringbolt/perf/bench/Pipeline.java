package io.ringbolt.perf.bench;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.EngineAgent;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.session.Session;
import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.DeferredRegion;
import io.ringbolt.transport.buffer.OutputBuffer;
import io.ringbolt.transport.resp.CommandPublisher;
import io.ringbolt.transport.resp.HeaderScratch;
import io.ringbolt.transport.resp.RespDecoder;
import io.ringbolt.transport.resp.RespWriter;
import org.agrona.collections.LongArrayList;

import java.nio.charset.StandardCharsets;

/**
 * A server without sockets on the caller's thread: bytes of commands go in, bytes of replies come out.
 */
final class Pipeline implements AutoCloseable
{
    private static final int RING_SIZE = 1024;
    private static final int INLINE_LENGTH = 512;
    private static final long MAX_BULK_LENGTH = 512L << 20;
    private static final long NOW_US = 1_700_000_000_000_000L;
    private static final long SEED = 42;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final ChunkPool chunks = new ChunkPool();
    private final DeferredRegion deferred = new DeferredRegion(allocator);
    private final HeaderScratch scratch = new HeaderScratch(allocator);
    private final CommandRing ring = new CommandRing(allocator, RING_SIZE, INLINE_LENGTH, true);
    private final LongArrayList retired = new LongArrayList();
    private final Engine engine =
        new Engine(ServerConfig.defaults(), new BenchHost(), allocator, this::retire, SEED, System::nanoTime);
    private final EngineAgent agent = new EngineAgent(engine, ring, () -> { });
    private final OutputBuffer output = new OutputBuffer(chunks, deferred);
    private final RespWriter writer = new RespWriter(output, scratch);
    private final BenchChannel channel = new BenchChannel(output, writer);
    private final Session session = new Session(1, channel, NOW_US / 1000);
    private final CommandPublisher publisher = new CommandPublisher(ring, engine.commands(), () -> false);
    private final RespDecoder decoder = new RespDecoder(session, publisher);

    Pipeline() throws Exception
    {
        ring.gate(agent.sequence());
        publisher.limits(MAX_BULK_LENGTH, false);
        publisher.timeUs(NOW_US);
        publisher.tryClaim().sessionOpened(session, NOW_US);
        publisher.publish();
        execute();
    }

    /** Copies text off-heap, to be freed by {@link #free}. */
    long copy(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final long address = allocator.allocate(bytes.length);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    void free(final long address, final long length)
    {
        allocator.free(address, length);
    }

    /** Decodes and publishes all of these bytes, which must hold whole commands and fit into the ring. */
    void decode(final long address, final int length)
    {
        decoder.decode(address, length);
        if (decoder.consumed() != length)
        {
            throw new IllegalStateException("decoded " + decoder.consumed() + " of " + length + " bytes");
        }
    }

    /** Executes what has been published. */
    void execute() throws Exception
    {
        while (agent.hasWork())
        {
            agent.doWork();
        }
    }

    /** Lets time pass for what is published from now on. */
    void pass(final long ms)
    {
        publisher.timeUs(publisher.timeUs() + 1000 * ms);
    }

    /** @return true if the engine has something to do of its own. */
    boolean isTickDue()
    {
        return agent.nextTickMs() <= publisher.timeUs() / 1000;
    }

    /** Publishes a tick, to be executed by {@link #execute}. */
    void publishTick()
    {
        publisher.tryClaim().tick(publisher.timeUs());
        publisher.publish();
    }

    /**
     * Takes the replies, and does what a server has another thread for: giving memory back. @return the replies' bytes.
     */
    long drain()
    {
        freeRetired();
        return channel.drain();
    }

    private void retire(final long address, final long length)
    {
        retired.addLong(address);
        retired.addLong(length);
    }

    private void freeRetired()
    {
        for (int i = 0; i < retired.size(); i += 2)
        {
            allocator.free(retired.getLong(i), retired.getLong(i + 1));
        }
        retired.clear();
    }

    /** Errors that have been replied. */
    long errorCount()
    {
        return writer.errorCount();
    }

    /** Runs a command in RESP. @return the length of its reply. */
    long run(final String resp) throws Exception
    {
        final long address = copy(resp);
        decode(address, resp.length());
        execute();
        free(address, resp.length());
        return drain();
    }

    /** A command in RESP. */
    static String resp(final String... words)
    {
        final StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (final String word : words)
        {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    @Override
    public void close()
    {
        decoder.close();
        output.drop();
        agent.onClose();
        engine.close();
        freeRetired();
        ring.close();
        deferred.close();
        scratch.close();
        chunks.close();
        Results.expect(0, allocator.liveBytes(), "live bytes");
    }
}
