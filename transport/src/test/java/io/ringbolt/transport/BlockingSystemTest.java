package io.ringbolt.transport;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Clients that wait for keys, on real sockets and with real time.
 */
class BlockingSystemTest
{
    private static final long MS_NS = 1_000_000;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeClientsInTheOrderInWhichTheyCame(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient pusher = new RawClient(server.port()))
        {
            final List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++)
            {
                final RawClient client = new RawClient(server.port());
                client.send("BLPOP list 0\r\n");
                waiting.add(client);
                awaitBlocked(pusher, i + 1);
            }
            final StringBuilder pushes = new StringBuilder();
            for (int i = 0; i < waiting.size(); i++)
            {
                pushes.append("RPUSH list ").append(i).append("\r\n");
            }
            pusher.send(pushes.toString());
            for (int i = 0; i < waiting.size(); i++)
            {
                assertEquals(":1", pusher.reply());
                assertPopped(Integer.toString(i), waiting.get(i));
                waiting.get(i).close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldTimeOutInTime(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            long shortestMs = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++)
            {
                final long startNs = System.nanoTime();
                assertEquals("*-1", client.ask("BLPOP list 0.05"));
                final long elapsedMs = (System.nanoTime() - startNs) / MS_NS;
                assertTrue(elapsedMs >= 49, "ms: " + elapsedMs);
                shortestMs = Math.min(elapsedMs, shortestMs);
            }
            assertTrue(shortestMs < 1_000, "ms: " + shortestMs);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldExecuteWhatWasPipelinedBehindInOrder(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RawClient client = new RawClient(server.port());
            RawClient pusher = new RawClient(server.port()))
        {
            final int count = 5_000;
            final StringBuilder commands = new StringBuilder("BLPOP list 0\r\n");
            for (int i = 0; i < count; i++)
            {
                commands.append("APPEND log ").append("x".repeat(i % 100 + 1)).append("\r\n");
            }
            commands.append("BRPOP list 0\r\nSTRLEN log\r\n");
            final Thread sender = new Thread(() -> sendQuietly(client, commands.toString()));
            sender.start();
            awaitBlocked(pusher, 1);
            assertEquals(":0", pusher.ask("STRLEN log"));
            pusher.ask("RPUSH list first");
            assertPopped("first", client);
            long length = 0;
            for (int i = 0; i < count; i++)
            {
                length += i % 100 + 1;
                assertEquals(":" + length, client.reply());
            }
            awaitBlocked(pusher, 1);
            pusher.ask("RPUSH list second");
            assertPopped("second", client);
            assertEquals(":" + length, client.reply());
            sender.join();
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldForgetClientsThatGoWhileTheyWait(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient pusher = new RawClient(server.port()))
        {
            for (int i = 0; i < 10; i++)
            {
                final RawClient client = new RawClient(server.port());
                client.send("BLPOP list 0\r\n" + (i % 2 == 0 ? "" : "SET never set\r\n"));
                awaitBlocked(pusher, 1);
                client.close();
                awaitBlocked(pusher, 0);
            }
            await("connections are gone", () -> 1 == server.connectionCount());
            assertEquals(":1", pusher.ask("RPUSH list a"));
            assertEquals(":1", pusher.ask("LLEN list"));
            assertEquals(":0", pusher.ask("EXISTS never"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNoticeTheEndOfAClientThatHasSentMuchWhileItWaits(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient pusher = new RawClient(server.port()))
        {
            final RawClient client = new RawClient(server.port());
            client.send("BLPOP list 0\r\n" + ("SET never " + "x".repeat(100) + "\r\n").repeat(20_000));
            awaitBlocked(pusher, 1);
            client.close();
            awaitBlocked(pusher, 0);
            await("connection is gone", () -> 1 == server.connectionCount());
            assertEquals(":1", pusher.ask("RPUSH list a"));
            assertEquals(":1", pusher.ask("LLEN list"));
            assertEquals(":0", pusher.ask("EXISTS never"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldLimitWhatAClientSendsWhileItWaits(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RawClient client = new RawClient(server.port());
            RawClient pusher = new RawClient(server.port()))
        {
            assertEquals("+OK", pusher.ask("CONFIG SET client-query-buffer-limit 1mb"));
            client.send("BLPOP list 0\r\n");
            awaitBlocked(pusher, 1);
            sendQuietly(client, ("SET never " + "x".repeat(100) + "\r\n").repeat(20_000));
            awaitBlocked(pusher, 0);
            assertEquals(":0", pusher.ask("EXISTS never"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerABlockedCommandBeforeTheProtocolErrorBehindIt(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RawClient client = new RawClient(server.port());
            RawClient pusher = new RawClient(server.port()))
        {
            client.send("BLPOP list 0\r\nPING\r\n*1\r\n$x\r\nPING\r\n");
            awaitBlocked(pusher, 1);
            assertEquals(":1", pusher.ask("RPUSH list a"));
            assertPopped("a", client);
            assertEquals("+PONG", client.reply());
            assertEquals("-ERR Protocol error: invalid bulk length", client.reply());
            assertTrue(client.isClosed());

            final RawClient dying = new RawClient(server.port());
            dying.send("BLPOP list 0\r\n*1\r\n$x\r\n");
            awaitBlocked(pusher, 1);
            dying.close();
            awaitBlocked(pusher, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNotServeAClientThatIsKilled(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RawClient client = new RawClient(server.port());
            RawClient admin = new RawClient(server.port()))
        {
            final String id = client.ask("CLIENT ID").substring(1);
            client.send("BLPOP list 0\r\n");
            awaitBlocked(admin, 1);
            assertEquals(":1", admin.ask("CLIENT KILL ID " + id));
            assertEquals(":1", admin.ask("RPUSH list a"));
            assertEquals(":1", admin.ask("LLEN list"));
            assertTrue(client.isClosed());
            awaitBlocked(admin, 0);
        }
    }

    private static void assertPopped(final String element, final RawClient client) throws IOException
    {
        assertEquals("*2", client.reply());
        assertEquals("list", client.reply());
        assertEquals(element, client.reply());
    }

    private static void awaitBlocked(final RawClient client, final int count) throws Exception
    {
        await(count + " clients wait", () -> infoOf(client).contains("\nblocked_clients:" + count + "\r"));
    }

    private static String infoOf(final RawClient client)
    {
        try
        {
            return client.ask("INFO clients");
        }
        catch (final IOException broken)
        {
            throw new IllegalStateException(broken);
        }
    }

    private static void sendQuietly(final RawClient client, final String commands)
    {
        try
        {
            client.send(commands);
        }
        catch (final IOException gone)
        {
            Thread.currentThread().interrupt();
        }
    }
}
