package io.ringbolt.transport.differential;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whole data sets travel between Ringbolt and a real redis-server in both directions, as append-only files with and
 * without an RDB preamble, and stay what they are.
 */
class AofExchangeTest
{
    private static final long SEED = 12;
    private static final long PATIENCE_MS = 20_000;
    private static final String FOLDER = "appendonlydir";
    private static final String NAME = "appendonly.aof";
    private static final String LIBRARY = "#!lua name=lib\nredis.register_function('f', function() return 1 end)";

    @TempDir
    Path ours;
    @TempDir
    Path theirs;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRewriteWhatRedisLoads(final boolean hasPreamble) throws Exception
    {
        final String digest;
        try (Server server = Server.start(config(hasPreamble).build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            fill(ringbolt);
            ringbolt.ask("FUNCTION", "LOAD", LIBRARY);
            final List<String> streams = streams(ringbolt);
            rewrite(ringbolt);
            change(ringbolt);
            digest = digest(ringbolt);
            assertEquals("+OK", ringbolt.ask("DEBUG", "LOADAOF").toString());
            assertEquals(digest, digest(ringbolt), "loaded again, seed=" + SEED);
            assertEquals(streams, streams(ringbolt));
        }
        final Path base = ours.resolve(FOLDER).resolve(NAME + ".1.base." + (hasPreamble ? "rdb" : "aof"));
        assertTrue(Files.exists(base), base.toString());
        assertEquals(hasPreamble, Files.readString(base, StandardCharsets.ISO_8859_1).startsWith("REDIS"));
        copy(ours, theirs);
        try (RedisProcess process = RedisProcess.start(theirs, "--appendonly", "yes");
            RespConnection redis = new RespConnection(process.port()))
        {
            RdbExchangeTest.awaitLoaded(redis);
            assertEquals(digest, digest(redis), "seed=" + SEED);
            assertEquals(":1", redis.ask("FCALL", "f", "0").toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLoadWhatRedisRewritesAndGiveItBack(final boolean hasPreamble) throws Exception
    {
        final String digest = fillTheirs(hasPreamble);
        copy(theirs, ours);
        final String changed;
        try (Server server = Server.start(config(hasPreamble).build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            RdbExchangeTest.awaitLoaded(ringbolt);
            assertEquals(digest, digest(ringbolt), "seed=" + SEED);
            ringbolt.ask("SET", "ours", "too");
            changed = digest(ringbolt);
        }
        copy(ours, theirs);
        try (RedisProcess process = RedisProcess.start(theirs, "--appendonly", "yes");
            RespConnection redis = new RespConnection(process.port()))
        {
            RdbExchangeTest.awaitLoaded(redis);
            assertEquals(changed, digest(redis), "after our increment, seed=" + SEED);
        }
    }

    /** Before 7.0 there was one file, which began with RDB or with commands and went on with commands. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeOverTheSingleFileOfOldReleases(final boolean hasPreamble) throws Exception
    {
        final String digest = fillTheirs(hasPreamble);
        final ByteArrayOutputStream single = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(theirs.resolve(FOLDER)))
        {
            for (final Path file : files.filter(path -> !path.toString().endsWith("manifest")).sorted().toList())
            {
                single.write(Files.readAllBytes(file));
            }
        }
        Files.write(ours.resolve(NAME), single.toByteArray());
        for (int i = 0; i < 2; i++)
        {
            try (Server server = Server.start(config(hasPreamble).build());
                RespConnection ringbolt = new RespConnection(server.port()))
            {
                RdbExchangeTest.awaitLoaded(ringbolt);
                assertEquals(digest, digest(ringbolt), "start " + i + ", seed=" + SEED);
            }
            assertFalse(Files.exists(ours.resolve(NAME)));
        }
        assertArrayEquals(single.toByteArray(), Files.readAllBytes(ours.resolve(FOLDER).resolve(NAME)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepWhatRedisDoesNotKnow(final boolean hasPreamble) throws Exception
    {
        final List<List<String>> questions = List.of(
            List.of("HPEXPIRETIME", "small", "FIELDS", "3", "a", "b", "c"),
            List.of("HPEXPIRETIME", "large", "FIELDS", "2", "f1", "f2"),
            List.of("HLEN", "large"),
            List.of("ARGET", "array", "1000000"),
            List.of("XPENDING", "deleted", "g", "-", "+", "10"));
        try (Server server = Server.start(config(hasPreamble).build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            ask(ringbolt, "HSET", "small", "a", "1", "b", "2", "c", "3");
            ask(ringbolt, "HPEXPIREAT", "small", "33177117420000", "FIELDS", "1", "b");
            for (int i = 0; i < 600; i++)
            {
                ask(ringbolt, "HSET", "large", "f" + i, "v" + i);
            }
            ask(ringbolt, "HPEXPIREAT", "large", "33177117420001", "FIELDS", "1", "f2");
            ask(ringbolt, "ARSET", "array", "1000000", "value");
            ask(ringbolt, "XADD", "deleted", "1-1", "a", "b");
            ask(ringbolt, "XADD", "deleted", "2-1", "a", "b");
            ask(ringbolt, "XGROUP", "CREATE", "deleted", "g", "0");
            ask(ringbolt, "XREADGROUP", "GROUP", "g", "c", "STREAMS", "deleted", ">");
            ask(ringbolt, "XDEL", "deleted", "1-1");
            final List<String> before = answers(ringbolt, questions);
            final String digest = digest(ringbolt);
            rewrite(ringbolt);
            assertEquals("+OK", ringbolt.ask("DEBUG", "LOADAOF").toString());
            assertEquals(before.subList(0, 4), answers(ringbolt, questions).subList(0, 4));
            assertTrue(answers(ringbolt, questions).get(4).contains("1-1"));
            assertEquals(digest, digest(ringbolt));
        }
    }

    @Test
    void shouldSwitchOnAndOffWhileServingAndRewriteByItself() throws Exception
    {
        final String digest;
        try (Server server = Server.start(config(false)
            .set(AppendOnlyParameters.APPENDONLY, false)
            .set(AppendOnlyParameters.AUTO_AOF_REWRITE_MIN_SIZE, 100_000L)
            .build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            ask(ringbolt, "SET", "before", "1");
            ask(ringbolt, "CONFIG", "SET", "appendonly", "yes");
            awaitBase(1);
            for (int i = 0; !hasBase(2); i++)
            {
                ask(ringbolt, "SET", "key", "x".repeat(10_000) + i);
                assertTrue(i < 20_000, "no automatic rewrite");
            }
            ask(ringbolt, "CONFIG", "SET", "appendonly", "no");
            ask(ringbolt, "SET", "between", "1");
            ask(ringbolt, "CONFIG", "SET", "appendonly", "yes");
            awaitBase(3);
            ask(ringbolt, "SET", "after", "1");
            digest = digest(ringbolt);
        }
        try (Server server = Server.start(config(false).build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            RdbExchangeTest.awaitLoaded(ringbolt);
            assertEquals(digest, digest(ringbolt));
        }
    }

    @Test
    void shouldTruncateToATimeAsRedisCheckAofDoes() throws Exception
    {
        final String first = "#TS:1000\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n";
        final String second = "#TS:2000\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n2\r\n";
        for (final String time : List.of("1500", "2000"))
        {
            final Path file = theirs.resolve("theirs.aof");
            final Path same = ours.resolve("theirs.aof");
            Files.writeString(file, first + second);
            Files.writeString(same, first + second);
            assertEquals(run("redis-check-aof", file, time), run("ours", same, time), time);
            assertEquals("1500".equals(time) ? first : first + second, Files.readString(file), time);
            assertEquals(Files.readString(file), Files.readString(same), time);
        }
    }

    private String fillTheirs(final boolean hasPreamble) throws Exception
    {
        try (RedisProcess process = RedisProcess.start(
            theirs, "--appendonly", "yes", "--aof-use-rdb-preamble", hasPreamble ? "yes" : "no");
            RespConnection redis = new RespConnection(process.port()))
        {
            fill(redis);
            rewrite(redis);
            change(redis);
            return digest(redis);
        }
    }

    private static void fill(final RespConnection connection) throws Exception
    {
        for (final List<String> command : RdbDataSet.commands(SEED))
        {
            ask(connection, command.toArray(new String[0]));
        }
    }

    private static void change(final RespConnection connection) throws Exception
    {
        ask(connection, "MULTI");
        ask(connection, "SET", "later", "1");
        ask(connection, "DEL", "small:list");
        ask(connection, "EXEC");
        ask(connection, "EXPIRE", "large:set", "1000");
    }

    /** The groups of all streams with what is pending, but for when their consumers were seen. */
    private static List<String> streams(final RespConnection connection) throws Exception
    {
        return answers(connection, List.of(
            List.of("XPENDING", "stream", "g"),
            List.of("XINFO", "STREAM", "stream"),
            List.of("XINFO", "GROUPS", "stream"),
            List.of("XINFO", "GROUPS", "nothing"),
            List.of("XINFO", "STREAM", "nothing")));
    }

    private static List<String> answers(final RespConnection connection, final List<List<String>> questions)
        throws Exception
    {
        final List<String> answers = new ArrayList<>();
        for (final List<String> question : questions)
        {
            answers.add(ask(connection, question.toArray(new String[0])));
        }
        return answers;
    }

    private static String ask(final RespConnection connection, final String... command) throws Exception
    {
        final Reply reply = connection.ask(command);
        assertTrue(!reply.isError(), reply + " to " + List.of(command));
        return reply.toString();
    }

    private static String digest(final RespConnection connection) throws Exception
    {
        return ask(connection, "DEBUG", "DIGEST");
    }

    /** Has a server rewrite its file once it has begun one, and waits for the end. */
    private static void rewrite(final RespConnection connection) throws Exception
    {
        awaitInfo(connection, "aof_rewrite_in_progress:0");
        ask(connection, "BGREWRITEAOF");
        awaitInfo(connection, "aof_rewrite_in_progress:0");
        assertTrue(ask(connection, "INFO", "persistence").contains("aof_last_bgrewrite_status:ok"));
    }

    private static void awaitInfo(final RespConnection connection, final String line) throws Exception
    {
        final long deadlineMs = System.currentTimeMillis() + PATIENCE_MS;
        String info = ask(connection, "INFO", "persistence");
        while (!info.contains(line) || !info.contains("aof_rewrite_scheduled:0"))
        {
            assertTrue(System.currentTimeMillis() < deadlineMs, info);
            Thread.sleep(5);
            info = ask(connection, "INFO", "persistence");
        }
    }

    private boolean hasBase(final int number) throws IOException
    {
        final Path manifest = ours.resolve(FOLDER).resolve(NAME + ".manifest");
        return Files.exists(manifest) &&
            Files.readString(manifest).lines().anyMatch(line -> line.contains("seq " + number + " type b"));
    }

    private void awaitBase(final int number) throws Exception
    {
        final long deadlineMs = System.currentTimeMillis() + PATIENCE_MS;
        while (!hasBase(number))
        {
            assertTrue(System.currentTimeMillis() < deadlineMs, "base " + number);
            Thread.sleep(5);
        }
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        final Path folder = Files.createDirectories(to.resolve(FOLDER));
        try (Stream<Path> old = Files.list(folder))
        {
            for (final Path file : old.toList())
            {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from.resolve(FOLDER)))
        {
            for (final Path file : files.toList())
            {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private ServerConfigBuilder config(final boolean hasPreamble)
    {
        return ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(GeneralParameters.DIR, ours.toString())
            .set(SnapshotParameters.SAVE, List.<SavePoint>of())
            .set(AppendOnlyParameters.APPENDONLY, true)
            .set(AppendOnlyParameters.AOF_USE_RDB_PREAMBLE, hasPreamble)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
    }

    /** Runs a checker. @return its status, a line end, and what it prints. */
    private static String run(final String program, final Path file, final String time) throws Exception
    {
        final List<String> line = "ours".equals(program) ?
            List.of(System.getProperty("java.home") + "/bin/java", "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "io.ringbolt.persistence.aof.AofCheckMain", "--truncate-to-timestamp", time, file.toString()) :
            List.of(program, "--truncate-to-timestamp", time, file.toString());
        final Process process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue() + "\n" + output.replace(file.getParent().toString() + '/', "");
    }
}
