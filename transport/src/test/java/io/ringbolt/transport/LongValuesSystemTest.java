package io.ringbolt.transport;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Values of many megabytes, which are taken over as they came and sent from where they lie. */
class LongValuesSystemTest
{
    private static final int LENGTH = 9 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldKeepWhatEachCommandStores(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient client = new RawClient(server.port()))
        {
            final String a = value('a');
            final String b = value('b');
            assertEquals("+OK", send(client, "SET", "key", a).reply());
            assertEquals(a, client.ask("GET key"));
            assertEquals(a, send(client, "GETSET", "key", b).reply());
            assertEquals(b, send(client, "SET", "key", a, "GET").reply());
            assertEquals("+OK", send(client, "SETEX", "timed", "1000", b).reply());
            assertEquals(b, client.ask("GETEX timed"));
            assertEquals("+OK", send(client, "MSET", "key", "short", "other", b).reply());
            assertEquals("+OK", send(client, "MSET", "one", a, "two", b).reply());
            assertEquals(a, client.ask("GET one"));
            assertEquals(b, client.ask("GET two"));
            assertEquals(":" + LENGTH, send(client, "APPEND", "new", a).reply());
            assertEquals(":" + 2 * LENGTH, send(client, "APPEND", "new", b).reply());
            assertEquals(a + b, client.ask("GETDEL new"));
            assertEquals(":" + LENGTH, send(client, "SETRANGE", "new", "0", b).reply());
            assertEquals(":" + LENGTH, send(client, "SETRANGE", "new", "3", "changed").reply());
            assertEquals(b.substring(0, 3) + "changed" + b.substring(10), client.ask("GET new"));
            assertEquals(":2", send(client, "LPUSH", "list", "short", a).reply());
            assertEquals(":3", send(client, "RPUSHX", "list", b).reply());
            assertEquals(a, client.ask("LINDEX list 0"));
            assertEquals(a, client.ask("LPOP list"));
            assertEquals("short", client.ask("LPOP list"));
            assertEquals(b, client.ask("RPOPLPUSH list list"));
            assertEquals(b, client.ask("LPOP list"));
            assertEquals("+OK", send(client, "SET", "key", b, "PXAT", "1").reply());
            assertEquals("$-1", client.ask("GET key"));
            assertEquals("raw", client.ask("OBJECT ENCODING other"));
            assertEquals("+OK", client.ask("FLUSHALL"));
        }
        server.close();
        assertEquals(0, server.offHeapBytes());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldSendAValueAsItWasWhenItWasAskedFor(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient slow = new RawClient(server.port()); RawClient other = new RawClient(server.port()))
        {
            final String a = value('a');
            assertEquals("+OK", send(slow, "SET", "key", a).reply());
            slow.send("PING\r\nGET key\r\nPING\r\n");
            assertEquals("+PONG", slow.reply());
            assertEquals("+PONG", other.ask("PING"));         // so the GET has been executed, but not been read
            assertEquals(":" + LENGTH, other.ask("SETRANGE key 5 changed"));
            assertEquals("+OK", send(other, "SET", "key", value('c')).reply());
            assertEquals(":1", other.ask("DEL key"));
            assertEquals(a, slow.reply());
            assertEquals("+PONG", slow.reply());
        }
        server.close();
        assertEquals(0, server.offHeapBytes());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldForgetAClientThatLeavesWhileItIsSentALongValue(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient client = new RawClient(server.port()))
        {
            assertEquals("+OK", send(client, "SET", "key", value('a')).reply());
            for (int i = 0; i < 10; i++)
            {
                try (RawClient leaving = new RawClient(server.port()))
                {
                    leaving.send("GET key\r\n");
                }
            }
            assertEquals(":1", client.ask("DEL key"));
            assertEquals("+PONG", client.ask("PING"));
        }
        server.close();
        assertEquals(0, server.offHeapBytes());
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldExecuteLongCommandsInTransactionsAndScripts(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient client = new RawClient(server.port()))
        {
            final String a = value('a');
            final String b = value('b');
            assertEquals("+OK", client.ask("MULTI"));
            assertEquals("+QUEUED", send(client, "SET", "key", a).reply());
            assertEquals("+QUEUED", send(client, "GETSET", "key", b).reply());
            assertEquals("+QUEUED", client.ask("GET key"));
            assertEquals("*3", client.ask("EXEC"));
            assertEquals("+OK", client.reply());
            assertEquals(a, client.reply());
            assertEquals(b, client.reply());
            assertEquals(b, send(client, "EVAL", "return redis.call('get', KEYS[1])", "1", "key").reply());
            assertEquals("+OK",
                send(client, "EVAL", "return redis.call('set', KEYS[1], ARGV[1])", "1", "key", a).reply());
            assertEquals(a, client.ask("GET key"));
        }
        server.close();
        assertEquals(0, server.offHeapBytes());
    }

    @Test
    void shouldJournalWhatWasThereWhenTheCommandRan() throws Exception
    {
        final ServerConfigBuilder config = config(ThreadingMode.DEDICATED)
            .set(GeneralParameters.DIR, folder.toString())
            .set(SnapshotParameters.SAVE, List.<SavePoint>of())
            .set(AppendOnlyParameters.APPENDONLY, true);
        final Server writing = Server.start(config.build());
        final String digest;
        try (RawClient client = new RawClient(writing.port()))
        {
            final String a = value('a');
            final String b = value('b');
            assertEquals("+OK", send(client, "SET", "key", a).reply());
            assertEquals(":" + LENGTH, client.ask("SETRANGE key 5 changed"));
            assertEquals(":" + (LENGTH + 3), client.ask("APPEND key new"));
            assertEquals("+OK", send(client, "SETEX", "timed", "1000", b).reply());
            assertEquals("+OK", send(client, "SET", "gone", b).reply());
            assertEquals(":1", client.ask("DEL gone"));
            assertEquals("+OK", send(client, "MSET", "one", a, "short", "s", "two", b).reply());
            assertEquals(":2", send(client, "HSET", "hash", "f", a, b, "value").reply());
            assertEquals(":2", send(client, "RPUSH", "list", a, b).reply());
            assertEquals(":1", send(client, "LREM", "list", "1", a).reply());
            assertEquals(":2", send(client, "LPUSH", "list", a).reply());
            assertEquals("+OK", client.ask("LSET list 0 short"));
            assertEquals(":3", send(client, "RPUSH", "list", b).reply());
            assertEquals(":1", client.ask("DEL list"));
            assertEquals(":1", send(client, "RPUSH", "list", a).reply());
            assertEquals(":" + LENGTH, send(client, "SETRANGE", "new", "0", b).reply());
            assertEquals(":" + LENGTH, client.ask("SETRANGE new 5 changed"));
            assertEquals("+OK", client.ask("MULTI"));
            assertEquals("+QUEUED", send(client, "SET", "three", b).reply());
            assertEquals("+QUEUED", send(client, "APPEND", "three", a).reply());
            assertEquals("*2", client.ask("EXEC"));
            assertEquals("+OK", client.reply());
            assertEquals(":" + 2 * LENGTH, client.reply());
            digest = client.ask("DEBUG DIGEST");
        }
        writing.close();
        assertEquals(0, writing.offHeapBytes());
        final Server reading = Server.start(config.build());
        try (RawClient client = new RawClient(reading.port()))
        {
            assertEquals(digest, client.ask("DEBUG DIGEST"));
        }
        reading.close();
        assertEquals(0, reading.offHeapBytes());
    }

    private static String value(final char letter)
    {
        final char[] letters = new char[LENGTH];
        Arrays.fill(letters, letter);
        letters[0] = '<';
        letters[LENGTH / 2] = '|';
        letters[LENGTH - 1] = '>';
        return new String(letters);
    }

    private static RawClient send(final RawClient client, final String... arguments) throws IOException
    {
        final StringBuilder text = new StringBuilder("*" + arguments.length + "\r\n");
        for (final String argument : arguments)
        {
            text.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
        }
        return client.send(text.toString());
    }
}
