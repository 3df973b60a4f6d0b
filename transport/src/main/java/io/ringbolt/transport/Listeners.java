package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.transport.tls.TlsEngines;
import io.ringbolt.transport.tls.TlsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Inet6Address;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All sockets on which a server listens, as {@code port}, {@code bind} and {@code unixsocket} say.
 */
/*
 * Java's IPv6 wildcard socket takes IPv4 clients as well, and there is no option to keep it from that. So "*" and "::*"
 * beside each other become one socket.
 */
final class Listeners implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Listeners.class);
    private static final String ANY_IPV4 = "*";
    private static final String ANY_IPV6 = "::*";
    private static final int PERMISSION_BITS = 9;

    private final Selector selector;
    private final Acceptor acceptor;
    private final boolean isPortZeroFree;
    private final List<Listener> unix = new ArrayList<>();
    private List<Listener> tcp = new ArrayList<>();
    private int port;
    private int tlsPort;

    /** @param isPortZeroFree true if port 0 means a free one, false if it means none. */
    Listeners(final Selector selector, final Acceptor acceptor, final boolean isPortZeroFree)
    {
        this.selector = selector;
        this.acceptor = acceptor;
        this.isPortZeroFree = isPortZeroFree;
    }

    /** Listens as the configuration says. @throws ListenException if an address that is not optional can't be had. */
    void open(final ServerConfig config) throws ListenException
    {
        if (TlsEngines.isNeeded(config))
        {
            configureTls(config);
            if (!isPortZeroFree)
            {
                acceptor.warmUpTls();
            }
        }
        tcp = openTcp(config);
        final String path = config.get(NetworkParameters.UNIXSOCKET);
        if (!path.isEmpty())
        {
            unix.add(openUnix(config.resolve(path), config));
        }
    }

    /** Has new encrypted connections follow a configuration; if that can't be, nothing has changed. */
    void configureTls(final ServerConfig config) throws ListenException
    {
        try
        {
            acceptor.tls(TlsEngines.of(config));
        }
        catch (final TlsException unusable)
        {
            LOGGER.warn("{}", unusable.getMessage());
            throw new ListenException("Failed to configure TLS. Check logs for more info.", unusable);
        }
    }

    /** @return what encrypts connections; null if none are encrypted. */
    TlsEngines tls()
    {
        return acceptor.tls();
    }

    /** Goes back to what {@link #tls} gave before a change that has failed. */
    void restoreTls(final TlsEngines former)
    {
        acceptor.tls(former);
    }

    /** Listens on other TCP addresses; on failure on the present ones again. Clients that are connected stay so. */
    void reopenTcp(final ServerConfig current, final ServerConfig next) throws ListenException
    {
        tcp.forEach(Listener::close);
        releaseClosed();
        try
        {
            tcp = openTcp(next);
        }
        catch (final ListenException refused)
        {
            releaseClosed();
            tcp = openTcp(isPortZeroFree ? current.with(NetworkParameters.PORT, port) : current);
            throw refused;
        }
    }

    /** Has the selector let go of closed sockets: until then their addresses are taken. */
    private void releaseClosed()
    {
        try
        {
            selector.wakeup();
            selector.selectNow(key -> { });           // what is ready now is reported again by the next select
        }
        catch (final IOException | IllegalStateException busy)
        {
            LOGGER.debug("Closed listening sockets are released later: {}", busy.getMessage());
        }
    }

    /** @return the TCP port, 0 if there is none. */
    int port()
    {
        return port;
    }

    /** @return the TCP port for encrypted connections, 0 if there is none. */
    int tlsPort()
    {
        return tlsPort;
    }

    boolean hasTcp()
    {
        return !tcp.isEmpty();
    }

    boolean hasUnix()
    {
        return !unix.isEmpty();
    }

    @Override
    public void close()
    {
        tcp.forEach(Listener::close);
        unix.forEach(Listener::close);
        tcp = new ArrayList<>();
        unix.clear();
    }

    private List<Listener> openTcp(final ServerConfig config) throws ListenException
    {
        final List<Listener> opened = new ArrayList<>();
        port = 0;
        tlsPort = 0;
        try
        {
            if (0 != config.intValue(NetworkParameters.PORT) || isPortZeroFree)
            {
                port = openTcp(config, config.intValue(NetworkParameters.PORT), false, opened);
            }
            if (0 != config.intValue(TlsParameters.TLS_PORT))
            {
                tlsPort = openTcp(config, config.intValue(TlsParameters.TLS_PORT), true, opened);
            }
            return opened;
        }
        catch (final ListenException refused)
        {
            opened.forEach(Listener::close);
            throw refused;
        }
    }

    /** @return the port, which is another than the wanted one if that is 0. */
    private int openTcp(
        final ServerConfig config, final int anyPort, final boolean isTls, final List<Listener> opened)
        throws ListenException
    {
        int wantedPort = anyPort;
        for (final String text : merged(config.get(NetworkParameters.BIND)))
        {
            final boolean isOptional = text.startsWith("-");
            final String host = isOptional ? text.substring(1) : text;
            try
            {
                final Listener listener =
                    openTcp(host, wantedPort, config.intValue(NetworkParameters.TCP_BACKLOG), isTls);
                opened.add(listener);
                wantedPort = listener.port();
            }
            catch (final IOException | UnsupportedOperationException failed)
            {
                LOGGER.warn("Warning: Could not create server TCP listening socket {}:{}: {}",
                    host, wantedPort, failed.getMessage());
                if (!isOptional)
                {
                    throw new ListenException(
                        "Failed listening on port " + wantedPort + (isTls ? " (tls)" : " (tcp)") + ", aborting.",
                        failed);
                }
            }
        }
        return wantedPort;
    }

    /** Replaces both wildcards by the one that serves for both, which may be missing only if both may. */
    private static List<String> merged(final List<String> addresses)
    {
        final boolean hasIpv6 = addresses.contains(ANY_IPV6) || addresses.contains('-' + ANY_IPV6);
        if (!hasIpv6 || !isIpv6Available())
        {
            return addresses;
        }
        final List<String> merged = new ArrayList<>(addresses);
        merged.remove('-' + ANY_IPV4);
        if (merged.remove(ANY_IPV4) && merged.remove('-' + ANY_IPV6))
        {
            merged.add(ANY_IPV6);
        }
        return merged;
    }

    private static boolean isIpv6Available()
    {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6))
        {
            probe.bind(new InetSocketAddress("::1", 0));
            return true;
        }
        catch (final IOException | UnsupportedOperationException missing)
        {
            return false;
        }
    }

    private Listener openTcp(final String host, final int wantedPort, final int backlog, final boolean isTls)
        throws IOException
    {
        final boolean isAny = ANY_IPV4.equals(host) || ANY_IPV6.equals(host);
        final InetAddress address = isAny ? null : InetAddress.getByName(host);
        final boolean isIpv6 = isAny ? ANY_IPV6.equals(host) : address instanceof Inet6Address;
        final ServerSocketChannel channel =
            ServerSocketChannel.open(isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try
        {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            final InetAddress bound = null != address ? address : InetAddress.getByName(isIpv6 ? "::" : "0.0.0.0");
            channel.bind(new InetSocketAddress(bound, wantedPort), backlog);
            return register(channel, null, isTls);
        }
        catch (final IOException | RuntimeException failed)
        {
            channel.close();
            throw failed;
        }
    }

    private Listener openUnix(final Path path, final ServerConfig config) throws ListenException
    {
        try
        {
            Files.deleteIfExists(path);
            return bindUnix(path, config);
        }
        catch (final IOException | UnsupportedOperationException failed)
        {
            LOGGER.warn("Opening Unix socket {}: {}", path, failed.getMessage());
            throw new ListenException("Failed opening Unix socket: " + path + ": " + failed.getMessage(), failed);
        }
    }

    private Listener bindUnix(final Path path, final ServerConfig config) throws IOException
    {
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try
        {
            channel.bind(UnixDomainSocketAddress.of(path), config.intValue(NetworkParameters.TCP_BACKLOG));
            final int bits = config.intValue(NetworkParameters.UNIXSOCKETPERM);
            if (0 != bits)
            {
                Files.setPosixFilePermissions(path, permissions(bits));
            }
            return register(channel, path, false);
        }
        catch (final IOException | RuntimeException failed)
        {
            channel.close();
            throw failed;
        }
    }

    private Listener register(final ServerSocketChannel channel, final Path unixPath, final boolean isTls)
        throws IOException
    {
        final Listener listener = new Listener(channel, unixPath, acceptor, isTls);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT, listener);
        selector.wakeup();
        return listener;
    }

    private static Set<PosixFilePermission> permissions(final int bits)
    {
        final PosixFilePermission[] all = PosixFilePermission.values();
        final Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < PERMISSION_BITS; i++)
        {
            if (0 != (bits >>> PERMISSION_BITS - 1 - i & 1))
            {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
