package io.ringbolt.engine.eviction;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EvictorTest
{
    private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.";
    private static final String VALUE = "v".repeat(200);

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "allkeys-random", "allkeys-lru", "allkeys-lfu", "allkeys-lrm", "volatile-lru", "volatile-lfu", "volatile-lrm",
        "volatile-random", "volatile-ttl"})
    void shouldKeepToTheLimitUnderEveryPolicy(final String policy)
    {
        policy(policy);
        limitAbove(100_000);
        for (int i = 0; i < 3_000; i++)
        {
            redis.advanceMs(7);
            assertEquals("+OK", redis.run("SET", "key:" + i, VALUE, "EX", String.valueOf(10_000 + i % 97)));
            assertTrue(counted() <= limit() + 4096, "i=" + i + " counted=" + counted() + " limit=" + limit());
        }
        assertTrue(redis.engine().keyspace().size() > 100);
        assertEquals(3_000, redis.engine().keyspace().size() + evicted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-lrm", "volatile-random", "volatile-ttl"})
    void shouldEvictVolatileKeysOnlyAndRefuseWritesWhenNoneIsLeft(final String policy)
    {
        policy(policy);
        for (int i = 0; i < 100; i++)
        {
            redis.run("SET", "stays:" + i, VALUE);
            redis.run("SET", "goes:" + i, VALUE, "EX", "1000");
        }
        limitAbove(0);

        int written = 0;
        while ("+OK".equals(redis.run("SET", "new:" + written, VALUE)))
        {
            written++;
        }

        assertEquals(100, evicted());
        assertEquals(100 + written, redis.engine().keyspace().size());
        assertTrue(written > 80, "written=" + written);
        assertEquals(OOM, redis.run("SET", "one", "more"));
        assertEquals("$200 " + VALUE, redis.run("GET", "stays:7"));
        assertEquals(":1", redis.run("DEL", "stays:7"));
    }

    @Test
    void shouldGiveUpTheLeastRecentlyUsedFirst()
    {
        policy("allkeys-lru");
        assertEquals(evictedOnShrinking(redis::run), expectedOrder());
    }

    @Test
    void shouldNotCountReadsUnderLrm()
    {
        policy("allkeys-lrm");
        for (int i = 0; i < 10; i++)
        {
            redis.run("SET", "key:" + i, VALUE);
            redis.advanceMs(2_000);
        }
        for (int i = 0; i < 5; i++)
        {
            redis.run("GET", "key:" + i);
        }
        assertEquals(":20", redis.run("OBJECT", "IDLETIME", "key:0"));

        redis.run("APPEND", "key:0", "");
        shrinkBy(3);

        assertEquals("*3 $0  $0  $1 1", replaceValues(redis.run("MGET", "key:1", "key:2", "key:0")));
    }

    @Test
    void shouldGiveUpTheLeastOftenUsedFirst()
    {
        redis.run("CONFIG", "SET", "lfu-log-factor", "0");
        policy("allkeys-lfu");
        for (int i = 0; i < 20; i++)
        {
            redis.run("SET", "key:" + i, VALUE);
            for (int use = 0; use < (i * 7) % 20; use++)
            {
                redis.run("GET", "key:" + i);
            }
        }

        shrinkBy(8);

        for (int i = 0; i < 20; i++)
        {
            assertEquals((i * 7) % 20 < 8 ? ":0" : ":1", redis.run("EXISTS", "key:" + i), "key:" + i);
        }
    }

    @Test
    void shouldGiveUpTheFirstToExpireAcrossDatabases()
    {
        policy("volatile-ttl");
        final Random random = new Random(5);
        final List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 200; i++)
        {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (final int i : order)
        {
            redis.run("SELECT", String.valueOf(i % 3));
            redis.run("SET", "key:" + i, VALUE, "EX", String.valueOf(1_000 + i));
        }

        shrinkBy(50);

        for (int i = 0; i < 200; i++)
        {
            redis.run("SELECT", String.valueOf(i % 3));
            assertEquals(i < 50 ? ":0" : ":1", redis.run("EXISTS", "key:" + i), "key:" + i);
        }
    }

    @Test
    void shouldSpareAKeyThatWasUsedAfterItWasSampled()
    {
        policy("allkeys-lru");
        for (int i = 0; i < 30; i++)
        {
            redis.run("SET", "key:" + i, VALUE);
            redis.advanceMs(1_000);
        }
        shrinkBy(1);                                  // the pool now knows the oldest
        for (int i = 1; i < 10; i++)
        {
            redis.run("GET", "key:" + i);
        }

        shrinkBy(5);

        for (int i = 1; i < 10; i++)
        {
            assertEquals(":1", redis.run("EXISTS", "key:" + i), "key:" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void shouldReplayAndTellOfEvictionBeforeTheCommand(final String isLazy)
    {
        redis.run("CONFIG", "SET", "lazyfree-lazy-eviction", isLazy, "notify-keyspace-events", "Ee");
        policy("allkeys-lru");
        redis.run("SET", "old", VALUE.repeat(100));
        final int subscriber = redis.openSession();
        redis.use(subscriber);
        redis.run("SUBSCRIBE", "__keyevent@0__:evicted");
        redis.takeReceived();
        redis.use(0);
        redis.recordEffects();
        redis.run("WATCH", "old");
        limitAbove(-100);

        assertEquals("+OK", redis.run("SET", "new", "v"));

        assertEquals(List.of(("yes".equals(isLazy) ? "UNLINK" : "DEL") + " old", "SET new v"), redis.effects());
        redis.use(subscriber);
        assertTrue(redis.received().contains("__keyevent@0__:evicted\r\n$3\r\nold"), redis.received());
        redis.use(0);
        redis.run("MULTI");
        redis.run("PING");
        assertEquals("*-1", redis.run("EXEC"));
        assertTrue(redis.run("INFO", "stats").contains("evicted_keys:1 "));
    }

    @Test
    void shouldRefuseWhatNeedsMemoryWhenNothingMayGo()
    {
        redis.run("SET", "k", VALUE);
        limitAbove(-10);

        assertEquals(OOM, redis.run("SET", "x", "y"));
        assertEquals("$200 " + VALUE, redis.run("GET", "k"));
        assertEquals("+OK", redis.run("MULTI"));
        assertEquals(OOM, redis.run("GET", "k"));
        assertEquals("-EXECABORT Transaction discarded because of previous errors.", redis.run("EXEC"));
        assertEquals("+OK", redis.run("MULTI"));
        assertEquals("+OK", redis.run("DISCARD"));
        assertEquals(0, evicted());
    }

    @Test
    void shouldRefuseExecOfQueuedWritesWhenMemoryRanOutMeanwhile()
    {
        redis.run("SET", "k", VALUE);
        redis.run("MULTI");
        redis.run("SET", "x", "y");
        final int other = redis.openSession();
        redis.use(other);
        limitAbove(-10);
        redis.use(0);

        assertEquals("-EXECABORT Transaction discarded because of: " + OOM.substring(1), redis.run("EXEC"));
        assertEquals(":0", redis.run("EXISTS", "x"));
    }

    @Test
    void shouldEvictInSlicesWhenTheLimitIsLowered()
    {
        policy("allkeys-random");
        populate();
        final long before = redis.engine().keyspace().size();
        redis.run("CONFIG", "SET", "maxmemory", "1");
        assertEquals(before, redis.engine().keyspace().size(), "CONFIG SET itself evicts nothing");

        int ticks = 0;
        while (redis.engine().keyspace().size() > 0)
        {
            assertTrue(redis.engine().nextTickMs() <= redis.nowMs(), "a tick is due");
            final long size = redis.engine().keyspace().size();
            redis.tick();
            assertTrue(size - redis.engine().keyspace().size() <= 400, "a slice is bounded");
            ticks++;
        }
        assertTrue(ticks >= 12, "ticks=" + ticks);
        redis.tick();
        assertTrue(redis.engine().nextTickMs() > redis.nowMs(), "nothing is left to do");
    }

    @Test
    void shouldEvictAllAtOnceUnderFullTenacity()
    {
        policy("allkeys-random");
        redis.run("CONFIG", "SET", "maxmemory-eviction-tenacity", "100");
        populate();
        redis.run("CONFIG", "SET", "maxmemory", "1");

        redis.tick();

        assertEquals(0, redis.engine().keyspace().size());
    }

    @Test
    void shouldNotEvictOthersForBytesThatAreBeingFreed()
    {
        policy("allkeys-lru");
        redis.run("CONFIG", "SET", "lazyfree-lazy-eviction", "yes");
        for (int i = 0; i < 20_000; i++)
        {
            redis.run("HSET", "large", "field:" + i, "value");
        }
        redis.advanceMs(5_000);
        for (int i = 0; i < 100; i++)
        {
            redis.run("SET", "small:" + i, VALUE);
        }
        limitAbove(-100_000);

        for (int i = 0; i < 100; i++)
        {
            assertEquals("+OK", redis.run("SET", "new:" + i, "v"));
        }

        assertEquals(1, evicted());
        assertEquals(200, redis.engine().keyspace().size());
        assertTrue(counted() <= limit());
    }

    @Test
    void shouldNotEvictDuringAPause()
    {
        policy("allkeys-lru");
        redis.run("SET", "k", VALUE);
        redis.run("CLIENT", "PAUSE", "1000", "WRITE");
        limitAbove(-10);

        assertEquals("$200 " + VALUE, redis.run("GET", "k"));
        redis.tick();
        assertEquals(0, evicted());

        redis.advanceMs(1_001);
        redis.tick();
        assertEquals(1, evicted());
    }

    @Test
    void shouldCountForHowLongTheLimitIsExceeded()
    {
        redis.run("SET", "k", VALUE);
        limitAbove(-10);
        redis.run("PING");
        redis.advanceMs(500);
        assertTrue(redis.run("INFO", "stats").contains("current_eviction_exceeded_time:500 "));

        redis.run("CONFIG", "SET", "maxmemory", "0");
        redis.run("PING");
        redis.advanceMs(100);

        final String info = redis.run("INFO", "stats");
        assertTrue(info.contains("total_eviction_exceeded_time:500 "), info);
        assertTrue(info.contains("current_eviction_exceeded_time:0 "), info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-random", "allkeys-lru", "allkeys-lfu"})
    void shouldAllocateNothing(final String policy)
    {
        for (int i = 0; i < 20_000; i++)
        {
            redis.run("SET", "key:" + i, VALUE);
        }
        redis.run("CONFIG", "SET", "maxmemory-policy", policy, "maxmemory-eviction-tenacity", "0", "maxmemory", "1");

        assertEquals(0, redis.loop("PING".getBytes(StandardCharsets.US_ASCII)).allocatedBytes(100));
        assertTrue(evicted() >= 1_600, "evicted=" + evicted());
    }

    @Test
    void shouldNotTouchKeysForAClientThatAskedSo()
    {
        redis.run("SET", "k", "v");
        redis.advanceMs(9_000);
        redis.run("CLIENT", "NO-TOUCH", "on");
        redis.run("GET", "k");
        redis.run("APPEND", "k", "");
        assertEquals(":9", redis.run("OBJECT", "IDLETIME", "k"));

        redis.run("CLIENT", "NO-TOUCH", "off");
        redis.run("GET", "k");
        assertEquals(":0", redis.run("OBJECT", "IDLETIME", "k"));
    }

    private void populate()
    {
        for (int i = 0; i < 5_000; i++)
        {
            redis.run("SET", "key:" + i, VALUE);
        }
    }

    private interface Runner
    {
        String run(String... words);
    }

    /** Writes ten keys, reads some again, has four of them go. @return the keys that went. */
    private List<String> evictedOnShrinking(final Runner runner)
    {
        for (int i = 0; i < 10; i++)
        {
            runner.run("SET", "key:" + i, VALUE);
            redis.advanceMs(2_000);
        }
        runner.run("GET", "key:0");
        runner.run("STRLEN", "key:2");
        shrinkBy(4);
        final List<String> gone = new ArrayList<>();
        for (int i = 0; i < 10; i++)
        {
            if (":0".equals(runner.run("EXISTS", "key:" + i)))
            {
                gone.add("key:" + i);
            }
        }
        return gone;
    }

    private static List<String> expectedOrder()
    {
        return List.of("key:1", "key:3", "key:4", "key:5");
    }

    private static String replaceValues(final String reply)
    {
        return reply.replace("$200 " + VALUE, "$1 1").replace("$-1", "$0 ");
    }

    private void policy(final String name)
    {
        assertEquals("+OK", redis.run("CONFIG", "SET", "maxmemory-policy", name, "maxmemory-samples", "400"));
    }

    private void limitAbove(final long room)
    {
        assertEquals("+OK", redis.run("CONFIG", "SET", "maxmemory", String.valueOf(counted() + room)));
    }

    /** Lowers the limit until so many keys have gone. */
    private void shrinkBy(final int count)
    {
        final long before = evicted();
        while (evicted() < before + count)
        {
            limitAbove(-1);
            assertFalse(redis.run("PING").isEmpty());
        }
        redis.run("CONFIG", "SET", "maxmemory", "0");
        assertEquals(before + count, evicted(), "one at a time");
    }

    private long limit()
    {
        return Long.parseLong(redis.run("CONFIG", "GET", "maxmemory").split(" ")[4]);
    }

    private long counted()
    {
        return redis.engine().memory().countedBytes();
    }

    private long evicted()
    {
        return redis.engine().evictor().evictedCount();
    }
}
