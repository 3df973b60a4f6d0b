package io.ringbolt.transport.differential;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
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
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whole data sets travel between Ringbolt and a real redis-server in both directions, as RDB files, and stay what they
 * are; and redis-check-rdb finds in them what ours does.
 */
class RdbExchangeTest
{
    private static final long SEED = 11;
    private static final String FILE = "dump.rdb";

    @TempDir
    Path ours;
    @TempDir
    Path theirs;

    @ParameterizedTest
    @CsvSource({"10,yes,yes,NOEVICTION", "9,no,no,ALLKEYS_LRU", "10,no,yes,VOLATILE_LFU"})
    void shouldSaveWhatRedisLoads(
        final int version, final String compression, final String checksum, final MaxmemoryPolicy policy) throws Exception
    {
        final String digest;
        try (Server server = Server.start(config()
            .set(SnapshotParameters.RDB_VERSION, version)
            .set(SnapshotParameters.RDBCOMPRESSION, "yes".equals(compression))
            .set(SnapshotParameters.RDBCHECKSUM, "yes".equals(checksum))
            .set(MemoryParameters.MAXMEMORY_POLICY, policy)
            .build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            fill(ringbolt);
            digest = ringbolt.ask("DEBUG", "DIGEST").toString();
            assertEquals("+OK", ringbolt.ask("SAVE").toString());
        }
        Files.copy(ours.resolve(FILE), theirs.resolve(FILE));
        assertCheckedAlike(ours.resolve(FILE));
        try (RedisProcess process = RedisProcess.start(theirs); RespConnection redis = new RespConnection(process.port()))
        {
            assertEquals(digest, redis.ask("DEBUG", "DIGEST").toString(), "seed=" + SEED);
        }
    }

    @ParameterizedTest
    @CsvSource({"NOEVICTION", "ALLKEYS_LRU", "ALLKEYS_LFU"})
    void shouldLoadWhatRedisSaves(final MaxmemoryPolicy policy) throws Exception
    {
        final String digest;
        try (RedisProcess process = RedisProcess.start(theirs); RespConnection redis = new RespConnection(process.port()))
        {
            redis.ask("CONFIG", "SET", "maxmemory-policy", policy.name().toLowerCase().replace('_', '-'));
            fill(redis);
            digest = redis.ask("DEBUG", "DIGEST").toString();
            assertEquals("+OK", redis.ask("SAVE").toString());
        }
        Files.copy(theirs.resolve(FILE), ours.resolve(FILE));
        try (Server server = Server.start(config().set(MemoryParameters.MAXMEMORY_POLICY, policy).build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            awaitLoaded(ringbolt);
            assertEquals(digest, ringbolt.ask("DEBUG", "DIGEST").toString(), "seed=" + SEED);
            assertEquals("+OK", ringbolt.ask("DEBUG", "RELOAD").toString());
            assertEquals(digest, ringbolt.ask("DEBUG", "DIGEST").toString(), "after a reload, seed=" + SEED);
            assertEquals("+OK", ringbolt.ask("DEBUG", "RELOAD", "NOFLUSH", "MERGE").toString());
            assertEquals(digest, ringbolt.ask("DEBUG", "DIGEST").toString(), "merged, seed=" + SEED);
        }
    }

    @Test
    void shouldFindWhatRedisCheckRdbFindsInDamagedFiles() throws Exception
    {
        try (Server server = Server.start(config().build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            ringbolt.ask("SET", "key", "value");
            ringbolt.ask("SET", "expiring", "value", "PX", "100000");
            ringbolt.ask("RPUSH", "list", "a", "b");
            ringbolt.ask("SAVE");
        }
        final byte[] whole = Files.readAllBytes(ours.resolve(FILE));
        for (final int length : new int[] {0, 5, 9, 10, whole.length - 9, whole.length - 8, whole.length - 1})
        {
            Files.write(theirs.resolve("cut.rdb"), java.util.Arrays.copyOf(whole, length));
            assertStatusAlike(theirs.resolve("cut.rdb"), "length=" + length);
        }
        final byte[] wrong = whole.clone();
        wrong[whole.length - 1] ^= 1;
        Files.write(theirs.resolve("crc.rdb"), wrong);
        assertCheckedAlike(theirs.resolve("crc.rdb"));
        assertStatusAlike(theirs.resolve("none.rdb"), "no file");
    }

    private static void fill(final RespConnection connection) throws Exception
    {
        for (final List<String> command : RdbDataSet.commands(SEED))
        {
            final Reply reply = connection.ask(command.toArray(new String[0]));
            assertTrue(!reply.isError(), reply + " to " + command);
        }
    }

    static void awaitLoaded(final RespConnection connection) throws Exception
    {
        while (connection.ask("PING").head().startsWith("-LOADING"))
        {
            Thread.sleep(1);
        }
    }

    private ServerConfigBuilder config()
    {
        return ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(GeneralParameters.DIR, ours.toString())
            .set(SnapshotParameters.SAVE, List.<SavePoint>of())
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20);
    }

    private static void assertCheckedAlike(final Path file) throws Exception
    {
        assertEquals(run("redis-check-rdb", file), run("ours", file));
    }

    private static void assertStatusAlike(final Path file, final String message) throws Exception
    {
        final String expected = run("redis-check-rdb", file);
        final String actual = run("ours", file);
        assertEquals(expected.substring(0, expected.indexOf('\n')), actual.substring(0, actual.indexOf('\n')), message);
        assertEquals(expected.contains("RDB ERROR DETECTED"), actual.contains("RDB ERROR DETECTED"), message);
    }

    /** Runs a checker. @return its status, a line end, and what it prints but for the place of an error. */
    private static String run(final String program, final Path file) throws Exception
    {
        final List<String> line = "ours".equals(program) ?
            List.of(System.getProperty("java.home") + "/bin/java", "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "io.ringbolt.persistence.rdb.RdbCheckMain", file.toString()) :
            List.of(program, file.toString());
        final Process process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue() + "\n" + output;
    }
}
