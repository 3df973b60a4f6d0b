package io.ringbolt.transport;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for tests of encrypted connections, servers that show them and clients that trust them.
 */
public final class TlsFixture
{
    private static final Path FILES = Path.of("src/test/resources/tls").toAbsolutePath();
    private static final char[] PASSWORD = "secret".toCharArray();

    private TlsFixture()
    {
    }

    static ServerConfigBuilder config(final ThreadingMode mode) throws IOException
    {
        return config(mode, "server.crt", "server.key");
    }

    static ServerConfigBuilder config(final ThreadingMode mode, final String certificate, final String key)
        throws IOException
    {
        return encrypted(TestServers.config(mode), certificate, key);
    }

    /** Has a server listen for encrypted connections and show a certificate. */
    public static ServerConfigBuilder encrypted(
        final ServerConfigBuilder builder, final String certificate, final String key) throws IOException
    {
        return builder
            .set(TlsParameters.TLS_PORT, freePort())
            .set(TlsParameters.TLS_CERT_FILE, file(certificate))
            .set(TlsParameters.TLS_KEY_FILE, file(key))
            .set(TlsParameters.TLS_CA_CERT_FILE, file("ca.crt"))
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.NO);
    }

    public static String file(final String name)
    {
        return FILES.resolve(name).toString();
    }

    public static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    static SSLContext context(final boolean hasCertificate) throws GeneralSecurityException, IOException
    {
        final KeyStore trust = store("trust.p12");
        final TrustManagerFactory trustFactory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustFactory.init(trust);
        final KeyManagerFactory keyFactory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyFactory.init(store("client.p12"), PASSWORD);
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(hasCertificate ? keyFactory.getKeyManagers() : null, trustFactory.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(final String name) throws GeneralSecurityException, IOException
    {
        try (InputStream in = TlsFixture.class.getResourceAsStream("/tls/" + name))
        {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    static Jedis connect(final ServerConfig config, final boolean hasCertificate)
        throws GeneralSecurityException, IOException
    {
        return new Jedis(
            new HostAndPort("localhost", config.intValue(TlsParameters.TLS_PORT)),
            DefaultJedisClientConfig.builder().ssl(true).sslSocketFactory(context(hasCertificate).getSocketFactory())
                .timeoutMillis(20_000).build());
    }
}
