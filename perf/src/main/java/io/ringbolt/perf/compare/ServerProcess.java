package io.ringbolt.perf.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server under measurement: a process on a free loopback port, without persistence, in a folder of its own.
 */
public final class ServerProcess implements AutoCloseable
{
    private static final long START_LIMIT_MS = TimeUnit.MINUTES.toMillis(5);
    private static final long STOP_LIMIT_MS = TimeUnit.SECONDS.toMillis(20);
    private static final long POLL_MS = 2;

    private final String name;
    private final int port;
    private final Path folder;
    private final Process process;
    private final Thread stopAtExit = new Thread(this::stop, "stop-server");
    private long startMs;

    private ServerProcess(final String name, final int port, final Path folder, final Process process)
    {
        this.name = name;
        this.port = port;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts a server and waits until it answers PING.
     *
     * @param name        for reports.
     * @param command     and leading arguments of the server.
     * @param arguments   appended after those that switch persistence off, so that they can switch it on again.
     * @param environment added to this process's own.
     * @return the running server.
     * @throws IOException          if it does not start; its output is in the message.
     * @throws InterruptedException if interrupted while waiting.
     */
    public static ServerProcess start(
        final String name,
        final List<String> command,
        final List<String> arguments,
        final Map<String, String> environment)
        throws IOException, InterruptedException
    {
        final int port = freePort();
        final Path folder = Files.createTempDirectory("ringbolt-compare-");
        final List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--daemonize", "no"));
        line.addAll(List.of("--save", "", "--appendonly", "no", "--dir", folder.toString()));
        line.addAll(arguments);

        final ProcessBuilder builder = new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);

        final ServerProcess server = new ServerProcess(name, port, folder, builder.start());
        Runtime.getRuntime().addShutdownHook(server.stopAtExit);
        server.awaitPong();
        return server;
    }

    String name()
    {
        return name;
    }

    public int port()
    {
        return port;
    }

    /** From the start of the process to its first PONG. */
    long startMs()
    {
        return startMs;
    }

    RespConnection connect() throws IOException
    {
        return new RespConnection(port);
    }

    /** Resident memory as the operating system counts it. */
    public long residentBytes() throws IOException
    {
        final Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        return 1024 * Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    private void awaitPong() throws IOException, InterruptedException
    {
        final long beginNs = System.nanoTime();
        while (true)
        {
            try (RespConnection connection = connect())
            {
                connection.call("PING");
                startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
                return;
            }
            catch (final IOException ex)
            {
                final long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
                if (!process.isAlive() || waitedMs > START_LIMIT_MS)
                {
                    final String log = Files.readString(folder.resolve("log"), StandardCharsets.ISO_8859_1);
                    close();
                    throw new IOException(name + " did not start within " + waitedMs + " ms:\n" + log, ex);
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    private void stop()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS))
            {
                process.destroyForcibly();
            }
            deleteFolder(folder);
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        catch (final IOException ex)
        {
            System.err.println("cannot delete " + folder + ": " + ex);
        }
    }

    @Override
    public void close()
    {
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
        stop();
    }

    private static void deleteFolder(final Path folder) throws IOException
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder))
        {
            for (final Path file : files)
            {
                if (Files.isDirectory(file))
                {
                    deleteFolder(file);
                }
                else
                {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }
}
