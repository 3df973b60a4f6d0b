package io.ringbolt.transport.tls;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsClientUser;
import io.ringbolt.config.TlsParameters;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/**
 * What the {@code tls-} rows of a configuration come to: makes the engine of each encrypted connection. Immutable, and
 * used by any thread.
 */
public final class TlsEngines
{
    private final KeyManager[] serverKeys;
    private final TrustManager[] trusted;
    private final SSLContext serverContext;
    private final SSLContext clientContext;
    private final SSLParameters serverParameters;
    private final SSLParameters clientParameters;
    private final boolean isResuming;
    private final TlsClientUser clientUser;

    private TlsEngines(final ServerConfig config) throws GeneralSecurityException, IOException, TlsException
    {
        serverKeys = TlsIdentity.ofServer(config);
        trusted = TlsIdentity.trusted(config);
        isResuming = config.booleanValue(TlsParameters.TLS_SESSION_CACHING) &&
            config.intValue(TlsParameters.TLS_SESSION_CACHE_TIMEOUT) > 0;
        serverContext = context(serverKeys);
        clientContext = context(TlsIdentity.ofClient(config));
        final SSLSessionContext sessions = serverContext.getServerSessionContext();
        sessions.setSessionCacheSize(config.intValue(TlsParameters.TLS_SESSION_CACHE_SIZE));
        sessions.setSessionTimeout(Math.max(1, config.intValue(TlsParameters.TLS_SESSION_CACHE_TIMEOUT)));
        TlsIdentity.checkDhParameters(config);
        serverParameters = TlsSuites.parameters(config, serverContext);
        clientParameters = TlsSuites.parameters(config, clientContext);
        clientUser = config.get(TlsParameters.TLS_AUTH_CLIENTS_USER);
        final TlsAuthClients clients = config.get(TlsParameters.TLS_AUTH_CLIENTS);
        if (TlsAuthClients.YES == clients)
        {
            serverParameters.setNeedClientAuth(true);
        }
        else
        {
            serverParameters.setWantClientAuth(TlsAuthClients.OPTIONAL == clients);
        }
    }

    /** Reads the files that a configuration names. @throws TlsException with the reason, for the log. */
    public static TlsEngines of(final ServerConfig config) throws TlsException
    {
        try
        {
            return new TlsEngines(config);
        }
        catch (final GeneralSecurityException | IOException broken)
        {
            throw new TlsException("Failed to configure TLS: " + broken, broken);
        }
    }

    /** @return true if a configuration has any use for engines: clients', replicas' or a cluster's connections. */
    public static boolean isNeeded(final ServerConfig config)
    {
        return 0 != config.intValue(TlsParameters.TLS_PORT) ||
            config.booleanValue(TlsParameters.TLS_REPLICATION) || config.booleanValue(TlsParameters.TLS_CLUSTER);
    }

    private SSLContext context(final KeyManager[] keys) throws GeneralSecurityException
    {
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted, null);
        return context;
    }

    /** @return an engine for a client that has just been accepted. */
    SSLEngine newEngine()
    {
        final SSLEngine engine = (isResuming ? serverContext : contextWithoutPast()).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(serverParameters);
        return engine;
    }

    /** @return what of a client's certificate names its user. */
    TlsClientUser clientUser()
    {
        return clientUser;
    }

    /** A context of its own has keys of its own for tickets, so nobody can take up what it began. */
    private SSLContext contextWithoutPast()
    {
        try
        {
            return context(serverKeys);
        }
        catch (final GeneralSecurityException impossible)
        {
            throw new IllegalStateException("TLS was there before: " + impossible, impossible);
        }
    }

    /** @return an engine for a client that trusts this server and nobody else. */
    SSLEngine newTrustingEngine()
    {
        final SSLEngine engine;
        try
        {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, TlsIdentity.trusting(serverKeys), null);
            engine = context.createSSLEngine();
        }
        catch (final GeneralSecurityException | IOException impossible)
        {
            throw new IllegalStateException("a certificate was there before: " + impossible, impossible);
        }
        engine.setUseClientMode(true);
        engine.setSSLParameters(clientParameters);
        return engine;
    }

    /** @return an engine for a connection to another server, ready to greet it. */
    SSLEngine newClientEngine()
    {
        final SSLEngine engine = clientContext.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setSSLParameters(clientParameters);
        try
        {
            engine.beginHandshake();
        }
        catch (final IOException impossible)
        {
            throw new IllegalStateException("a handshake that can't begin: " + impossible, impossible);
        }
        return engine;
    }
}
