package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisProtocol;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Transactions and publish and subscribe as the clients that Java programs use them.
 */
class PubSubClientsSystemTest
{
    private static final int PATIENCE_SECONDS = 30;

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeJedis(final ThreadingMode mode, final RedisProtocol protocol) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); Jedis jedis = jedis(server, protocol);
            Jedis other = jedis(server, protocol))
        {
            try (AbstractTransaction transaction = jedis.multi())
            {
                transaction.set("a", "1");
                transaction.incr("a");
                assertEquals(List.of("OK", 2L), transaction.exec());
            }
            jedis.watch("a");
            other.set("a", "changed");
            try (AbstractTransaction transaction = jedis.multi())
            {
                transaction.set("a", "lost");
                assertNull(transaction.exec());
            }
            assertEquals("changed", jedis.get("a"));
            listen(jedis, other);
        }
    }

    private static void listen(final Jedis listener, final Jedis publisher)
        throws Exception
    {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final JedisPubSub subscriber = new JedisPubSub()
        {
            @Override
            public void onPSubscribe(final String pattern, final int count)
            {
                heard.add("subscribed " + pattern);
            }

            @Override
            public void onPMessage(final String pattern, final String channel, final String message)
            {
                heard.add(pattern + " " + channel + " " + message);
            }
        };
        final Thread thread = new Thread(() -> listener.psubscribe(subscriber, "__key*", "ch*"), "jedis-subscriber");
        thread.start();
        assertEquals("subscribed __key*", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals("subscribed ch*", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(1, publisher.publish("channel", "hello"));
        assertEquals("ch* channel hello", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        publisher.configSet("notify-keyspace-events", "K$");
        publisher.set("key", "value");
        assertEquals("__key* __keyspace@0__:key set", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        subscriber.punsubscribe();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertEquals(0, publisher.publish("channel", "hello"));
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeLettuce(final ThreadingMode mode, final ProtocolVersion protocol) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port())))
        {
            client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
            try (StatefulRedisConnection<String, String> connection = client.connect();
                StatefulRedisPubSubConnection<String, String> subscriber = client.connectPubSub())
            {
                connection.sync().multi();
                connection.sync().set("a", "1");
                connection.sync().incr("a");
                final TransactionResult result = connection.sync().exec();
                assertEquals("OK", result.get(0));
                assertEquals(2L, (Long)result.get(1));

                final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
                subscriber.addListener(new RedisPubSubAdapter<>()
                {
                    @Override
                    public void message(final String channel, final String message)
                    {
                        heard.add(channel + " " + message);
                    }
                });
                subscriber.sync().subscribe("news");
                assertEquals(1, connection.sync().publish("news", "hello"));
                assertEquals("news hello", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertTrue(connection.sync().pubsubChannels().contains("news"));
                subscriber.sync().unsubscribe("news");
                assertEquals(0, connection.sync().publish("news", "hello"));
            }
        }
    }

    private static Jedis jedis(final Server server, final RedisProtocol protocol)
    {
        return new Jedis(
            new HostAndPort("127.0.0.1", server.port()), DefaultJedisClientConfig.builder().protocol(protocol).build());
    }
}
