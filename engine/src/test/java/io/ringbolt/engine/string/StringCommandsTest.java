package io.ringbolt.engine.string;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What the string commands reply. The expectations were compared with redis-server 7.0.15.
 */
class StringCommandsTest
{
    private static final String NOT_AN_INTEGER = "-ERR value is not an integer or out of range";
    private static final String TOO_LONG = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldSetAndGet()
    {
        assertEquals("+OK", redis.line("SET k v"));
        assertEquals("$1 v", redis.line("GET k"));
        assertEquals("$-1", redis.line("GET nokey"));
        redis.protocol(3);
        assertEquals("_", redis.line("GET nokey"));
    }

    @Test
    void shouldSetOnlyUnderItsCondition()
    {
        assertEquals("$-1", redis.line("SET k 1 XX"));
        assertEquals("+OK", redis.line("SET k 1 NX"));
        assertEquals("$-1", redis.line("SET k 2 NX"));
        assertEquals("+OK", redis.line("SET k 2 XX"));
        assertEquals("$1 2", redis.line("SET k 3 NX GET"));
        assertEquals("$1 2", redis.line("SET k 3 GET"));
        assertEquals("$-1", redis.line("SET other 3 XX GET"));
        assertEquals("-ERR syntax error", redis.line("SET k 1 NX XX"));
        assertEquals(":0", redis.line("EXISTS other"));
    }

    @Test
    void shouldSetIfTheOldValueComparesAsAsked()
    {
        assertEquals("$-1", redis.line("SET k 1 IFEQ x"));
        assertEquals("+OK", redis.line("SET k Hello IFNE x"));
        assertEquals("$-1", redis.line("SET k x IFEQ y"));
        assertEquals("+OK", redis.run("SET", "k", "Hello world", "IFEQ", "Hello"));
        assertEquals("$16 b6acb9d84a38ff74", redis.line("DIGEST k"));
        assertEquals("$-1", redis.line("SET k y IFDNE b6acb9d84a38ff74"));
        assertEquals("$11 Hello world", redis.line("SET k y IFDEQ b6acb9d84a38ff74 GET"));
        assertEquals("$1 y", redis.line("GET k"));
        assertEquals("-ERR syntax error", redis.line("SET k y IFEQ y NX"));
    }

    @Test
    void shouldRefuseExpiriesThatAreNoPositiveTime()
    {
        final String invalid = "-ERR invalid expire time in 'set' command";
        assertEquals(invalid, redis.line("SET k v EX 0"));
        assertEquals(invalid, redis.line("SET k v PX -1"));
        assertEquals(invalid, redis.line("SET k v EX 9223372036854776"));
        assertEquals(invalid, redis.line("SET k v PX 9223372036854775807"));
        assertEquals(NOT_AN_INTEGER, redis.line("SET k v EX ten"));
        assertEquals("-ERR syntax error", redis.line("SET k v EX"));
        assertEquals("-ERR syntax error", redis.line("SET k v EX 1 PX 1"));
        assertEquals("-ERR syntax error", redis.line("SET k v EX 1 KEEPTTL"));
        assertEquals("-ERR invalid expire time in 'setex' command", redis.line("SETEX k 0 v"));
        assertEquals("-ERR invalid expire time in 'psetex' command", redis.line("PSETEX k -5 v"));
        assertEquals(":0", redis.line("EXISTS k"));
    }

    @Test
    void shouldSetChangeOrKeepTheExpiry()
    {
        redis.line("SET k v EX 100");
        assertEquals(":100", redis.line("TTL k"));
        redis.line("SET k longer-than-before-so-that-it-moves KEEPTTL");
        assertEquals(":100", redis.line("TTL k"));
        redis.line("SET k v PXAT " + (EngineHarness.START_MS + 5000));
        assertEquals(":5000", redis.line("PTTL k"));
        redis.line("SET k v");
        assertEquals(":-1", redis.line("TTL k"));
        redis.line("SETEX k 10 v");
        assertEquals(":10000", redis.line("PTTL k"));
        redis.line("MSET k v");
        assertEquals(":-1", redis.line("TTL k"));
        redis.line("PSETEX k 10 v");
        redis.line("GETSET k v");
        assertEquals(":-1", redis.line("TTL k"));
    }

