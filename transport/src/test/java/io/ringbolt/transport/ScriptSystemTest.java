package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What others are told and can do while a script runs for long.
 */
class ScriptSystemTest
{
    private static final String BUSY =
        "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    private static final String BUSY_FUNCTION =
        "-BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";
    private static final String UNKILLABLE =
        "-UNKILLABLE Sorry the script already executed write commands against the " +
        "dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN " +
            "NOSAVE " +
        "command.";
    private static final String ENDLESS = "while true do end";
    /**
     * Which a quarter of many kills meets even where other processes take the processors; a quiet machine meets
     * it always.
     */
    private static final long KILL_LIMIT_NS = 5_000_000;
    private static final int KILL_COUNT = 56;

    /** Scripts that never end, each inside something else. */
    private static final List<String> ENDLESS_SCRIPTS = List.of(
        ENDLESS,
        "while true do redis.call('PING') end",
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(error, 'x') end",
        "local co = coroutine.wrap(function() while true do end end) co()",
        "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "local function f() return f() end f()",
        "while true do local s = ('x'):rep(1e6) end",
        "local s = ('a'):rep(200000) while true do s:gsub('.', '%0') end",
        "local s = ('a'):rep(1000) s:find(('a-'):rep(20) .. 'b')",
        "local t = {} for i = 1, 100000 do t[i] = (i * 7919) % 100003 end " +
            "while true do table.sort(t, function(a, b) return a < b end) table.sort(t, function(a, b) return a > b " +
                "end) end",
        "local t = {} for i = 1, 100000 do t[i] = i % 10 end while true do cjson.decode(cjson.encode(t)) end",
        "local t = {} for i = 1, 100000 do t[i] = i % 10 end while true do cmsgpack.unpack(cmsgpack.pack(t)) end",
        "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) while true do pcall(function() " +
            "return t[1] end) end");

    private static Stream<Arguments> endless()
    {
        return Stream.of(ThreadingMode.SHARED, ThreadingMode.DEDICATED)
            .flatMap(mode -> ENDLESS_SCRIPTS.stream().map(script -> Arguments.of(mode, script)));
    }

    private static Server start(final ThreadingMode mode) throws IOException
    {
        return Server.start(config(mode).set(GeneralParameters.BUSY_REPLY_THRESHOLD, 10L).build());
    }

    private static String eval(final String script)
    {
        return "*3\r\n$4\r\nEVAL\r\n$" + script.length() + "\r\n" + script + "\r\n$1\r\n0\r\n";
    }

    private static String load(final String code)
    {
        return "*3\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$" + code.length() + "\r\n" + code + "\r\n";
    }

