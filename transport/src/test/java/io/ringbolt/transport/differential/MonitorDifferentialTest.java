package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares byte for byte what a client that watches by MONITOR is sent by Ringbolt and by a real redis-server, while
 * it and another one send the same commands. Times and addresses are left out.
 */
class MonitorDifferentialTest
{
    private static final int PATIENCE_MS = 30_000;
    /** Lines of the watching client, of the other one, and words that both servers answer alike. */
    private static final String[] STEPS = {
        "own MONITOR",
        "own PING", "own PING|PING x|ECHO y", "own MONITOR", "own MONITOR|PING", "own GET a", "own SET a b",
        "own PUBLISH c m", "own EVAL 'return 1' 0", "own PFCOUNT a", "own SELECT 1", "own CLIENT SETNAME q",
        "own CONFIG GET maxclients", "own SLOWLOG RESET", "own NOSUCH x", "own GET", "own AUTH pw",
        "own AUTH watcher pw", "own AUTH watcher bad", "own MULTI", "own PING|ECHO z|GET k", "own EXEC",
        "own MULTI|PING|ECHO x|EXEC", "own MULTI|PING|DISCARD", "own UNWATCH", "own INFO nosection",
        "own CLIENT REPLY SKIP|PING|PING", "own CLIENT REPLY OFF|PING|CLIENT REPLY ON|PING",
        "own SUBSCRIBE c", "own PING", "own UNSUBSCRIBE c",
        "other SET k v", "other GET k", "other GET", "other NOSUCH", "other AUTH watcher pw",
        "other HELLO 2 AUTH watcher bad", "other MULTI|SET a 1|AUTH watcher pw|INCR a|EXEC", "other MULTI|PING|DISCARD",
        "other EVAL 'redis.call(\"SET\",\"k\",\"v\")return(redis.call(\"GET\",\"k\"))' 0",
        "other EVALSHA 0000000000000000000000000000000000000000 0", "other SET bin \u0001\"\\\u0007",
        "other SELECT 2|DBSIZE|SELECT 0", "other BLPOP nokey 0.01|PING", "other WATCH k|UNWATCH", "other PUBLISH c m",
        "other CLIENT NO-EVICT ON", "other ACL WHOAMI", "other CONFIG SET masterauth secret|CONFIG SET masterauth ''",
        "other RESET", "other COMMAND COUNT",
        "own RESET", "own PING", "own MONITOR", "own SELECT 0", "own PING",
    };

    @TempDir
    static Path directory;

    private static RedisProcess redis;

    @BeforeAll
    static void startOracle() throws Exception
    {
        redis = RedisProcess.start(directory);
    }

    @AfterAll
    static void stopOracle() throws Exception
    {
        if (null != redis)
        {
            redis.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED,2", "SHARED,3", "DEDICATED,2", "DEDICATED,3"})
    void shouldShowTheSameLines(final ThreadingMode mode, final int protocol) throws Exception
    {
        final ServerConfig config = ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build();
        try (Server server = Server.start(config);
            Watched expected = new Watched(redis.port(), protocol);
            Watched actual = new Watched(server.port(), protocol))
        {
            for (int i = 0; i < STEPS.length; i++)
            {
                final String mark = "mark" + i + '.';
                assertEquals(expected.step(STEPS[i], mark), actual.step(STEPS[i], mark), STEPS[i]);
            }
            assertEquals(expected.leave(), actual.leave());
        }
    }

    /** One server with the client that watches, and the other one. */
    private static final class Watched implements AutoCloseable
    {
        private final Socket own;
        private final Socket other;
        private boolean isWatching;

        Watched(final int port, final int protocol) throws IOException
        {
            own = open(port);
            other = open(port);
            other.getOutputStream().write(command("ACL SETUSER watcher on >pw ~* &* +@all"));
            readUntil(other, "+OK\r\n", 1);
            own.getOutputStream().write(command("HELLO " + protocol));
            own.getOutputStream().write(command("ECHO ready."));
            readUntil(own, "ready.", 1);
        }

        /** Has a client send commands and then a mark. @return what the watching client was sent up to the mark. */
        String step(final String step, final String mark) throws IOException
        {
            final boolean isOwn = step.startsWith("own ");
            final Socket sender = isOwn ? own : other;
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (final String line : step.substring(step.indexOf(' ') + 1).split("\\|"))
            {
                bytes.write(command(line));
                isWatching = isOwn && (line.equals("MONITOR") || isWatching && !line.equals("RESET")) ||
                    !isOwn && isWatching;
            }
            bytes.write(command("PING " + mark));
            sender.getOutputStream().write(bytes.toByteArray());
            if (!isOwn)
            {
                readUntil(other, mark, 1);
            }
            final boolean isInTransaction = step.equals("own MULTI") || step.contains("ECHO z");
            return isInTransaction ? readUntil(own, "+QUEUED\r\n", step.equals("own MULTI") ? 1 : 3) :
                readUntil(own, mark, isOwn && isWatching ? 2 : 1);
        }

        /** @return what the watching client is sent when it leaves. */
        String leave() throws IOException
        {
            own.getOutputStream().write(command("QUIT"));
            return masked(own.getInputStream().readAllBytes());
        }

        private static Socket open(final int port) throws IOException
        {
            final Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return socket;
        }

        /** Words are parted by spaces; those in single quotes hold some. */
        private static byte[] command(final String line)
        {
            final String[] words = line.split(" (?=(?:[^']*'[^']*')*[^']*$)");
            final StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (final String quoted : words)
            {
                final String word = quoted.replace("'", "");
                text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        /** Reads up to the end of the line in which a text has come so many times. */
        private static String readUntil(final Socket socket, final String text, final int times) throws IOException
        {
            final InputStream in = socket.getInputStream();
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int found = 0;
            while (found < times)
            {
                final int start = bytes.size();
                int next;
                do
                {
                    next = in.read();
                    if (next < 0)
                    {
                        return masked(bytes.toByteArray()) + "<closed>";
                    }
                    bytes.write(next);
                }
                while (next != '\n');
                final String line = bytes.toString(StandardCharsets.ISO_8859_1).substring(start);
                found += line.contains(text) ? 1 : 0;
            }
            return masked(bytes.toByteArray());
        }

        private static String masked(final byte[] bytes)
        {
            return new String(bytes, StandardCharsets.ISO_8859_1)
                .replaceAll("\\d{10}\\.\\d{6}", "TIME").replaceAll("127.0.0.1:\\d+", "ADDRESS");
        }

        @Override
        public void close() throws IOException
        {
            own.close();
            other.close();
        }
    }
}
