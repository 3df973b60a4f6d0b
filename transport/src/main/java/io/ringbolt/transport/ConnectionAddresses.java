package io.ringbolt.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * The two ends of a connection as CLIENT LIST shows them.
 */
record ConnectionAddresses(String remote, String local, boolean isUnixSocket)
{
    static ConnectionAddresses of(final SocketChannel channel, final String unixPath) throws IOException
    {
        if (null != unixPath)
        {
            return new ConnectionAddresses(unixPath + ":0", unixPath + ":0", true);
        }
        return new ConnectionAddresses(text(channel.getRemoteAddress()), text(channel.getLocalAddress()), false);
    }

    static String text(final SocketAddress address)
    {
        if (!(address instanceof InetSocketAddress inet))
        {
            return "?:0";
        }
        final String host = inet.getAddress().getHostAddress();
        return inet.getAddress() instanceof Inet6Address ?
            "[" + host(host) + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }

    /** The usual short form of an IPv6 address: without its scope, and with the longest run of zeros left out. */
    private static String host(final String full)
    {
        final int scope = full.indexOf('%');
        final String plain = scope < 0 ? full : full.substring(0, scope);
        return plain.replaceFirst("(^|:)(0:)+0?($|(?=[0-9a-f]))", "::").replace(":::", "::");
    }
}
