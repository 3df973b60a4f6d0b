package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * MIGRATE between Ringbolt and a real redis-server, in both directions.
 */
class MigrateTest
{
    private static final long SEED = 12;
    private static final int KEYS = 300;
    private static final String PATIENCE_MS = "30000";

    @TempDir
    static Path directory;

    private RedisProcess process;
    private Server server;
    private RespConnection redis;
    private RespConnection ringbolt;

    @BeforeEach
    void start() throws Exception
    {
        process = RedisProcess.start(directory);
        server = startServer(ThreadingMode.DEDICATED);
        redis = new RespConnection(process.port());
        ringbolt = new RespConnection(server.port());
    }

    @AfterEach
    void stop() throws Exception
    {
        ringbolt.close();
        redis.close();
        server.close();
        process.close();
        assertEquals(0, server.offHeapBytes());
    }

    private static Server startServer(final ThreadingMode mode)
    {
        return Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.IO_THREADS, 1)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }

    @Test
    void shouldCarryKeysOfAllTypesToRedisAndBack() throws Exception
    {
        final Random random = new Random(SEED);
        final StringBuilder names = new StringBuilder();
        for (int i = 0; i < KEYS; i++)
        {
            final String name = fill(random, i);
            names.append(' ').append(name);
        }
        final String digest = ask(ringbolt, "DEBUG DIGEST");
        migrate(ringbolt, process.port(), names, "+OK");
        assertEquals(":0", ask(ringbolt, "DBSIZE"));
        assertEquals(digest, ask(redis, "DEBUG DIGEST"), "seed=" + SEED);
        migrate(redis, server.port(), names, "+OK");
        assertEquals(":0", ask(redis, "DBSIZE"));
        assertEquals(digest, ask(ringbolt, "DEBUG DIGEST"), "seed=" + SEED);
        migrate(redis, server.port(), names, "+NOKEY");
    }

    private String fill(final Random random, final int i) throws Exception
    {
        final String key = "k" + i;
        final int count = 1 + random.nextInt(i % 30 == 0 ? 600 : 12);
        for (int j = 0; j < count; j++)
        {
            final String member = random.nextInt(3) == 0 ? "m" + random.nextInt(500) : "" + random.nextInt(500);
            ask(ringbolt, switch (i % 6)
            {
                case 0 -> "SADD " + key + " " + member;
                case 1 -> "RPUSH " + key + " " + member;
                case 2 -> "HSET " + key + " " + member + " " + j;
                case 3 -> "ZADD " + key + " " + random.nextDouble() + " " + member;
                case 4 -> "XADD " + key + " * f " + member;
                default -> "SET " + key + " " + member;
            });
        }
        return key;
    }

    private static void migrate(
        final RespConnection from, final int port, final CharSequence names, final String expected) throws Exception
    {
        assertEquals(expected, ask(from, "MIGRATE 127.0.0.1 " + port + " EMPTY 0 " + PATIENCE_MS + " KEYS" + names));
    }

    @Test
    void shouldCopyReplaceAndKeepTimes() throws Exception
    {
        ask(ringbolt, "SET k here PX 60000");
        ask(redis, "SET k there");
        final String way = "MIGRATE 127.0.0.1 " + process.port() + " k 0 " + PATIENCE_MS;
        assertEquals(
            "-ERR Target instance replied with error: BUSYKEY Target key name already exists.", ask(ringbolt, way));
        assertEquals("$here", ask(ringbolt, "GET k"));
        assertEquals("+OK", ask(ringbolt, way + " COPY REPLACE"));
        assertEquals("$here", ask(redis, "GET k"));
        assertEquals("$here", ask(ringbolt, "GET k"));
        assertTrue(Long.parseLong(ask(redis, "PTTL k").substring(1)) > 50_000);
        ask(redis, "CONFIG SET requirepass secret");
        ask(redis, "CLIENT KILL TYPE normal SKIPME yes");
        assertEquals("-ERR Target instance replied with error: NOAUTH Authentication required.",
            ask(ringbolt, way.replace(" 0 ", " 3 ") + " REPLACE"));
        assertEquals("-ERR Target instance replied with error: " +
            "WRONGPASS invalid username-password pair or user is disabled.", ask(ringbolt, way + " REPLACE AUTH nope"));
        assertEquals("+OK", ask(ringbolt, way + " COPY REPLACE AUTH secret"));
        assertEquals("+OK", ask(ringbolt, way + " REPLACE AUTH2 default secret"));
        assertEquals(":0", ask(ringbolt, "EXISTS k"));
        ask(redis, "AUTH secret");
        ask(redis, "CONFIG SET requirepass EMPTY");
    }

    @Test
    void shouldDeleteOnlyWhatWasTakenOver() throws Exception
    {
        ask(ringbolt, "MSET a 1 b 2 c 3");
        ask(redis, "SET b other");
        migrate(ringbolt, process.port(), " a b missing c a",
            "-ERR Target instance replied with error: BUSYKEY Target key name already exists.");
        assertEquals(":0", ask(ringbolt, "EXISTS a"));
        assertEquals("$2", ask(ringbolt, "GET b"));
        assertEquals(":0", ask(ringbolt, "EXISTS c"));
        assertEquals("$other", ask(redis, "GET b"));
        assertEquals("$3", ask(redis, "GET c"));
    }

    @Test
    void shouldServeOthersWhileTheOtherServerIsSilent() throws Exception
    {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            RespConnection other = new RespConnection(server.port()))
        {
            ask(ringbolt, "SET k v");
            send(ringbolt, silent.getLocalPort(), "700");
            assertEquals("+PONG", ask(other, "PING"));
            assertEquals("$v", ask(other, "GET k"));
            assertEquals("-IOERR error or timeout reading from target instance", text(ringbolt.reply()));
            assertEquals("$v", ask(other, "GET k"));
        }
        assertEquals("-IOERR error or timeout connecting to the client",
            ask(ringbolt, "MIGRATE 127.0.0.1 1 k 0 300"));
    }

    @Test
    void shouldKeepAKeyThatWasChangedMeanwhile() throws Exception
    {
        try (RespConnection other = new RespConnection(server.port()))
        {
            ask(ringbolt, "SET k before");
            redis.send(List.of(List.of("DEBUG", "SLEEP", "1.5")));
            Thread.sleep(100);
            send(ringbolt, process.port(), PATIENCE_MS);
            awaitBlocked(other);
            ask(other, "SET k after");
            assertTrue(text(ringbolt.reply()).startsWith("-ERR a key was changed while it was being migrated"));
            assertEquals("$after", ask(ringbolt, "GET k"));
            redis.reply();
            assertEquals("$before", ask(redis, "GET k"));
        }
    }

    @Test
    void shouldForgetAClientThatLeavesOrIsUnblocked() throws Exception
    {
        ask(ringbolt, "SET k v");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress()))
        {
            final String port = Integer.toString(silent.getLocalPort());
            try (RespConnection leaving = new RespConnection(server.port()))
            {
                leaving.send(List.of(List.of("MIGRATE", "127.0.0.1", port, "k", "0", "300")));
                awaitBlocked(ringbolt);
            }
            try (RespConnection waiting = new RespConnection(server.port()))
            {
                final String id = ask(waiting, "CLIENT ID").substring(1);
                waiting.send(List.of(List.of("MIGRATE", "127.0.0.1", port, "k", "0", "300")));
                while (!ask(ringbolt, "CLIENT UNBLOCK " + id).equals(":1"))
                {
                    Thread.sleep(5);
                }
                assertEquals("-IOERR error or timeout reading from target instance", text(waiting.reply()));
                assertEquals("+OK", ask(waiting, "MIGRATE 127.0.0.1 " + process.port() + " k 0 " + PATIENCE_MS));
            }
        }
        assertEquals(":0", ask(ringbolt, "EXISTS k"));
        assertEquals("$v", ask(redis, "GET k"));
    }

    @Test
    void shouldCarryInATransactionAndRefuseWhatRedisRefuses() throws Exception
    {
        final String way = "MIGRATE 127.0.0.1 " + process.port();
        ask(ringbolt, "SET k v");
        ask(ringbolt, "MULTI");
        ask(ringbolt, way + " k 0 " + PATIENCE_MS);
        ask(ringbolt, "EXISTS k");
        assertEquals("*2[+OK, :0]", ringbolt.ask("EXEC").toString());
        assertEquals("$v", ask(redis, "GET k"));
        for (final String wrong : new String[] {" k 0 5000 AUTH", " k 0 5000 AUTH2 a", " k 0 5000 NOPE", " k x 5000",
            " k 0 y", " k 0 5000 KEYS a b", " k 0 5000 COPY REPLACE", " EMPTY 0 5000 KEYS", " k 77 5000 REPLACE"})
        {
            ask(redis, "SET k v");
            ask(ringbolt, "DEL k");
            final String expected = ask(redis, "MIGRATE 127.0.0.1 " + server.port() + wrong);
            ask(redis, "DEL k");
            ask(ringbolt, "SET k v");
            assertEquals(expected, ask(ringbolt, way + wrong), wrong);
        }
    }

    private static void send(final RespConnection connection, final int port, final String timeoutMs) throws Exception
    {
        connection.send(List.of(List.of("MIGRATE", "127.0.0.1", Integer.toString(port), "k", "0", timeoutMs)));
    }

    private static void awaitBlocked(final RespConnection connection) throws Exception
    {
        while (!text(connection.ask("INFO", "clients")).contains("blocked_clients:1"))
        {
            Thread.sleep(2);
        }
    }

    private static String ask(final RespConnection connection, final String words) throws Exception
    {
        final String[] arguments = words.split(" ");
        for (int i = 0; i < arguments.length; i++)
        {
            arguments[i] = arguments[i].equals("EMPTY") ? "" : arguments[i];
        }
        return text(connection.ask(arguments));
    }

    private static String text(final Reply reply)
    {
        return reply.head();
    }
}
