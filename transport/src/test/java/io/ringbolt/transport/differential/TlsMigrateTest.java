package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import io.ringbolt.transport.Server;
import io.ringbolt.transport.TlsFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Encrypted connections from Ringbolt to a real redis-server and back, and between two Ringbolts.
 */
class TlsMigrateTest
{
    private static final String VALUE = "v".repeat(300_000);
    private static final String PATIENCE_MS = "20000";

    @TempDir
    static Path directory;

    private static ServerConfigBuilder config(final String certificate, final String key) throws IOException
    {
        return TlsFixture.encrypted(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.THREADING_MODE, ThreadingMode.SHARED)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20), certificate, key)
            .set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.YES)
            .set(TlsParameters.TLS_CLUSTER, true);
    }

    private static String migrate(final RespConnection from, final int port) throws IOException
    {
        from.ask("SET", "key", VALUE);
        return from.ask("MIGRATE", "127.0.0.1", Integer.toString(port), "key", "0", PATIENCE_MS).toString();
    }

    @Test
    void shouldCarryKeysToRedisAndBack() throws Exception
    {
        final int redisPort = TlsFixture.freePort();
        final ServerConfig config = config("server.crt", "server.key").build();
        try (RedisProcess process = RedisProcess.start(directory, "--tls-port", Integer.toString(redisPort),
                "--tls-cert-file", TlsFixture.file("server.crt"), "--tls-key-file", TlsFixture.file("server.key"),
                "--tls-ca-cert-file", TlsFixture.file("ca.crt"), "--tls-cluster", "yes");
            Server server = Server.start(config);
            RespConnection redis = new RespConnection(process.port());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            for (int i = 0; i < 3; i++)
            {
                assertEquals("+OK", migrate(ringbolt, redisPort));
                assertEquals('$' + VALUE, redis.ask("GET", "key").toString());
                assertEquals("+OK", migrate(redis, config.intValue(TlsParameters.TLS_PORT)));
                assertEquals('$' + VALUE, ringbolt.ask("GET", "key").toString());
            }
        }
    }

    @Test
    void shouldShowTheCertificateMeantForOtherServers() throws Exception
    {
        final ServerConfig target = config("server.crt", "server.key").build();
        final ServerConfig source = config("ec.crt", "ec-sec1.key")
            .set(TlsParameters.TLS_CLIENT_CERT_FILE, TlsFixture.file("client.crt"))
            .set(TlsParameters.TLS_CLIENT_KEY_FILE, TlsFixture.file("client.key")).build();
        try (Server first = Server.start(source); Server second = Server.start(target);
            RespConnection from = new RespConnection(first.port());
            RespConnection to = new RespConnection(second.port()))
        {
            assertEquals("+OK", migrate(from, target.intValue(TlsParameters.TLS_PORT)));
            assertEquals('$' + VALUE, to.ask("GET", "key").toString());
        }
    }

    @Test
    void shouldNotSpeakToWhomItDoesNotTrust() throws Exception
    {
        final ServerConfig target = config("server.crt", "server.key").build();
        final ServerConfig source = config("server.crt", "server.key")
            .set(TlsParameters.TLS_CA_CERT_FILE, TlsFixture.file("client.crt")).build();
        try (Server first = Server.start(source); Server second = Server.start(target);
            RespConnection from = new RespConnection(first.port());
            RespConnection to = new RespConnection(second.port()))
        {
            assertTrue(migrate(from, target.intValue(TlsParameters.TLS_PORT)).startsWith("-IOERR"));
            assertEquals('$' + VALUE, from.ask("GET", "key").toString());
            assertTrue(migrate(from, second.port()).startsWith("-IOERR"));
            assertEquals('$' + VALUE, from.ask("GET", "key").toString());
        }
    }
}
