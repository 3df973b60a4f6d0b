package io.ringbolt.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends exactly the bytes a test wants and reads replies as text.
 */
final class RawClient implements AutoCloseable
{
    private static final int TIMEOUT_MS = 30_000;

    final Socket socket = new Socket();
    private final InputStream input;

    RawClient(final int port) throws IOException
    {
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    RawClient send(final String text) throws IOException
    {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(final byte[] bytes) throws IOException
    {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** @return one reply: a line without its end, and for a bulk string its content instead. */
    String reply() throws IOException
    {
        final String line = line();
        if (line.startsWith("$") && !"$-1".equals(line))
        {
            final int length = Integer.parseInt(line.substring(1));
            final byte[] bytes = input.readNBytes(length + 2);
            if (bytes.length < length + 2)
            {
                throw new EOFException();
            }
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
        return line;
    }

    String ask(final String inline) throws IOException
    {
        return send(inline + "\r\n").reply();
    }

    /** @return true if the server closes the connection before it sends anything more. */
    boolean isClosed() throws IOException
    {
        try
        {
            return input.read() < 0;
        }
        catch (final SocketException reset)
        {
            return true;
        }
    }

    /** @return everything until the server closes. */
    String rest() throws IOException
    {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        try
        {
            input.transferTo(all);
        }
        catch (final SocketException reset)
        {
            all.write(new byte[0]);                   // a reset ends the stream as well
        }
        return all.toString(StandardCharsets.ISO_8859_1);
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

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
