package io.ringbolt.perf.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * A server under load.
 *
 * @param name   in reports.
 * @param host   null for a Unix socket.
 * @param port   of the host.
 * @param socket path of a Unix socket, else null.
 */
record Target(String name, String host, int port, String socket)
{
    private static final int HIGHEST_PORT = 65_535;

    /** Reads {@code name=host:port} or {@code name=/path}. */
    static Target of(final String text)
    {
        final int equals = text.indexOf('=');
        final String place = text.substring(equals + 1);
        if (equals <= 0 || place.isEmpty())
        {
            throw new IllegalArgumentException("a target reads name=host:port or name=/path, not " + text);
        }
        final String name = text.substring(0, equals);
        if (place.startsWith("/"))
        {
            return new Target(name, null, 0, place);
        }
        final int colon = place.lastIndexOf(':');
        return new Target(name, place.substring(0, Math.max(0, colon)), port(place.substring(colon + 1)), null);
    }

    static int port(final String text)
    {
        try
        {
            final int port = Integer.parseInt(text);
            if (port > 0 && port <= HIGHEST_PORT)
            {
                return port;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no port: " + text, ex);
        }
        throw new IllegalArgumentException("no port: " + text);
    }

    /** The place as people write it. */
    String place()
    {
        return socket == null ? host + ":" + port : socket;
    }

    /** @return a connected channel, blocking still. */
    SocketChannel open() throws IOException
    {
        final SocketAddress address = socket != null ?
            UnixDomainSocketAddress.of(socket) : new InetSocketAddress(InetAddress.getByName(host), port);
        final SocketChannel channel;
        try
        {
            channel = SocketChannel.open(address);
        }
        catch (final IOException ex)
        {
            throw new IOException("cannot connect to " + name + " at " + place() + ": " + ex.getMessage(), ex);
        }
        if (socket == null)
        {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel;
    }
}
