package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Debugs the same scripts in Ringbolt and in a real redis-server, with the same random commands, and compares all that
 * the client sees and the data that is left.
 */
class ScriptDebuggerDifferentialTest
{
    private static final int SESSIONS = Integer.getInteger("ringbolt.debugger.sessions", 30);
    private static final int MOST_COMMANDS = 30;
    private static final String END = "[+<endsession>]";
    private static final List<String> SCRIPTS = List.of(
        """
        local a = tonumber(ARGV[1])
        local t = {1, 'two', {x = 1}}
        local function add(x, y)
          local z = x + y
          return z
        end
        for i = 1, 3 do
          a = add(a, i)
        end
        redis.call('SET', KEYS[1], a)
        redis.debug('at', a, t)
        redis.pcall('LPUSH', KEYS[1], 'x')
        redis.breakpoint()
        redis.call('RPUSH', KEYS[2], 1, 2, 3)
        return {a, redis.call('LRANGE', KEYS[2], 0, -1)}""",
        """
        local s = 0
        while true do
          s = s + 1
          if s == 3 then break end
        end

        for i = 1, 3 do end
        local e = redis.pcall('NOSUCH')
        redis.call('SADD', KEYS[2], 'a', 'b')
        redis.call('EXPIRE', KEYS[2], 100)
        return redis.error_reply('oops')
        """,
        """
        redis.setresp(3)
        redis.call('ZADD', KEYS[1], 1.5, 'a')
        local score = redis.call('ZSCORE', KEYS[1], 'a')
        local none = redis.call('HGETALL', KEYS[2])
        redis.call('RENAME', KEYS[1], KEYS[2])
        local text = ('a'):rep(300)
        local ok, e = pcall(function()
          error('x')
        end)
        local s = ('ab'):gsub('.', function(c)
          return c:upper()
        end)
        return redis.call('SET', KEYS[1])""",
        "return {1,2",
        "local f = coroutine.wrap(function()\n  coroutine.yield(1)\nend)\nf()\nlocal t = {}\nt[1] = t\nreturn 1");
    private static final List<String> COMMANDS = List.of(
        "s", "s", "s", "s", "s", "s", "n", "step", "c", "p", "p a", "p t", "p s", "p KEYS", "p ARGV", "p nope", "l",
        "l 3 1", "list 0 2", "w", "t", "trace", "b", "b 4", "b 8 10", "b -4", "b 0", "b 99", "b x", "e 1 + 1",
        "e redis.call('PING')", "e x", "e 1 +", "e local a = {1, 2} return a", "r get k", "r set k v", "r foo", "redis",
        "r del l", "m", "m 10", "m 0", "h", "zzz", "a");

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static Server server;

    @BeforeAll
    static void start() throws Exception
    {
        redis = RedisProcess.start(directory);
        server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }

