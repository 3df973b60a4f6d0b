package io.ringbolt.transport;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static io.ringbolt.transport.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Snapshots in files as clients and operators see them. */
class RdbSystemTest
{
    private static final String FILE = "dump.rdb";
    private static final int BATCH = 200;
    private static final String IN_PROGRESS = "rdb_bgsave_in_progress:1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldFindItsDataAgainAfterSavingInTheBackground(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            client.ask("DEBUG POPULATE 5000");
            final String before = client.ask("LASTSAVE");
            assertEquals("+Background saving started", client.ask("BGSAVE"));
            awaitSaved(client);
            assertTrue(Long.parseLong(client.ask("LASTSAVE").substring(1)) >= Long.parseLong(before.substring(1)));
            assertTrue(info(client).contains("rdb_changes_since_last_save:0\r\n"));
            assertTrue(info(client).contains("rdb_saves:1\r\n"));
        }
        assertOnlyTheFile();
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals(":5000", client.ask("DBSIZE"));
            assertTrue(info(client).contains("rdb_last_load_keys_loaded:5000\r\n"));
        }
    }

    @Test
    void shouldSaveWhereNothingButTheCallerDrivesTheServer() throws Exception
    {
        final Server server = Server.start(config(ThreadingMode.INVOKER).build());
        final Thread driver = new Thread(() ->
        {
            while (!server.isStopping())
            {
                server.doWork();
            }
        });
        driver.start();
        try (RawClient client = new RawClient(server.port()))
        {
            client.ask("SET key value");
            client.ask("BGSAVE");
            awaitSaved(client);
        }
        finally
        {
            server.close();
            driver.join();
        }
        assertOnlyTheFile();
        assertEquals(0, server.offHeapBytes());
    }

    @Test
    void shouldReadVersion15() throws Exception
    {
        Files.write(folder.resolve(FILE), TemplateRdbFile.version15(3));
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals("template-listpack", client.ask("OBJECT ENCODING packed"));
            assertEquals("template-array", client.ask("OBJECT ENCODING array"));
            assertEquals("listpack", client.ask("OBJECT ENCODING plain"));
            assertEquals("2", client.ask("HGET packed bc"));
            assertEquals("x", client.ask("HGET array a"));
            assertEquals("7", client.ask("HGET array bc"));
            assertTrue(info(client).contains("hash_templates:1\r\nhash_template_keys:2\r\n"));
            assertEquals(":2", client.ask("DEL packed array"));
            assertTrue(info(client).contains("hash_templates:0\r\nhash_template_keys:0\r\n"));
        }
    }

    @Test
    void shouldLetHashesOfAFileShareNamesThatEnoughOfThemHave() throws Exception
    {
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            for (int i = 0; i < 3; i++)
            {
                client.ask("HSET shared" + i + " a 1 b 2 c 3 d " + i);
            }
            client.ask("HSET lone p 1 q 2 r 3 s 4");
            client.ask("HSET small a 1");
            assertEquals("+OK", client.ask("SAVE"));
        }
        final ServerConfigBuilder adopting = config()
            .set(EncodingParameters.HASH_RDB_LOAD_MIN_TEMPLATE_ENTRIES, 2L)
            .set(EncodingParameters.HASH_RDB_LOAD_TEMPLATE_DISASSEMBLY_THRESHOLD, 3L);
        try (Server server = Server.start(adopting.build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals("template-listpack", client.ask("OBJECT ENCODING shared1"));
            assertEquals("listpack", client.ask("OBJECT ENCODING lone"));
            assertEquals("listpack", client.ask("OBJECT ENCODING small"));
            assertEquals("1", client.ask("HGET shared1 d"));
            assertEquals("4", client.ask("HGET lone s"));
            assertTrue(info(client).contains("hash_templates:1\r\nhash_template_keys:3\r\n"));
        }
    }

    @Test
    void shouldAnswerThatItIsLoading() throws Exception
    {
        save(20_000);
        try (Server server = Server.start(config().set(SnapshotParameters.KEY_LOAD_DELAY, 500).build());
            RawClient client = new RawClient(server.port()))
        {
            assertEquals("-LOADING Redis is loading the dataset in memory", client.ask("GET key:1"));
            assertEquals("-LOADING Redis is loading the dataset in memory", client.ask("PING"));
            final String info = info(client);
            assertTrue(info.contains("loading:1\r\n"), info);
            assertTrue(info.contains("loading_total_bytes:" + Files.size(folder.resolve(FILE)) + "\r\n"), info);
            assertTrue(info.contains("loading_eta_seconds:"), info);
            assertTrue(client.ask("DEBUG RELOAD").startsWith("-LOADING"));
        }
    }

    @Test
    void shouldRefuseToServeWhatIsDamaged() throws Exception
    {
        save(1000);
        final byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
        bytes[bytes.length / 2] ^= 0x20;
        Files.write(folder.resolve(FILE), bytes);
        try (Server server = Server.start(config().build()))
        {
            assertTrue(null != server.awaitStop());
        }
    }

    @Test
    void shouldScheduleWithinATransactionAndCancel() throws Exception
    {
        try (Server server = Server.start(config().set(SnapshotParameters.RDB_KEY_SAVE_DELAY, 1000).build());
            RawClient client = new RawClient(server.port()))
        {
            client.ask("DEBUG POPULATE 100000");
            assertEquals("-ERR Background saving is currently not in progress or scheduled",
                client.ask("BGSAVE CANCEL"));
            assertEquals("-ERR syntax error", client.ask("BGSAVE NOW"));
            client.ask("MULTI");
            client.ask("SET key value");
            client.ask("BGSAVE");
            assertEquals("*2", client.ask("EXEC"));
            assertEquals("+OK", client.reply());
            assertEquals("+Background saving scheduled", client.reply());
            await("it has begun", () -> isInfo(client, IN_PROGRESS));
            assertEquals("-ERR Background save already in progress", client.ask("BGSAVE"));
            assertEquals("-ERR Background save already in progress", client.ask("SAVE"));
            await("it goes on", () -> !isInfo(client, "current_save_keys_processed:0\r\n"));
            assertTrue(isInfo(client, "current_save_keys_total:100001\r\n"));
            assertEquals("+Background saving cancelled", client.ask("BGSAVE CANCEL"));
            await("it has ended", () -> !isInfo(client, IN_PROGRESS));
            assertTrue(isInfo(client, "rdb_last_bgsave_status:ok"));
        }
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void shouldRefuseWritesAfterASaveHasFailedUntilOneSucceeds() throws Exception
    {
        try (Server server = Server.start(config(ThreadingMode.SHARED)
            .set(SnapshotParameters.SAVE, List.of(new SavePoint(3600, 1_000_000))).build());
            RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET key value"));
            Files.createDirectories(folder.resolve(FILE).resolve("in the way"));
            assertEquals("-ERR", client.ask("SAVE"));
            client.ask("BGSAVE");
            await("it has failed", () -> isInfo(client, "rdb_last_bgsave_status:err"));
            assertTrue(client.ask("SET key value").startsWith("-MISCONF Redis is configured to save RDB snapshots"));
            assertTrue(client.ask("PING").startsWith("-MISCONF"));
            assertEquals("value", client.ask("GET key"));
            assertEquals("-ERR Errors trying to SHUTDOWN. Check logs.", client.ask("SHUTDOWN"));
            client.ask("CONFIG SET stop-writes-on-bgsave-error no");
            assertEquals("+OK", client.ask("SET key other"));
            client.ask("CONFIG SET stop-writes-on-bgsave-error yes");
            Files.delete(folder.resolve(FILE).resolve("in the way"));
            Files.delete(folder.resolve(FILE));
            client.ask("BGSAVE");
            await("it has succeeded", () -> isInfo(client, "rdb_last_bgsave_status:ok"));
            assertEquals("+OK", client.ask("SET key value"));
        }
        assertOnlyTheFile();
    }

    @Test
    void shouldSaveAtSavePointsAndAtTheEnd() throws Exception
    {
        try (Server server = Server.start(config(ThreadingMode.SHARED)
            .set(SnapshotParameters.SAVE, List.of(new SavePoint(1, 10))).build());
            RawClient client = new RawClient(server.port()))
        {
            for (int i = 0; i < 10; i++)
            {
                client.ask("SET key" + i + " value");
            }
            await("it saves", () -> isInfo(client, "rdb_saves:1\r\n"));
            awaitSaved(client);
            client.ask("SET last value");
            client.send("SHUTDOWN\r\n");
            server.awaitStop();
        }
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals(":11", client.ask("DBSIZE"));
        }
    }

    @Test
    void shouldSaveUnderWritesWithTheSmallestPoolByHoldingWritersBack() throws Exception
    {
        try (Server server = Server.start(config().set(SnapshotParameters.SNAPSHOT_POOL_BYTES, 1L << 20).build());
            RawClient client = new RawClient(server.port()); RawClient writer = new RawClient(server.port()))
        {
            client.ask("DEBUG POPULATE 200000");
            client.ask("CONFIG SET rdb-key-save-delay -10");    // so that no save ends before the writer has come far
            final Thread writing = new Thread(() -> write(writer));
            writing.start();
            client.ask("BGSAVE");
            await("it ends", () -> !isInfo(client, IN_PROGRESS));
            writing.interrupt();
            writing.join();
            assertTrue(isInfo(client, "rdb_last_bgsave_status:ok"), info(client));
            assertFalse(isInfo(client, "total_forks:1\r\n"), "the first attempt has filled the pool");
        }
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals(":200000", client.ask("DBSIZE"));
        }
    }

    @Test
    void shouldEndASaveOfWhatFlushAllRemoves() throws Exception
    {
        try (Server server = Server.start(config(ThreadingMode.SHARED).build());
            RawClient client = new RawClient(server.port()))
        {
            client.ask("DEBUG POPULATE 5000");
            client.ask("CONFIG SET rdb-key-save-delay 10000");
            client.ask("BGSAVE");
            assertTrue(isInfo(client, IN_PROGRESS));
            client.ask("FLUSHALL");
            await("it ends", () -> !isInfo(client, IN_PROGRESS));
            assertFalse(Files.exists(folder.resolve(FILE)));
            assertFalse(isInfo(client, "rdb_changes_since_last_save:0\r\n"), "nothing has been saved");
            client.ask("CONFIG SET rdb-key-save-delay 0");
            client.ask("CONFIG SET save \"3600 1000000\"");
            client.ask("SET key value");
            client.ask("SAVE");
            client.ask("FLUSHALL");
            await("nothing is saved", () -> isInfo(client, "rdb_changes_since_last_save:0\r\n"));
            client.send("SHUTDOWN NOSAVE\r\n");
            server.awaitStop();
        }
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            awaitLoaded(client);
            assertEquals(":0", client.ask("DBSIZE"));
        }
    }

    @Test
    void shouldKeepNothingOnDiskWhereNoFolderIsNamed() throws Exception
    {
        try (Server server = Server.start(TestServers.config(ThreadingMode.SHARED)
            .set(SnapshotParameters.SAVE, List.of(new SavePoint(1, 1))).build());
            RawClient client = new RawClient(server.port()))
        {
            client.ask("SET key value");
            Thread.sleep(1500);
            assertTrue(isInfo(client, "rdb_saves:0\r\n"));
        }
    }

    private static void write(final RawClient writer)
    {
        try
        {
            int key = 0;
            while (!Thread.currentThread().isInterrupted())
            {
                final StringBuilder commands = new StringBuilder();
                for (int i = 0; i < BATCH; i++)
                {
                    key = (key + 997) % 200_000;
                    commands.append("SET key:").append(key).append(" other\r\n");
                }
                writer.send(commands.toString());
                for (int i = 0; i < BATCH; i++)
                {
                    assertEquals("+OK", writer.reply());
                }
            }
        }
        catch (final IOException broken)
        {
            throw new UncheckedIOException(broken);
        }
    }

    private void save(final int keys) throws Exception
    {
        try (Server server = Server.start(config().build()); RawClient client = new RawClient(server.port()))
        {
            client.ask("DEBUG POPULATE " + keys);
            assertEquals("+OK", client.ask("SAVE"));
        }
    }

    private void assertOnlyTheFile() throws Exception
    {
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(List.of(folder.resolve(FILE)), files.toList());
        }
    }

    private static void awaitLoaded(final RawClient client) throws Exception
    {
        await("it has loaded", () -> isInfo(client, "\r\nloading:0\r\n"));
    }

    private static void awaitSaved(final RawClient client) throws Exception
    {
        await("it has saved", () -> isInfo(client, "rdb_bgsave_in_progress:0"));
        assertTrue(isInfo(client, "rdb_last_bgsave_status:ok"));
    }

    private static boolean isInfo(final RawClient client, final String part)
    {
        try
        {
            return info(client).contains(part);
        }
        catch (final IOException broken)
        {
            throw new UncheckedIOException(broken);
        }
    }

    private static String info(final RawClient client) throws IOException
    {
        return client.ask("INFO persistence stats");
    }

    private ServerConfigBuilder config()
    {
        return config(ThreadingMode.SHARED).set(SnapshotParameters.SAVE, List.<SavePoint>of());
    }

    private ServerConfigBuilder config(final ThreadingMode mode)
    {
        return TestServers.config(mode)
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(GeneralParameters.DIR, folder.toString());
    }
}
