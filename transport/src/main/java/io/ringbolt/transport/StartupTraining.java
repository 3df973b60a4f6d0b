package io.ringbolt.transport;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A short life of a server, for the JVM to record which classes one loads: start, a command of each kind, shutdown.
 * <p>
 * {@code bin/ringbolt-server} runs it when it makes the class-data archive that shortens later starts. The server is a
 * process of its own, started as any other, because an archive only serves the command line that it was made with. It
 * listens on a unix domain socket in a private folder only.
 */
final class StartupTraining
{
    private static final long START_LIMIT_MS = TimeUnit.SECONDS.toMillis(10);
    private static final long STOP_LIMIT_MS = TimeUnit.SECONDS.toMillis(3);
    private static final long POLL_MS = 10;

    private static final List<String> COMMANDS = List.of(
        "PING", "SET key value EX 100", "GET key", "INCR counter", "APPEND key more", "MSET a 1 b 2",
        "MGET a b", "EXPIRE key 100", "TTL key", "SCAN 0", "DEL a b", "OBJECT ENCODING key", "TYPE key",
        "RPUSH list a b c", "LRANGE list 0 -1", "LPOP list", "SADD set a b c", "SMEMBERS set", "SPOP set",
        "HSET hash field value", "HGETALL hash", "ZADD sorted 1 a 2 b", "ZRANGE sorted 0 -1 WITHSCORES",
        "ZPOPMIN sorted", "XADD stream * field value", "MULTI", "GET key", "EXEC", "SUBSCRIBE channel",
        "UNSUBSCRIBE channel", "EVAL \"local x = 0 for i = 1, 100000 do x = x + i end return x\" 0",
        "CLIENT SETNAME training", "CLIENT LIST", "CONFIG GET maxmemory", "INFO",
        "COMMAND COUNT", "COMMAND DOCS get", "DBSIZE", "SLOWLOG GET", "LATENCY HISTOGRAM", "MEMORY STATS",
        "NOSUCHCOMMAND", "HELLO 3", "GET nokey", "FLUSHALL");

    private final List<String> serverCommand;

    private StartupTraining(final List<String> serverCommand)
    {
        this.serverCommand = serverCommand;
    }

    /**
     * Exits with 0 if the server ran and shut down when asked.
     *
     * @param args the command line of the server, without any argument of its own.
     * @throws Exception if the server cannot be started, spoken to or waited for.
     */
    public static void main(final String[] args) throws Exception
    {
        final Path folder = Files.createTempDirectory("ringbolt-");
        final Path socket = folder.resolve("socket");
        try
        {
            new StartupTraining(List.of(args)).run(folder, socket);
        }
        finally
        {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private void run(final Path folder, final Path socket) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(serverCommand);
        command.addAll(List.of("--port", "0", "--unixsocket", socket.toString()));
        command.addAll(List.of("--dir", folder.toString(), "--save", ""));
        final Process process = new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        try (SocketChannel channel = connect(process, socket))
        {
            converse(channel);
            if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS))
            {
                process.destroy();
            }
            if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS))
            {
                throw new IOException("server did not shut down: " + command);
            }
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    private static SocketChannel connect(final Process process, final Path socket)
        throws IOException, InterruptedException
    {
        final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
        while (true)
        {
            try
            {
                return SocketChannel.open(address);
            }
            catch (final IOException ex)
            {
                if (!process.isAlive() || System.nanoTime() > deadlineNs)
                {
                    throw new IOException("server does not listen: socket=" + socket, ex);
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    /** Sends every command at once. The replies fit into the socket's buffer and nobody needs to read them. */
    private static void converse(final SocketChannel channel) throws IOException
    {
        final String inline = String.join("\r\n", COMMANDS);
        final String multiBulk = "*2\r\n$8\r\nSHUTDOWN\r\n$6\r\nNOSAVE\r\n";
        final ByteBuffer output = StandardCharsets.US_ASCII.encode(inline + "\r\n" + multiBulk);
        while (output.hasRemaining())
        {
            channel.write(output);
        }
    }
}
