package io.ringbolt.transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The server as a process under load, killed at random moments with {@code appendfsync always}: afterwards every
 * acknowledged write is there, every value is one that was sent, and what one connection sent is there up to a point
 * and nothing beyond it.
 * <p>
 * {@code -Dringbolt.crash.kills=N} kills it more often than the few times of a test run, {@code
 * -Dringbolt.crash.seed=S} chooses the moments.
 */
class CrashSystemTest
{
    private static final int KILLS = Integer.getInteger("ringbolt.crash.kills", 3);
    private static final long SEED = Long.getLong("ringbolt.crash.seed", 1);
    private static final int CLIENTS = 4;
    private static final int WINDOW = 8;

    @TempDir
    private Path folder;
    private SpawnedServer server;
    private int port;

    @AfterEach
    void tearDown() throws InterruptedException
    {
        if (null != server)
        {
            server.kill();
        }
    }

    @Test
    void shouldKeepEveryAcknowledgedWriteWheneverItIsKilled() throws Exception
    {
        final Random random = new Random(SEED);
        final long[] base = new long[CLIENTS];
        for (int kill = 0; kill < KILLS; kill++)
        {
            start();
            final List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++)
            {
                writers.add(new Writer(i, base[i]));
                writers.get(i).start();
            }
            Thread.sleep(50 + random.nextInt(500));
            if (random.nextInt(3) == 0)
            {
                rewrite();
                Thread.sleep(random.nextInt(100));
            }
            server.kill();
            start();
            for (int i = 0; i < CLIENTS; i++)
            {
                writers.get(i).join();
                base[i] = check(kill, writers.get(i));
            }
            server.kill();
        }
    }

    /** @return the last number that the client has written. */
    private long check(final int kill, final Writer writer) throws IOException
    {
        final String what = "seed=" + SEED + " kill=" + kill + " client=" + writer.index + " acknowledged=" +
            writer.acknowledged + " sent=" + writer.sent;
        try (RawClient client = new RawClient(port))
        {
            final String last = client.ask("GET last:" + writer.index);
            final long end = "$-1".equals(last) ? 0 : Long.parseLong(last);
            assertTrue(end >= writer.acknowledged, what + " found=" + end);
            assertTrue(end <= writer.sent, what + " found=" + end);
            for (long n = writer.first + 1; n <= end; n++)
            {
                assertEquals(Long.toString(n), client.ask("GET " + writer.index + ":" + n), what);
            }
            assertEquals("$-1", client.ask("GET " + writer.index + ":" + (end + 2)), what);
            if (!"$-1".equals(client.ask("GET " + writer.index + ":" + (end + 1))))
            {
                client.ask("DEL " + writer.index + ":" + (end + 1));
            }
            return end;
        }
    }

    private void rewrite() throws IOException
    {
        try (RawClient client = new RawClient(port))
        {
            client.ask("BGREWRITEAOF");
        }
    }

    private void start() throws Exception
    {
        server = SpawnedServer.start(folder, folder.resolve("server.log"),
            "--save", "", "--appendonly", "yes", "--appendfsync", "always");
        port = server.port();
    }

    /** A client that writes numbers, a few at a time, until its server is gone. */
    private final class Writer extends Thread
    {
        private final int index;
        private final long first;
        private volatile long acknowledged;
        private volatile long sent;

        private Writer(final int index, final long first)
        {
            super("writer-" + index);
            this.index = index;
            this.first = first;
            this.acknowledged = first;
            this.sent = first;
        }

        @Override
        public void run()
        {
            try (RawClient client = new RawClient(port))
            {
                while (true)
                {
                    final StringBuilder commands = new StringBuilder();
                    for (int i = 1; i <= WINDOW; i++)
                    {
                        final long n = sent + i;
                        commands.append("SET ").append(index).append(':').append(n).append(' ').append(n)
                            .append("\r\nSET last:").append(index).append(' ').append(n).append("\r\n");
                    }
                    sent += WINDOW;
                    client.send(commands.toString());
                    for (int i = 0; i < WINDOW; i++)
                    {
                        client.reply();
                        client.reply();
                        acknowledged++;
                    }
                }
            }
            catch (final IOException killed)
            {
                // as it should be
            }
        }
    }
}
