package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Plays scripts whose replies redis-server 7.0.15 has given once, in {@code scripting-oracle.tsv}: its columns are
 * a group, the
 * script, and its reply in RESP2 and in RESP3, as JSON.
 */
class ScriptOracleTest
{
    private static final String SAME = "=";
    private static final String ANY = "any";

    /** Scripts whose replies differ on purpose. {@link #ANY} where a reply depends on what ran before. */
    private static final Map<String, String> DIFFERENCES = Map.ofEntries(
        // the release that this server says it is
        Map.entry("return redis.REDIS_VERSION", "\"7.4.0\""),
        Map.entry("return redis.REDIS_VERSION_NUM", "459776"),
        // os.clock exists since 7.2, and nothing else of os
        Map.entry("return type(rawget(_G,'debug'))..type(rawget(_G,'print'))..type(rawget(_G,'os'))" +
            "..type(rawget(_G,'setfenv'))", "\"nilniltablenil\""),
        Map.entry("local t={} for k in pairs(_G) do t[#t+1]=k end table.sort(t) return table.concat(t,' ')",
            "\"ARGV KEYS _G _VERSION __redis__err__handler assert bit cjson cmsgpack collectgarbage coroutine error " +
            "gcinfo getmetatable ipairs load loadstring math next os pairs pcall rawequal rawget rawset redis select " +
            "setmetatable string struct table tonumber tostring type unpack xpcall\""),
        Map.entry("return os and os.clock()>0", ANY),
        // blocking commands may be called since 7.2, and do not wait
        Map.entry("return redis.call('BLPOP','nokey',0)", "null"),
        // the generator goes on from script to script, as it does in Redis since 7.0
        Map.entry("return {math.random(100),math.random(100),math.random(100)}", ANY));

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldReplyAsRedisDid(final int protocol) throws Exception
    {
        final List<String> differing = new ArrayList<>();
        int count = 0;
        try (Server server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
            RespConnection client = new RespConnection(server.port()))
        {
            client.ask("HELLO", Integer.toString(protocol));
            for (final String line : lines())
            {
                final String[] columns = line.split("\t");
                final String script = text(columns[1]);
                final String inProtocol = 2 == protocol || SAME.equals(columns[3]) ? columns[2] : columns[3];
                final String sha = sha1(script);
                final String wanted = DIFFERENCES.getOrDefault(script, inProtocol).replace(sha, "<sha>");
                final String got = json(client.ask("EVAL", script, "0")).replace(sha, "<sha>");
                count++;
                if (!ANY.equals(wanted) && !inThisProtocol(wanted, protocol).equals(got))
                {
                    differing.add("\n" + columns[0] + ": " + script + "\n  wanted: " + wanted + "\n  got:    " + got);
                }
            }
        }
        assertEquals(262, count);
        assertEquals(List.of(), differing);
    }

    private static String inThisProtocol(final String wanted, final int protocol)
    {
        return 3 == protocol && "null".equals(wanted) ? "\"<nil3>\"" : wanted;
    }

    private static List<String> lines() throws IOException
    {
        try (InputStream file = ScriptOracleTest.class.getResourceAsStream("/scripting-oracle.tsv"))
        {
            final List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return lines.subList(1, lines.size());
        }
    }

    private static String sha1(final String script) throws Exception
    {
        return HexFormat.of().formatHex(
            MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** @return what a JSON string says. */
    private static String text(final String json)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 1; i < json.length() - 1; i++)
        {
            char next = json.charAt(i);
            if ('\\' == next)
            {
                next = json.charAt(++i);
                switch (next)
                {
                    case 'n' -> next = '\n';
                    case 'r' -> next = '\r';
                    case 't' -> next = '\t';
                    case 'u' ->
                    {
                        next = (char)Integer.parseInt(json.substring(i + 1, i + 5), 16);
                        i += 4;
                    }
                    default ->
                    {
                        // the character itself
                    }
                }
            }
            text.append(next);
        }
        return text.toString();
    }

    private static String json(final Reply reply)
    {
        final String head = reply.head();
        final String content = head.substring(1);
        return switch (head.charAt(0))
        {
            case '+' -> quoted(content);
            case '-' -> quoted("ERR:" + content);
            case ':' -> content;
            case '$' -> "$-1".equals(head) ? "null" : quoted(content);
            case '_' -> quoted("<nil3>");
            case ',' -> quoted("dbl(" + content + ")");
            case '(' -> quoted("big(" + content + ")");
            case '=' -> quoted("verb(" + content + ")");
            case '#' -> quoted("bool(" + content + ")");
            case '%' -> "{\"map\": " + list(reply) + "}";
            case '~' -> "{\"set\": " + list(reply) + "}";
            case '*' -> "*-1".equals(head) ? "null" : list(reply);
            default -> throw new IllegalArgumentException(reply.toString());
        };
    }

    private static String list(final Reply reply)
    {
        final List<String> elements = new ArrayList<>();
        reply.elements().forEach(element -> elements.add(json(element)));
        return "[" + String.join(", ", elements) + "]";
    }

    private static String quoted(final String text)
    {
        final StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++)
        {
            final char next = text.charAt(i);
            switch (next)
            {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> json.append(next < ' ' || next > '~' ? String.format("\\u%04x", (int)next) : "" + next);
            }
        }
        return json.append('"').toString();
    }
}