    private static void awaitBusy(final RawClient client, final String busy) throws Exception
    {
        await("busy", () ->
        {
            try
            {
                return busy.equals(client.ask("PING"));
            }
            catch (final IOException broken)
            {
                throw new IllegalStateException(broken);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("endless")
    void shouldKillAnyScript(final ThreadingMode mode, final String script) throws Exception
    {
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            client.send(eval(script));
            awaitBusy(other, BUSY);
            assertEquals("+OK", other.ask("SCRIPT KILL"));
            final String reply = client.reply();
            assertTrue(reply.startsWith("-ERR Error running script") ||
                reply.startsWith("-ERR Script killed by user with SCRIPT KILL."), reply);
            assertEquals("+PONG", other.ask("PING"));
            assertEquals("+PONG", client.ask("PING"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldEndScriptsSoonAfterTheyAreKilled(final ThreadingMode mode) throws Exception
    {
        final List<Long> elapsed = new ArrayList<>();
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            for (int i = 0; i < KILL_COUNT; i++)
            {
                client.send(eval(ENDLESS_SCRIPTS.get(i % ENDLESS_SCRIPTS.size())));
                awaitBusy(other, BUSY);
                final long startNs = System.nanoTime();
                other.send("SCRIPT KILL\r\n");
                client.reply();
                elapsed.add(System.nanoTime() - startNs);
                assertEquals("+OK", other.reply());
            }
        }
        elapsed.sort(null);
        assertTrue(elapsed.get(elapsed.size() / 4) < KILL_LIMIT_NS, "ns: " + elapsed);
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldKillFunctions(final ThreadingMode mode) throws Exception
    {
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            client.send(load("#!lua name=lib\nredis.register_function('f', function() while true do end end)"));
            assertEquals("lib", client.reply());
            client.send("FCALL f 0\r\n");
            awaitBusy(other, BUSY_FUNCTION);
            assertEquals(BUSY_FUNCTION, other.ask("SCRIPT KILL"));
            assertEquals("*4", other.ask("FUNCTION STATS"));
            for (int i = 0; i < 4; i++)
            {
                if (1 == i)
                {
                    readRunning(other);
                }
                else if (3 == i)
                {
                    assertEquals("*2", other.reply());
                    assertEquals("LUA", other.reply());
                    assertEquals("*4", other.reply());
                    for (int j = 0; j < 4; j++)
                    {
                        other.reply();
                    }
                }
                else
                {
                    other.reply();
                }
            }
            assertEquals("+OK", other.ask("FUNCTION KILL"));
            assertTrue(client.reply().startsWith("-ERR "));
            assertEquals("+PONG", other.ask("PING"));
        }
    }

    private static void readRunning(final RawClient client) throws IOException
    {
        assertEquals("*6", client.reply());
        assertEquals("name", client.reply());
        assertEquals("f", client.reply());
        assertEquals("command", client.reply());
        assertEquals("*3", client.reply());
        assertEquals("FCALL", client.reply());
        assertEquals("f", client.reply());
        assertEquals("0", client.reply());
        assertEquals("duration_ms", client.reply());
        assertTrue(client.reply().startsWith(":"));
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldNotKillWhatHasWrittenButShutDown(final ThreadingMode mode) throws Exception
    {
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            client.send(eval("redis.call('SET','k','v') while true do end"));
            awaitBusy(other, BUSY);
            assertEquals(UNKILLABLE, other.ask("SCRIPT KILL"));
            assertEquals(BUSY, other.ask("SHUTDOWN"));
            assertEquals(BUSY, other.ask("SHUTDOWN SAVE"));
            assertEquals(BUSY, other.ask("SHUTDOWN NOW"));
            other.send("SHUTDOWN NOSAVE\r\n");
            assertTrue(other.isClosed());
            assertTrue(client.rest().length() < 200);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerInOrderWhatTheScriptsClientSentMeanwhile(final ThreadingMode mode) throws Exception
    {
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient other = new RawClient(server.port()))
        {
            final int count = 3_000;
            client.send("ECHO before\r\n" + eval(ENDLESS) + "ECHO behind\r\n");
            awaitBusy(other, BUSY);
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < count; i++)
            {
                commands.append("ECHO ").append(i).append("\r\n");
            }
            client.send(commands.toString());
            awaitBusy(other, BUSY);
            assertEquals("+OK", other.ask("SCRIPT KILL"));
            assertEquals("before", client.reply());
            assertTrue(client.reply().startsWith("-ERR "));
            assertEquals("behind", client.reply());
            for (int i = 0; i < count; i++)
            {
                assertEquals(Integer.toString(i), client.reply());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldOutliveTheClientOfTheScript(final ThreadingMode mode) throws Exception
    {
        try (Server server = start(mode); RawClient other = new RawClient(server.port()))
        {
            final RawClient client = new RawClient(server.port());
            client.send(eval(ENDLESS) + "ECHO never\r\n");
            awaitBusy(other, BUSY);
            client.close();
            for (int i = 0; i < 50; i++)
            {
                assertEquals(BUSY, other.ask("GET k"));
            }
            assertEquals("+OK", other.ask("SCRIPT KILL"));
            awaitBusy(other, "+PONG");
            assertEquals("-NOTBUSY No scripts in execution right now.", other.ask("SCRIPT KILL"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldAnswerMoreThanTheRingHolds(final ThreadingMode mode) throws Exception
    {
        try (Server server = start(mode);
            RawClient client = new RawClient(server.port());
            RawClient killer = new RawClient(server.port()))
        {
            client.send(eval(ENDLESS));
            awaitBusy(killer, BUSY);
            final List<RawClient> others = new ArrayList<>();
            for (int i = 0; i < 20; i++)
            {
                final RawClient other = new RawClient(server.port());
                other.send("GET k\r\n".repeat(500));
                others.add(other);
            }
            for (final RawClient other : others)
            {
                for (int i = 0; i < 500; i++)
                {
                    assertEquals(BUSY, other.reply());
                }
            }
            assertEquals("+OK", killer.ask("SCRIPT KILL"));
            assertTrue(client.reply().startsWith("-ERR "));
            for (final RawClient other : others)
            {
                assertEquals("$-1", other.ask("GET k"));
                other.close();
            }
        }
    }
}
