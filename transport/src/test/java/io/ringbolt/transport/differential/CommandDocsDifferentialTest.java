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
 * it. Where they differ the list below says that later releases tell what Ringbolt tells. Summaries, complexities,
 * histories and arguments are in words of our own and not compared.
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
            final Map<String, Reply> fields = new TreeMap<>();
            final List<Reply> pairs = elements.get(i + 1).elements();
            for (int field = 0; field < pairs.size(); field += 2)
            {
                fields.put(pairs.get(field).head().substring(1), pairs.get(field + 1));
            }
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
    }
}
