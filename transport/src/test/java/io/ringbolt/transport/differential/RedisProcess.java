package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real redis-server of its own on a free port of this machine, which keeps nothing on disk unless its options say so.
 * <p>
 * Where there is none on the PATH the test is skipped, or fails if {@code RINGBOLT_REQUIRE_REDIS} or {@code CI} is set.
 */
public final class RedisProcess implements AutoCloseable
{
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int CONNECT_TIMEOUT_MS = 2000;

    private final Process process;
    private final int port;

    private RedisProcess(final Process process, final int port)
    {
        this.process = process;
        this.port = port;
    }

    public static RedisProcess start(final Path directory, final String... options)
        throws IOException, InterruptedException
    {
        final int port = freePort();
        final Process process;
        try
        {
            final List<String> command = new ArrayList<>(List.of(
                "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
                "--daemonize", "no", "--enable-debug-command", "yes", "--dir", directory.toString()));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(directory.resolve("redis.log").toFile()).start();
        }
        catch (final IOException missing)
        {
            final String reason = "no redis-server on the PATH to compare with: " + missing.getMessage();
            if (null != System.getenv("RINGBOLT_REQUIRE_REDIS") || null != System.getenv("CI"))
            {
                fail(reason);
            }
            assumeTrue(false, reason);
            throw missing;
        }
        final RedisProcess redis = new RedisProcess(process, port);
        redis.awaitReady();
        return redis;
    }

    /** Starts a sentinel. @param file its configuration, which it rewrites; names no port. */
    public static RedisProcess startSentinel(final Path directory, final Path file)
        throws IOException, InterruptedException
    {
        final int port = freePort();
        final Process process = new ProcessBuilder(
            "redis-server", file.toString(), "--sentinel", "--port", Integer.toString(port), "--bind", "127.0.0.1",
            "--daemonize", "no", "--dir", directory.toString())
            .redirectErrorStream(true).redirectOutput(directory.resolve("sentinel.log").toFile()).start();
        final RedisProcess sentinel = new RedisProcess(process, port);
        sentinel.awaitReady();
        return sentinel;
    }

    public int port()
    {
        return port;
    }

    private void awaitReady() throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!accepts())
        {
            if (System.nanoTime() > deadlineNs || !process.isAlive())
            {
                close();
                fail("redis-server did not start: port=" + port);
            }
            Thread.sleep(10);
        }
    }

    private boolean accepts()
    {
        try (Socket socket = new Socket())
        {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MS);
            return true;
        }
        catch (final IOException notYet)
        {
            return false;
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    /** Ends it as kill -9 does. */
    public void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException
    {
        process.destroy();
        if (!process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS))
        {
            process.destroyForcibly();
        }
    }
}
