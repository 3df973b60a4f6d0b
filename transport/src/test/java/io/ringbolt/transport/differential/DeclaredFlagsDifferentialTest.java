package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts and functions that declare what they do, where they may not do it: alone, queued, and queued before they
 * were forbidden. A real redis-server says what each command is answered.
 */
class DeclaredFlagsDifferentialTest
{
    /** What forbids a script to run, and how it is ended. */
    enum Trouble
    {
        NO_MEMORY(List.of("CONFIG SET maxmemory 1"), List.of("CONFIG SET maxmemory 0")),
        TOO_FEW_REPLICAS(
            List.of("CONFIG SET min-replicas-to-write 3"), List.of("CONFIG SET min-replicas-to-write 0")),
        READ_ONLY_REPLICA(List.of("REPLICAOF 127.0.0.1 1"), List.of("REPLICAOF NO ONE")),
        STALE_REPLICA(
            List.of("CONFIG SET replica-serve-stale-data no", "REPLICAOF 127.0.0.1 1"),
            List.of("REPLICAOF NO ONE", "CONFIG SET replica-serve-stale-data yes"));

        private final List<String> begins;
        private final List<String> ends;

        Trouble(final List<String> begins, final List<String> ends)
        {
            this.begins = begins;
            this.ends = ends;
        }
    }

    private static final List<String> SCRIPTS = List.of(
        "return redis.call('set', 'x', '1')",
        "return 1",
        "#!lua\nreturn redis.call('set', 'x', '1')",
        "#!lua\nreturn 1",
        "#!lua flags=allow-oom\nreturn redis.call('set', 'x', '1')",
        "#!lua flags=no-writes\nreturn 1",
        "#!lua flags=allow-stale\nreturn 1",
        "#!lua flags=allow-stale,no-writes\nreturn 1",
        "#!lua flags=foo\nreturn 1",
        "#!foo\nreturn 1",
        "#!lua\nreturn (");
    private static final String LIBRARY =
        "#!lua name=lib\n" +
        "redis.register_function('plain', function() return 1 end)\n" +
        "redis.register_function{function_name='reads', callback=function() return 1 end, flags={'no-writes'}}\n" +
        "redis.register_function{function_name='grows', callback=function() return 1 end, flags={'allow-oom'}}\n" +
        "redis.register_function{function_name='stale', callback=function() return 1 end, " +
            "flags={'no-writes', 'allow-stale'}}";

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static Server server;
    private static List<List<String>> calls;

    @BeforeAll
    static void start() throws Exception
    {
        redis = RedisProcess.start(directory);
        server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
        calls = calls();
    }

    @AfterAll
    static void stop() throws Exception
    {
        if (null != server)
        {
            server.close();
        }
        if (null != redis)
        {
            redis.close();
        }
    }

    /** Every way to run the scripts and the functions; the servers know them. */
    private static List<List<String>> calls() throws IOException
    {
        final List<List<String>> calls = new ArrayList<>();
        try (RespConnection real = new RespConnection(redis.port());
            RespConnection own = new RespConnection(server.port()))
        {
            for (final String script : SCRIPTS)
            {
                calls.add(List.of("EVAL", script, "0"));
                calls.add(List.of("EVAL_RO", script, "0"));
                final String sha = ask(real, "SCRIPT", "LOAD", script);
                assertEquals(sha, ask(own, "SCRIPT", "LOAD", script));
                if (sha.startsWith("$"))
                {
                    calls.add(List.of("EVALSHA", sha.substring(1), "0"));
                }
            }
            assertEquals(ask(real, "FUNCTION", "LOAD", LIBRARY), ask(own, "FUNCTION", "LOAD", LIBRARY));
        }
        for (final String name : List.of("plain", "reads", "grows", "stale", "unknown"))
        {
            calls.add(List.of("FCALL", name, "0"));
            calls.add(List.of("FCALL_RO", name, "0"));
        }
        return calls;
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void shouldRefuseAsRedisDoes(final Trouble trouble) throws IOException
    {
        for (final boolean isQueuedBefore : new boolean[]{false, true})
        {
            final List<String> expected = answers(redis.port(), trouble, isQueuedBefore);
            final List<String> actual = answers(server.port(), trouble, isQueuedBefore);
            for (int i = 0; i < expected.size(); i++)
            {
                assertEquals(expected.get(i), actual.get(i), "queued before: " + isQueuedBefore);
            }
        }
    }

    private static List<String> answers(final int port, final Trouble trouble, final boolean isQueuedBefore)
        throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (RespConnection connection = new RespConnection(port); RespConnection other = new RespConnection(port))
        {
            for (final List<String> call : calls)
            {
                final String[] words = call.toArray(String[]::new);
                final StringBuilder text = new StringBuilder(call.toString());
                if (isQueuedBefore)
                {
                    text.append(ask(connection, "MULTI")).append(ask(connection, words));
                    askAll(other, trouble.begins);
                    text.append(ask(connection, "EXEC"));
                }
                else
                {
                    askAll(other, trouble.begins);
                    text.append(ask(connection, words)).append(ask(connection, "MULTI"))
                        .append(ask(connection, words)).append(ask(connection, "EXEC"));
                }
                askAll(other, trouble.ends);
                answers.add(text.toString());
            }
        }
        return answers;
    }

    private static void askAll(final RespConnection connection, final List<String> commands) throws IOException
    {
        for (final String command : commands)
        {
            assertEquals("+OK", ask(connection, command.split(" ")));
        }
    }

    private static String ask(final RespConnection connection, final String... words) throws IOException
    {
        return connection.ask(words).toString();
    }
}