    @AfterAll
    static void stop() throws Exception
    {
        if (null != server)
        {
            server.close();
        }
        if (null != redis)
        {
            redis.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNC", "YES"})
    void shouldShowTheSameAsRedis(final String mode) throws Exception
    {
        for (int seed = 1; seed <= SESSIONS; seed++)
        {
            final List<String> wanted = session(redis.port(), mode, seed);
            final List<String> got = session(server.port(), mode, seed);
            for (int i = 0; i < Math.min(wanted.size(), got.size()); i++)
            {
                assertEquals(wanted.get(i), got.get(i), mode + " seed " + seed);
            }
            assertEquals(wanted.size(), got.size(), mode + " seed " + seed);
        }
    }

    @Test
    void shouldUndoWhatASessionChanges() throws Exception
    {
        try (RespConnection client = new RespConnection(server.port());
            RespConnection other = new RespConnection(server.port()))
        {
            for (final String command : List.of("DEL new", "SET s text", "SET n 42", "RPUSH l a b", "SADD e 1 2",
                "HSET h f v", "ZADD z 1 a", "XADD x 1-1 f v", "PEXPIREAT s 33000000000000", "SET gone v"))
            {
                other.ask(command.split(" "));
            }
            final Reply digest = other.ask("DEBUG", "DIGEST");
            final String script = "for _, k in ipairs(KEYS) do redis.call('DEL', k) redis.call('SADD', k, 'other') " +
                "redis.call('EXPIRE', k, 9) end return redis.pcall('FLUSHALL')";
            client.ask("SCRIPT", "DEBUG", "YES");
            client.ask("EVAL", script, "9", "s", "n", "l", "e", "h", "z", "x", "gone", "new");
            assertEquals(END, client.ask("c").elements().toString());
            assertEquals("-ERR This command can't be undone: use SCRIPT DEBUG SYNC to debug a script that calls it",
                client.reply().head());
            assertEquals(digest, other.ask("DEBUG", "DIGEST"));
            assertEquals(":33000000000000", other.ask("PEXPIRETIME", "s").head());
            assertEquals("$listpack", other.ask("OBJECT", "ENCODING", "h").head());
        }
    }

    @Test
    void shouldEndWhenItIsKilledAndWhenItsClientGoes() throws Exception
    {
        final String script = "redis.call('SET', 'k', 'v')\nlocal a = 1\nreturn a";
        try (RespConnection client = new RespConnection(server.port());
            RespConnection other = new RespConnection(server.port()))
        {
            client.ask("SCRIPT", "DEBUG", "YES");
            client.ask("EVAL", script, "0");
            assertEquals("-BUSY", other.ask("GET", "k").head().substring(0, 5));
            assertEquals("+OK", other.ask("SCRIPT", "KILL").head());
            assertEquals(END, client.reply().elements().toString());
            assertTrue(client.reply().head().startsWith("-ERR Script killed by user with SCRIPT KILL."));
        }
        try (RespConnection other = new RespConnection(server.port()))
        {
            other.ask("DEL", "k");
            try (RespConnection client = new RespConnection(server.port()))
            {
                client.ask("SCRIPT", "DEBUG", "SYNC");
                client.ask("EVAL", script, "0");
            }
            Reply reply = other.ask("GET", "k");
            while (reply.isError())
            {
                reply = other.ask("GET", "k");
            }
            assertEquals("$v", reply.head());
        }
    }

    private static List<String> session(final int port, final String mode, final int seed) throws IOException
    {
        final Random random = new Random(seed);
        final List<String> seen = new ArrayList<>();
        final String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
        try (RespConnection client = new RespConnection(port))
        {
            client.ask("DEL", "k", "l");
            seen.add(client.ask("SCRIPT", "DEBUG", mode).toString());
            Reply reply = client.ask("EVAL", script, "2", "k", "l", "5");
            for (int i = 0; !isEnd(reply); i++)
            {
                final String command = MOST_COMMANDS == i ? "a" : COMMANDS.get(random.nextInt(COMMANDS.size()));
                seen.add(shown(reply) + "\n> " + command);
                reply = client.ask(command.split(" "));
            }
            seen.add(shown(reply));
            seen.add(client.reply().toString());
            seen.add(isClosed(client) ? "closed" : "open");
        }
        try (RespConnection client = new RespConnection(port))
        {
            for (final String key : List.of("k", "l"))
            {
                seen.add(client.ask("TYPE", key).toString() + client.ask("TTL", key));
            }
        }
        return seen;
    }

    private static boolean isClosed(final RespConnection client) throws IOException
    {
        try
        {
            client.reply();
            return false;
        }
        catch (final EOFException closed)
        {
            return true;
        }
    }

    private static boolean isEnd(final Reply reply)
    {
        return reply.elements().stream().anyMatch(line -> "+<endsession>".equals(line.head()));
    }

    /** Addresses of functions differ. */
    private static String shown(final Reply reply)
    {
        return reply.toString().replaceAll("@0x[0-9a-f]+", "@");
    }
}
