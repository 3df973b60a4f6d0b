package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What COMMAND DOCS tells of when each command that redis-server 7.0 has too came, where it belongs, and what replaces
 * it, and how its arguments are built: types, tokens, flags, keys. Where they differ the lists below say that later
 * releases tell what Ringbolt tells. Summaries, complexities, histories and the names of arguments are in words of our
 * own and not compared.
 */
class CommandDocsDifferentialTest
{
    private static final int MIN_COMPARED = 300;
    private static final List<String> FIELDS =
        List.of("since", "group", "deprecated_since", "replaced_by", "doc_flags");

    /** Commands given up after 7.0, and a release that was put right. */
    private static final Set<String> CHANGED_SINCE = Set.of(
        "client|pause since", "psetex deprecated_since", "psetex replaced_by", "psetex doc_flags",
        "quit deprecated_since", "quit replaced_by", "quit doc_flags", "setex deprecated_since", "setex replaced_by",
        "setex doc_flags", "setnx deprecated_since", "setnx replaced_by", "setnx doc_flags");

    /** Commands that have got arguments since, or whose arguments are told more exactly since or here. */
    private static final Set<String> OTHER_ARGUMENTS = Set.of(
        "bgsave", "bitfield", "bitop", "client|kill", "client|list", "command|getkeys", "command|getkeysandflags",
        "config|get", "debug", "failover", "geohash", "geopos", "georadius", "georadiusbymember", "geosearch",
        "geosearchstore",
        "hscan", "migrate", "pfmerge", "psubscribe", "script|debug", "set", "sort", "sort_ro", "xadd", "xautoclaim",
        "xclaim", "xinfo|stream", "xread", "xreadgroup", "xtrim", "zinter", "zinterstore", "zrank", "zrevrank",
        "zunion", "zunionstore");

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
            final Map<String, Map<String, Reply>> theirs = rows(expected.ask("COMMAND", "DOCS"));
            final Map<String, Map<String, Reply>> ours = rows(actual.ask("COMMAND", "DOCS"));
            final List<String> differences = new ArrayList<>();
            int compared = 0;
            for (final Map.Entry<String, Map<String, Reply>> row : theirs.entrySet())
            {
                if (ours.containsKey(row.getKey()))
                {
                    compare(row.getKey(), row.getValue(), ours.get(row.getKey()), differences);
                    compared++;
                }
            }
            assertEquals("", String.join("\n", differences));
            assertTrue(compared >= MIN_COMPARED, "compared=" + compared);
        }
    }

    /** @return what is told of each command and subcommand, by its name and that of the field. */
    private static Map<String, Map<String, Reply>> rows(final Reply table)
    {
        final Map<String, Map<String, Reply>> rows = new TreeMap<>();
        final List<Reply> elements = table.elements();
        for (int i = 0; i < elements.size(); i += 2)
        {
            final Map<String, Reply> fields = fields(elements.get(i + 1));
            rows.put(elements.get(i).head().substring(1), fields);
            if (fields.containsKey("subcommands"))
            {
                rows.putAll(rows(fields.get("subcommands")));
            }
        }
        return rows;
    }

    /** It reads all of COMMAND DOCS before it takes the first command from a pipe. */
    @Test
    void shouldBeReadByRedisCli() throws Exception
    {
        try (Server ringbolt = Server.start(ServerConfig.builder().set(NetworkParameters.PORT, 0).build()))
        {
            final Process cli = new ProcessBuilder("redis-cli", "-p", Integer.toString(ringbolt.port()))
                .redirectErrorStream(true).start();
            cli.getOutputStream().write("PING\n".getBytes(StandardCharsets.US_ASCII));
            cli.getOutputStream().close();

            assertEquals("PONG\n", new String(cli.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            assertEquals(0, cli.waitFor());
        }
    }

    private static void compare(
        final String name, final Map<String, Reply> expected, final Map<String, Reply> actual,
        final List<String> differences)
    {
        for (final String field : FIELDS)
        {
            final String text = String.valueOf(expected.get(field));
            final String ownText = String.valueOf(actual.get(field));
            final String what = name + ' ' + field;
            if (!text.equals(ownText) && !CHANGED_SINCE.contains(what))
            {
                differences.add(what + ": expected " + text + " was " + ownText);
            }
        }
        final String arguments = structure(expected.get("arguments"));
        final String ownArguments = structure(actual.get("arguments"));
        final boolean isCompared = !OTHER_ARGUMENTS.contains(name) && !name.startsWith("cluster");
        if (isCompared && !arguments.equals(ownArguments))
        {
            differences.add(name + " arguments: expected " + arguments + " was " + ownArguments);
        }
    }

    private static String structure(final Reply arguments)
    {
        final StringBuilder text = new StringBuilder();
        for (final Reply argument : null == arguments ? List.<Reply>of() : arguments.elements())
        {
            final Map<String, Reply> fields = fields(argument);
            text.append('(').append(fields.get("type").head().substring(1));
            for (final String field : List.of("token", "key_spec_index"))
            {
                text.append(fields.containsKey(field) ? ' ' + fields.get(field).head().substring(1) : "");
            }
            text.append(fields.containsKey("flags") ? " " + fields.get("flags").sorted(1) : "");
            text.append(structure(fields.get("arguments"))).append(')');
        }
        return text.toString();
    }

    private static Map<String, Reply> fields(final Reply pairs)
    {
        final Map<String, Reply> fields = new TreeMap<>();
        for (int i = 0; i < pairs.elements().size(); i += 2)
        {
            fields.put(pairs.elements().get(i).head().substring(1), pairs.elements().get(i + 1));
        }
        return fields;
    }
}
