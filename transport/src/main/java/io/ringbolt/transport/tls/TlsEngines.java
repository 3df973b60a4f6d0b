package io.ringbolt.transport.tls;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the {@code tls-} rows of a configuration come to: makes the engine of each encrypted connection. Immutable.
 */
public final class TlsEngines
{
    private static final char[] STORE_PASSWORD = {};
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String TLS_1_2 = "TLSv1.2";

    private final SSLContext context;
    private final SSLParameters parameters;
    private final boolean isRefusingResumption;

    private TlsEngines(final SSLContext context, final SSLParameters parameters, final boolean isRefusingResumption)
    {
        this.context = context;
        this.parameters = parameters;
        this.isRefusingResumption = isRefusingResumption;
    }

    /** Reads the files that a configuration names. @throws TlsException with the reason, for the log. */
    public static TlsEngines of(final ServerConfig config) throws TlsException
    {
        try
        {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(config), trustManagers(config), null);
            final SSLSessionContext sessions = context.getServerSessionContext();
            sessions.setSessionCacheSize(config.intValue(TlsParameters.TLS_SESSION_CACHE_SIZE));
            sessions.setSessionTimeout(config.intValue(TlsParameters.TLS_SESSION_CACHE_TIMEOUT));
            return new TlsEngines(
                context, parameters(config, context), !config.booleanValue(TlsParameters.TLS_SESSION_CACHING));
        }
        catch (final GeneralSecurityException | IOException broken)
        {
            throw new TlsException("Failed to configure TLS: " + broken, broken);
        }
    }

    private static KeyManager[] keyManagers(final ServerConfig config)
        throws GeneralSecurityException, IOException, TlsException
    {
        final String certificateFile = config.get(TlsParameters.TLS_CERT_FILE);
        final String keyFile = config.get(TlsParameters.TLS_KEY_FILE);
        if (certificateFile.isEmpty())
        {
            throw new TlsException("No tls-cert-file configured!");
        }
        if (keyFile.isEmpty())
        {
            throw new TlsException("No tls-key-file configured!");
        }
        final List<X509Certificate> chain = PemFile.read(config.resolve(certificateFile)).certificates();
        if (chain.isEmpty())
        {
            throw new TlsException("Failed to load certificate: " + certificateFile + ": it has none");
        }
        final KeyStore store = emptyStore();
        store.setKeyEntry(
            "server",
            PemFile.read(config.resolve(keyFile)).privateKey(config.get(TlsParameters.TLS_KEY_FILE_PASS)),
            STORE_PASSWORD,
            chain.toArray(new X509Certificate[0]));
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, STORE_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(final ServerConfig config)
        throws GeneralSecurityException, IOException, TlsException
    {
        final List<X509Certificate> authorities = new ArrayList<>();
        final String file = config.get(TlsParameters.TLS_CA_CERT_FILE);
        final String directory = config.get(TlsParameters.TLS_CA_CERT_DIR);
        if (!file.isEmpty())
        {
            authorities.addAll(PemFile.read(config.resolve(file)).certificates());
        }
        if (!directory.isEmpty())
        {
            addAll(config.resolve(directory), authorities);
        }
        if (authorities.isEmpty() && TlsAuthClients.NO != config.get(TlsParameters.TLS_AUTH_CLIENTS))
        {
            throw new TlsException("Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, " +
                "tls-replication or tls-auth-clients are enabled!");
        }
        final KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++)
        {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        final TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return authorities.isEmpty() ? null : factory.getTrustManagers();
    }

    private static void addAll(final Path directory, final List<X509Certificate> authorities)
        throws IOException, TlsException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList())
            {
                authorities.addAll(PemFile.read(file).certificates());
            }
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, STORE_PASSWORD);
        return store;
    }

    private static SSLParameters parameters(final ServerConfig config, final SSLContext context) throws TlsException
    {
        final SSLParameters parameters = context.getDefaultSSLParameters();
        final String[] supported = context.getSupportedSSLParameters().getCipherSuites();
        final String protocols = config.get(TlsParameters.TLS_PROTOCOLS);
        parameters.setProtocols(protocols.isEmpty() ? new String[]{TLS_1_3, TLS_1_2} : protocols(protocols, context));
        final List<String> suites = new ArrayList<>();
        final String modern = config.get(TlsParameters.TLS_CIPHERSUITES);
        final String older = config.get(TlsParameters.TLS_CIPHERS);
        suites.addAll(modern.isEmpty() ? defaults(parameters, true) : CipherNames.parse(modern, supported));
        suites.addAll(older.isEmpty() ? defaults(parameters, false) : CipherNames.parse(older, supported));
        parameters.setCipherSuites(suites.toArray(new String[0]));
        parameters.setUseCipherSuitesOrder(config.booleanValue(TlsParameters.TLS_PREFER_SERVER_CIPHERS));
        final TlsAuthClients clients = config.get(TlsParameters.TLS_AUTH_CLIENTS);
        if (TlsAuthClients.YES == clients)
        {
            parameters.setNeedClientAuth(true);
        }
        else
        {
            parameters.setWantClientAuth(TlsAuthClients.OPTIONAL == clients);
        }
        return parameters;
    }

    private static String[] protocols(final String words, final SSLContext context) throws TlsException
    {
        final List<String> supported = List.of(context.getSupportedSSLParameters().getProtocols());
        final List<String> chosen = new ArrayList<>();
        for (final String word : words.trim().split(" +"))
        {
            supported.stream().filter(word::equalsIgnoreCase).findAny().ifPresent(chosen::add);
        }
        if (chosen.size() < words.trim().split(" +").length)
        {
            throw new TlsException("Invalid tls-protocols specified. Use a combination of " + supported);
        }
        return chosen.toArray(new String[0]);
    }

    /** @return suites of TLS 1.3, whose names do not tell of a key exchange, or all others. */
    private static List<String> defaults(final SSLParameters parameters, final boolean isModern)
    {
        return Stream.of(parameters.getCipherSuites()).filter(name -> isModern != name.contains("_WITH_"))
            .filter(name -> !name.endsWith("_SCSV") || !isModern).toList();
    }

    /** @return an engine for a client that has just been accepted. */
    SSLEngine newEngine()
    {
        final SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** @return true if sessions shall not be taken up again by later connections. */
    boolean isRefusingResumption()
    {
        return isRefusingResumption;
    }
}
