package io.ringbolt.persistence;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.EngineHost;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * An engine without clients, whose databases a test fills itself. Closing it checks that all memory has come back.
 */
public final class TestEngine implements AutoCloseable
{
    private static final int MAX_KEY_LENGTH = 256;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final Engine engine;
    private final KeyEntry entry = new KeyEntry();
    private final long scratch;

    public TestEngine(final long poolBytes, final long nowMs)
    {
        engine = new Engine(
            ServerConfig.defaults()
                .with(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
                .with(SnapshotParameters.SNAPSHOT_POOL_BYTES, poolBytes),
            new Host(), allocator, allocator::free, 1, () -> 0);
        engine.startAt(nowMs * 1000);
        scratch = allocator.allocate(MAX_KEY_LENGTH);
    }

    public Engine engine()
    {
        return engine;
    }

    public void set(final String key, final long value)
    {
        database().setLong(scratch, load(key), value, entry);
    }

    /** @return the number under a key; {@link Long#MIN_VALUE} if there is none. */
    public long get(final String key)
    {
        return database().find(scratch, load(key), entry) ? entry.longValue() : Long.MIN_VALUE;
    }

    private Database database()
    {
        return engine.keyspace().database(0);
    }

    private int load(final String key)
    {
        final byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        OffHeap.copyIn(bytes, 0, scratch, bytes.length);
        return bytes.length;
    }

    @Override
    public void close()
    {
        engine.close();
        allocator.free(scratch, MAX_KEY_LENGTH);
        assertEquals(0, allocator.liveBytes());
    }

    private static final class Host implements EngineHost
    {
        private final HostStatistics statistics = new HostStatistics();

        @Override
        public String applyConfig(final ServerConfig current, final ServerConfig next)
        {
            return null;
        }

        @Override
        public String rewriteConfig(
            final ServerConfig config, final List<String> userLines, final boolean isComplete)
        {
            return null;
        }

        @Override
        public void fillWithEntropy(final byte[] bytes)
        {
            Arrays.fill(bytes, (byte)1);
        }

        @Override
        public void shutdown(final ShutdownRequest request)
        {
            throw new AssertionError("nobody asked for the end");
        }

        @Override
        public void onFatal(final Throwable cause)
        {
            throw new AssertionError("the engine broke", cause);
        }

        @Override
        public void onHandlerError(final Session session, final String commandName, final Throwable cause)
        {
            throw new AssertionError("a handler broke: command=" + commandName, cause);
        }

        @Override
        public void onTimerChanged()
        {
        }

        @Override
        public HostStatistics statistics()
        {
            return statistics;
        }
    }
}
