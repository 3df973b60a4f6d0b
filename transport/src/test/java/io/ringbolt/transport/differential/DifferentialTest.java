package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sends the same seeded random commands to Ringbolt and to a real redis-server and compares the replies byte for byte,
 * and now and then a digest of all data.
 */
class DifferentialTest
{
    private static final int BATCH_COUNT = 300;
    private static final int BATCH_LENGTH = 40;
    private static final int SHOWN_BEFORE = 12;
    /** How often redis-server looks for clients that have waited long enough, a second. */
    private static final String WAKING = "500";
    private static final Map<String, Integer> UNORDERED =
        Map.of("SMEMBERS", 1, "KEYS", 1, "HGETALL", 2, "HKEYS", 1, "HVALS", 1, "SINTER", 1, "SUNION", 1, "SDIFF", 1,
            "SPOP", 1);
    static final Map<String, List<String>> FAMILIES = new TreeMap<>(Map.ofEntries(
        Map.entry("strings", Templates.STRINGS),
        Map.entry("keys", Templates.KEYS),
        Map.entry("server", Templates.SERVER),
        Map.entry("lists", ListTemplates.ALL),
        Map.entry("sets", SetTemplates.SETS),
        Map.entry("hashes", HashTemplates.HASHES),
        Map.entry("zsets", SetTemplates.SORTED_SETS),
        Map.entry("bitmaps", BitmapTemplates.ALL),
        Map.entry("streams", StreamTemplates.STREAMS),
        Map.entry("groups", StreamTemplates.GROUPS),
        Map.entry("hyperloglogs", HyperLogLogTemplates.ALL),
        Map.entry("positions", GeoTemplates.ALL),
        Map.entry("scripting", ScriptTemplates.ALL),
        Map.entry("sorts", SortTemplates.ALL)));

    @TempDir
    static Path directory;
    @TempDir
    static Path otherDirectory;

    private static RedisProcess redis;
    private static RedisProcess otherRedis;
    private static Server ringbolt;
    private static Server dedicated;

    @BeforeAll
    static void startBoth() throws Exception
    {
        redis = RedisProcess.start(directory, "--hz", WAKING);
        otherRedis = RedisProcess.start(otherDirectory, "--hz", WAKING);
        ringbolt = start(ThreadingMode.SHARED);
        dedicated = start(ThreadingMode.DEDICATED);
    }

    private static Server start(final ThreadingMode mode)
    {
        return Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .set(ThreadParameters.THREADING_MODE, mode)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }

    @AfterAll
    static void stopBoth() throws Exception
    {
        if (null != ringbolt)
        {
            ringbolt.close();
        }
        if (null != dedicated)
        {
            dedicated.close();
        }
        if (null != redis)
        {
            redis.close();
        }
        if (null != otherRedis)
        {
            otherRedis.close();
        }
    }

    /**
     * Every family alone, all of them together, and transactions, in both protocols; in dedicated mode lists, with
     * clients that wait, transactions and all of them together.
     */
    private static Stream<Arguments> cases()
    {
        return Stream.concat(
            Stream.concat(FAMILIES.keySet().stream(), Stream.of("all", "transactions")).flatMap(family ->
                Stream.of(2, 3).map(protocol -> arguments(family, protocol, ThreadingMode.SHARED))),
            Stream.of("lists", "all", "transactions").map(family ->
                arguments(family, 3, ThreadingMode.DEDICATED)));
    }

    private static Arguments arguments(final String family, final int protocol, final ThreadingMode mode)
    {
        return Arguments.of(family, protocol, 7L * family.hashCode() + protocol, mode);
    }

    @ParameterizedTest(name = "{0} RESP{1} seed {2} {3}")
    @MethodSource("cases")
    void shouldReplyAsRedisDoes(
        final String family, final int protocol, final long seed, final ThreadingMode mode) throws Exception
    {
        final boolean isDedicated = ThreadingMode.DEDICATED == mode;
        try (RespConnection expected = new RespConnection(isDedicated ? otherRedis.port() : redis.port());
            RespConnection actual = new RespConnection(isDedicated ? dedicated.port() : ringbolt.port()))
        {
            for (final RespConnection connection : List.of(expected, actual))
            {
                connection.ask("HELLO", Integer.toString(protocol));
                connection.ask("FLUSHALL");
                connection.ask("CONFIG", "SET", "slowlog-log-slower-than", "-1");
                connection.ask("SLOWLOG", "RESET");
            }
            final CommandGenerator generator = new CommandGenerator(seed, templates(family));
            final List<List<String>> history = new ArrayList<>();
            for (int i = 0; i < BATCH_COUNT; i++)
            {
                playBatch(generator, expected, actual, history,
                    "family=" + family + " protocol=" + protocol + " seed=" + seed);
            }
        }
    }

