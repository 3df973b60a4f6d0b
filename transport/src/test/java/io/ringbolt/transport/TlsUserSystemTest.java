package io.ringbolt.transport;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsClientUser;
import io.ringbolt.config.TlsParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

import static io.ringbolt.transport.TlsFixture.config;
import static io.ringbolt.transport.TlsFixture.connect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whom {@code tls-auth-clients-user} takes clients for. The tests' certificate is for {@code CN=localhost}.
 */
class TlsUserSystemTest
{
    private static final String NAMED = "localhost";

    private static ServerConfig asked(final ThreadingMode mode) throws Exception
    {
        return config(mode).set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.OPTIONAL)
            .set(TlsParameters.TLS_AUTH_CLIENTS_USER, TlsClientUser.CN).build();
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldMakeAClientTheUserOfItsCertificate(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = asked(mode);
        try (Server server = Server.start(config); Jedis plain = new Jedis("localhost", server.port()))
        {
            plain.aclSetUser(NAMED, "on", "~own:*", "+@all");
            plain.configSet("requirepass", "secret");
            try (Jedis named = connect(config, true); Jedis unnamed = connect(config, false);
                Jedis resumed = connect(config, true))
            {
                assertEquals(NAMED, named.aclWhoAmI());
                assertEquals("OK", named.set("own:key", "value"));
                assertThrows(JedisDataException.class, () -> named.get("other"));
                assertEquals(NAMED, resumed.aclWhoAmI());
                assertTrue(assertThrows(JedisDataException.class, unnamed::aclWhoAmI).getMessage().contains("NOAUTH"));
                assertEquals("OK", named.auth("secret"));
                assertEquals("default", named.aclWhoAmI());
            }
            assertEquals(0, denials(plain));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldLogCertificatesWithoutAnEnabledUser(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = asked(mode);
        try (Server server = Server.start(config); Jedis plain = new Jedis("localhost", server.port()))
        {
            try (Jedis unknown = connect(config, true))
            {
                assertEquals("default", unknown.aclWhoAmI());
            }
            plain.aclSetUser(NAMED, "off", "+@all");
            try (Jedis disabled = connect(config, true))
            {
                assertEquals("default", disabled.aclWhoAmI());
            }
            assertEquals(2, denials(plain));
            assertEquals(1, plain.aclLog().size());
            assertEquals("tls-cert", plain.aclLog().get(0).getReason());
            assertEquals("toplevel", plain.aclLog().get(0).getContext());
            assertEquals(NAMED, plain.aclLog().get(0).getUsername());
            assertEquals(2, plain.aclLog().get(0).getCount());
        }
    }

    @Test
    void shouldFollowTheConfiguration() throws Exception
    {
        final ServerConfig config = config(ThreadingMode.SHARED)
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.YES).build();
        try (Server server = Server.start(config); Jedis plain = new Jedis("localhost", server.port()))
        {
            plain.aclSetUser(NAMED, "on", "+@all");
            assertEquals("off", plain.configGet("tls-auth-clients-user").get("tls-auth-clients-user"));
            try (Jedis before = connect(config, true))
            {
                assertEquals("default", before.aclWhoAmI());
            }
            plain.configSet("tls-auth-clients-user", "cn");
            assertEquals("CN", plain.configGet("tls-auth-clients-user").get("tls-auth-clients-user"));
            try (Jedis after = connect(config, true))
            {
                assertEquals(NAMED, after.aclWhoAmI());
            }
            plain.configSet("tls-auth-clients-user", "URI");
            try (Jedis withoutUri = connect(config, true))
            {
                assertEquals("default", withoutUri.aclWhoAmI());
            }
            assertThrows(JedisDataException.class, () -> plain.configSet("tls-auth-clients-user", "OU"));
            assertEquals(0, denials(plain));
        }
    }

    private static long denials(final Jedis jedis)
    {
        return Long.parseLong(
            jedis.info("stats").replaceAll("(?s).*acl_access_denied_tls_cert:(\\d+).*", "$1"));
    }
}
