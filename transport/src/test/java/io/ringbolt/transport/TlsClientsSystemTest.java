package io.ringbolt.transport;

import static io.ringbolt.transport.TlsFixture.config;
import static io.ringbolt.transport.TlsFixture.file;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Encrypted connections as redis-cli, which uses OpenSSL, and Lettuce, which uses Netty, make them.
 */
class TlsClientsSystemTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ServerConfig mutual(final ThreadingMode mode) throws IOException
    {
        return config(mode).set(TlsParameters.TLS_AUTH_CLIENTS, TlsAuthClients.YES).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "--tls-ciphers ECDHE-RSA-CHACHA20-POLY1305", "--tls-ciphers ECDHE-RSA-AES128-GCM-SHA256",
        "--tls-ciphersuites TLS_CHACHA20_POLY1305_SHA256", "--tls-ciphersuites TLS_AES_128_GCM_SHA256"})
    void shouldServeRedisCli(final String options) throws Exception
    {
        final ServerConfig config = mutual(ThreadingMode.SHARED);
        final String value = "v".repeat(100_000);
        try (Server server = Server.start(config))
        {
            assertEquals("OK", cli(config, options, "SET", "key", value), server::toString);
            assertEquals(value, cli(config, options, "GET", "key"));
        }
    }

    private static String cli(final ServerConfig config, final String options, final String... words)
        throws IOException, InterruptedException
    {
        final List<String> line = new ArrayList<>(List.of(
            "redis-cli", "-p", Integer.toString(config.intValue(TlsParameters.TLS_PORT)), "--tls",
            "--cacert", file("ca.crt"), "--cert", file("client.crt"), "--key", file("client.key")));
        if (!options.isEmpty())
        {
            line.addAll(List.of(options.split(" ")));
        }
        line.addAll(List.of(words));
        final Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try
        {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return output.strip();
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldServeLettuce(final ThreadingMode mode) throws Exception
    {
        final ServerConfig config = mutual(mode);
        final RedisClient client = RedisClient.create(RedisURI.builder()
            .withHost("localhost").withPort(config.intValue(TlsParameters.TLS_PORT)).withSsl(true)
            .withTimeout(PATIENCE).build());
        client.setOptions(ClientOptions.builder().sslOptions(SslOptions.builder().jdkSslProvider()
            .trustManager(new File(file("ca.crt")))
            .keyManager(new File(file("client.crt")), new File(file("client.key")), new char[0]).build()).build());
        try (Server server = Server.start(config);
            StatefulRedisConnection<String, String> connection = client.connect())
        {
            final List<RedisFuture<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 10_000; i++)
            {
                replies.add(connection.async().incr("n"));
            }
            assertEquals(10_000, replies.get(9_999).get(PATIENCE.toSeconds(), TimeUnit.SECONDS), server::toString);
            final String value = "x".repeat(1 << 20);
            connection.sync().set("key", value);
            assertEquals(value, connection.sync().get("key"));
        }
        finally
        {
            client.shutdown();
        }
    }
}
