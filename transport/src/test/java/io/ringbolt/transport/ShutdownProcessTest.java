package io.ringbolt.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * How the process ends: by signals and by SHUTDOWN with each of its options.
 */
class ShutdownProcessTest
{
    private static final String FILE = "dump.rdb";
    private static final String FAILED = "-ERR Errors trying to SHUTDOWN. Check logs.";

    @TempDir
    private Path folder;
    @TempDir
    private Path logs;

    @Test
    void shouldSaveWhenTerminatedIfThereAreSavePoints() throws Exception
    {
        try (SpawnedServer server = start("--save", "3600 1"))
        {
            set(server);
            server.signal("TERM");
            assertEquals(0, server.exitStatus());
            assertTrue(server.log().contains("Received SIGTERM scheduling shutdown..."), server.log());
            assertTrue(server.log().contains("DB saved on disk"), server.log());
        }
        try (SpawnedServer server = start("--save", ""); RawClient client = new RawClient(server.port()))
        {
            assertEquals("value", client.ask("GET key"));
            client.ask("SET other value");
            server.signal("INT");
            assertEquals(0, server.exitStatus());
        }
        try (SpawnedServer server = start("--save", ""); RawClient client = new RawClient(server.port()))
        {
            assertEquals(":1", client.ask("DBSIZE"));
        }
    }

    @Test
    void shouldDoAsShutdownOnSignalsSay() throws Exception
    {
        try (SpawnedServer server = start(
            "--save", "3600 1", "--shutdown-on-sigterm", "nosave", "--shutdown-on-sigint", "save force"))
        {
            set(server);
            server.signal("TERM");
            assertEquals(0, server.exitStatus());
        }
        assertFalse(Files.exists(folder.resolve(FILE)));
    }

    @Test
    void shouldGoOnWhenItCannotSaveUnlessForced() throws Exception
    {
        try (SpawnedServer server = start("--save", "3600 1", "--appendonly", "no"))
        {
            Files.createDirectories(folder.resolve(FILE).resolve("in the way"));
            server.signal("TERM");
            server.awaitLog("Error trying to save the DB, can't exit.");
            set(server);
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals(FAILED, client.ask("SHUTDOWN"));
                assertEquals(FAILED, client.ask("SHUTDOWN SAVE"));
                assertEquals(FAILED, client.ask("SHUTDOWN NOW"));
                assertEquals("-ERR No shutdown in progress.", client.ask("SHUTDOWN ABORT"));
                assertEquals("-ERR syntax error", client.ask("SHUTDOWN SAVE NOSAVE"));
                assertEquals("-ERR syntax error", client.ask("SHUTDOWN NOW ABORT"));
                client.send("SHUTDOWN SAVE FORCE\r\n");
                assertEquals(0, server.exitStatus());
            }
        }
    }

    @Test
    void shouldSaveOrNotAsShutdownSays() throws Exception
    {
        try (SpawnedServer server = start("--save", ""); RawClient client = new RawClient(server.port()))
        {
            set(server);
            client.send("SHUTDOWN SAVE\r\n");
            assertEquals(0, server.exitStatus());
        }
        assertTrue(Files.exists(folder.resolve(FILE)));
        try (SpawnedServer server = start("--save", "3600 1"); RawClient client = new RawClient(server.port()))
        {
            client.ask("SET other value");
            client.send("SHUTDOWN NOSAVE NOW\r\n");
            assertEquals(0, server.exitStatus());
        }
        try (SpawnedServer server = start("--save", ""); RawClient client = new RawClient(server.port()))
        {
            assertEquals(":1", client.ask("DBSIZE"));
        }
    }

    @Test
    void shouldEndAtOnceWhenInterruptedAgain() throws Exception
    {
        try (SpawnedServer server = start("--save", "3600 1", "--rdb-key-save-delay", "10000000"))
        {
            set(server);
            server.signal("INT");
            server.awaitLog("Received SIGINT scheduling shutdown...");
            server.signal("INT");
            assertEquals(1, server.exitStatus());
            assertTrue(server.log().contains("You insist... exiting now."), server.log());
        }
        assertFalse(Files.exists(folder.resolve(FILE)));
    }

    @Test
    void shouldKeepTheJournalWhenItEnds() throws Exception
    {
        try (SpawnedServer server = start("--save", "", "--appendonly", "yes", "--appendfsync", "no"))
        {
            set(server);
            server.signal("TERM");
            assertEquals(0, server.exitStatus());
        }
        assertFalse(Files.exists(folder.resolve(FILE)));
        try (SpawnedServer server = start("--save", "", "--appendonly", "yes");
            RawClient client = new RawClient(server.port()))
        {
            assertEquals("value", client.ask("GET key"));
        }
    }

    private SpawnedServer start(final String... arguments) throws Exception
    {
        return SpawnedServer.start(folder, logs.resolve("server.log"), arguments);
    }

    private static void set(final SpawnedServer server) throws Exception
    {
        try (RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET key value"));
        }
    }
}
