package io.ringbolt.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Encrypted connections as clients of Java make them.
 */
class TlsSystemTest
{
    private static final Path FILES = Path.of("src/test/resources/tls").toAbsolutePath();
    private static final char[] PASSWORD = "secret".toCharArray();

    private static ServerConfigBuilder config(final ThreadingMode mode, final String certificate, final String key)
        throws IOException
    {
        return TestServers.config(mode)
            .set(TlsParameters.TLS_PORT, freePort())
            .set(TlsParameters.TLS_CERT_FILE, file(certificate))
            .set(TlsParameters.TLS_KEY_FILE, file(key))
            .set(TlsParameters.TLS_CA_CERT_FILE, file("ca.crt"))
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.NO);
    }

    private static String file(final String name)
    {
        return FILES.resolve(name).toString();
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }

    private static SSLContext context(final boolean hasCertificate) throws GeneralSecurityException, IOException
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
        try (InputStream in = TlsSystemTest.class.getResourceAsStream("/tls/" + name))
        {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static Jedis connect(final ServerConfig config, final boolean hasCertificate)
        throws GeneralSecurityException, IOException
    {
        return new Jedis(
            new HostAndPort("localhost", config.intValue(TlsParameters.TLS_PORT)),
            DefaultJedisClientConfig.builder().ssl(true).sslSocketFactory(context(hasCertificate).getSocketFactory())
                .timeoutMillis(20_000).build());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeLargeAndSmallValues(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode, "server.crt", "server.key").build();
        try (Server server = Server.start(config); Jedis jedis = connect(config, false))
        {
            final Random random = new Random(1);
            for (final int length : new int[]{0, 1, 100, 16_000, 16_384, 70_000, 3_000_000})
            {
                final byte[] value = new byte[length];
                random.nextBytes(value);
                jedis.set("k".getBytes(StandardCharsets.US_ASCII), value);
                assertArrayEquals(value, jedis.get("k".getBytes(StandardCharsets.US_ASCII)), "length=" + length);
            }
            for (int i = 0; i < 500; i++)
            {
                assertEquals(i + 1, jedis.incr("n"));
            }
            assertTrue(server.port() > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"server.crt, server-pkcs1.key, ''", "server.crt, server-encrypted.key, secret",
        "ec.crt, ec-sec1.key, ''"})
    void shouldReadEveryFormOfKey(final String certificate, final String key, final String password) throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, certificate, key)
            .set(TlsParameters.TLS_KEY_FILE_PASS, password).build();
        try (Server server = Server.start(config); Jedis jedis = connect(config, false))
        {
            assertEquals("PONG", jedis.ping(), server::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"YES, true, true", "YES, false, false", "OPTIONAL, false, true", "OPTIONAL, true, true"})
    void shouldAskForCertificates(final TlsAuthClients mode, final boolean hasCertificate, final boolean isServed)
        throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, "server.crt", "server.key")
            .set(TlsParameters.TLS_AUTH_CLIENTS, mode).build();
        try (Server server = Server.start(config))
        {
            if (isServed)
            {
                try (Jedis jedis = connect(config, hasCertificate))
                {
                    assertEquals("PONG", jedis.ping(), server::toString);
                }
                return;
            }
            assertThrows(RuntimeException.class, () ->
            {
                try (Jedis jedis = connect(config, hasCertificate))
                {
                    jedis.ping();
                }
            });
        }
    }

    @Test
    void shouldSpeakOnlyTheProtocolsAndCiphersConfigured() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, "server.crt", "server.key")
            .set(TlsParameters.TLS_PROTOCOLS, "TLSv1.2")
            .set(TlsParameters.TLS_CIPHERS, "ECDHE-RSA-AES256-GCM-SHA384").build();
        try (Server server = Server.start(config);
            SSLSocket socket = (SSLSocket)context(false).getSocketFactory()
                .createSocket("localhost", config.intValue(TlsParameters.TLS_PORT)))
        {
            socket.startHandshake();
            assertEquals("TLSv1.2", socket.getSession().getProtocol(), server::toString);
            assertEquals("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
        }
    }

    @Test
    void shouldReloadCertificatesByConfigSet() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, "server.crt", "server.key").build();
        try (Server server = Server.start(config); Jedis first = connect(config, false))
        {
            assertThrows(JedisDataException.class, () -> first.configSet("tls-cert-file", "/nowhere"));
            first.configSet("tls-key-file", file("ec-sec1.key"), "tls-cert-file", file("ec.crt"));
            assertEquals("PONG", first.ping(), server::toString);
            try (SSLSocket socket = (SSLSocket)context(false).getSocketFactory()
                .createSocket("localhost", config.intValue(TlsParameters.TLS_PORT)))
            {
                socket.startHandshake();
                assertEquals("EC", socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm());
            }
        }
    }

    @Test
    void shouldRefuseToStartWithoutACertificate() throws Exception
    {
        final ServerConfig config =
            TestServers.config(ThreadingMode.SHARED).set(TlsParameters.TLS_PORT, freePort()).build();
        final RuntimeException refused = assertThrows(RuntimeException.class, () -> Server.start(config).close());
        assertTrue(refused.getMessage().contains("Failed to configure TLS"), refused.getMessage());
    }

    @Test
    void shouldSurviveClientsThatSpeakNoTls() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, "server.crt", "server.key").build();
        try (Server server = Server.start(config))
        {
            try (Socket plain = new Socket("localhost", config.intValue(TlsParameters.TLS_PORT)))
            {
                plain.setSoTimeout(10_000);
                plain.getOutputStream().write("PING\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
                plain.getInputStream().readAllBytes();
            }
            try (Jedis jedis = connect(config, false))
            {
                assertEquals("PONG", jedis.ping(), server::toString);
            }
        }
    }
}
