package io.ringbolt.transport;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.OutputBufferLimit;
import io.ringbolt.config.OutputBufferLimits;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server and clients on real sockets, in every mode that has threads.
 */
class ServerSystemTest
{
    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerPipelinedCommandsInOrder(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            final int count = 20_000;
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < count; i++)
            {
                commands.append("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\n").append(10_000 + i % 90_000)
                    .append("\r\nGET k\r\n");
            }
            final Thread sender = new Thread(() -> sendQuietly(client, commands.toString()));
            sender.start();
            for (int i = 0; i < count; i++)
            {
                assertEquals("+OK", client.reply());
                assertEquals(Integer.toString(10_000 + i % 90_000), client.reply());
            }
            sender.join();
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

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldCarryLargeValuesBothWays(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            final String value = "0123456789abcdef".repeat(1 << 19);
            client.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + value.length() + "\r\n" + value + "\r\n");
            assertEquals("+OK", client.reply());
            assertEquals(value, client.ask("GET big"));
            assertEquals(":1", client.ask("DEL big"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerWhatWasSentBeforeTheClientStoppedSending(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()))
        {
            for (int i = 0; i < 50; i++)
            {
                try (RawClient client = new RawClient(server.port()))
                {
                    client.send("SET a 1\r\nGET a\r\n");
                    client.socket.shutdownOutput();
                    assertEquals("+OK\r\n$1\r\n1\r\n", client.rest());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldForgetClientsThatDieWithinACommand(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()))
        {
            for (int i = 0; i < 20; i++)
            {
                try (RawClient client = new RawClient(server.port()))
                {
                    assertEquals("+OK", client.ask("SET a 1"));
                    client.send("*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1000000\r\n" + "x".repeat(100_000 + i));
                }
            }
            await("connections are gone", () -> 0 == server.connectionCount());
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals(":0", client.ask("EXISTS b"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldTellErrorsInTheirPlaceAndThenClose(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            client.send("SET a 1\r\n*1\r\n+x\r\nGET a\r\n");
            assertEquals("+OK\r\n-ERR Protocol error: expected '$', got '+'\r\n", client.rest());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNotLetASlowReaderSlowOthers(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RawClient slow = new RawClient(server.port());
            RawClient quick = new RawClient(server.port()))
        {
            final String value = "v".repeat(1 << 20);
            quick.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n");
            assertEquals("+OK", quick.reply());
            final int count = 64;
            slow.send("GET k\r\n".repeat(count));
            for (int i = 0; i < 1000; i++)
            {
                assertEquals("+PONG", quick.ask("PING"));
            }
            for (int i = 0; i < count; i++)
            {
                assertEquals(value, slow.reply());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldDisconnectClientsBeyondTheHardOutputLimit(final ThreadingMode mode) throws Exception
    {
        final OutputBufferLimit none = new OutputBufferLimit(0, 0, 0);
        final ServerConfig config = config(mode).set(
            NetworkParameters.CLIENT_OUTPUT_BUFFER_LIMIT,
            new OutputBufferLimits(new OutputBufferLimit(1 << 20, 0, 0), none, none)).build();
        try (Server server = Server.start(config); RawClient client = new RawClient(server.port()))
        {
            final String value = "v".repeat(1 << 18);
            client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + value.length() + "\r\n" + value + "\r\n");
            assertEquals("+OK", client.reply());
            client.send("GET k\r\n".repeat(200));
            assertTrue(client.rest().length() < 200 * value.length());
            await("the client is gone", () -> 0 == server.connectionCount());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldLoseNothingWhenTheRingIsSmall(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(ThreadParameters.RING_SIZE, 64).build();
        try (Server server = Server.start(config))
        {
            final List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++)
            {
                clients.add(new RawClient(server.port()).send(("INCR counter" + i + "\r\n").repeat(500)));
            }
            for (final RawClient client : clients)
            {
                for (int k = 1; k <= 500; k++)
                {
                    assertEquals(":" + k, client.reply());
                }
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldRefuseClientsBeyondMaxclients(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(NetworkParameters.MAXCLIENTS, 2L).build();
        try (Server server = Server.start(config);
            RawClient first = new RawClient(server.port());
            RawClient second = new RawClient(server.port()))
        {
            assertEquals("+PONG", first.ask("PING"));
            assertEquals("+PONG", second.ask("PING"));
            try (RawClient third = new RawClient(server.port()))
            {
                assertEquals("-ERR max number of clients reached\r\n", third.rest());
            }
            assertEquals("+PONG", first.ask("PING"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldFollowMaxclientsWhileItRuns(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(NetworkParameters.MAXCLIENTS, 2L).build();
        try (Server server = Server.start(config);
            RawClient first = new RawClient(server.port());
            RawClient second = new RawClient(server.port()))
        {
            assertEquals("+PONG", second.ask("PING"));
            assertEquals("+OK", first.ask("CONFIG SET maxclients 3"));
            try (RawClient third = new RawClient(server.port()))
            {
                assertEquals("+PONG", third.ask("PING"));
                assertEquals("+OK", first.ask("CONFIG SET maxclients 1"));
                assertEquals("+PONG", second.ask("PING"));
                assertEquals("+PONG", third.ask("PING"));
                try (RawClient fourth = new RawClient(server.port()))
                {
                    assertEquals("-ERR max number of clients reached\r\n", fourth.rest());
                }
                assertEquals("+OK", first.ask("CONFIG SET maxclients 4"));
                try (RawClient fourth = new RawClient(server.port()))
                {
                    assertEquals("+PONG", fourth.ask("PING"));
                }
            }
            assertTrue(first.ask("INFO clients").contains("maxclients:4"));
            assertTrue(first.ask("INFO stats").contains("rejected_connections:1"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldCloseIdleClients(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(NetworkParameters.TIMEOUT, 1).build();
        try (Server server = Server.start(config); RawClient client = new RawClient(server.port()))
        {
            assertEquals("+PONG", client.ask("PING"));
            assertTrue(client.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldKeepClientsThatAreSilentBecauseTheyListenOrMustWait(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(NetworkParameters.TIMEOUT, 1).build();
        try (Server server = Server.start(config);
            RawClient monitor = new RawClient(server.port());
            RawClient idle = new RawClient(server.port());
            RawClient writer = new RawClient(server.port()))
        {
            assertEquals("+OK", monitor.ask("MONITOR"));
            assertEquals("+OK", idle.ask("CLIENT PAUSE 2500 WRITE"));
            assertEquals("+OK", writer.ask("SET key value"));
            assertTrue(idle.isClosed());
            assertTrue(monitor.reply().contains("value"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldKeepAClientThatIsStillReadingALongReply(final ThreadingMode mode) throws Exception
    {
        final int length = 32 << 20;
        final long slowForNs = 3_000_000_000L;
        final ServerConfig config = config(mode).set(NetworkParameters.TIMEOUT, 1).build();
        try (Server server = Server.start(config); RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET key value"));
            assertEquals(":" + length, client.ask("SETRANGE key " + (length - 1) + " x"));
            client.send("GET key\r\n");
            final InputStream input = client.socket.getInputStream();
            final long startNs = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - startNs < slowForNs)
            {
                count += input.readNBytes(1 << 16).length;
                Thread.sleep(20);
            }
            final int expected = ("$" + length + "\r\n").length() + length + "\r\n".length();
            assertEquals(expected - count, input.readNBytes(expected - count).length);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldBoundUnfinishedCommands(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(NetworkParameters.CLIENT_QUERY_BUFFER_LIMIT, 1L << 20).build();
        try (Server server = Server.start(config); RawClient client = new RawClient(server.port()))
        {
            client.send("*2\r\n$3\r\nGET\r\n$100000000\r\n");
            sendQuietly(client, "x".repeat(2 << 20));
            assertTrue(client.isClosed());
            await("the client is gone", () -> 0 == server.connectionCount());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeManyIdleConnectionsAlongsideABusyOne(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient busy = new RawClient(server.port()))
        {
            final List<RawClient> idle = new ArrayList<>();
            for (int i = 0; i < 1000; i++)
            {
                idle.add(new RawClient(server.port()));
            }
            await("all are connected", () -> 1001 == server.connectionCount());
            for (int i = 0; i < 100; i++)
            {
                assertEquals("+PONG", busy.ask("PING"));
            }
            assertEquals("+PONG", idle.get(999).ask("PING"));
            for (final RawClient client : idle)
            {
                client.close();
            }
            await("all are gone", () -> 1 == server.connectionCount());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldMoveToOtherAddressesWhileItRuns(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            Server other = Server.start(config(mode).build());
            RawClient admin = new RawClient(server.port()))
        {
            assertEquals("+OK", admin.ask("CONFIG SET bind \"127.0.0.1 -127.0.0.2\""));
            assertEquals("-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this " +
                "port. Check server logs.", admin.ask("CONFIG SET port " + other.port()));
            assertEquals("+OK", admin.ask("CONFIG SET bind \"*\""));
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals("+PONG", client.ask("PING"));
            }
            assertEquals("+PONG", admin.ask("PING"));
        }
    }

    @Test
    void shouldPutARelativeUnixDomainSocketIntoDir(@TempDir final Path folder)
    {
        final ServerConfig config = config(ThreadingMode.SHARED)
            .set(GeneralParameters.DIR, folder.toString()).set(NetworkParameters.UNIXSOCKET, "ringbolt.sock").build();
        try (Server server = Server.start(config))
        {
            assertTrue(Files.exists(folder.resolve("ringbolt.sock")), server.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldListenOnAUnixDomainSocket(final ThreadingMode mode, @TempDir final Path folder) throws Exception
    {
        final Path path = folder.resolve("ringbolt.sock");
        final ServerConfig config = config(mode)
            .set(NetworkParameters.UNIXSOCKET, path.toString()).set(NetworkParameters.UNIXSOCKETPERM, 0700L).build();
        try (Server server = Server.start(config);
            SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path)))
        {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            client.write(StandardCharsets.US_ASCII.encode("PING\r\n"));
            final ByteBuffer reply = ByteBuffer.allocate(64);
            client.read(reply);
            assertEquals("+PONG\r\n", new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII));
            assertTrue(server.port() > 0);
        }
        assertFalse(Files.exists(path));
    }
}