    @Test
    void shouldKnowTheEncodingsOfStrings()
    {
        redis.line("SET k 123");
        assertEquals("$3 int", redis.line("OBJECT ENCODING k"));
        redis.line("SET k 9223372036854775808");
        assertEquals("$6 embstr", redis.line("OBJECT ENCODING k"));
        redis.line("SET k " + "x".repeat(44));
        assertEquals("$6 embstr", redis.line("OBJECT ENCODING k"));
        redis.line("SET k " + "x".repeat(45));
        assertEquals("$3 raw", redis.line("OBJECT ENCODING k"));
        redis.line("MSET k 5 f 5");
        redis.line("APPEND k 6");
        assertEquals("$3 raw", redis.line("OBJECT ENCODING k"));
        assertEquals("$2 56", redis.line("GET k"));
        redis.line("APPEND new 56");
        assertEquals("$3 int", redis.line("OBJECT ENCODING new"));
        redis.line("INCRBYFLOAT f 2");
        assertEquals("$6 embstr", redis.line("OBJECT ENCODING f"));
        redis.line("INCR f");
        assertEquals("$3 int", redis.line("OBJECT ENCODING f"));
    }

    @Test
    void shouldReturnAndRemoveOrReplace()
    {
        assertEquals("$-1", redis.line("GETSET k a"));
        assertEquals("$1 a", redis.line("GETSET k b"));
        assertEquals("$1 b", redis.line("GETDEL k"));
        assertEquals("$-1", redis.line("GETDEL k"));
    }

    @Test
    void shouldChangeTheExpiryOfWhatItReturns()
    {
        redis.line("SET k v");
        assertEquals("$1 v", redis.line("GETEX k EX 10"));
        assertEquals(":10", redis.line("TTL k"));
        assertEquals("$1 v", redis.line("GETEX k"));
        assertEquals(":10", redis.line("TTL k"));
        assertEquals("$1 v", redis.line("GETEX k PERSIST"));
        assertEquals(":-1", redis.line("TTL k"));
        assertEquals("-ERR syntax error", redis.line("GETEX k PERSIST EX 1"));
        assertEquals("-ERR invalid expire time in 'getex' command", redis.line("GETEX k EX 0"));
        assertEquals("$-1", redis.line("GETEX nokey EX ten"));
        assertEquals("$1 v", redis.line("GETEX k PXAT 1000"));
        assertEquals(":0", redis.line("EXISTS k"));
    }

    @Test
    void shouldReturnRanges()
    {
        redis.line("MSET k abcdef n -1234");
        assertEquals("$3 bcd", redis.line("GETRANGE k 1 3"));
        assertEquals("$2 ef", redis.line("GETRANGE k -2 -1"));
        assertEquals("$6 abcdef", redis.line("GETRANGE k -100 100"));
        assertEquals("$1 a", redis.line("GETRANGE k -100 -100"));
        assertEquals("$0 ", redis.line("GETRANGE k -1 -2"));
        assertEquals("$0 ", redis.line("GETRANGE k 6 10"));
        assertEquals("$2 -1", redis.line("SUBSTR n 0 1"));
        assertEquals("$0 ", redis.line("GETRANGE nokey 0 1"));
        assertEquals(NOT_AN_INTEGER, redis.line("GETRANGE k a 1"));
        assertEquals(":5", redis.line("STRLEN n"));
        assertEquals(":0", redis.line("STRLEN nokey"));
    }

    @Test
    void shouldWriteRangesAndFillGapsWithZeros()
    {
        assertEquals(":0", redis.run("SETRANGE", "k", "5", ""));
        assertEquals(":0", redis.line("EXISTS k"));
        assertEquals(":6", redis.line("SETRANGE k 3 abc"));
        assertEquals("$6 \0\0\0abc", redis.line("GET k"));
        assertEquals(":6", redis.line("SETRANGE k 0 xy"));
        assertEquals("$6 xy\0abc", redis.line("GET k"));
        assertEquals("-ERR offset is out of range", redis.line("SETRANGE k -1 x"));
        assertEquals(TOO_LONG, redis.line("SETRANGE k 536870912 x"));
        assertEquals(TOO_LONG, redis.line("SETRANGE k 9223372036854775807 x"));
        redis.line("SET n 12345");
        assertEquals(":5", redis.line("SETRANGE n 1 x"));
        assertEquals("$5 1x345", redis.line("GET n"));
    }

