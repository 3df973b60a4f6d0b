package io.ringbolt.transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The server as a process on real file systems that run full, fail or can only be read: it refuses writes with Redis's
 * words, goes on when the disk does, and nothing that it has acknowledged is lost. Needs the right to mount.
 */
class DiskFaultProcessTest
{
    private static final String JOURNAL_FAULT = "-MISCONF Errors writing to the AOF file: ";
    private static final int VALUE_LENGTH = 4000;

    @TempDir
    private Path folder;
    private final Deque<String[]> undo = new ArrayDeque<>();
    private Path disk;
    private SpawnedServer server;

    @BeforeEach
    void setUp() throws Exception
    {
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void tearDown() throws Exception
    {
        if (null != server)
        {
            server.close();
        }
        while (!undo.isEmpty())
        {
            run(undo.pop());
        }
    }

    @Test
    void shouldRefuseWritesWhileTheDiskIsFull() throws Exception
    {
        mount("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        writeUntilRefusedAndMakeRoom(disk, "No space left on device");
    }

    /** A file system on a device whose own store is full: what it accepts can't be written in the end. */
    @Test
    void shouldRefuseWritesWhileTheDeviceIsFull() throws Exception
    {
        final Path store = Files.createDirectory(folder.resolve("store"));
        mount("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", store.toString());
        final Path image = store.resolve("image");
        assumeRuns("truncate", "-s", "64m", image.toString());
        assumeRuns("mkfs.ext4", "-q", "-O", "^has_journal", "-E", "nodiscard", image.toString());
        mount("mount", "-o", "loop", image.toString(), disk.toString());
        writeUntilRefusedAndMakeRoom(store, "(No space left on device|Input/output error)");
    }

    /** The kernel answers the calls of a live server with an error, for as long as a tracer has it do so. */
    @ParameterizedTest
    @ValueSource(strings = {"fdatasync", "pwrite64"})
    void shouldRefuseWritesWhileTheDiskReportsErrors(final String call) throws Exception
    {
        assumeRuns("strace", "-qq", "-o", "/dev/null", "true");
        start("--save", "", "--appendonly", "yes", "--appendfsync", "always");
        try (RawClient client = new RawClient(server.port()); RawClient other = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET key before"));
            final Process tracer = new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null",
                "-e", "trace=" + call, "-e", "inject=" + call + ":error=EIO", "-p", Long.toString(server.pid()))
                .redirectErrorStream(true).redirectOutput(folder.resolve("strace.log").toFile()).start();
            try
            {
                awaitTraced();
                client.send("SET key during\r\n");
                await("the fault is known", () -> info(other).contains("aof_last_write_status:err"));
                assertEquals(JOURNAL_FAULT + "Input/output error", other.ask("SET other 1"));
                assertEquals(0, client.socket.getInputStream().available(), "nothing is acknowledged");
            }
            finally
            {
                tracer.destroy();
                tracer.waitFor();
            }
            assertEquals("+OK", client.reply());
            await("it writes again", () -> "+OK".equals(other.ask("SET other 2")));
            server.kill();
        }
        start("--save", "", "--appendonly", "yes");
        try (RawClient client = new RawClient(server.port()))
        {
            assertEquals("during", client.ask("GET key"));
            assertEquals("2", client.ask("GET other"));
        }
    }

    private void awaitTraced() throws Exception
    {
        final Path status = Path.of("/proc/" + server.pid() + "/status");
        await("it is traced", () -> !Files.readString(status).contains("TracerPid:\t0\n"));
        Thread.sleep(200);                                     // for the threads that are attached after the first
    }

    @Test
    void shouldRefuseWritesAfterASaveIntoAFolderThatCanOnlyBeRead() throws Exception
    {
        mount("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        start("--save", "3600 100000");
        try (RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", client.ask("SET key value"));
            assumeRuns("mount", "-o", "remount,ro", disk.toString());
            assertTrue(client.ask("SAVE").startsWith("-ERR"));
            client.ask("BGSAVE");
            await("it has failed", () -> info(client).contains("rdb_last_bgsave_status:err"));
            assertTrue(client.ask("SET key other").startsWith("-MISCONF Redis is configured to save RDB snapshots"));
            assertEquals("value", client.ask("GET key"));
            assertEquals("-ERR CONFIG SET failed (possibly related to argument 'appendonly') - " +
                "Unable to turn on AOF. Check server logs.", client.ask("CONFIG SET appendonly yes"));
            assumeRuns("mount", "-o", "remount,rw", disk.toString());
            client.ask("BGSAVE");
            await("it has succeeded", () -> info(client).contains("rdb_last_bgsave_status:ok"));
            assertEquals("+OK", client.ask("SET key other"));
        }
    }

    @Test
    void shouldNotStartWhereItsJournalCannotBeWritten() throws Exception
    {
        mount("mount", "-t", "tmpfs", "-o", "size=16m,ro", "tmpfs", disk.toString());
        server = SpawnedServer.launch(disk, folder.resolve("server.log"), "--save", "", "--appendonly", "yes");
        assertEquals(1, server.exitStatus());
        assertTrue(server.log().contains("Read-only file system"), server.log());
    }

    /**
     * @param full   where a file takes the room that is then given back.
     * @param reason a pattern.
     */
    private void writeUntilRefusedAndMakeRoom(final Path full, final String reason) throws Exception
    {
        final Path ballast = full.resolve("ballast");
        start("--save", "", "--appendonly", "yes", "--appendfsync", "always");
        int acknowledged = 0;
        try (RawClient client = new RawClient(server.port()))
        {
            while (acknowledged < 100)
            {
                assertEquals("+OK", client.ask(set(acknowledged++)));
            }
            run("dd", "if=/dev/zero", "of=" + ballast, "bs=64k");
            String reply = client.ask("PING");
            for (int i = 0; !reply.startsWith(JOURNAL_FAULT) && i < 100_000; i++)
            {
                client.send(set(acknowledged) + "\r\n");
                client.socket.setSoTimeout(500);
                reply = replyOrNone(client, acknowledged);
                acknowledged += "+OK".equals(reply) ? 1 : 0;
            }
            assertTrue(reply.matches(JOURNAL_FAULT + reason), reply);
        }
        try (RawClient client = new RawClient(server.port()))
        {
            assertTrue(info(client).contains("aof_last_write_status:err"));
            assertEquals("x".repeat(VALUE_LENGTH), client.ask("GET 0"));
            Files.delete(ballast);
            await("it writes again", () -> "+OK".equals(client.ask("SET again 1")));
            assertTrue(info(client).contains("aof_last_write_status:ok"));
            server.kill();
        }
        start("--save", "", "--appendonly", "yes", "--appendfsync", "always");
        try (RawClient client = new RawClient(server.port()))
        {
            for (int i = 0; i < acknowledged; i++)
            {
                assertEquals(":" + VALUE_LENGTH, client.ask("STRLEN " + i));
            }
            assertEquals("1", client.ask("GET again"));
        }
    }

    /**
     * The write that meets the fault is executed and not acknowledged before the disk has it, so another connection
     * asks.
     *
     * @return the reply, or what a write is told now.
     */
    private String replyOrNone(final RawClient client, final int number) throws Exception
    {
        try
        {
            return client.reply();
        }
        catch (final java.net.SocketTimeoutException waiting)
        {
            try (RawClient other = new RawClient(server.port()))
            {
                await("the fault of write " + number + " is known",
                    () -> info(other).contains("aof_last_write_status:err"));
                return other.ask("SET refused 1");
            }
        }
    }

    private static void await(final String claim, final Callable<Boolean> holds) throws Exception
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.call())
        {
            assertTrue(System.nanoTime() - deadlineNs < 0, claim);
            Thread.sleep(10);
        }
    }

    private static String set(final int number)
    {
        return "SET " + number + " " + "x".repeat(VALUE_LENGTH);
    }

    private static String info(final RawClient client) throws Exception
    {
        return client.ask("INFO persistence");
    }

    private void start(final String... arguments) throws Exception
    {
        server = SpawnedServer.start(disk, folder.resolve("server.log"), arguments);
    }

    private void mount(final String... command) throws Exception
    {
        assumeRuns(command);
        undo.push(new String[] {"umount", command[command.length - 1]});
    }

    private static void assumeRuns(final String... command) throws Exception
    {
        assumeTrue(0 == run(command), () -> "not permitted here: " + String.join(" ", command));
    }

    private static int run(final String... command) throws Exception
    {
        final Process process = new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), String.join(" ", command));
        return process.exitValue();
    }
}
