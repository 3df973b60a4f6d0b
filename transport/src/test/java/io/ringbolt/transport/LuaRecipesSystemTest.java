package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The scripts that programs carry from project to project, as they are written there: limiters checked against a naive
 * twin under seeded times, an unlock that spares another's lock, and a queue whose jobs fall due.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LuaRecipesSystemTest
{
    private static final int PATIENCE_SECONDS = 30;
    private static final int ROUNDS = 500;
    private static final long SEED = 20261121;

    /** Key of the bucket; capacity, tokens a second, now in ms, tokens wanted. Replies {allowed, tokens left}. */
    private static final String TOKEN_BUCKET = """
        local capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
        local now, wanted = tonumber(ARGV[3]), tonumber(ARGV[4])
        local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens = tonumber(bucket[1]) or capacity
        local at = tonumber(bucket[2]) or now
        tokens = math.min(capacity, tokens + math.max(0, now - at) * rate / 1000)
        local allowed = tokens >= wanted
        if allowed then
            tokens = tokens - wanted
        end
        redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
        redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / rate * 2000))
        return {allowed and 1 or 0, math.floor(tokens)}
        """;

    /** Key of the lock; the holder's token. */
    private static final String UNLOCK = """
        if redis.call('get', KEYS[1]) == ARGV[1] then
            return redis.call('del', KEYS[1])
        else
            return 0
        end
        """;

    /** Key of the window; its length and now in ms, the limit, a member of its own. Replies what remains, or -1. */
    private static final String SLIDING_WINDOW = """
        local window, now, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
        local count = redis.call('ZCARD', KEYS[1])
        if count >= limit then
            return -1
        end
        redis.call('ZADD', KEYS[1], now, ARGV[4])
        redis.call('PEXPIRE', KEYS[1], window)
        return limit - count - 1
        """;

    /** Keys of the delayed set and of the queue; now in ms, the most jobs to move. Replies how many it moved. */
    private static final String MOVE_DUE = """
        local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, tonumber(ARGV[2]))
        if #due > 0 then
            redis.call('ZREM', KEYS[1], unpack(due))
            redis.call('RPUSH', KEYS[2], unpack(due))
        end
        return #due
        """;

    private static Jedis jedis(final Server server, final RedisProtocol protocol)
    {
        return new Jedis(
            new HostAndPort("127.0.0.1", server.port()), DefaultJedisClientConfig.builder().protocol(protocol).build());
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldFillTokenBucketAsItsTwin(final ThreadingMode mode, final RedisProtocol protocol) throws Exception
    {
        final Random random = new Random(SEED);
        try (Server server = Server.start(config(mode).build()); Jedis jedis = jedis(server, protocol))
        {
            final int capacity = 20;
            final int rate = 8;
            double tokens = capacity;
            long now = 1_700_000_000_000L;
            for (int i = 0; i < ROUNDS; i++)
            {
                final long elapsedMs = random.nextInt(1000);
                final int wanted = 1 + random.nextInt(12);
                now += elapsedMs;
                tokens = Math.min(capacity, tokens + (0 == i ? 0 : elapsedMs * rate / 1000.0));
                final boolean allowed = tokens >= wanted;
                tokens -= allowed ? wanted : 0;
                assertEquals(
                    List.of(allowed ? 1L : 0L, (long)Math.floor(tokens)),
                    jedis.eval(TOKEN_BUCKET, List.of("bucket"), texts(capacity, rate, now, wanted)),
                    "seed=" + SEED + " round=" + i);
            }
            assertTrue(jedis.pttl("bucket") > 0);
        }
    }

    private static List<String> texts(final Object... values)
    {
        final List<String> texts = new ArrayList<>();
        for (final Object value : values)
        {
            texts.add(value.toString());
        }
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldSlideWindowAsItsTwin(final ThreadingMode mode, final RedisProtocol protocol) throws Exception
    {
        final Random random = new Random(SEED);
        try (Server server = Server.start(config(mode).build()); Jedis jedis = jedis(server, protocol))
        {
            final int limit = 10;
            final long windowMs = 60_000;
            final Deque<Long> twin = new ArrayDeque<>();
            long now = 1_700_000_000_000L;
            for (int i = 0; i < ROUNDS; i++)
            {
                now += random.nextInt(10_000);
                while (!twin.isEmpty() && twin.peekFirst() <= now - windowMs)
                {
                    twin.removeFirst();
                }
                final boolean allowed = twin.size() < limit;
                if (allowed)
                {
                    twin.addLast(now);
                }
                assertEquals(
                    allowed ? (long)limit - twin.size() : -1L,
                    jedis.eval(SLIDING_WINDOW, List.of("window"), texts(windowMs, now, limit, "request:" + i)),
                    "seed=" + SEED + " round=" + i);
            }
            assertEquals(twin.size(), jedis.zcard("window"));
            assertTrue(jedis.pttl("window") > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldUnlockOnlyForTheHolder(final ThreadingMode mode, final RedisProtocol protocol) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); Jedis jedis = jedis(server, protocol);
            Jedis other = jedis(server, protocol))
        {
            assertEquals("OK", jedis.set("lock", "mine", SetParams.setParams().nx().px(60_000)));
            assertNull(other.set("lock", "theirs", SetParams.setParams().nx().px(60_000)));
            final String sha = sha1(UNLOCK);
            assertThrows(JedisNoScriptException.class, () -> jedis.evalsha(sha, List.of("lock"), List.of("mine")));
            assertEquals(0L, other.eval(UNLOCK, List.of("lock"), List.of("theirs")));
            assertEquals("mine", jedis.get("lock"));
            assertEquals(1L, jedis.evalsha(sha, List.of("lock"), List.of("mine")), "kept from the EVAL");
            assertEquals(0L, jedis.evalsha(sha, List.of("lock"), List.of("mine")));

            jedis.set("lock", "mine", SetParams.setParams().px(20));
            await("the lock to expire", () -> !other.exists("lock"));
            other.set("lock", "theirs", SetParams.setParams().nx());
            assertEquals(0L, jedis.evalsha(sha, List.of("lock"), List.of("mine")), "another's by now");
            assertEquals("theirs", jedis.get("lock"));
        }
    }

    private static String sha1(final String script) throws NoSuchAlgorithmException
    {
        final byte[] digest = MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldMoveEachDueJobOnce(final ThreadingMode mode, final RedisProtocol protocol) throws Exception
    {
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Server server = Server.start(config(mode).build()); Jedis jedis = jedis(server, protocol))
        {
            final Future<List<String>> worker = threads.submit(() -> takeJobs(server, protocol));
            for (int i = 0; i < ROUNDS; i++)
            {
                jedis.zadd("delayed", 1000 + i, String.format("job:%04d", i));
            }
            jedis.zadd("delayed", 9999, "later");
            final Future<Integer> mover = threads.submit(() -> moveDue(server, protocol));
            final Future<Integer> secondMover = threads.submit(() -> moveDue(server, protocol));
            assertEquals(
                ROUNDS,
                mover.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + secondMover.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            final List<String> jobs = worker.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(jobs.stream().sorted().distinct().toList(), jobs, "in order of their times, none twice");
            assertEquals(ROUNDS, jobs.size());
            assertEquals(List.of("later"), jedis.zrange("delayed", 0, -1));
        }
        finally
        {
            threads.shutdownNow();
        }
    }

    private static List<String> takeJobs(final Server server, final RedisProtocol protocol)
    {
        final List<String> jobs = new ArrayList<>();
        try (Jedis jedis = jedis(server, protocol))
        {
            while (jobs.size() < ROUNDS)
            {
                jobs.add(jedis.blpop(PATIENCE_SECONDS, "queue").get(1));
            }
        }
        return jobs;
    }

    private static int moveDue(final Server server, final RedisProtocol protocol)
    {
        int total = 0;
        try (Jedis jedis = jedis(server, protocol))
        {
            long moved;
            do
            {
                moved = (Long)jedis.eval(MOVE_DUE, List.of("delayed", "queue"), texts(1000 + ROUNDS, 7));
                total += (int)moved;
            }
            while (moved > 0);
        }
        return total;
    }
}
