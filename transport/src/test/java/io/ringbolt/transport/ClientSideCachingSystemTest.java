package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.CacheConfig;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The caches that clients keep beside the program, which the server's push messages invalidate.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClientSideCachingSystemTest
{
    private static final int PATIENCE_SECONDS = 30;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldInvalidateLettuceCache(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RedisClient client = lettuce(server);
            StatefulRedisConnection<String, String> connection = client.connect();
            StatefulRedisConnection<String, String> writer = client.connect())
        {
            final Map<String, String> near = new ConcurrentHashMap<>();
            final CacheFrontend<String, String> cache = ClientSideCaching.enable(
                CacheAccessor.forMap(near), connection, TrackingArgs.Builder.enabled());
            writer.sync().set("key", "old");
            assertEquals("old", cache.get("key"));
            assertEquals(Map.of("key", "old"), near);
            writer.sync().set("key", "new");
            await("the entry to be invalidated", near::isEmpty);
            assertEquals("new", cache.get("key"));
            writer.sync().pexpire("key", 50);
            await("the entry to expire", () -> null == writer.sync().get("key") && near.isEmpty());
            assertEquals("loaded", cache.get("absent", () -> "loaded"));
            assertEquals("loaded", writer.sync().get("absent"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldPushPrefixesToLettuce(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RedisClient client = lettuce(server);
            StatefulRedisConnection<String, String> connection = client.connect();
            StatefulRedisConnection<String, String> writer = client.connect())
        {
            final BlockingQueue<String> pushed = new LinkedBlockingQueue<>();
            connection.addListener(message ->
                pushed.add(message.getType() + message.getContent(StringCodec.UTF8::decodeKey).subList(1, 2)));
            connection.sync().clientTracking(
                TrackingArgs.Builder.enabled().bcast().noloop().prefixes("user:", "order:"));
            writer.sync().set("other:1", "not told");
            connection.sync().set("user:0", "own change");
            writer.sync().mset(Map.of("user:1", "told"));
            assertEquals("invalidate[[user:1]]", pushed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            writer.sync().eval("redis.call('set', KEYS[1], 'x')", ScriptOutputType.VALUE, "order:1");
            assertEquals("invalidate[[order:1]]", pushed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            writer.sync().flushall();
            assertEquals("invalidate[null]", pushed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    private static RedisClient lettuce(final Server server)
    {
        final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
        client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP3).build());
        return client;
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldInvalidateJedisCache(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build());
            JedisPooled cached = new JedisPooled(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder().protocol(RedisProtocol.RESP3).build(),
                CacheConfig.builder().maxSize(100).build());
            Jedis writer = new Jedis("127.0.0.1", server.port()))
        {
            writer.set("key", "old");
            assertEquals("old", cached.get("key"));
            assertEquals("old", cached.get("key"));
            assertEquals(1, cached.getCache().getStats().getHitCount());
            writer.set("key", "new");
            await("the entry to be invalidated", () -> "new".equals(cached.get("key")));
            assertTrue(cached.getCache().getStats().getInvalidationCount() > 0);
            writer.hset("hash", "field", "1");
            assertEquals(Map.of("field", "1"), cached.hgetAll("hash"));
            writer.hincrBy("hash", "field", 1);
            await("the hash to be invalidated", () -> Map.of("field", "2").equals(cached.hgetAll("hash")));
            writer.flushAll();
            await("the cache to be flushed", () -> null == cached.get("key"));
        }
    }
}