    @Test
    void shouldAppendAcrossEveryLength()
    {
        final StringBuilder twin = new StringBuilder();
        for (int i = 0; i < 500; i++)
        {
            final String part = Integer.toString(i * i);
            twin.append(part);
            assertEquals(":" + twin.length(), redis.line("APPEND k " + part));
        }
        assertEquals("$" + twin.length() + " " + twin, redis.line("GET k"));
    }

    @Test
    void shouldLimitTheLengthToThatOfBulks()
    {
        final ServerConfig config = ServerConfig.defaults().with(NetworkParameters.PROTO_MAX_BULK_LEN, 1L << 20);
        try (EngineHarness limited = new EngineHarness(config))
        {
            assertEquals(":1048576", limited.line("SETRANGE k 1048575 x"));
            assertEquals(TOO_LONG, limited.line("APPEND k x"));
            assertEquals(TOO_LONG, limited.line("SETRANGE other 1048576 x"));
            assertEquals(":0", limited.line("EXISTS other"));
        }
    }

    @Test
    void shouldCount()
    {
        assertEquals(":1", redis.line("INCR n"));
        assertEquals(":11", redis.line("INCRBY n 10"));
        assertEquals(":10", redis.line("DECR n"));
        assertEquals(":-5", redis.line("DECRBY n 15"));
        assertEquals(NOT_AN_INTEGER, redis.line("INCRBY n 1.5"));
        redis.run("SET", "t", " 1");
        assertEquals(NOT_AN_INTEGER, redis.line("INCR t"));
        redis.line("SET n 9223372036854775807");
        assertEquals("-ERR increment or decrement would overflow", redis.line("INCR n"));
        redis.line("SET n -9223372036854775808");
        assertEquals("-ERR increment or decrement would overflow", redis.line("DECR n"));
        assertEquals("-ERR decrement would overflow", redis.line("DECRBY n -9223372036854775808"));
        assertEquals("$20 -9223372036854775808", redis.line("GET n"));
    }

    @Test
    void shouldKeepTheExpiryWhenCounting()
    {
        redis.line("SET n 1 EX 100");
        redis.line("INCR n");
        redis.line("INCRBYFLOAT n 0.5");
        redis.line("APPEND n 0");
        assertEquals(":100", redis.line("TTL n"));
        assertEquals("$4 2.50", redis.line("GET n"));
    }

    @Test
    void shouldAddFloats()
    {
        assertEquals("$3 0.1", redis.line("INCRBYFLOAT f 0.1"));
        assertEquals("$3 0.3", redis.line("INCRBYFLOAT f 0.2"));
        assertEquals("$4 -4.7", redis.line("INCRBYFLOAT f -5"));
        assertEquals("$22 4995.29999999999999982", redis.line("INCRBYFLOAT f 5.0e3"));
        assertEquals("-ERR value is not a valid float", redis.line("INCRBYFLOAT f nan"));
        assertEquals("-ERR increment would produce NaN or Infinity", redis.line("INCRBYFLOAT f inf"));
        redis.line("SET t x");
        assertEquals("-ERR value is not a valid float", redis.line("INCRBYFLOAT t 1"));
    }

