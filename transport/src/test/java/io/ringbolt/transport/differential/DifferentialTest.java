package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends the same seeded random commands to Ringbolt and to a real redis-server and compares the replies byte for byte, and now
 * and then a digest of all data.
 */
class DifferentialTest
{
    private static final int BATCH_COUNT = 300;
    private static final int BATCH_LENGTH = 40;
    private static final int SHOWN_BEFORE = 12;
    private static final Map<String, Integer> UNORDERED =
        Map.of("SMEMBERS", 1, "KEYS", 1, "HGETALL", 2, "HKEYS", 1, "HVALS", 1);
    private static final Map<String, List<String>> FAMILIES = new TreeMap<>(Map.of(
        "strings", Templates.STRINGS,
        "keys", Templates.KEYS,
        "server", Templates.SERVER,
        "lists", Templates.LISTS,
        "sets", Templates.SETS,
        "hashes", Templates.HASHES,
        "zsets", Templates.SORTED_SETS,
        "bitmaps", BitmapTemplates.ALL,
        "hyperloglogs", HyperLogLogTemplates.ALL,
        "positions", GeoTemplates.ALL));

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static Server ringbolt;

    @BeforeAll
    static void startBoth() throws Exception
    {
        redis = RedisProcess.start(directory);
        ringbolt = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
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
        if (null != redis)
        {
            redis.close();
        }
    }

    @ParameterizedTest(name = "{0} RESP{1} seed {2}")
    @CsvSource({
        "strings, 2, 1", "strings, 3, 2", "keys, 2, 3", "keys, 3, 4", "server, 2, 5", "server, 3, 6", "lists, 2, 7", "lists, 3, 8",
        "sets, 2, 9", "sets, 3, 10", "hashes, 2, 11", "hashes, 3, 12", "zsets, 2, 13", "zsets, 3, 14",
        "bitmaps, 2, 17", "bitmaps, 3, 18", "hyperloglogs, 2, 19", "hyperloglogs, 3, 20", "positions, 2, 21", "positions, 3, 22", "all, 2, 15", "all, 3, 16"})
    void shouldReplyAsRedisDoes(final String family, final int protocol, final long seed) throws Exception
    {
        try (RespConnection expected = new RespConnection(redis.port());
            RespConnection actual = new RespConnection(ringbolt.port()))
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
                playBatch(generator, expected, actual, history, "family=" + family + " protocol=" + protocol + " seed=" + seed);
            }
        }
    }

    private static List<String> templates(final String family)
    {
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
                fail(where + " number=" + history.size() + "\nredis:    " + wanted + "\nringbolt: " + got + "\nafter: " +
                    history.subList(Math.max(0, history.size() - SHOWN_BEFORE), history.size()));
            }
        }
        assertEquals(0, history.size() % batch.size(), where);
    }

    private static String canonical(final List<String> command, final Reply reply)
    {
        final String name = command.get(0).toUpperCase(Locale.ROOT);
        if ("SCAN".equals(name) && 2 == reply.elements().size())
        {
            return reply.elements().get(0) + " " + reply.elements().get(1).sorted(1);
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
