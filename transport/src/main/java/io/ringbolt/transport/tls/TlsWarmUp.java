package io.ringbolt.transport.tls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * Has two engines of a server that has just started shake hands and talk to each other, so that the JVM has compiled
 * what signs and encrypts before clients come: a signature takes thirty times as long while it is interpreted. One
 * handshake at a time, behind those of clients.
 */
public final class TlsWarmUp implements Runnable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsWarmUp.class);
    private static final int HANDSHAKES = 50;
    private static final int MAX_FLIGHTS = 20;
    private static final int RECORDS_PER_HANDSHAKE = 300;
    private static final int RECORD_LENGTH = 64;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(4);

    private final TlsEngines engines;
    private final Executor tasks;
    private final long beginNs = System.nanoTime();
    private final ByteBuffer toServer = ByteBuffer.allocate(2 * TlsBuffers.LONGEST_RECORD);
    private final ByteBuffer toClient = ByteBuffer.allocate(2 * TlsBuffers.LONGEST_RECORD);
    private final ByteBuffer decrypted = ByteBuffer.allocateDirect(2 * TlsBuffers.LONGEST_RECORD);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(RECORD_LENGTH);
    private int done;

    private TlsWarmUp(final TlsEngines engines, final Executor tasks)
    {
        this.engines = engines;
        this.tasks = tasks;
    }

    /** Begins; there is nothing to wait for. */
    public static void begin(final TlsEngines engines, final Executor tasks)
    {
        tasks.execute(new TlsWarmUp(engines, tasks));
    }

    @Override
    public void run()
    {
        try
        {
            talk();
        }
        catch (final IOException | RuntimeException failed)
        {
            LOGGER.debug("Warming up TLS: {}", failed.toString());
            return;
        }
        if (++done < HANDSHAKES && System.nanoTime() - beginNs < LIMIT_NS)
        {
            tasks.execute(this);
        }
    }

    private void talk() throws IOException
    {
        final SSLEngine client = engines.newTrustingEngine();
        final SSLEngine server = engines.newEngine();
        server.setNeedClientAuth(false);
        client.beginHandshake();
        toServer.clear();
        toClient.clear();
        for (int i = 0; i < MAX_FLIGHTS; i++)
        {
            shakeHands(client, toClient, toServer);
            shakeHands(server, toServer, toClient);
        }
        if (HandshakeStatus.NOT_HANDSHAKING != client.getHandshakeStatus())
        {
            throw new IOException("no agreement: " + client.getHandshakeStatus());
        }
        for (int i = 0; i < RECORDS_PER_HANDSHAKE; i++)
        {
            send(client, server, toServer.clear());
            send(server, client, toClient.clear());
        }
    }

    /** Goes on as far as one side gets with what the other has sent. */
    private void shakeHands(final SSLEngine engine, final ByteBuffer in, final ByteBuffer out) throws IOException
    {
        in.flip();
        boolean isWaiting = false;
        while (!isWaiting)
        {
            switch (engine.getHandshakeStatus())
            {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(plain.clear().limit(0), out);
                default ->
                {
                    isWaiting = !in.hasRemaining();
                    if (!isWaiting)
                    {
                        engine.unwrap(in, decrypted.clear());
                    }
                }
            }
        }
        in.compact();
    }

    private void send(final SSLEngine from, final SSLEngine to, final ByteBuffer between) throws IOException
    {
        from.wrap(plain.clear(), between);
        to.unwrap(between.flip(), decrypted.clear());
    }
}
