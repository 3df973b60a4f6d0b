package io.ringbolt.config;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A redis-server of its own on a free port of this machine, and one connection to it; keeps nothing on disk.
 */
final class RedisOracle implements AutoCloseable
{
    private static final int MAX_CONNECT_ATTEMPTS = 200;
    private static final int ATTEMPT_PAUSE_MS = 20;
    private static final int READ_TIMEOUT_MS = 30_000;

    private final Process process;
    private final Socket socket;
    private final InputStream input;

    private RedisOracle(final Process process, final Socket socket) throws IOException
    {
        this.process = process;
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
    }

    /** Starts one in a directory; empty if there is no redis-server of this version. */
    static Optional<RedisOracle> start(final String version, final Path directory) throws Exception
    {
        if (!installedVersion().contains("v=" + version + " "))
        {
            return Optional.empty();
        }
        final int port = freePort();
        final Process process = new ProcessBuilder(
            "redis-server", "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "",
            "--daemonize", "no", "--enable-protected-configs", "yes", "--dir", directory.toString())
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try
        {
            return Optional.of(new RedisOracle(process, connect(port)));
        }
        catch (final IOException e)
        {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Sends a command; the reply is flat: an error or status without its first character, or the bulks of an array. */
    List<String> call(final String... arguments) throws IOException
    {
        final ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("*" + arguments.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (final String argument : arguments)
        {
            command.writeBytes(ByteText.bytes("$" + argument.length() + "\r\n" + argument + "\r\n"));
        }
        socket.getOutputStream().write(command.toByteArray());
        final List<String> reply = new ArrayList<>();
        read(reply);
        return reply;
    }

    @Override
    public void close() throws Exception
    {
        socket.close();
        process.destroyForcibly().waitFor();
    }

    private void read(final List<String> reply) throws IOException
    {
        final String line = readLine();
        final String rest = line.substring(1);
        switch (line.charAt(0))
        {
            case '*':
                for (int i = 0; i < Integer.parseInt(rest); i++)
                {
                    read(reply);
                }
                break;

            case '$':
                reply.add(ByteText.of(input.readNBytes(Integer.parseInt(rest))));
                readLine();
                break;

            default:
                reply.add(rest);
        }
    }

    private String readLine() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        int value = input.read();
        while (value != '\n')
        {
            if (value < 0)
            {
                throw new IOException("redis-server has closed the connection");
            }
            line.append((char)value);
            value = input.read();
        }
        return line.substring(0, line.length() - 1);
    }

    private static Socket connect(final int port) throws Exception
    {
        for (int i = 1;; i++)
        {
            try
            {
                final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(READ_TIMEOUT_MS);
                socket.setTcpNoDelay(true);
                return socket;
            }
            catch (final IOException e)
            {
                if (i == MAX_CONNECT_ATTEMPTS)
                {
                    throw e;
                }
                Thread.sleep(ATTEMPT_PAUSE_MS);
            }
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return probe.getLocalPort();
        }
    }

    private static String installedVersion() throws Exception
    {
        try
        {
            final Process process = new ProcessBuilder("redis-server", "--version").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException e)
        {
            return "";
        }
    }
}
