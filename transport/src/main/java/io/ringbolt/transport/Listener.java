package io.ringbolt.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A socket on which clients knock. Its events are the first selector's.
 */
final class Listener implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Listener.class);

    private final ServerSocketChannel channel;
    private final Path unixPath;
    private final Acceptor acceptor;
    private final boolean isTls;

    /**
     * @param unixPath where a unix domain socket lies; null for TCP. @param isTls whether clients encrypt what they
     * send.
     */
    Listener(final ServerSocketChannel channel, final Path unixPath, final Acceptor acceptor, final boolean isTls)
    {
        this.channel = channel;
        this.unixPath = unixPath;
        this.acceptor = acceptor;
        this.isTls = isTls;
    }

    ServerSocketChannel channel()
    {
        return channel;
    }

    /** @return the TCP port, or 0. */
    int port()
    {
        try
        {
            return channel.getLocalAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        }
        catch (final IOException closed)
        {
            return 0;
        }
    }

    /**
     * Accepts the clients that wait, a bounded number of them. @return false if it can't for now, so asking
     * again is no use.
     */
    boolean onAcceptable(final long nowMs)
    {
        for (int i = acceptor.maxAcceptsPerTurn(isTls); i > 0; i--)
        {
            final SocketChannel client;
            try
            {
                client = channel.accept();
            }
            catch (final IOException broken)
            {
                LOGGER.warn("Accepting client connection: {}", broken.getMessage());
                return false;
            }
            if (null == client)
            {
                return true;
            }
            acceptor.onAccept(client, null == unixPath ? null : unixPath.toString(), isTls, nowMs);
        }
        return true;
    }

    @Override
    public void close()
    {
        try
        {
            channel.close();
            if (null != unixPath)
            {
                Files.deleteIfExists(unixPath);
            }
        }
        catch (final IOException broken)
        {
            LOGGER.warn("Closing a listening socket failed: {}", broken.getMessage());
        }
    }
}
