package io.ringbolt.engine.scripting.lua;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A redis-server of its own that runs scripts, to compare with. Where there is none on the PATH the test is skipped, or
 * fails if {@code RINGBOLT_REQUIRE_REDIS} or {@code CI} is set.
 */
final class RedisScripts implements AutoCloseable
{
    private static final int CONNECT_ATTEMPTS = 500;
    private static final int ATTEMPT_PAUSE_MS = 20;
    private static final int READ_TIMEOUT_MS = 20_000;

    private final Process process;
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    private RedisScripts(final Process process, final Socket socket) throws IOException
    {
        this.process = process;
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        this.output = new BufferedOutputStream(socket.getOutputStream());
    }

    static RedisScripts start(final Path directory) throws Exception
    {
        final int port = freePort();
        Process process = null;
        try
        {
            process = new ProcessBuilder("redis-server", "--port", String.valueOf(port), "--bind", "127.0.0.1",
                "--save", "", "--daemonize", "no", "--dir", directory.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        }
        catch (final IOException missing)
        {
            final String reason = "no redis-server on the PATH to compare with: " + missing.getMessage();
            if (null != System.getenv("RINGBOLT_REQUIRE_REDIS") || null != System.getenv("CI"))
            {
                fail(reason);
            }
            assumeTrue(false, reason);
        }
        return new RedisScripts(process, connect(port));
    }

    private static Socket connect(final int port) throws Exception
    {
        for (int i = 0; ; i++)
        {
            try
            {
                final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(READ_TIMEOUT_MS);
                return socket;
            }
            catch (final IOException e)
            {
                if (i == CONNECT_ATTEMPTS)
                {
                    throw e;
                }
                Thread.sleep(ATTEMPT_PAUSE_MS);
            }
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return server.getLocalPort();
        }
    }

    /** The script's result, a string, or "ERR:" and the error without what Redis adds to it. */
    String run(final String script) throws IOException
    {
        final byte[] bytes = script.getBytes(StandardCharsets.ISO_8859_1);
        output.write(("*3\r\n$4\r\nEVAL\r\n$" + bytes.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        output.write(bytes);
        output.write("\r\n$1\r\n0\r\n".getBytes(StandardCharsets.ISO_8859_1));
        output.flush();
        final String line = readLine();
        if (line.startsWith("$"))
        {
            final int length = Integer.parseInt(line.substring(1));
            final byte[] bulk = input.readNBytes(length);
            input.readNBytes(2);
            return new String(bulk, StandardCharsets.ISO_8859_1);
        }
        return "ERR:" + line.substring(line.indexOf(' ') + 1)
            .replaceFirst(" script: [0-9a-f]{40}, on @user_script:\\d+\\.$", "")
            .replaceFirst("^Error compiling script \\(new function\\): ", "");
    }

    private String readLine() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int c = input.read(); c != '\r'; c = input.read())
        {
            if (c < 0)
            {
                throw new IOException("redis-server closed the connection after: " + line);
            }
            line.append((char)c);
        }
        input.read();
        return line.toString();
    }

    @Override
    public void close() throws Exception
    {
        socket.close();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS))
        {
            process.destroyForcibly();
        }
    }
}
