package io.ringbolt.transport.replication;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One who asks a master for its data and says only what a test wants it to say.
 */
final class RawReplica implements AutoCloseable
{
    private static final int TIMEOUT_MS = 30_000;
    private static final int MARK_LENGTH = 40;

    private final Socket socket;
    private final InputStream input;

    RawReplica(final int port) throws IOException
    {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        input = socket.getInputStream();
    }

    /** Sends an inline command. */
    void send(final String command) throws IOException
    {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends an inline command. @return the first line of the answer. */
    String ask(final String command) throws IOException
    {
        send(command);
        return line();
    }

    /** @return the next line that is not empty; those are only signs of life. */
    String line() throws IOException
    {
        final StringBuilder line = new StringBuilder();
        while (true)
        {
            final int letter = input.read();
            if (letter < 0)
            {
                throw new EOFException("connection closed after: " + line);
            }
            if ('\n' == letter && !line.isEmpty())
            {
                return line.toString();
            }
            if ('\r' != letter && '\n' != letter)
            {
                line.append((char)letter);
            }
        }
    }

    /** @return the data that come next, of either framing. */
    String data() throws IOException
    {
        final String head = line();
        if (!head.startsWith("$EOF:"))
        {
            final int length = Integer.parseInt(head.substring(1));
            return new String(input.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
        final String mark = head.substring(head.length() - MARK_LENGTH);
        final StringBuilder data = new StringBuilder();
        while (data.length() < MARK_LENGTH || data.indexOf(mark, data.length() - MARK_LENGTH) < 0)
        {
            final int next = input.read();
            if (next < 0)
            {
                throw new EOFException("connection closed in the data");
            }
            data.append((char)next);
        }
        return data.substring(0, data.length() - MARK_LENGTH);
    }

    /** Reads on until the master closes the connection. */
    void awaitEnd() throws IOException
    {
        while (input.read() >= 0)
        {
            // what it still sends
        }
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
