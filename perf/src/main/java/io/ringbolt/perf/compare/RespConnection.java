package io.ringbolt.perf.compare;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A blocking RESP2 client of a few dozen lines, so that measuring depends on no client library's habits.
 */
public final class RespConnection implements AutoCloseable
{
    private static final int CONNECT_LIMIT_MS = 2_000;
    private static final int READ_LIMIT_MS = 120_000;
    private static final int BUFFER_LENGTH = 1 << 16;

    private final Closeable socket;
    private final InputStream input;
    private final OutputStream output;

    /** Over streams that are connected already. @param socket to close in the end. */
    public RespConnection(final InputStream input, final OutputStream output, final Closeable socket)
    {
        this.input = new BufferedInputStream(input, BUFFER_LENGTH);
        this.output = output;
        this.socket = socket;
    }

    RespConnection(final int port) throws IOException
    {
        this(connected(port));
    }

    private RespConnection(final Socket socket) throws IOException
    {
        this(socket.getInputStream(), socket.getOutputStream(), socket);
    }

    private static Socket connected(final int port) throws IOException
    {
        final Socket socket = new Socket();
        try
        {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_LIMIT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_LIMIT_MS);
            return socket;
        }
        catch (final IOException ex)
        {
            socket.close();
            throw ex;
        }
    }

    /**
     * Sends one command and reads its reply.
     *
     * @param words of the command.
     * @return a {@link String} for simple strings and bulks, a {@link Long}, a {@link List} of these, or null.
     * @throws IOException if the connection fails or the reply is an error.
     */
    public Object call(final String... words) throws IOException
    {
        final StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (final String word : words)
        {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        send(request.toString().getBytes(StandardCharsets.ISO_8859_1), request.length());
        return readReply();
    }

    void send(final byte[] bytes, final int length) throws IOException
    {
        output.write(bytes, 0, length);
    }

    /** Reads exactly as many bytes as {@code expected} has and fails if they differ. */
    void expect(final byte[] expected, final byte[] scratch) throws IOException
    {
        final int length = input.readNBytes(scratch, 0, expected.length);
        for (int i = 0; i < expected.length; i++)
        {
            if (i >= length || scratch[i] != expected[i])
            {
                final String reply = new String(scratch, 0, length, StandardCharsets.ISO_8859_1);
                throw new IOException("unexpected reply: " + reply);
            }
        }
    }

    Object readReply() throws IOException
    {
        final String line = readLine();
        final String rest = line.substring(1);
        switch (line.charAt(0))
        {
            case '+':
                return rest;
            case ':':
                return Long.parseLong(rest);
            case '$':
                return readBulk(Integer.parseInt(rest));
            case '%':
                return readArray(2 * Integer.parseInt(rest));
            case '*':
                return readArray(Integer.parseInt(rest));
            default:
                throw new IOException(rest);
        }
    }

    private String readBulk(final int length) throws IOException
    {
        if (length < 0)
        {
            return null;
        }
        final byte[] bytes = input.readNBytes(length);
        readLine();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<Object> readArray(final int count) throws IOException
    {
        if (count < 0)
        {
            return null;
        }
        final List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            elements.add(readReply());
        }
        return elements;
    }

    private String readLine() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int b = input.read(); b != '\n'; b = input.read())
        {
            if (b < 0)
            {
                throw new EOFException("connection closed after: " + line);
            }
            line.append((char)b);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
