package io.ringbolt.engine.zset;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SortedSetCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldAddUnderConditions()
    {
        assertEquals(":2", redis.line("ZADD z 1 a 2 b"));
        assertEquals(":0", redis.line("ZADD z 3 a"));
        assertEquals(":1", redis.line("ZADD z CH 4 a"));
        assertEquals(":0", redis.line("ZADD z NX CH 5 a"));
        assertEquals(":0", redis.line("ZADD z XX CH 5 c"));
        assertEquals(":0", redis.line("ZADD z GT CH 3 a"));
        assertEquals(":1", redis.line("ZADD z LT CH 3 a"));
        assertEquals("$1 5", redis.line("ZADD z INCR 2 a"));
        assertEquals("$-1", redis.line("ZADD z NX INCR 2 a"));
        assertEquals("$1 7", redis.line("ZINCRBY z 2 a"));
        assertEquals(":0", redis.line("ZADD nope XX 1 a"));
        assertEquals(":0", redis.line("EXISTS nope"));
    }

    @Test
    void shouldNotUpdateAnythingWhenAnArgumentIsWrong()
    {
        redis.line("ZADD z 1 a");
        assertEquals("-ERR value is not a valid float", redis.line("ZADD z 2 a x b"));
        assertEquals("-ERR syntax error", redis.line("ZADD z 2 a 3"));
        assertEquals("-ERR XX and NX options at the same time are not compatible", redis.line("ZADD z NX XX 2 a"));
        assertEquals("-ERR GT, LT, and/or NX options at the same time are not compatible",
            redis.line("ZADD z GT LT 2 a"));
        assertEquals("-ERR INCR option supports a single increment-element pair", redis.line("ZADD z INCR 1 a 2 b"));
        redis.line("ZADD z -inf i");
        assertEquals("-ERR resulting score is not a number (NaN)", redis.line("ZINCRBY z inf i"));
        assertEquals("*4 $1 i $4 -inf $1 a $1 1", redis.line("ZRANGE z 0 -1 WITHSCORES"));
    }

    @Test
    void shouldSelectRangesByIndexScoreAndMember()
    {
        redis.line("ZADD z 1 a 2 b 3 c 4 d");
        assertEquals("*2 $1 b $1 c", redis.line("ZRANGE z 1 -2"));
        assertEquals("*2 $1 d $1 c", redis.line("ZRANGE z 0 1 REV"));
        assertEquals("*2 $1 b $1 c", redis.line("ZRANGE z (1 3 BYSCORE"));
        assertEquals("*2 $1 c $1 b", redis.line("ZRANGE z (4 2 BYSCORE REV"));
        assertEquals("*1 $1 b", redis.line("ZRANGE z -inf +inf BYSCORE LIMIT 1 1"));
        assertEquals("*4 $1 c $1 3 $1 b $1 2", redis.line("ZRANGE z +inf 0 BYSCORE REV LIMIT 1 2 WITHSCORES"));
        redis.line("ZADD l 0 a 0 b 0 c 0 d");
        assertEquals("*2 $1 b $1 c", redis.line("ZRANGE l [b (d BYLEX"));
        assertEquals("*4 $1 d $1 c $1 b $1 a", redis.line("ZRANGE l + - BYLEX REV"));
        assertEquals("-ERR min or max not valid string range item", redis.line("ZRANGE l a b BYLEX"));
        assertEquals("-ERR min or max is not a float", redis.line("ZRANGE l a b BYSCORE"));
        assertEquals("-ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
            redis.line("ZRANGE l 0 1 LIMIT 0 1"));
        assertEquals("-ERR syntax error, WITHSCORES not supported in combination with BYLEX",
            redis.line("ZRANGE l - + BYLEX WITHSCORES"));
        assertEquals(":2", redis.line("ZCOUNT z 2 (4"));
        redis.protocol(3);
        assertEquals("*2 *2 $1 a ,1 *2 $1 b ,2", redis.line("ZRANGE z 0 1 WITHSCORES"));
    }

    @Test
    void shouldTellScoresAndRanks()
    {
        redis.line("ZADD z 1 a 2 b 3 c");
        assertEquals("$1 2", redis.line("ZSCORE z b"));
        assertEquals("*2 $1 1 $-1", redis.line("ZMSCORE z a nope"));
        assertEquals(":0", redis.line("ZRANK z a"));
        assertEquals(":2", redis.line("ZREVRANK z a"));
        assertEquals("*2 :1 $1 2", redis.line("ZRANK z b WITHSCORE"));
        assertEquals("*-1", redis.line("ZRANK z nope WITHSCORE"));
        assertEquals("$-1", redis.line("ZRANK z nope"));
        assertEquals(":3", redis.line("ZCARD z"));
        assertEquals("*2 $1 0 *2 $1 b $1 2", redis.line("ZSCAN z 0 MATCH b"));
    }

    @Test
    void shouldPopFromBothEnds()
    {
        redis.line("ZADD z 1 a 2 b 3 c 4 d");
        redis.recordEffects();
        assertEquals("*2 $1 a $1 1", redis.line("ZPOPMIN z"));
        assertEquals("*4 $1 d $1 4 $1 c $1 3", redis.line("ZPOPMAX z 2"));
        redis.protocol(3);
        assertEquals("*1 *2 $1 b ,2", redis.line("ZPOPMIN z 7"));
        assertEquals(":0", redis.line("EXISTS z"));
        assertEquals("*0", redis.line("ZPOPMIN z"));
        assertEquals(List.of("ZPOPMIN z", "ZPOPMAX z 2", "ZPOPMIN z 7"), redis.effects());
    }

    @Test
    void shouldBehaveAlikeInBothEncodingsAndBeCopied()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("ZADD z " + i % 100 + " m" + i);
        }
        assertEquals("$8 skiplist", redis.line("OBJECT ENCODING z"));
        assertEquals("*3 $4 m150 $4 m250 $4 m350", redis.line("ZRANGE z 50 50 BYSCORE LIMIT 0 3"));
        assertEquals(":10", redis.line("ZCOUNT z 50 50"));
        assertEquals(":500", redis.line("ZCOUNT z 50 inf"));
        assertEquals(":1", redis.line("COPY z y"));
        redis.line("ZREM z m0 m1");
        assertEquals(":1000", redis.line("ZCARD y"));
        assertEquals(":0", redis.line("ZRANK y m0"));
        assertEquals("$1 1", redis.line("ZSCORE y m1"));
        redis.line("DEL z");
        assertEquals("*2 $2 m0 $1 0", redis.line("ZPOPMIN y"));
    }

    @Test
    void shouldAllocateNothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            redis.line("ZADD large " + i + " m" + i);
        }
        redis.line("ZADD small 0.1 a 2.75 b -1e-7 c inf d 12345.678 e");
        redis.line("ZADD lex 0 a 0 b 0 c");
        for (final String command : new String[] {"ZADD z 0 m", "ZRANK large m7",
            "ZADD small 0.12345 a", "ZADD small XX 3.3 b", "ZADD small -2.5e-6 c", "ZCOUNT small 0.05 12345.6789",
            "ZRANGEBYSCORE small (-inf +inf", "ZRANGEBYSCORE large 3.5 99.25 LIMIT 2 10", "ZCOUNT large -inf (7.5",
            "ZREVRANGE large 3 9", "ZLEXCOUNT lex [a (c", "ZRANGEBYLEX large - + LIMIT 0 5", "ZRANGEBYLEX large [m (z",
            "ZINTERCARD 2 large small", "ZRANDMEMBER large 5", "ZRANDMEMBER large",
            "ZADD small 1.7976931348623157e308 a", "ZADD small -4.9e-324 a", "ZADD small -0.0 a",
            "ZADD small +0.1234567890123456789 a", "ZADD small -Infinity a",
            "ZADD large 123456789012345678901234567890 m4", "ZRANGEBYSCORE small (-1e300 1e300",
            "ZRANGE large 0 50", "ZADD large 1.25 m3", "ZADD large 5 m3", "ZADD large GT CH 2000 m9"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            assertEquals(0, redis.loop(words).allocatedBytes(1_000), command);
        }
    }
}