    @Test
    void shouldCountWithinBounds()
    {
        assertEquals("*2 :1 :1", redis.line("INCREX n"));
        assertEquals("*2 :8 :7", redis.line("INCREX n BYINT 7 UBOUND 10 EX 100"));
        assertEquals("*2 :8 :0", redis.line("INCREX n BYINT 7 UBOUND 10 EX 500"));
        assertEquals(":100", redis.line("TTL n"));
        assertEquals("*2 :10 :2", redis.line("INCREX n BYINT 7 UBOUND 10 SATURATE"));
        assertEquals("*2 :0 :-10", redis.line("INCREX n BYINT -70 LBOUND 0 SATURATE EX 500 ENX"));
        assertEquals(":100", redis.line("TTL n"));
        assertEquals("*2 :1 :1", redis.line("INCREX n PERSIST"));
        assertEquals(":-1", redis.line("TTL n"));
        redis.line("SET n 9223372036854775807");
        assertEquals("*2 :9223372036854775807 :0", redis.line("INCREX n"));
        assertEquals("*2 $3 1.5 $3 1.5", redis.line("INCREX f BYFLOAT 1.5"));
        assertEquals("*2 $1 2 $3 0.5", redis.line("INCREX f BYFLOAT 1.5 UBOUND 2 SATURATE"));
        assertEquals("*2 $1 2 $1 0", redis.line("INCREX f BYFLOAT 1.5 UBOUND 2"));
        assertEquals("-ERR syntax error", redis.line("INCREX f BYFLOAT 1 BYINT 1"));
        assertEquals("-ERR syntax error", redis.line("INCREX f ENX"));
        assertEquals(NOT_AN_INTEGER, redis.line("INCREX f BYINT x"));
        redis.protocol(3);
        assertEquals("*2 ,2.5 ,0.5", redis.line("INCREX f BYFLOAT 0.5"));
    }

    @Test
    void shouldSetManyAtOnce()
    {
        assertEquals("+OK", redis.line("MSET a 1 b 2 a 3"));
        assertEquals("*3 $1 3 $1 2 $-1", redis.line("MGET a b c"));
        assertEquals("-ERR wrong number of arguments for 'mset' command", redis.line("MSET a 1 b"));
        assertEquals(":0", redis.line("MSETNX c 1 a 1"));
        assertEquals(":0", redis.line("EXISTS c"));
        assertEquals(":1", redis.line("MSETNX c 1 d 1"));
    }

    @Test
    void shouldSetManyWithOneExpiry()
    {
        assertEquals(":1", redis.line("MSETEX 2 a 1 b 2 EX 10"));
        assertEquals(":10", redis.line("TTL b"));
        assertEquals(":0", redis.line("MSETEX 2 b 1 c 2 NX"));
        assertEquals(":0", redis.line("MSETEX 2 b 1 c 2 XX"));
        assertEquals(":1", redis.line("MSETEX 2 a 5 b 6 XX KEEPTTL"));
        assertEquals(":10", redis.line("TTL a"));
        assertEquals("-ERR invalid numkeys value", redis.line("MSETEX 0 a 1"));
        assertEquals("-ERR wrong number of key-value pairs", redis.line("MSETEX 2 a 1 b"));
    }

    @Test
    void shouldRemoveUnderACondition()
    {
        redis.run("MSET", "a", "Hello world", "b", "x", "c", "x");
        assertEquals(":0", redis.line("DELEX a IFEQ x"));
        assertEquals(":1", redis.line("DELEX a IFDEQ b6acb9d84a38ff74"));
        assertEquals(":0", redis.line("DELIFEQ b y"));
        assertEquals(":1", redis.line("DELIFEQ b x"));
        assertEquals(":1", redis.line("DELEX c"));
        assertEquals(":0", redis.line("DELEX c IFNE z"));
        assertEquals("-ERR digest must be exactly 16 hexadecimal characters", redis.line("DELEX c IFDEQ zz"));
    }

    @Test
    void shouldFindTheLongestCommonSubsequence()
    {
        redis.line("MSET a ohmytext b mynewtext");
        assertEquals("$6 mytext", redis.line("LCS a b"));
        assertEquals(":6", redis.line("LCS a b LEN"));
        assertEquals("*4 $7 matches *2 *2 *2 :4 :7 *2 :5 :8 *2 *2 :2 :3 *2 :0 :1 $3 len :6", redis.line("LCS a b IDX"));
        assertEquals("*4 $7 matches *1 *3 *2 :4 :7 *2 :5 :8 :4 $3 len :6",
            redis.line("LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN"));
        assertEquals("$0 ", redis.line("LCS a nokey"));
        assertEquals("-ERR If you want both the length and indexes, please just use IDX.",
            redis.line("LCS a b IDX LEN"));
        redis.protocol(3);
        assertEquals("%2 $7 matches *0 $3 len :0", redis.line("LCS a nokey IDX"));
    }

    @Test
    void shouldRefuseALcsTableLargerThanABulk()
    {
        redis.line("SETRANGE a 19999 x");
        redis.line("SETRANGE b 19999 x");
        assertEquals("-ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len",
            redis.line("LCS a b LEN"));
    }
}
