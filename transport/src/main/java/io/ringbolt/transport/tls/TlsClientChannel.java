package io.ringbolt.transport.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * An encrypted connection to another server, used in place of its non-blocking socket: whoever reads or writes 0 bytes
 * waits for {@link #pendingOperations} of the socket and tries again. The handshake begins with the first use. Owned by
 * one thread; holds some 180 KiB.
 */
public final class TlsClientChannel implements ByteChannel
{
    private static final int READ_LENGTH = 64 << 10;

    private final SocketChannel socket;
    private final TlsChannel layer;
    private final ByteBuffer decrypted = ByteBuffer.allocate(READ_LENGTH).limit(0);

    /**
     * @param socket  connected and non-blocking; closed with this channel.
     * @param engines of the configuration, whose authorities the other server's certificate must come from.
     */
    public TlsClientChannel(final SocketChannel socket, final TlsEngines engines)
    {
        this.socket = socket;
        this.layer = TlsChannel.connected(socket, engines, new TlsBuffers());
    }

    /**
     * Shakes hands as far as that goes.
     *
     * @return true once it is done: only then {@link #write} takes anything.
     * @throws IOException if the other side refuses, shows a certificate that is not trusted, or speaks no TLS.
     */
    public boolean handshake() throws IOException
    {
        if (!layer.isEstablished() && !decrypted.hasRemaining())
        {
            fill();
        }
        layer.flush();
        return layer.isEstablished();
    }

    /**
     * @param isWriting whether {@link #write} took nothing, or {@link #read} yielded nothing.
     * @return what the socket must be ready for before there is progress; a handshake may want the other.
     */
    public int pendingOperations(final boolean isWriting)
    {
        if (!layer.hasUnsent())
        {
            return SelectionKey.OP_READ;
        }
        return isWriting ? SelectionKey.OP_WRITE : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    /** @return true if bytes have been decrypted that nobody has read: the socket need not be ready for the next. */
    public boolean hasUnread()
    {
        return decrypted.hasRemaining();
    }

    /** @return true if bytes that were written wait for the socket; see {@link #flush}. */
    public boolean hasUnsent()
    {
        return layer.hasUnsent();
    }

    /** Writes what has been encrypted and not sent. @return true if nothing is left. */
    public boolean flush() throws IOException
    {
        return layer.flush();
    }

    /** @return bytes read, 0 if there are none yet, -1 at the end. */
    @Override
    public int read(final ByteBuffer target) throws IOException
    {
        if (!decrypted.hasRemaining() && fill() < 0)
        {
            return -1;
        }
        layer.flush();
        final int count = Math.min(decrypted.remaining(), target.remaining());
        target.put(decrypted.slice().limit(count));
        decrypted.position(decrypted.position() + count);
        return count;
    }

    private int fill() throws IOException
    {
        if (!socket.isOpen())
        {
            throw new ClosedChannelException();
        }
        decrypted.clear();
        try
        {
            return layer.read(decrypted);
        }
        finally
        {
            decrypted.flip();
        }
    }

    /** @return bytes taken; the last of them may be {@link #hasUnsent unsent}, which a later call or flush sends. */
    @Override
    public int write(final ByteBuffer source) throws IOException
    {
        return handshake() ? (int)layer.write(source) : 0;
    }

    @Override
    public boolean isOpen()
    {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException
    {
        layer.close();
        socket.close();
    }
}
