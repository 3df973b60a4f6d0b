package io.ringbolt.transport;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The clients that Java programs use, over both versions of the protocol.
 */
class JavaClientsSystemTest
{
    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeJedis(final ThreadingMode mode, final RedisProtocol protocol)
    {
        try (Server server = Server.start(config(mode).build());
            Jedis jedis = new Jedis(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder().protocol(protocol).clientName("jedis-test").build()))
        {
            assertEquals("PONG", jedis.ping());
            assertEquals("jedis-test", jedis.clientGetname());
            assertEquals("OK", jedis.set("key", "value", SetParams.setParams().ex(100)));
            assertEquals("value", jedis.get("key"));
            assertTrue(jedis.ttl("key") > 0);
            assertNull(jedis.get("missing"));
            assertEquals(List.of("value", "none"), List.of(jedis.get("key"), jedis.type("nothing")));
            assertEquals(1.5, jedis.incrByFloat("float", 1.5));
            assertEquals("6379", protocolNeutralPort(jedis));

            final Pipeline pipeline = jedis.pipelined();
            final List<Response<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 1000; i++)
            {
                replies.add(pipeline.incr("counter"));
            }
            pipeline.sync();
            assertEquals(1000, replies.get(999).get());
        }
    }

    /** A map reply, which RESP3 and RESP2 carry differently. */
    private static String protocolNeutralPort(final Jedis jedis)
    {
        jedis.configSet("maxclients", "6379");
        return jedis.configGet("maxclients").get("maxclients");
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeLettuce(final ThreadingMode mode, final ProtocolVersion protocol) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port())))
        {
            client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
            try (StatefulRedisConnection<String, String> connection = client.connect())
            {
                assertEquals("PONG", connection.sync().ping());
                assertEquals("OK", connection.sync().set("key", "value"));
                assertEquals("value", connection.sync().get("key"));
                final List<RedisFuture<Long>> replies = new ArrayList<>();
                for (int i = 0; i < 1000; i++)
                {
                    replies.add(connection.async().incr("counter"));
                }
                assertEquals(1000, replies.get(999).get(10, TimeUnit.SECONDS));
                assertEquals("v".repeat(300_000), large(connection));
            }
        }
    }

    private static String large(final StatefulRedisConnection<String, String> connection)
    {
        connection.sync().set("large", "v".repeat(300_000));
        return connection.sync().get("large");
    }
}
