package io.ringbolt.transport;

import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.persistence.journal.JournalSink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplyGateSystemTest
{
    /** A disk that takes its time: each force waits for a permit. */
    private static final class SlowDisk implements JournalSink
    {
        final Semaphore permits = new Semaphore(0);
        final AtomicInteger recordCount = new AtomicInteger();
        final AtomicInteger forceCount = new AtomicInteger();

        @Override
        public void append(final EffectLog log, final EffectRecord record)
        {
            recordCount.incrementAndGet();
        }

        @Override
        public void force()
        {
            permits.acquireUninterruptibly();
            forceCount.incrementAndGet();
        }

        @Override
        public void close()
        {
            recordCount.addAndGet(0);
        }
    }

    private static Server start(
        final ThreadingMode mode, final AppendFsync policy, final JournalSink disk) throws Exception
    {
        final ServerConfig config = config(mode).set(AppendOnlyParameters.APPENDFSYNC, policy).build();
        final ServerOptions defaults = ServerOptions.embedded(config);
        return Server.start(
            config, new ServerOptions(defaults.clocks(), 1, true, defaults.onLogLevel(), false,
                RecoveryPoint.END, disk));
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldHoldBackRepliesToChangesUntilTheyAreDurable(final ThreadingMode mode) throws Exception
    {
        final SlowDisk disk = new SlowDisk();
        try (Server server = start(mode, AppendFsync.ALWAYS, disk);
            RawClient writer = new RawClient(server.port());
            RawClient reader = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            writer.send("SET a 1\r\n");
            await("the journal has the change", () -> 1 == disk.recordCount.get());
            assertEquals("$-1", reader.ask("GET b"));
            reader.send("GET a\r\n");
            assertEquals("$-1", other.ask("GET b"));
            assertEquals(0, writer.socket.getInputStream().available());
            assertEquals(0, reader.socket.getInputStream().available());
            disk.permits.release();
            assertEquals("+OK", writer.reply());
            assertEquals("1", reader.reply());
            disk.permits.release(1000);
            for (int i = 0; i < 100; i++)
            {
                assertEquals("+OK", writer.ask("SET a " + i));
            }
        }
        assertEquals(101, disk.recordCount.get());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldCommitManyClientsWithOneForce(final ThreadingMode mode) throws Exception
    {
        final SlowDisk disk = new SlowDisk();
        try (Server server = start(mode, AppendFsync.ALWAYS, disk); RawClient client = new RawClient(server.port()))
        {
            client.send("INCR n\r\n");
            await("the first force has begun", () -> 1 == disk.recordCount.get());
            client.send("INCR n\r\n".repeat(500));
            try (RawClient other = new RawClient(server.port()))
            {
                TestServers.await("all have been executed", () -> "501".equals(askQuietly(other, "GET n")));
            }
            disk.permits.release(2);
            for (int i = 1; i <= 501; i++)
            {
                assertEquals(":" + i, client.reply());
            }
            assertEquals(2, disk.forceCount.get());
            disk.permits.release(10);
        }
    }

    private static String askQuietly(final RawClient client, final String command)
    {
        try
        {
            return client.ask(command);
        }
        catch (final IOException gone)
        {
            return gone.toString();
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNotWaitUnderAnotherPolicyAndFollowItsChange(final ThreadingMode mode) throws Exception
    {
        final SlowDisk disk = new SlowDisk();
        try (Server server = start(mode, AppendFsync.EVERYSEC, disk);
            RawClient client = new RawClient(server.port());
            RawClient admin = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET a 1"));
            assertEquals("+OK", admin.ask("CONFIG SET appendfsync always"));
            client.send("SET a 2\r\n");
            assertEquals("2", awaitValue(admin));
            assertEquals(0, client.socket.getInputStream().available());
            assertEquals("+OK", admin.ask("CONFIG SET appendfsync everysec"));
            assertEquals("+OK", client.reply());
            disk.permits.release(100);
            assertTrue(disk.permits.tryAcquire(1, TimeUnit.SECONDS));
        }
    }

    private static String awaitValue(final RawClient client) throws Exception
    {
        await("the change has been executed", () -> "2".equals(askQuietly(client, "GET a")));
        return client.ask("GET a");
    }
}
