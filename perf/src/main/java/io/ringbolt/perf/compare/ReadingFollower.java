package io.ringbolt.perf.compare;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Stands for a replica on a machine of its own: it speaks PSYNC, reads the snapshot and the stream, acknowledges
 * ten times a second, and applies nothing, so that it takes next to nothing of the cores that its master runs on.
 * <p>
 * The snapshot comes as a bulk of known length, or up to a mark of forty bytes ({@code $EOF:}).
 */
final class ReadingFollower implements Follower
{
    private static final int BUFFER_LENGTH = 1 << 20;
    private static final int MARK_LENGTH = 40;
    private static final String MARKED = "$EOF:";
    private static final String FULL = "+FULLRESYNC ";
    private static final String CLOSED = "the master closed the connection";
    private static final int ACKNOWLEDGE_MS = 100;
    private static final long ACKNOWLEDGE_NS = TimeUnit.MILLISECONDS.toNanos(ACKNOWLEDGE_MS);

    private volatile Socket socket;
    private volatile long offset;
    private volatile boolean isLive;
    private volatile IOException failure;

    @Override
    public String name()
    {
        return "one that only reads";
    }

    @Override
    public void follow(final int port) throws IOException
    {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        final Thread thread = new Thread(this::read, "reading-follower");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean isLive() throws IOException
    {
        check();
        return isLive;
    }

    @Override
    public long offset() throws IOException
    {
        check();
        return offset;
    }

    @Override
    public void leave() throws IOException
    {
        socket.close();
    }

    private void check() throws IOException
    {
        if (null != failure)
        {
            throw failure;
        }
    }

    private void read()
    {
        try (Socket own = socket)
        {
            final InputStream input = new BufferedInputStream(own.getInputStream(), BUFFER_LENGTH);
            final OutputStream output = own.getOutputStream();
            send(output, "REPLCONF", "capa", "eof", "capa", "psync2");
            line(input);
            send(output, "PSYNC", "?", "-1");
            final String answer = line(input);
            if (!answer.startsWith(FULL))
            {
                throw new IOException("no full synchronization: " + answer);
            }
            offset = Long.parseLong(answer.substring(answer.lastIndexOf(' ') + 1));
            readSnapshot(input, line(input));
            isLive = true;
            own.setSoTimeout(ACKNOWLEDGE_MS);
            readStream(input, output);
        }
        catch (final IOException ex)
        {
            if (!socket.isClosed())
            {
                failure = ex;
            }
        }
    }

    private static void readSnapshot(final InputStream input, final String head) throws IOException
    {
        if (head.startsWith(MARKED))
        {
            readTo(input, head.substring(MARKED.length()).getBytes(StandardCharsets.ISO_8859_1));
        }
        else
        {
            input.skipNBytes(Long.parseLong(head.substring(1)));
        }
    }

    /** Reads until the last bytes read are the mark. */
    private static void readTo(final InputStream input, final byte[] mark) throws IOException
    {
        final byte[] last = new byte[MARK_LENGTH];
        int next = 0;
        do
        {
            last[next] = (byte)byteOf(input);
            next = (next + 1) % MARK_LENGTH;
        }
        while (last[(next + MARK_LENGTH - 1) % MARK_LENGTH] != mark[MARK_LENGTH - 1] || !isMark(last, next, mark));
    }

    private static boolean isMark(final byte[] last, final int begin, final byte[] mark)
    {
        for (int i = 0; i < MARK_LENGTH; i++)
        {
            if (last[(begin + i) % MARK_LENGTH] != mark[i])
            {
                return false;
            }
        }
        return true;
    }

    /** Acknowledges also where nothing comes: the master may send nothing before it has heard of the snapshot's end. */
    private void readStream(final InputStream input, final OutputStream output) throws IOException
    {
        final byte[] scratch = new byte[BUFFER_LENGTH];
        long acknowledgedNs = System.nanoTime() - ACKNOWLEDGE_NS;
        while (true)
        {
            if (System.nanoTime() - acknowledgedNs >= ACKNOWLEDGE_NS)
            {
                send(output, "REPLCONF", "ACK", Long.toString(offset));
                acknowledgedNs = System.nanoTime();
            }
            offset = offset + read(input, scratch);
        }
    }

    /** @return bytes read, 0 if none came in time. */
    private static int read(final InputStream input, final byte[] scratch) throws IOException
    {
        try
        {
            final int length = input.read(scratch);
            if (length < 0)
            {
                throw new EOFException(CLOSED);
            }
            return length;
        }
        catch (final SocketTimeoutException nothing)
        {
            return 0;
        }
    }

    private static void send(final OutputStream output, final String... words) throws IOException
    {
        output.write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @return the next line that is not empty; empty ones are the master's signs of life. */
    private static String line(final InputStream input) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        for (int b = byteOf(input); b != '\n' || line.isEmpty(); b = byteOf(input))
        {
            if (b != '\r' && b != '\n')
            {
                line.append((char)b);
            }
        }
        return line.toString();
    }

    private static int byteOf(final InputStream input) throws IOException
    {
        final int b = input.read();
        if (b < 0)
        {
            throw new EOFException(CLOSED);
        }
        return b;
    }
}
