package io.ringbolt.transport;

import io.ringbolt.config.AppendFsync;
import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.persistence.journal.JournalSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Which thread forces, as {@code appendfsync always} and a shared thread have it. */
@Timeout(60)
class JournalTurnSystemTest
{
    private static final String JOURNAL_THREAD = "ringbolt-journal";

    /** A disk that is quick but for what it is told, and knows who forces. */
    private static final class KnowingDisk implements JournalSink
    {
        final AtomicInteger byJournal = new AtomicInteger();
        final AtomicInteger byOthers = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        volatile CountDownLatch held = new CountDownLatch(0);

        @Override
        public void append(final EffectLog log, final EffectRecord record) throws IOException
        {
            if (failures.get() > 0)
            {
                failures.decrementAndGet();
                throw new IOException("out of order");
            }
        }

        @Override
        public void force() throws IOException
        {
            final boolean isJournal = JOURNAL_THREAD.equals(Thread.currentThread().getName());
            (isJournal ? byJournal : byOthers).incrementAndGet();
            try
            {
                held.await();
            }
            catch (final InterruptedException interrupted)
            {
                throw new IOException(interrupted);
            }
        }

        @Override
        public void close()
        {
            held.countDown();
        }
    }

    private static Server start(final JournalSink disk) throws Exception
    {
        final ServerConfig config =
            config(ThreadingMode.SHARED).set(AppendOnlyParameters.APPENDFSYNC, AppendFsync.ALWAYS).build();
        final ServerOptions defaults = ServerOptions.embedded(config);
        return Server.start(
            config, new ServerOptions(defaults.clocks(), 1, true, defaults.onLogLevel(), false,
                RecoveryPoint.END, disk));
    }

    /** Writes until the thread that serves clients has forced by itself. */
    private static void writeUntilForcedHere(final RawClient client, final KnowingDisk disk) throws Exception
    {
        final int before = disk.byOthers.get();
        await("the serving thread forces", () -> "+OK".equals(askQuietly(client)) && disk.byOthers.get() > before);
    }

    private static String askQuietly(final RawClient client)
    {
        try
        {
            return client.ask("SET a 1");
        }
        catch (final IOException broken)
        {
            return broken.toString();
        }
    }

    @Test
    void shouldForceOnTheServingThreadWhileAllClientsWaitForIt() throws Exception
    {
        final KnowingDisk disk = new KnowingDisk();
        try (Server server = start(disk); RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET a 1"));
            assertEquals(0, disk.byOthers.get(), "how long a force takes is not known yet");
            writeUntilForcedHere(client, disk);
        }
    }

    @Test
    void shouldLeaveForcesToTheJournalsThreadWhileAnybodyCouldBeServed() throws Exception
    {
        final KnowingDisk disk = new KnowingDisk();
        try (Server server = start(disk);
            RawClient client = new RawClient(server.port());
            RawClient idle = new RawClient(server.port()))
        {
            assertEquals("+PONG", idle.ask("PING"));
            for (int i = 0; i < 200; i++)
            {
                assertEquals("+OK", client.ask("SET a 1"));
            }
            assertEquals(0, disk.byOthers.get());
            disk.held = new CountDownLatch(1);
            final int before = disk.byJournal.get();
            client.send("SET b 1\r\n");
            await("a force is under way", () -> disk.byJournal.get() > before || 0 < disk.byOthers.get());
            assertEquals("$-1", idle.ask("GET c"));
            disk.held.countDown();
            assertEquals("+OK", client.reply());
        }
    }

    @Test
    void shouldLeaveForcesToTheJournalsThreadAfterALongOne() throws Exception
    {
        final KnowingDisk disk = new KnowingDisk();
        try (Server server = start(disk); RawClient client = new RawClient(server.port()))
        {
            writeUntilForcedHere(client, disk);
            final CountDownLatch held = new CountDownLatch(1);
            disk.held = held;
            final int before = disk.byOthers.get() + disk.byJournal.get();
            client.send("SET a 2\r\n");
            await("a force is under way", () -> disk.byOthers.get() + disk.byJournal.get() > before);
            Thread.sleep(20);
            held.countDown();
            assertEquals("+OK", client.reply());
            final int here = disk.byOthers.get();
            assertEquals("+OK", client.ask("SET a 3"));
            assertEquals(here, disk.byOthers.get());
        }
    }

    @Test
    void shouldGoOnAfterAFailureOnTheServingThread() throws Exception
    {
        final KnowingDisk disk = new KnowingDisk();
        try (Server server = start(disk); RawClient client = new RawClient(server.port()))
        {
            writeUntilForcedHere(client, disk);
            disk.failures.set(2);
            assertEquals("+OK", client.ask("SET a 2"));
            assertEquals(0, disk.failures.get());
            writeUntilForcedHere(client, disk);
        }
    }
}
