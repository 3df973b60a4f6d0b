package io.ringbolt.engine.list;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ListCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldPushAndPopAtBothEnds()
    {
        assertEquals(":3", redis.line("RPUSH l a b c"));
        assertEquals(":5", redis.line("LPUSH l y z"));
        assertEquals("*5 $1 z $1 y $1 a $1 b $1 c", redis.line("LRANGE l 0 -1"));
        assertEquals("$1 z", redis.line("LPOP l"));
        assertEquals("*2 $1 c $1 b", redis.line("RPOP l 2"));
        assertEquals("*0", redis.line("LPOP l 0"));
        assertEquals("*2 $1 y $1 a", redis.line("LPOP l 9"));
        assertEquals(":0", redis.line("EXISTS l"));
    }

    @Test
    void shouldReplyNothingInTheFormTheCountAsksFor()
    {
        assertEquals("$-1", redis.line("LPOP nope"));
        assertEquals("*-1", redis.line("LPOP nope 2"));
        assertEquals("-ERR value is out of range, must be positive", redis.line("LPOP nope -1"));
        assertEquals("-ERR value is out of range, must be positive", redis.line("RPOP nope x"));
        assertEquals("-ERR wrong number of arguments for 'lpop' command", redis.line("LPOP nope 1 2"));
        assertEquals(":0", redis.line("LPUSHX nope a"));
        assertEquals(":0", redis.line("EXISTS nope"));
    }

    @Test
    void shouldClampRanges()
    {
        redis.line("RPUSH l 0 1 2 3 4");
        assertEquals("*2 $1 3 $1 4", redis.line("LRANGE l -2 99"));
        assertEquals("*2 $1 0 $1 1", redis.line("LRANGE l -99 1"));
        assertEquals("*0", redis.line("LRANGE l 3 2"));
        assertEquals("*0", redis.line("LRANGE l 5 9"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("LRANGE l 0 x"));
    }

    @Test
    void shouldSetInsertRemoveAndTrim()
    {
        redis.line("RPUSH l a b a c a");
        assertEquals("+OK", redis.line("LSET l -4 B"));
        assertEquals("-ERR index out of range", redis.line("LSET l 5 x"));
        assertEquals("-ERR no such key", redis.line("LSET nope 0 x"));
        assertEquals(":6", redis.line("LINSERT l AFTER B after"));
        assertEquals(":-1", redis.line("LINSERT l before nope x"));
        assertEquals("-ERR syntax error", redis.line("LINSERT l near a x"));
        assertEquals(":1", redis.line("LREM l -1 a"));
        assertEquals("*5 $1 a $1 B $5 after $1 a $1 c", redis.line("LRANGE l 0 -1"));
        assertEquals("+OK", redis.line("LTRIM l 1 -2"));
        assertEquals("*3 $1 B $5 after $1 a", redis.line("LRANGE l 0 -1"));
        assertEquals("$1 a", redis.line("LINDEX l -1"));
        assertEquals("$-1", redis.line("LINDEX l 3"));
        assertEquals("+OK", redis.line("LTRIM l 3 1"));
        assertEquals(":0", redis.line("EXISTS l"));
    }

    @Test
    void shouldRefuseOtherTypes()
    {
        redis.line("SET s x");
        for (final String command : new String[] {"LPUSH s a", "RPOP s", "LRANGE s 0 1", "LLEN s", "LINDEX s 0",
            "LSET s 0 x", "LINSERT s BEFORE a b", "LREM s 0 a", "LTRIM s 0 1"})
        {
            assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value", redis.line(command));
        }
    }

    @Test
    void shouldReportItsEncodingAndBeCopied()
    {
        redis.line("RPUSH l a 17 c");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING l"));
        final String large = "x".repeat(9_000);
        redis.run("RPUSH", "l", large);
        assertEquals("$9 quicklist", redis.line("OBJECT ENCODING l"));
        assertEquals(":1", redis.line("COPY l m"));
        redis.line("LPOP l");
        assertEquals("*3 $1 a $2 17 $1 c", redis.line("LRANGE m 0 2"));
        assertEquals("$9000 " + large, redis.line("RPOP m"));
    }

    @Test
    void shouldReplayWhatChanged()
    {
        redis.recordEffects();
        redis.line("RPUSH l a b");
        redis.line("LPOP l 5");
        redis.line("LPOP l 5");
        redis.line("LTRIM nope 0 1");
        assertEquals(List.of("RPUSH l a b", "LPOP l 5"), redis.effects());
    }

    @Test
    void shouldAllocateNothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("RPUSH l xxx");
        }
        for (final String command : new String[] {"LPUSH l xxx", "RPUSH l 12345", "LPOP l", "RPOP l", "LRANGE l 0 99"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            assertTrue(redis.loop(words).allocatedBytes(2_000) < 2_000, command);
        }
    }
}
