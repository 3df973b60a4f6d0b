package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RBucket;
import org.redisson.api.RClientSideCaching;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RMapCache;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.event.EntryCreatedListener;
import org.redisson.api.map.event.EntryRemovedListener;
import org.redisson.api.map.event.EntryUpdatedListener;
import org.redisson.api.options.ClientSideCachingOptions;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.LongCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Redisson's objects: buckets, maps whose entries expire, near caches, topics, sorted sets, queues and batches.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedissonObjectsSystemTest
{
    private static final int PATIENCE_SECONDS = 30;
    private static final int BATCH = 200;
    private static final long LIFE_MS = 100;

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeBuckets(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RBucket<String> bucket = client.getBucket("bucket");
            assertTrue(bucket.setIfAbsent("first", Duration.ofMinutes(1)));
            assertFalse(bucket.setIfAbsent("second"));
            assertTrue(bucket.remainTimeToLive() > 0);
            assertTrue(bucket.compareAndSet("first", "second"));
            assertFalse(bucket.compareAndSet("first", "third"));
            assertEquals("second", bucket.getAndSet("fourth"));
            assertEquals("fourth", bucket.getAndDelete());
            assertNull(bucket.get());
            bucket.set("brief", Duration.ofMillis(LIFE_MS));
            await("the bucket to expire", () -> !bucket.isExists());
            client.getBuckets().set(Map.of("a", 1, "b", 2));
            assertEquals(Map.of("a", 1, "b", 2), client.getBuckets().get("a", "b", "c"));
            assertEquals(41, client.getAtomicLong("long").addAndGet(41));
            assertTrue(client.getAtomicLong("long").compareAndSet(41, 42));
            assertEquals(2.5, client.getAtomicDouble("double").addAndGet(2.5));
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeMapsWhoseEntriesExpire(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RMapCache<String, Integer> map = client.getMapCache("map");
            final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            map.addListener((EntryCreatedListener<String, Integer>)event -> heard.add("created " + event.getKey()));
            map.addListener((EntryUpdatedListener<String, Integer>)
                event -> heard.add("updated " + event.getOldValue() + " to " + event.getValue()));
            map.addListener((EntryRemovedListener<String, Integer>)event -> heard.add("removed " + event.getKey()));
            assertNull(map.put("long", 1, 1, TimeUnit.HOURS, 30, TimeUnit.MINUTES));
            assertEquals("created long", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(1, map.put("long", 2, 1, TimeUnit.HOURS));
            assertEquals("updated 1 to 2", heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertTrue(map.fastPut("brief", 3, LIFE_MS, TimeUnit.MILLISECONDS));
            await("the entry to expire", () -> null == map.get("brief"));
            assertFalse(map.containsKey("brief"));
            assertTrue(map.remainTimeToLive("long") > 0);
            assertEquals(2, map.putIfAbsent("long", 9));
            assertEquals(Map.of("long", 2), map.readAllMap());
            assertEquals(2, map.remove("long"));
            await("the removal to be told", () -> heard.contains("removed long"));
            final RMapCache<String, Long> numbers = client.getMapCache(
                "numbers", new CompositeCodec(StringCodec.INSTANCE, LongCodec.INSTANCE));
            numbers.put("number", 2L, 1, TimeUnit.HOURS);
            assertEquals(5, numbers.addAndGet("number", 3L));
            assertTrue(numbers.remainTimeToLive("number") > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldKeepNearCachesInStep(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RLocalCachedMap<String, String> near = map(system.connect());
            final RLocalCachedMap<String, String> far = map(system.connect());
            far.put("key", "old");
            await("the entry to be cached once the news of its change have passed",
                () -> "old".equals(near.get("key")) && Map.of("key", "old").equals(near.getCachedMap()));
            far.fastPut("key", "new");
            await("the entry to be invalidated", () -> near.getCachedMap().isEmpty());
            assertEquals("new", near.get("key"));
            far.putAll(Map.of("a", "1", "b", "2"));
            assertEquals(Map.of("a", "1", "b", "2", "key", "new"), near.readAllMap());
            far.clear();
            await("the cache to be cleared", () -> near.getCachedMap().isEmpty());
            assertEquals(0, near.size());
        }
    }

    private static RLocalCachedMap<String, String> map(final RedissonClient client)
    {
        return client.getLocalCachedMap(LocalCachedMapOptions.<String, String>name("near")
            .syncStrategy(LocalCachedMapOptions.SyncStrategy.INVALIDATE));
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldInvalidateClientSideCacheByTracking(final ThreadingMode mode) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, Protocol.RESP3))
        {
            final RClientSideCaching caching = system.connect().getClientSideCaching(
                ClientSideCachingOptions.defaults());
            final RBucket<String> cached = caching.getBucket("bucket");
            final RBucket<String> writer = system.connect().getBucket("bucket");
            writer.set("old");
            assertEquals("old", cached.get());
            assertEquals("old", cached.get());
            writer.set("new");
            await("the cached value to be invalidated", () -> "new".equals(cached.get()));
            caching.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeTopics(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient listener = system.connect();
            final RTopic publisher = system.connect().getTopic("news");
            final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            final int id = listener.getTopic("news").addListener(String.class, (channel, text) -> heard.add(text));
            listener.getPatternTopic("ne*").addListener(
                String.class, (pattern, channel, text) -> heard.add(pattern + " " + channel + " " + text));
            assertEquals(2, publisher.publish("hello"));
            await("both listeners to hear", () -> 2 == heard.size());
            assertTrue(heard.containsAll(List.of("hello", "ne* news hello")));
            listener.getTopic("news").removeListener(id);
            listener.getPatternTopic("ne*").removeAllListeners();
            await("nobody to listen", () -> 0 == publisher.publish("again"));
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeSortedSetsAndQueues(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RScoredSortedSet<String> set = client.getScoredSortedSet("set");
            assertEquals(3, set.addAll(Map.of("a", 1.0, "b", 2.5, "c", 9.0)));
            assertEquals(2.5, set.getScore("b"));
            assertEquals(List.of(0, 2), List.of(set.rank("a"), set.revRank("a")));
            assertEquals(2, set.rankEntry("c").getRank());
            assertEquals(9, set.rankEntry("c").getScore());
            assertEquals(3.5, set.addScore("a", 2.5));
            assertEquals(List.of("b", "a", "c"), List.copyOf(set.valueRange(0, true, Double.POSITIVE_INFINITY, false)));
            assertEquals(3.5, List.copyOf(set.entryRange(0, -1)).get(1).getScore());
            assertEquals("b", set.pollFirstEntry().getValue());
            assertEquals("c", set.pollLast());
            final RScoredSortedSet<String> later = client.getScoredSortedSet("later");
            final Future<String> taken = later.takeFirstAsync().toCompletableFuture();
            later.add(1, "late");
            assertEquals("late", taken.get(PATIENCE_SECONDS, TimeUnit.SECONDS));

            final RBlockingQueue<String> queue = client.getBlockingQueue("queue");
            final Future<String> polled = queue.takeAsync().toCompletableFuture();
            queue.add("job");
            assertEquals("job", polled.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeBatches(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            for (final BatchOptions.ExecutionMode execution : BatchOptions.ExecutionMode.values())
            {
                final String key = execution.name();
                final RBatch batch = client.createBatch(BatchOptions.defaults().executionMode(execution));
                for (int i = 0; i < BATCH; i++)
                {
                    batch.getAtomicLong(key).incrementAndGetAsync();
                }
                batch.getBucket(key + ":text", StringCodec.INSTANCE).setAsync("text");
                final BatchResult<?> result = batch.execute();
                assertEquals(BATCH + 1, result.getResponses().size(), key);
                assertEquals((long)BATCH, result.getResponses().get(BATCH - 1), key);
                assertEquals("text", client.getBucket(key + ":text", StringCodec.INSTANCE).get(), key);
            }
        }
    }
}
