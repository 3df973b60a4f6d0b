package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamCommandsTest
{
    private static final String INVALID = "-ERR Invalid stream ID specified as stream command argument";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldChooseIdsFromTheClockAndKeepThemAscending()
    {
        final long nowMs = redis.nowMs();
        assertEquals("$15 " + nowMs + "-0", redis.line("XADD s * a b"));
        assertEquals("$15 " + nowMs + "-1", redis.line("XADD s * a b"));
        assertEquals("$15 " + nowMs + "-2", redis.line("XADD s " + nowMs + "-* a b"));
        redis.line("XADD s 1800000000000-5 a b");
        assertEquals("$15 1800000000000-6", redis.line("XADD s * a b"));
        assertEquals("-ERR The ID specified in XADD is equal or smaller than the target stream top item",
            redis.line("XADD s 5-* a b"));
        redis.line("XADD s 18446744073709551615-18446744073709551615 a b");
        assertEquals("-ERR The stream has exhausted the last possible ID, unable to add more items",
            redis.line("XADD s * a b"));
        assertEquals(":6", redis.line("XLEN s"));
    }

    @Test
    void shouldRefuseWrongArguments()
    {
        assertEquals("-ERR The ID specified in XADD must be greater than 0-0", redis.line("XADD s 0-0 a b"));
        assertEquals(INVALID, redis.line("XADD s 5- a b"));
        assertEquals("-ERR wrong number of arguments for 'xadd' command", redis.line("XADD s * a b c"));
        assertEquals("-ERR syntax error, MAXLEN and MINID options at the same time are not compatible",
            redis.line("XADD s MAXLEN 10 MINID 3 * a b"));
        assertEquals("-ERR The MAXLEN argument must be >= 0.", redis.line("XADD s MAXLEN -1 * a b"));
        assertEquals("-ERR The LIMIT argument must be >= 0.", redis.line("XADD s MAXLEN ~ 1 LIMIT -1 * a b"));
        assertEquals("-ERR syntax error, LIMIT cannot be used without the special ~ option",
            redis.line("XADD s MAXLEN 1 LIMIT 3 * a b"));
        assertEquals("-ERR syntax error, LIMIT cannot be used without specifying a trimming strategy",
            redis.line("XADD s LIMIT 3 * a b"));
        assertEquals("$-1", redis.line("XADD s NOMKSTREAM * a b"));
        assertEquals(":0", redis.line("EXISTS s"));
    }

    @Test
    void shouldSelectRanges()
    {
        redis.line("XADD s 1-1 a 1");
        redis.line("XADD s 1-2 a 2");
        redis.line("XADD s 2-0 b 3 c 4");
        final String first = "*2 $3 1-1 *2 $1 a $1 1";
        final String second = "*2 $3 1-2 *2 $1 a $1 2";
        final String third = "*2 $3 2-0 *4 $1 b $1 3 $1 c $1 4";
        assertEquals("*3 " + first + " " + second + " " + third, redis.line("XRANGE s - +"));
        assertEquals("*2 " + third + " " + second, redis.line("XREVRANGE s + - COUNT 2"));
        assertEquals("*1 " + second, redis.line("XRANGE s (1-1 1"));
        assertEquals("*1 " + third, redis.line("XRANGE s (1-2 +"));
        assertEquals("*2 " + first + " " + second, redis.line("XRANGE s 1 1"));
        assertEquals("*-1", redis.line("XRANGE s - + COUNT 0"));
        assertEquals("*0", redis.line("XRANGE nope - +"));
        assertEquals(INVALID, redis.line("XRANGE s (- +"));
        assertEquals("-ERR invalid start ID for the interval",
            redis.line("XRANGE s (18446744073709551615-18446744073709551615 +"));
        assertEquals("-ERR syntax error", redis.line("XRANGE s - + FOO 1"));
    }

    @Test
    void shouldTrimWhileAddingAndReplayWhatThatCameTo()
    {
        for (int i = 1; i <= 250; i++)
        {
            redis.line("XADD s " + i + "-0 f v");
        }
        redis.recordEffects();
        redis.line("XADD s MAXLEN ~ 120 251-0 f v");
        assertEquals(":151", redis.line("XLEN s"));
        redis.line("XADD s MAXLEN = 120 * f v");
        redis.line("XADD s MINID 200 2700000000000-0 f v");
        assertEquals("*1 *2 $5 200-0 *2 $1 f $1 v", redis.line("XRANGE s - + COUNT 1"));
        final List<String> effects = redis.effects();
        assertEquals(List.of("XADD s MAXLEN = 151 251-0 f v", "XADD s MAXLEN = 120 " + redis.nowMs() + "-0 f v",
            "XADD s MINID 200 2700000000000-0 f v"), effects);
    }

    @Test
    void shouldBeCopied()
    {
        for (int i = 1; i <= 250; i++)
        {
            redis.line("XADD s " + i + "-0 f " + i);
        }
        assertEquals(":1", redis.line("COPY s t"));
        redis.line("DEL s");
        redis.line("XADD t 300-0 f v");
        assertEquals(":251", redis.line("XLEN t"));
        assertEquals("*1 *2 $5 250-0 *2 $1 f $3 250", redis.line("XRANGE t 250 250"));
        assertEquals("$6 stream", redis.line("OBJECT ENCODING t"));
    }

    @Test
    void shouldAllocateNothing()
    {
        redis.line("XADD s 1-1 f v");
        for (final String command : new String[] {"XADD s * f v", "XADD s MAXLEN ~ 1000 * f v g w"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            assertTrue(redis.loop(words).allocatedBytes(2_000) < 2_000, command);
        }
    }
}
