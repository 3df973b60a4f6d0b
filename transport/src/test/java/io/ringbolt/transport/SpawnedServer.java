package io.ringbolt.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * The server as a process of its own, which can be killed.
 */
public final class SpawnedServer implements AutoCloseable
{
    private static final int PATIENCE_S = 60;

    private final Process process;
    private final int port;
    private final Path log;

    private SpawnedServer(final Process process, final int port, final Path log)
    {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it and waits until it accepts connections. @param folder where it keeps its data. */
    public static SpawnedServer start(final Path folder, final Path log, final String... arguments) throws Exception
    {
        final SpawnedServer server = launch(folder, log, arguments);
        server.awaitLog("Ready to accept connections tcp");
        return server;
    }

    /** Starts it. */
    public static SpawnedServer launch(final Path folder, final Path log, final String... arguments) throws IOException
    {
        final int port = freePort();
        Files.deleteIfExists(log);
        final List<String> command = new ArrayList<>(List.of(
            "env", "--default-signal=INT",            // which is ignored in a shell's background and by its children
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"), ServerMain.class.getName(),
            "--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
            .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new SpawnedServer(process, port, log);
    }

    public int port()
    {
        return port;
    }

    /** @return what it has logged so far. */
    public String log() throws IOException
    {
        return Files.readString(log);
    }

    void awaitLog(final String part) throws Exception
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!log().contains(part))
        {
            if (System.nanoTime() - deadlineNs > 0 || !process.isAlive() && !log().contains(part))
            {
                fail("the server has not logged: " + part + "\n" + log());
            }
            Thread.sleep(10);
        }
    }

    /** Sends a signal, as {@code TERM}. */
    void signal(final String name) throws Exception
    {
        assertTrue(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start()
            .waitFor(PATIENCE_S, TimeUnit.SECONDS));
    }

    long pid()
    {
        return process.pid();
    }

    int exitStatus() throws Exception
    {
        assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "the server does not end: " + log());
        return process.exitValue();
    }

    /** Ends it as kill -9 does. */
    public void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception
    {
        kill();
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }
}
