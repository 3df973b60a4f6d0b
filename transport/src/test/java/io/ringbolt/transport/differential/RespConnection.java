package io.ringbolt.transport.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A connection that sends commands and reads replies as they are, byte for byte, only cut into a tree.
 */
public final class RespConnection implements AutoCloseable
{
    private static final int TIMEOUT_MS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream input;

    public RespConnection(final int port) throws IOException
    {
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    public void send(final List<List<String>> commands) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final List<String> command : commands)
        {
            line(bytes, "*" + command.size());
            for (final String argument : command)
            {
                line(bytes, "$" + argument.length());
                line(bytes, argument);
            }
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    public Reply ask(final String... command) throws IOException
    {
        send(List.of(List.of(command)));
        return reply();
    }

    public Reply reply() throws IOException
    {
        final String line = line();
        final char type = line.charAt(0);
        switch (type)
        {
            case '$', '=', '!' ->
            {
                final int length = Integer.parseInt(line.substring(1));
                return new Reply(length < 0 ? line : type + bulk(length), List.of());
            }
            case '*', '~', '>', '%' ->
            {
                final int count = Integer.parseInt(line.substring(1)) * ('%' == type ? 2 : 1);
                final Reply[] elements = new Reply[Math.max(0, count)];
                for (int i = 0; i < elements.length; i++)
                {
                    elements[i] = reply();
                }
                return new Reply(line, List.of(elements));
            }
            default ->
            {
                return new Reply(line, List.of());
            }
        }
    }

    private String bulk(final int length) throws IOException
    {
        final byte[] bytes = input.readNBytes(length + 2);
        if (bytes.length < length + 2)
        {
            throw new EOFException("connection closed in a bulk string");
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int next = input.read(); '\n' != next; next = input.read())
        {
            if (next < 0)
            {
                throw new EOFException("connection closed after: " + line);
            }
            line.append((char)next);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    private static void line(final ByteArrayOutputStream bytes, final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write('\r');
        bytes.write('\n');
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
