package io.ringbolt.engine.server;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandlogCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldShowTheSlowLogAsSlowlogDoes()
    {
        redis.line("CONFIG SET commandlog-execution-slower-than 0");
        redis.line("SET k v");
        assertEquals(redis.line("SLOWLOG LEN"), redis.line("SLOWLOG LEN").replace(":3", ":2"));
        redis.line("CONFIG SET slowlog-log-slower-than -1");
        final String slow = redis.line("SLOWLOG GET -1");
        assertEquals(slow, redis.line("COMMANDLOG GET -1 slow"));
        assertTrue(slow.contains("$3 SET $1 k $1 v"), slow);
        assertEquals("+OK", redis.line("COMMANDLOG RESET slow"));
        assertEquals(":0", redis.line("SLOWLOG LEN"));
    }

    @Test
    void shouldLogLargeRequestsByTheirLengthOnTheWire()
    {
        redis.line("CONFIG SET commandlog-request-larger-than 1000");
        redis.run("SET", "k", "v".repeat(900));
        assertEquals(":0", redis.line("COMMANDLOG LEN large-request"));
        redis.run("SET", "k", "v".repeat(2_000));

        assertEquals(":1", redis.line("COMMANDLOG LEN LARGE-REQUEST"));
        final String log = redis.line("COMMANDLOG GET 10 large-request");
        final int wireLength = ("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2000\r\n\r\n").length() + 2_000;
        assertTrue(log.startsWith("*1 *6 :0 :1700000000 :" + wireLength + " *3 $3 SET $1 k $149 vvv"), log);
        assertTrue(log.contains("... (1872 more bytes)"), log);
    }

    @Test
    void shouldLogLargeRepliesAlsoInsideATransaction()
    {
        redis.line("CONFIG SET commandlog-reply-larger-than 500 commandlog-large-reply-max-len 2");
        redis.run("SET", "k", "v".repeat(600));
        redis.line("GET k");
        redis.line("MULTI");
        redis.line("PING");
        redis.line("GET k");
        redis.line("EXEC");

        assertEquals(":2", redis.line("COMMANDLOG LEN large-reply"), "the oldest has gone");
        final String log = redis.line("COMMANDLOG GET -1 large-reply");
        assertTrue(log.contains(":608 *2 $3 GET $1 k"), log);
    }

    @Test
    void shouldRefuseWhatIsNoTypeOrCount()
    {
        assertEquals("-ERR type should be one of the following: slow, large-request, large-reply",
            redis.line("COMMANDLOG LEN fast"));
        assertEquals("-ERR count should be greater than or equal to -1", redis.line("COMMANDLOG GET -2 slow"));
        assertEquals("-ERR wrong number of arguments for 'commandlog|get' command", redis.line("COMMANDLOG GET 1"));
    }
}