    private static List<String> templates(final String family)
    {
        if ("transactions".equals(family))
        {
            return TransactionTemplates.all();
        }
        final List<String> templates = new ArrayList<>();
        FAMILIES.forEach((name, values) ->
        {
            if ("all".equals(family) || family.equals(name) || "keys".equals(family) && !"server".equals(name))
            {
                templates.addAll(values);
            }
        });
        if ("strings".equals(family))
        {
            templates.addAll(Templates.STRING_ENCODINGS);
        }
        else if ("lists".equals(family))
        {
            templates.addAll(ListTemplates.WAITING);
        }
        return templates;
    }

    private static void playBatch(
        final CommandGenerator generator,
        final RespConnection expected,
        final RespConnection actual,
        final List<List<String>> history,
        final String where) throws Exception
    {
        final List<List<String>> batch = new ArrayList<>();
        for (int i = 0; i < BATCH_LENGTH; i++)
        {
            batch.add(generator.next());
        }
        batch.add(List.of("DEBUG", "DIGEST"));
        expected.send(batch);
        actual.send(batch);
        for (final List<String> command : batch)
        {
            history.add(command);
            final String wanted = canonical(command, expected.reply());
            final String got = canonical(command, actual.reply());
            if (!wanted.equals(got))
            {
                fail(where + " number=" + history.size() + "\nredis:    " + wanted + "\nringbolt: " + got +
                    (command.contains("DIGEST") ? differingKeys(expected, actual) : "") + "\nafter: " +
                    history.subList(Math.max(0, history.size() - SHOWN_BEFORE), history.size()));
            }
        }
        assertEquals(0, history.size() % batch.size(), where);
    }

    /** @return the keys of the selected database whose values differ, to tell where to look. */
    private static String differingKeys(final RespConnection expected, final RespConnection actual) throws Exception
    {
        final StringBuilder keys = new StringBuilder();
        for (final Reply element : expected.ask("KEYS", "*").elements())
        {
            final String key = element.head().substring(1);
            if (!expected.ask("DEBUG", "DIGEST-VALUE", key).equals(actual.ask("DEBUG", "DIGEST-VALUE", key)))
            {
                keys.append("\n  ").append(key).append(": ").append(expected.ask("TYPE", key))
                    .append(expected.ask("GET", key)).append(expected.ask("ZRANGE", key, "0", "-1", "WITHSCORES"))
                    .append(" and ").append(actual.ask("GET", key))
                    .append(actual.ask("ZRANGE", key, "0", "-1", "WITHSCORES"));
            }
        }
        return keys.toString();
    }

    private static String canonical(final List<String> command, final Reply reply)
    {
        final String name = command.get(0).toUpperCase(Locale.ROOT);
        if (Set.of("SCAN", "SSCAN", "ZSCAN").contains(name) && 2 == reply.elements().size())
        {
            return reply.elements().get(0) + " " + reply.elements().get(1).sorted("ZSCAN".equals(name) ? 2 : 1);
        }
        if ("HSCAN".equals(name) && 2 == reply.elements().size())
        {
            return reply.elements().get(0) + " " + reply.elements().get(1).sorted(2);
        }
        if ("HRANDFIELD".equals(name) && !reply.elements().isEmpty())
        {
            final boolean isFlat = reply.elements().get(0).elements().isEmpty();
            return reply.sorted(isFlat && command.size() > 3 ? 2 : 1).toString();
        }
        if (Set.of("COMMAND").contains(name) && reply.head().startsWith("*"))
        {
            return deeplySorted(reply).toString();
        }
        final Integer groupSize = UNORDERED.get(name);
        return (null == groupSize ? reply : reply.sorted(groupSize)).toString();
    }

    private static Reply deeplySorted(final Reply reply)
    {
        final List<Reply> elements = new ArrayList<>();
        reply.elements().forEach(element -> elements.add(deeplySorted(element)));
        return new Reply(reply.head(), elements).sorted(1);
    }
}
