package io.ringbolt.transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.ringbolt.transport.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The program as a process of its own: what operators and their tools see of it. */
class ServerMainSystemTest
{
    private static final int PATIENCE_S = 60;
    private static final String READY = "Ready to accept connections tcp";

    @TempDir
    private Path folder;
    private Process process;

    @AfterEach
    void tearDown() throws InterruptedException
    {
        if (null != process)
        {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldLogItsWayFromStartToEndAsRedisDoes() throws Exception
    {
        final int port = freePort();
        final Path pidFile = folder.resolve("server.pid");
        start("--port", String.valueOf(port), "--bind", "127.0.0.1", "--dir", folder.toString(), "--pidfile",
            "server.pid");
        await(READY, () -> output().contains(READY));
        assertEquals(String.valueOf(process.pid()), Files.readString(pidFile).strip());
        process.destroy();

        assertEquals(0, exitStatus());
        assertFalse(Files.exists(pidFile));
        assertInOrder(output(),
            ":C ", "Redis is starting", "Redis version=", "pid=" + process.pid() + ", just started",
            "Configuration loaded", ":M ", "Running mode=standalone, port=" + port + ".", "Server initialized", READY,
            "Received SIGTERM scheduling shutdown...", "User requested shutdown...", "Removing the pid file.",
            "bye bye...");
        assertFalse(output().contains("no config file specified"), output());
        assertEquals("", errors());
    }

    @Test
    void shouldWriteItsLogToTheFileFromItsLevelOn() throws Exception
    {
        final int port = freePort();
        start("--port", String.valueOf(port), "--bind", "127.0.0.1", "--dir", folder.toString(), "--logfile",
            "server.log",
            "--loglevel", "warning");
        await("it serves", () -> isServing(port));
        process.destroy();

        assertEquals(0, exitStatus());
        assertEquals("", output());
        final String log = Files.readString(folder.resolve("server.log"));
        assertFalse(log.contains(READY), log);
        assertTrue(log.contains("bye bye..."), log);
    }

    @Test
    void shouldTellWhereItsConfigurationLies() throws Exception
    {
        final int port = freePort();
        final Path file = configFile("port " + port, "bind 127.0.0.1", "dir " + folder);
        start(file.toString());
        await("it serves", () -> isServing(port));
        try (RawClient client = new RawClient(port))
        {
            final String info = client.ask("INFO server");
            assertTrue(info.contains("config_file:" + file + "\r\n"), info);
            assertFalse(info.contains("executable:\r\n"), info);
        }
    }

    @Test
    void shouldNameTheLineThatIsWrongAndExitWithOne() throws Exception
    {
        final Path file = configFile("port 0", "", "no-such-directive yes");
        start(file.toString());
        assertEquals(1, exitStatus());
        assertInOrder(errors(), "at line 3", ">>> 'no-such-directive yes'", file.toString());
    }

    @Test
    void shouldNameTheLineThatRenamesWhatThereIsNot() throws Exception
    {
        final Path file = configFile("port 0", "rename-command nosuch x");
        start(file.toString());
        assertEquals(1, exitStatus());
        assertInOrder(errors(), "at line 2", ">>> 'rename-command nosuch x'", file.toString(), "No such command");
        assertFalse(errors().contains("\tat "), errors());
    }

    @Test
    void shouldExitWithOneWhereAnotherListens() throws Exception
    {
        try (ServerSocket taken = new ServerSocket(0))
        {
            start("--port", String.valueOf(taken.getLocalPort()), "--dir", folder.toString());
            assertEquals(1, exitStatus());
            assertInOrder(output(), "Could not create server TCP listening socket",
                "Failed listening on port " + taken.getLocalPort() + " (tcp), aborting.");
        }
    }

    private void start(final String... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"), ServerMain.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
    }

    private Path configFile(final String... lines) throws IOException
    {
        return Files.write(folder.resolve("redis.conf"), List.of(lines));
    }

    private int exitStatus() throws InterruptedException
    {
        assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "still running: " + output());
        return process.exitValue();
    }

    private String output()
    {
        return content("out");
    }

    private String errors()
    {
        return content("err");
    }

    private String content(final String name)
    {
        try
        {
            return Files.readString(folder.resolve(name));
        }
        catch (final IOException unreadable)
        {
            throw new AssertionError(unreadable);
        }
    }

    private static void assertInOrder(final String text, final String... parts)
    {
        int at = 0;
        for (final String part : parts)
        {
            at = text.indexOf(part, at);
            assertTrue(at >= 0, "no, or too early: " + part + "\n" + text);
        }
    }

    private static boolean isServing(final int port)
    {
        try (RawClient client = new RawClient(port))
        {
            return "+PONG".equals(client.ask("PING"));
        }
        catch (final IOException notYet)
        {
            return false;
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket probe = new ServerSocket(0))
        {
            return probe.getLocalPort();
        }
    }
}
