package io.ringbolt.transport.replication;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.engine.replication.LinkRequest;
import io.ringbolt.transport.tls.TlsClientChannel;
import io.ringbolt.transport.tls.TlsEngines;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The connection of a link: not blocking, with what could not be sent yet. Owned by the link's thread.
 */
final class LinkSocket
{
    private final SocketChannel channel;
    private final SelectionKey key;
    private final TlsEngines engines;
    private TlsClientChannel encrypted;
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private boolean isConnected;

    private LinkSocket(final SocketChannel channel, final SelectionKey key, final TlsEngines engines)
    {
        this.channel = channel;
        this.key = key;
        this.engines = engines;
    }

    /** Begins to connect. @param engines what encrypts the connection; null if nothing does. */
    static LinkSocket open(final LinkRequest request, final Selector selector, final TlsEngines engines)
        throws IOException
    {
        final InetSocketAddress address = new InetSocketAddress(request.master().host(), request.master().port());
        if (address.isUnresolved())
        {
            throw new LinkException("Unable to connect to MASTER: unknown host " + request.master().host());
        }
        final SocketChannel channel = SocketChannel.open();
        boolean isOpened = false;
        try
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            final String source = request.config().get(NetworkParameters.BIND_SOURCE_ADDR);
            if (null != source && !source.isEmpty())
            {
                channel.bind(new InetSocketAddress(source, 0));
            }
            final SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            final LinkSocket socket = new LinkSocket(channel, key, engines);
            socket.isConnected = channel.connect(address);
            isOpened = true;
            return socket;
        }
        finally
        {
            if (!isOpened)
            {
                channel.close();
            }
        }
    }

    /** @return true once the connection stands, encrypted if it is to be. */
    boolean finishConnect() throws IOException
    {
        isConnected = isConnected || channel.finishConnect();
        if (isConnected && null != engines && null == encrypted)
        {
            encrypted = new TlsClientChannel(channel, engines);
        }
        return isConnected && (null == encrypted || encrypted.handshake());
    }

    /** @return what is read and written in the clear. */
    ByteChannel channel()
    {
        return null == encrypted ? channel : encrypted;
    }

    /** @return true if bytes have been received that nobody has read: the socket need not be ready for them. */
    boolean hasUnread()
    {
        return null != encrypted && encrypted.hasUnread();
    }

    /** Sends now what can be sent, and the rest when {@link #flush} is called. */
    void send(final byte[] bytes) throws IOException
    {
        if (0 == bytes.length)
        {
            return;
        }
        final ByteBuffer joined = ByteBuffer.allocate(unsent.remaining() + bytes.length);
        joined.put(unsent).put(bytes).flip();
        unsent = joined;
        flush();
    }

    void flush() throws IOException
    {
        if (unsent.hasRemaining())
        {
            channel().write(unsent);
        }
        if (null != encrypted)
        {
            encrypted.flush();
        }
    }

    /** Says what is waited for. */
    void await(final boolean isReading)
    {
        final boolean isWriting = unsent.hasRemaining() || null != encrypted && encrypted.hasUnsent();
        key.interestOps(!isConnected ? SelectionKey.OP_CONNECT :
            (isReading ? SelectionKey.OP_READ : 0) | (isWriting ? SelectionKey.OP_WRITE : 0));
    }

    void close()
    {
        try
        {
            channel().close();
        }
        catch (final IOException gone)
        {
            // it ends all the same
            key.cancel();
        }
    }
}
