package io.ringbolt.transport.migration;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.transport.tls.TlsClientChannel;
import io.ringbolt.transport.tls.TlsEngines;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A connection to another server as its client, in which every step has its time. Used by one thread at a time; {@link
 * #close()} may be called by any and ends what waits.
 */
final class MigrationLink implements AutoCloseable
{
    /** No database is selected for certain. */
    static final long UNKNOWN_DATABASE = -1;

    private static final int PIECE_LENGTH = 64 << 10;
    private static final int MAX_LINE_LENGTH = 64 << 10;

    private final SocketChannel socket;
    private final ByteChannel channel;
    private final TlsEngines engines;
    private final Selector selector;
    private final SelectionKey key;
    private final byte[] piece = new byte[PIECE_LENGTH];
    private final ByteBuffer out = ByteBuffer.wrap(piece);
    private final ByteBuffer in = ByteBuffer.allocate(PIECE_LENGTH).limit(0);
    private long database = UNKNOWN_DATABASE;
    private long idleSinceNs;

    private MigrationLink(final TlsEngines engines) throws IOException
    {
        this.engines = engines;
        socket = SocketChannel.open();
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel = null == engines ? socket : new TlsClientChannel(socket, engines);
        selector = Selector.open();
        key = socket.register(selector, 0);
    }

    /**
     * @param engines encrypt the connection; null if nothing is to be encrypted.
     * @throws IOException also if it takes longer than {@code timeoutMs}.
     */
    static MigrationLink connect(
        final String host, final int port, final TlsEngines engines, final int timeoutMs) throws IOException
    {
        final InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved() || 0 == port)
        {
            throw new IOException("no such address: host=" + host + " port=" + port);
        }
        final MigrationLink link = new MigrationLink(engines);
        try
        {
            if (!link.socket.connect(address))
            {
                link.await(SelectionKey.OP_CONNECT, timeoutMs);
                link.socket.finishConnect();
            }
            return link;
        }
        catch (final IOException | RuntimeException failed)
        {
            link.close();
            throw failed;
        }
    }

    void write(final byte[] bytes, final int timeoutMs) throws IOException
    {
        write(ByteBuffer.wrap(bytes), timeoutMs);
    }

    /** Sends off-heap bytes, which must stay where they are meanwhile. */
    void write(final long address, final long length, final int timeoutMs) throws IOException
    {
        for (long offset = 0; offset < length; offset += PIECE_LENGTH)
        {
            final int pieceLength = (int)Math.min(PIECE_LENGTH, length - offset);
            OffHeap.copyOut(address + offset, piece, 0, pieceLength);
            write(out.clear().limit(pieceLength), timeoutMs);
        }
    }

    private void write(final ByteBuffer bytes, final int timeoutMs) throws IOException
    {
        while (bytes.hasRemaining())
        {
            if (0 == channel.write(bytes))
            {
                await(pending(SelectionKey.OP_WRITE), timeoutMs);
            }
        }
    }

    /** Encrypted bytes may have to be sent before something can be read, and the other way round. */
    private int pending(final int operation)
    {
        return channel instanceof TlsClientChannel tls ?
            tls.pendingOperations(SelectionKey.OP_WRITE == operation) : operation;
    }

    /** @return true if it is of the same make as a new connection would be. */
    boolean isEncryptedBy(final TlsEngines wanted)
    {
        return engines == wanted;
    }

    /** @return the next line without its end. */
    String readLine(final int timeoutMs) throws IOException
    {
        final StringBuilder line = new StringBuilder();
        while (true)
        {
            while (in.hasRemaining())
            {
                final byte next = in.get();
                if ('\n' == next)
                {
                    final int end = line.length() - 1;
                    return end >= 0 && '\r' == line.charAt(end) ? line.substring(0, end) : line.toString();
                }
                line.append((char)(next & 0xFF));
            }
            if (line.length() > MAX_LINE_LENGTH)
            {
                throw new IOException("a line without an end: length=" + line.length());
            }
            fill(timeoutMs);
        }
    }

    /** @return true if the other side has ended the connection or sent what nobody asked for. */
    boolean isStale()
    {
        try
        {
            in.clear();
            final boolean isQuiet = 0 == channel.read(in);
            in.flip();
            return !isQuiet;
        }
        catch (final IOException gone)
        {
            return true;
        }
    }

    long database()
    {
        return database;
    }

    void database(final long selected)
    {
        database = selected;
    }

    long idleSinceNs()
    {
        return idleSinceNs;
    }

    void idleSinceNs(final long nowNs)
    {
        idleSinceNs = nowNs;
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
            selector.close();
        }
        catch (final IOException ignored)
        {
            // there is nothing left to be done with it
        }
    }

    private void fill(final int timeoutMs) throws IOException
    {
        in.clear();
        int count = 0;
        try
        {
            for (count = channel.read(in); 0 == count; count = channel.read(in))
            {
                await(pending(SelectionKey.OP_READ), timeoutMs);
            }
        }
        finally
        {
            in.flip();
        }
        if (count < 0)
        {
            throw new EOFException("the other server has ended the connection");
        }
    }

    private void await(final int operation, final int timeoutMs) throws IOException
    {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        key.interestOps(operation);
        while (0 == selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime()))))
        {
            if (System.nanoTime() - endNs >= 0)
            {
                throw new SocketTimeoutException("timeoutMs=" + timeoutMs);
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public String toString()
    {
        return "MigrationLink{" + socket.socket().getRemoteSocketAddress() + " database=" + database + '}';
    }

    /** @return bytes of a command with one argument. */
    static byte[] command(final String name, final long argument)
    {
        final String text = Long.toString(argument);
        return ("*2\r\n$" + name.length() + "\r\n" + name + "\r\n$" + text.length() + "\r\n" + text + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    }
}
