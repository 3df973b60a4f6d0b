package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What COMMAND INFO tells of each command that redis-server 7.0 has too, field by field. Where they differ the list below says
 * that later releases tell what Ringbolt tells.
 */
class CommandInfoDifferentialTest
{
    private static final List<String> FIELDS = List.of(
        "name", "arity", "flags", "first key", "last key", "step", "categories", "tips", "key specs", "subcommands");
    private static final int TIPS = 7;
    private static final int KEY_SPECS = 8;
    private static final int SUBCOMMANDS = 9;
    private static final int MIN_COMPARED = 300;

    /** Changed after 7.0: blocking commands may stand in scripts, tips were completed, two commands got an option. */
    private static final Set<String> CHANGED_SINCE = Set.of(
        "acl|deluser tips", "acl|save tips", "acl|setuser tips", "blmove flags", "blpop flags", "brpop flags",
        "brpoplpush flags", "bzpopmax flags", "bzpopmin flags", "client|setname tips", "command|getkeys arity",
        "command|getkeysandflags arity", "config|resetstat tips", "config|rewrite tips", "latency|reset tips",
        "msetnx tips", "randomkey tips", "scan tips", "wait categories", "wait flags", "zrank arity", "zrevrank arity");

    @TempDir
    Path directory;

    @Test
    void shouldTellTheSameOfEveryCommand() throws Exception
    {
        final ServerConfig config = ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build();
        try (RedisProcess redis = RedisProcess.start(directory);
            Server ringbolt = Server.start(config);
            RespConnection expected = new RespConnection(redis.port());
            RespConnection actual = new RespConnection(ringbolt.port()))
        {
            final Map<String, Reply> theirs = rows(expected.ask("COMMAND"));
            final Map<String, Reply> ours = rows(actual.ask("COMMAND"));
            final List<String> differences = new ArrayList<>();
            int compared = 0;
            for (final Map.Entry<String, Reply> row : theirs.entrySet())
            {
                if (ours.containsKey(row.getKey()))
                {
                    compare(row.getKey(), row.getValue(), ours.get(row.getKey()), differences);
                    compared++;
                }
            }
            assertEquals(List.of(), differences);
            assertTrue(compared >= MIN_COMPARED, "compared=" + compared);
        }
    }

    private static Map<String, Reply> rows(final Reply table)
    {
        final Map<String, Reply> rows = new TreeMap<>();
        for (final Reply row : table.elements())
        {
            rows.put(row.elements().get(0).head(), row);
            rows.putAll(rows(row.elements().get(SUBCOMMANDS)));
        }
        return rows;
    }

    private static void compare(
        final String name, final Reply expected, final Reply actual, final List<String> differences)
    {
        for (int field = 0; field <= TIPS; field++)
        {
            final String text = unordered(expected.elements().get(field));
            final String ownText = unordered(actual.elements().get(field));
            final String what = name.substring(1) + ' ' + FIELDS.get(field);
            if (!text.equals(ownText) && !CHANGED_SINCE.contains(what))
            {
                differences.add(what + ": expected " + text + " was " + ownText);
            }
        }
        final int specs = expected.elements().get(KEY_SPECS).elements().size();
        final int ownSpecs = actual.elements().get(KEY_SPECS).elements().size();
        if (specs != ownSpecs)
        {
            differences.add(name.substring(1) + " key specs: expected " + specs + " was " + ownSpecs);
        }
    }

    private static String unordered(final Reply reply)
    {
        final List<Reply> sorted = new ArrayList<>(reply.elements());
        sorted.sort(Comparator.comparing(Reply::toString));
        return reply.head() + sorted;
    }
}
