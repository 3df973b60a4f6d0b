package io.ringbolt.transport;

import static io.ringbolt.transport.TlsFixture.config;
import static io.ringbolt.transport.TlsFixture.connect;
import static io.ringbolt.transport.TlsFixture.context;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Handshakes: many at once, broken ones, those that take up an earlier session.
 */
class TlsHandshakeSystemTest
{
    private static final int CLIENTS = 8;
    private static final int HANDSHAKES = 12;
    private static final int PATIENCE_MS = 30_000;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeManyWhoComeAtOnce(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.YES).build();
        final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Server server = Server.start(config))
        {
            final List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++)
            {
                clients.add(threads.submit(client(config, i)));
            }
            for (final Future<Void> client : clients)
            {
                client.get(2L * PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
            try (Jedis jedis = connect(config, true))
            {
                assertEquals(CLIENTS * HANDSHAKES, Long.parseLong(jedis.get("n")), server::toString);
            }
        }
        finally
        {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> client(final ServerConfig config, final int number)
    {
        return () ->
        {
            final Random random = new Random(number);
            for (int i = 0; i < HANDSHAKES; i++)
            {
                sendPieceOfHello(config, random);
                try (Jedis jedis = connect(config, true))
                {
                    jedis.incr("n");
                }
            }
            return null;
        };
    }

    /** Goes away in the middle, or while the server reckons. */
    private static void sendPieceOfHello(final ServerConfig config, final Random random) throws IOException
    {
        try (Socket socket = new Socket("localhost", config.intValue(TlsParameters.TLS_PORT)))
        {
            final byte[] hello = new byte[1 + random.nextInt(300)];
            random.nextBytes(hello);
            System.arraycopy(new byte[]{0x16, 3, 1, 1, 0x20, 1, 0, 1, 0x1C, 3, 3}, 0, hello, 0,
                Math.min(11, hello.length));
            socket.getOutputStream().write(hello);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerWhatCameWithTheLastOfTheHandshake(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).build();
        try (Server server = Server.start(config);
            SSLSocket socket = (SSLSocket)context(false).getSocketFactory()
                .createSocket("localhost", config.intValue(TlsParameters.TLS_PORT)))
        {
            socket.setSoTimeout(PATIENCE_MS);
            final OutputStream out = socket.getOutputStream();
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 5_000; i++)
            {
                commands.append("INCR n\r\n");
            }
            out.write(commands.append("QUIT\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
            final InputStream in = socket.getInputStream();
            final String replies = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(replies.startsWith(":1\r\n:2\r\n"), server::toString);
            assertTrue(replies.endsWith(":5000\r\n+OK\r\n"), () -> replies.substring(replies.length() - 20));
        }
    }

    @Test
    void shouldReckonOnAThreadThatComesAndGoes() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED).build();
        try (Server server = Server.start(config); Jedis jedis = connect(config, false))
        {
            assertEquals("PONG", jedis.ping(), server::toString);
            assertTrue(isHandshakeThreadAlive());
        }
        TestServers.await("no thread is left", () -> !isHandshakeThreadAlive());
    }

    private static boolean isHandshakeThreadAlive()
    {
        return Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> "ringbolt-handshake".equals(thread.getName()));
    }

    @Test
    void shouldShakeHandsWithoutThreads() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.INVOKER).build();
        final ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Server server = Server.start(config))
        {
            final Future<Void> client = threads.submit(client(config, 1));
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
            while (!client.isDone() && System.nanoTime() < deadlineNs)
            {
                server.doWork();
            }
            assertNull(client.get(0, TimeUnit.SECONDS));
        }
        finally
        {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true, 300, true", "TLSv1.3, false, 300, false", "TLSv1.2, true, 300, true",
        "TLSv1.2, false, 300, false", "TLSv1.3, true, 0, false"})
    void shouldTakeUpSessionsAsConfigured(
        final String protocol, final boolean isCaching, final int timeoutSeconds, final boolean isTakenUp)
        throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED).set(TlsParameters.TLS_PROTOCOLS, protocol)
            .set(TlsParameters.TLS_SESSION_CACHING, isCaching)
            .set(TlsParameters.TLS_SESSION_CACHE_TIMEOUT, timeoutSeconds).build();
        final SSLContext context = context(false);
        try (Server server = Server.start(config))
        {
            final long first = sessionTimeMs(context, config);
            Thread.sleep(5);                          // a session's name is the time at which it began
            assertEquals(isTakenUp, first == sessionTimeMs(context, config), server::toString);
        }
    }

    private static long sessionTimeMs(final SSLContext context, final ServerConfig config) throws IOException
    {
        try (SSLSocket socket = (SSLSocket)context.getSocketFactory()
            .createSocket("localhost", config.intValue(TlsParameters.TLS_PORT)))
        {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals('+', socket.getInputStream().read());
            return socket.getSession().getCreationTime();
        }
    }
}
