package io.ringbolt.transport;

import io.ringbolt.engine.session.Session;
import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.DeferredRegion;
import io.ringbolt.transport.resp.HeaderScratch;
import io.ringbolt.transport.resp.RespDecoder;
import io.ringbolt.transport.tls.TlsChannel;
import io.ringbolt.transport.tls.TlsEngines;
import io.ringbolt.transport.tls.TlsWarmUp;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Makes clients of accepted sockets: admits or refuses, sets socket options, and gives each to a selector in turn.
 * Owned by the first selector's thread.
 */
final class Acceptor
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Acceptor.class);
    private static final byte[] TOO_MANY =
        "-ERR max number of clients reached\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROTECTED = (
        "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the " +
        "default user. In this mode connections are only accepted from the loopback interface. If you want to " +
        "connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable " +
        "protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by " +
        "connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly " +
        "accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) Alternatively " +
        "you can just disable the protected mode by editing the Redis configuration file, and setting the protected " +
        "mode option to 'no', and then restarting the server. 3) If you started the server manually just for " +
        "testing, restart it with the '--protected-mode no' option. 4) Setup a an authentication password for the " +
        "default user. NOTE: You only need to do one of the above things in order for the server to start accepting " +
        "connections from the outside.\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    private static final int KEEP_ALIVE_PROBES = 3;

    private final SelectorAgent[] selectors;
    private final ChunkPool chunks;
    private final DeferredRegion deferred;
    private final HeaderScratch scratch;
    private final ReplyGate gate;
    private final ReplyDispatch dispatch;
    private final ConnectionCounts counts;
    private final Executor handshakes;
    private final BiConsumer<Session, List<String>> certificateLogin;
    private volatile ConnectionLimits limits;
    private volatile TlsEngines tls;
    private final AtomicLong lastId = new AtomicLong();
    private int nextSelector;

    Acceptor(
        final SelectorAgent[] selectors,
        final ChunkPool chunks,
        final DeferredRegion deferred,
        final HeaderScratch scratch,
        final ReplyGate gate,
        final ReplyDispatch dispatch,
        final ConnectionCounts counts,
        final Executor handshakes,
        final BiConsumer<Session, List<String>> certificateLogin)
    {
        this.certificateLogin = certificateLogin;
        this.handshakes = handshakes;
        this.selectors = selectors;
        this.chunks = chunks;
        this.deferred = deferred;
        this.scratch = scratch;
        this.gate = gate;
        this.dispatch = dispatch;
        this.counts = counts;
    }

    void limits(final ConnectionLimits limits)
    {
        this.limits = limits;
    }

    /** New connections are encrypted by these engines, others go on as they began. */
    void tls(final TlsEngines engines)
    {
        this.tls = engines;
    }

    /** Prepares for the first clients: for a server that is its process, others have something else to do. */
    void warmUpTls()
    {
        TlsWarmUp.begin(tls, handshakes);
    }

    /** @return the engines of encrypted connections, also of those to other servers; null before there are any. */
    TlsEngines tls()
    {
        return tls;
    }

    int maxAcceptsPerTurn(final boolean isTls)
    {
        return isTls ? limits.maxTlsAcceptsPerTurn : limits.maxAcceptsPerTurn;
    }

    /** @param unixPath of the socket the client came through; null for TCP. */
    void onAccept(final SocketChannel client, final String unixPath, final boolean isTls, final long nowMs)
    {
        try
        {
            client.configureBlocking(false);
            final byte[] refusal = refusal(client, unixPath);
            if (null != refusal)
            {
                counts.onRejected();
                if (!isTls)
                {
                    client.write(ByteBuffer.wrap(refusal));
                }
                client.close();
                return;
            }
            if (null == unixPath)
            {
                setOptions(client);
            }
            admit(client, ConnectionAddresses.of(client, unixPath), isTls, nowMs);
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Accepting client failed: {}", gone.getMessage());
            closeQuietly(client);
        }
    }

    private byte[] refusal(final SocketChannel client, final String unixPath) throws IOException
    {
        if (counts.open() >= limits.maxClients)
        {
            return TOO_MANY;
        }
        final boolean isLocal = null != unixPath ||
            client.getRemoteAddress() instanceof InetSocketAddress remote && remote.getAddress().isLoopbackAddress();
        return limits.isProtected && !limits.requiresPassword && !isLocal ? PROTECTED : null;
    }

    private void setOptions(final SocketChannel client) throws IOException
    {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        final int seconds = limits.keepAliveSeconds;
        if (seconds > 0)
        {
            client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (client.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE))
            {
                client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
                client.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, seconds / KEEP_ALIVE_PROBES));
                client.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
            }
        }
    }

    private void admit(
        final SocketChannel client, final ConnectionAddresses addresses, final boolean isTls, final long nowMs)
    {
        final SelectorAgent selector = selectors[nextSelector];
        nextSelector = (nextSelector + 1) % selectors.length;
        final Connection connection = new Connection(
            selector, client, chunks, deferred, scratch, gate, dispatch, addresses, counts.takeDescriptor());
        final Session session = new Session(nextClientId(), connection, nowMs);
        if (isTls)
        {
            final TlsChannel layer = TlsChannel.accepted(
                client, tls, selector.tlsBuffers(), handshakes, () -> onHandshakeReckoned(connection));
            connection.tls(layer, () -> certificateLogin.accept(session, layer.userNames()));
        }
        connection.session(session, new RespDecoder(session, selector.publisher()), nowMs);
        counts.onAccepted();
        selector.adopt(connection);
    }

    /** @return an id that no client of this server has had; any thread. */
    long nextClientId()
    {
        return lastId.incrementAndGet();
    }

    /** Runs on whatever thread has done a handshake's arithmetic. */
    private static void onHandshakeReckoned(final Connection connection)
    {
        connection.selector().announce(connection);
        connection.selector().wake();
    }

    private static void closeQuietly(final SocketChannel client)
    {
        try
        {
            client.close();
        }
        catch (final IOException gone)
        {
            LOGGER.debug("Closing a client's socket failed: {}", gone.getMessage());
        }
    }
}
