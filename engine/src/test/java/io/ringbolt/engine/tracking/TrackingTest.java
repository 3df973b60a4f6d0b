package io.ringbolt.engine.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * What clients that cache hear of changes. Client 0 writes, {@code cache} tracks.
 */
class TrackingTest
{
    private static final String CHANGED_K = ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n";
    private static final String ALL_CHANGED = ">2\r\n$10\r\ninvalidate\r\n_\r\n";

    private final EngineHarness redis = new EngineHarness();
    private int cache;

    @BeforeEach
    void open()
    {
        cache = redis.openSession();
        redis.use(cache);
        redis.line("HELLO 3");
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    private String heard(final String command)
    {
        redis.use(cache);
        redis.takeReceived();
        redis.use(0);
        redis.line(command);
        redis.use(cache);
        return redis.takeReceived();
    }

    @Test
    void shouldTellAReaderOnce()
    {
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        assertEquals("", heard("GET k"));
        assertEquals(CHANGED_K, heard("SET k 1"));
        assertEquals("", heard("SET k 2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL k", "RENAME k other", "EXPIRE k 100", "APPEND k x", "SET k 2", "PERSIST k"})
    void shouldTellOfEveryKindOfChange(final String command)
    {
        redis.line("SET k 1 EX 50");
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        assertEquals(CHANGED_K, heard(command));
    }

    @Test
    void shouldTellOfExpiry()
    {
        redis.line("SET k 1 PX 10");
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        redis.advanceMs(20);
        redis.takeReceived();
        redis.tick();
        assertEquals(CHANGED_K, redis.takeReceived());
    }

    @Test
    void shouldTellOfAFlushOnceAndBehindTheReply()
    {
        redis.line("SET k 1");
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        assertEquals(ALL_CHANGED, heard("FLUSHALL"));
        assertEquals("+OK\r\n" + ALL_CHANGED, redis.runRaw("FLUSHALL"));
    }

    @Test
    void shouldTellTheWriterBehindItsReplyUnlessItSaidNoLoop()
    {
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        assertEquals("+OK\r\n" + CHANGED_K, redis.runRaw("SET", "k", "1"));
        redis.line("CLIENT TRACKING ON NOLOOP");
        redis.line("GET k");
        assertEquals("+OK\r\n", redis.runRaw("SET", "k", "1"));
        redis.line("GET k");
        redis.line("MULTI");
        redis.line("SET k 2");
        assertEquals("*1 +OK", redis.line("EXEC"));
    }

    @Test
    void shouldTellInsideMultiBehindExec()
    {
        redis.line("CLIENT TRACKING ON");
        redis.line("GET k");
        redis.line("MULTI");
        redis.line("SET k 2");
        redis.line("GET k");
        assertEquals("*2\r\n+OK\r\n$1\r\n2\r\n" + CHANGED_K, redis.runRaw("EXEC"));
        assertEquals(CHANGED_K, heard("SET k 3"));
    }

    @Test
    void shouldTellAnUnblockedClientBehindItsReply()
    {
        redis.line("RPUSH k a");
        redis.line("CLIENT TRACKING ON");
        redis.line("LRANGE k 0 -1");
        redis.line("BLMOVE source k LEFT LEFT 0");
        assertEquals("$3\r\nfoo\r\n" + CHANGED_K, heard("RPUSH source foo"));
    }

    @Test
    void shouldRememberOnlyWhatWasAskedForWithOptIn()
    {
        redis.line("CLIENT TRACKING ON OPTIN");
        redis.line("GET k");
        assertEquals("", heard("SET k 1"));
        redis.line("CLIENT CACHING YES");
        redis.line("GET k");
        redis.line("GET other");
        assertEquals(CHANGED_K, heard("SET k 1"));
        assertEquals("", heard("SET other 1"));
    }

    @Test
    void shouldRememberAllButWhatWasExcludedWithOptOut()
    {
        redis.line("CLIENT TRACKING ON OPTOUT");
        redis.line("CLIENT CACHING NO");
        redis.line("GET k");
        assertEquals("", heard("SET k 1"));
        redis.line("GET k");
        assertEquals(CHANGED_K, heard("SET k 1"));
    }

    @Test
    void shouldBroadcastByPrefixAndUnit()
    {
        redis.line("CLIENT TRACKING ON BCAST PREFIX a PREFIX bc");
        assertEquals("", heard("SET b 1"));
        assertEquals(">2\r\n$10\r\ninvalidate\r\n*2\r\n$2\r\na1\r\n$2\r\na2\r\n" +
            ">2\r\n$10\r\ninvalidate\r\n*1\r\n$3\r\nbcd\r\n", heard("MSET a1 1 bcd 2 a2 3 a1 4"));
        redis.line("CLIENT TRACKING OFF");
        assertEquals("", heard("SET a1 1"));
        redis.line("CLIENT TRACKING ON BCAST NOLOOP");
        assertEquals("+OK\r\n", redis.runRaw("SET", "x", "1"));
        assertEquals(CHANGED_K, heard("SET k 1"));
    }

    @Test
    void shouldBroadcastToNoLoopClientsWhatWentByItself()
    {
        redis.line("CLIENT TRACKING ON BCAST NOLOOP");
        redis.line("SET k 1 PX 1");
        redis.advanceMs(10);
        assertEquals("_\r\n" + CHANGED_K, redis.runRaw("GET", "k"));
    }

    @Test
    void shouldTellManyListenersOfAPrefix()
    {
        redis.line("CLIENT TRACKING ON BCAST");
        for (int i = 0; i < 200; i++)
        {
            redis.use(redis.openSession());
            redis.line("HELLO 3");
            redis.line("CLIENT TRACKING ON BCAST");
        }
        assertEquals(CHANGED_K, heard("SET k 1"));
    }

    @Test
    void shouldTellAnotherClientOfResp2ThatListens()
    {
        final int listener = redis.openSession();
        redis.use(listener);
        redis.line("SUBSCRIBE __redis__:invalidate");
        redis.use(0);
        redis.line("CLIENT TRACKING ON REDIRECT " + redis.idOf(listener));
        redis.line("GET k");
        redis.use(listener);
        redis.takeReceived();
        redis.use(cache);
        redis.line("SET k 1");
        redis.use(listener);
        final String prefix = "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n";
        assertEquals(prefix + "*1\r\n$1\r\nk\r\n", redis.takeReceived());
        redis.use(cache);
        redis.line("FLUSHDB");
        redis.use(listener);
        assertEquals(prefix + "$-1\r\n", redis.takeReceived());
    }

    @Test
    void shouldTellThatTheOtherClientHasGone()
    {
        final int listener = redis.openSession();
        redis.use(cache);
        redis.line("CLIENT TRACKING ON REDIRECT " + redis.idOf(listener));
        redis.line("GET k");
        assertEquals(":" + redis.idOf(listener), redis.line("CLIENT GETREDIR"));
        redis.closeSession(listener);
        assertEquals(">2\r\n$21\r\ntracking-redir-broken\r\n:" + redis.idOf(listener) + "\r\n", heard("SET k 1"));
        assertTrue(redis.line("CLIENT TRACKINGINFO").contains("broken_redirect"));
    }

    @Test
    void shouldKeepNoMoreKeysThanConfigured()
    {
        redis.line("CONFIG SET tracking-table-max-keys 3");
        redis.line("CLIENT TRACKING ON");
        final Set<String> forgotten = new HashSet<>();
        for (int i = 0; i < 10; i++)
        {
            final String reply = redis.runRaw("GET", "key" + i);
            final int at = reply.lastIndexOf("key");
            if (at >= 0)
            {
                forgotten.add(reply.substring(at, at + 4));
            }
        }
        assertEquals(7, forgotten.size());
        assertTrue(redis.line("INFO stats").contains("tracking_total_keys:3 tracking_total_items:3"));
    }

    @Test
    void shouldForgetKeysAsSoonAsThereMayBeFewer()
    {
        redis.line("CLIENT TRACKING ON");
        redis.line("MGET key1 key2 key3");
        final String reply = redis.runRaw("CONFIG", "SET", "tracking-table-max-keys", "1");
        assertEquals(2, reply.split("invalidate", -1).length - 1, reply);
        assertTrue(redis.line("INFO stats").contains("tracking_total_keys:1 tracking_total_items:1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ON PREFIX a|PREFIX option requires BCAST mode to be enabled",
        "ON BCAST OPTIN|OPTIN and OPTOUT are not compatible with BCAST",
        "ON OPTIN OPTOUT|You can't specify both OPTIN mode and OPTOUT mode",
        "ON REDIRECT 999|The client ID you want redirect to does not exist",
        "ON BCAST PREFIX ab PREFIX a|Prefix 'ab' overlaps with another provided prefix 'a'. Prefixes for a single " +
            "client must not overlap.",
        "MAYBE|syntax error",
        "ON FOO|syntax error",
    })
    void shouldRefuse(final String options, final String reason)
    {
        assertEquals("-ERR " + reason, redis.line("CLIENT TRACKING " + options));
        assertTrue(redis.line("CLIENT TRACKINGINFO").contains("$3 off"));
    }

    @Test
    void shouldAllocateNothingForKnownKeysAndListeners()
    {
        redis.line("CLIENT TRACKING ON BCAST");
        redis.use(redis.openSession());
        redis.line("CLIENT TRACKING ON");
        assertEquals(0, redis.loop("GET".getBytes(StandardCharsets.US_ASCII), "k".getBytes(StandardCharsets.US_ASCII))
            .allocatedBytes(5_000));
        redis.use(0);
        assertEquals(0, redis.loop("SET".getBytes(StandardCharsets.US_ASCII), "k".getBytes(StandardCharsets.US_ASCII),
            "v".getBytes(StandardCharsets.US_ASCII)).allocatedBytes(100));
    }

    /** Readers as a set of names of keys each; nothing else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldTellWhatTheModelTells(final long seed)
    {
        final Random random = new Random(seed);
        redis.line("CLIENT TRACKING ON");
        final Set<String> read = new HashSet<>();
        for (int i = 0; i < 5_000; i++)
        {
            final String key = "k" + random.nextInt(50);
            final String other = "k" + random.nextInt(50);
            final int action = random.nextInt(6);
            if (action < 3)
            {
                redis.use(cache);
                redis.line(0 == action ? "MGET " + key + " " + other : "GET " + key);
                read.add(key);
                if (0 == action)
                {
                    read.add(other);
                }
                continue;
            }
            final String heard = heard(switch (action)
            {
                case 3 -> "SET " + key + " v";
                case 4 -> "MSET " + key + " v " + other + " w";
                default -> "GET " + key;
            });
            final Set<String> expected = new HashSet<>();
            if (5 != action && read.remove(key))
            {
                expected.add(key);
            }
            if (4 == action && read.remove(other))
            {
                expected.add(other);
            }
            final Set<String> actual = new HashSet<>();
            for (final String part : heard.split("\r\n"))
            {
                if (part.startsWith("k"))
                {
                    assertTrue(actual.add(part), "told twice, seed=" + seed);
                }
            }
            assertEquals(expected, actual, "seed=" + seed + " i=" + i);
        }
    }
}
