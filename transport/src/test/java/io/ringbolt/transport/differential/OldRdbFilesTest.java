package io.ringbolt.transport.differential;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Files of each RDB version hold what their bytes say, here and in the redis-server at hand as far as it reads them.
 */
class OldRdbFilesTest
{
    private static final String FILE = "dump.rdb";
    private static final int NEWEST_OF_REDIS = 10;

    @TempDir
    Path ours;
    @TempDir
    Path theirs;

    static List<OldRdbFiles.Golden> files()
    {
        return OldRdbFiles.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldReadEachVersionAsRedisDoes(final OldRdbFiles.Golden golden) throws Exception
    {
        Files.write(ours.resolve(FILE), golden.bytes());
        try (Server server = start(); RespConnection ringbolt = new RespConnection(server.port()))
        {
            RdbExchangeTest.awaitLoaded(ringbolt);
            assertContents(golden, ringbolt);
            if (golden.version() <= NEWEST_OF_REDIS)
            {
                final String digest = ringbolt.ask("DEBUG", "DIGEST").toString();
                Files.write(theirs.resolve(FILE), golden.bytes());
                try (RedisProcess process = RedisProcess.start(theirs);
                    RespConnection redis = new RespConnection(process.port()))
                {
                    assertContents(golden, redis);
                    assertEquals(redis.ask("DEBUG", "DIGEST").toString(), digest);
                }
            }
        }
    }

    @Test
    void shouldPassOverKeysWithoutAValueAsRedisDoes() throws Exception
    {
        final byte[] file = OldRdbFiles.withEmptyKeys(NEWEST_OF_REDIS);
        Files.write(ours.resolve(FILE), file);
        Files.write(theirs.resolve(FILE), file);
        try (Server server = start();
            RespConnection ringbolt = new RespConnection(server.port());
            RedisProcess process = RedisProcess.start(theirs);
            RespConnection redis = new RespConnection(process.port()))
        {
            RdbExchangeTest.awaitLoaded(ringbolt);
            for (final RespConnection connection : List.of(redis, ringbolt))
            {
                assertEquals(":2", connection.ask("DBSIZE").toString());
                assertEquals("$v", connection.ask("GET", "before").toString());
                assertEquals("$w", connection.ask("GET", "after").toString());
                final String info = connection.ask("INFO", "persistence").toString();
                assertTrue(info.contains("rdb_last_load_keys_loaded:2\r\n"), info);
            }
        }
    }

    private static void assertContents(final OldRdbFiles.Golden golden, final RespConnection connection)
        throws Exception
    {
        for (int i = 0; i < golden.asks().size(); i += 2)
        {
            final String ask = golden.asks().get(i);
            assertEquals(golden.asks().get(i + 1), connection.ask(ask.split(" ")).toString(), ask);
        }
    }

    private Server start() throws Exception
    {
        return Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(GeneralParameters.DIR, ours.toString())
            .set(SnapshotParameters.SAVE, List.<SavePoint>of())
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }
}
