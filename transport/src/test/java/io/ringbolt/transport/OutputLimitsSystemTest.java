package io.ringbolt.transport;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.ringbolt.transport.TestServers.await;
import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutputLimitsSystemTest
{
    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldLetShortRepliesPassTheSmallestLimit(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()))
        {
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals("+OK", client.ask("CONFIG SET client-output-buffer-limit \"normal 1 1 0\""));
                assertEquals("+OK", client.ask("SET key value"));
                assertEquals("value", client.ask("GET key"));
                assertEquals(":1048577", client.ask("SETRANGE long 1048576 x"));
                client.send("GET long\r\n");
                assertTrue(client.rest().length() <= 1 << 20);
                await("the client is gone", () -> 0 == server.connectionCount());
            }
            try (RawClient client = new RawClient(server.port()))
            {
                assertEquals("+OK", client.ask("CONFIG SET client-output-buffer-limit \"normal 0 0 0\""));
                assertEquals(1 << 20 | 1, client.ask("GET long").length());
            }
        }
    }

    /** Each of them would otherwise write gigabytes, or all of a large answer, into memory before it is looked at. */
    @ParameterizedTest
    @CsvSource({
        "SHARED, HRANDFIELD hash -2147483647", "DEDICATED, HRANDFIELD hash -2147483647 WITHVALUES",
        "SHARED, SRANDMEMBER set -2147483647", "SHARED, ZRANDMEMBER zset -1073741823 WITHSCORES",
        "SHARED, KEYS *", "DEDICATED, KEYS *", "SHARED, COMMAND DOCS", "SHARED, SCAN 0 COUNT 100000",
        "SHARED, EVAL \"return redis.call('KEYS', '*')\" 0"})
    void shouldEndAReplyThatGrowsBeyondTheLimit(final ThreadingMode mode, final String command) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient other = new RawClient(server.port()))
        {
            other.ask("HSET hash field value");
            other.ask("SADD set member");
            other.ask("ZADD zset 1 member");
            for (int i = 0; i < 3_000; i++)
            {
                other.send("SET key-with-a-name-of-some-length-" + i + " v\r\n");
            }
            for (int i = 0; i < 3_000; i++)
            {
                assertEquals("+OK", other.reply());
            }
            assertEquals("+OK", other.ask("CONFIG SET client-output-buffer-limit \"normal 100000 0 0\""));
            final long before = server.offHeapBytes();
            try (RawClient client = new RawClient(server.port()))
            {
                client.send("PING\r\n" + command + "\r\nPING\r\n");
                assertTrue(client.rest().length() <= 1 << 20);
            }
            assertEquals("+PONG", other.ask("PING"));
            assertTrue(server.offHeapBytes() - before < 4 << 20, () -> "bytes=" + (server.offHeapBytes() - before));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldTellWhetherSeveralSelectorsAreAtWork(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient client = new RawClient(server.port()))
        {
            final int expected = ThreadingMode.DEDICATED == mode ? 1 : 0;
            assertTrue(client.ask("INFO server").contains("io_threads_active:" + expected + "\r\n"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldReplyBehindAPush(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).set("enable-debug-command", "yes").build());
            RawClient client = new RawClient(server.port()))
        {
            client.send("HELLO 3\r\nDEBUG PROTOCOL push\r\nQUIT\r\n");
            final String replies = client.rest();
            assertTrue(replies.endsWith(
                ">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n+OK\r\n"),
                replies);
        }
    }
}
