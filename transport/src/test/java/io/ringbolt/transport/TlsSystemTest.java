package io.ringbolt.transport;

import static io.ringbolt.transport.TlsFixture.config;
import static io.ringbolt.transport.TlsFixture.connect;
import static io.ringbolt.transport.TlsFixture.context;
import static io.ringbolt.transport.TlsFixture.file;
import static io.ringbolt.transport.TlsFixture.freePort;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.net.ssl.SSLSocket;

/**
 * Encrypted connections as clients of Java make them.
 */
class TlsSystemTest
{
    /** Types of records, which their first bytes tell. */
    private static final byte HANDSHAKE = 22;
    private static final byte ALERT = 21;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeLargeAndSmallValues(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = config(mode).build();
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
        final ServerConfig config = config(ThreadingMode.SHARED)
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
        final ServerConfig config = config(ThreadingMode.SHARED)
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
        final ServerConfig config = config(ThreadingMode.SHARED).build();
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

    /** A key of the same kind and length fits nothing that was signed: without a check, no handshake succeeds. */
    @ParameterizedTest
    @CsvSource({"server.crt, server.key, client.key", "ec.crt, ec-sec1.key, server.key"})
    void shouldRefuseTheKeyOfAnotherCertificate(final String certificate, final String key, final String otherKey)
        throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED, certificate, key).build();
        try (Server server = Server.start(config); Jedis first = connect(config, false))
        {
            assertThrows(JedisDataException.class, () -> first.configSet("tls-key-file", file(otherKey)));
            assertEquals(file(key), first.configGet("tls-key-file").get("tls-key-file"), server::toString);
            try (Jedis second = connect(config, false))
            {
                assertEquals("PONG", second.ping());
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
        final ServerConfig config = config(ThreadingMode.SHARED).build();
        try (Server server = Server.start(config))
        {
            try (Socket plain = new Socket("localhost", config.intValue(TlsParameters.TLS_PORT)))
            {
                plain.setSoTimeout(30_000);
                plain.getOutputStream().write("PING\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals(0, plain.getInputStream().readAllBytes().length);
            }
            try (Socket broken = new Socket("localhost", config.intValue(TlsParameters.TLS_PORT)))
            {
                broken.setSoTimeout(30_000);
                broken.getOutputStream().write(new byte[]{HANDSHAKE, 3, 1, 0, 5, 'h', 'e', 'l', 'l', 'o'});
                assertEquals(ALERT, broken.getInputStream().read());
            }
            try (Jedis jedis = connect(config, false))
            {
                assertEquals("PONG", jedis.ping(), server::toString);
            }
        }
    }
}
