package io.ringbolt.engine.bitmap;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What the bitmap commands reply and have replayed. The expectations up to 7.0 were compared with redis-server 7.0.15,
 * those of DIFF, DIFF1, ANDOR and ONE come from their documentation.
 */
class BitmapCommandsTest
{
    private static final int COUNT = 20_000;
    private static final String OFFSET_ERROR = "-ERR bit offset is not an integer or out of range";
    private static final String TYPE_ERROR = "-ERR Invalid bitfield type. Use something like i16 u8. " +
        "Note that u64 is not supported but i64 is.";
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldSetAndGetBits()
    {
        assertEquals(":0", redis.line("SETBIT k 7 1"));
        assertEquals(":1", redis.line("SETBIT k 7 0"));
        assertEquals("$1 \0", redis.line("GET k"));
        assertEquals(":0", redis.line("SETBIT k 100 1"));
        assertEquals(":13", redis.line("STRLEN k"));
        assertEquals(":1", redis.line("GETBIT k 100"));
        assertEquals(":0", redis.line("GETBIT k 4000000000"));
        assertEquals("$3 raw", redis.line("OBJECT ENCODING k"));
    }

    @Test
    void shouldChangeNumbersAsText()
    {
        redis.line("SET n 12");
        assertEquals(":1", redis.line("GETBIT n 2"));
        assertEquals(":0", redis.line("SETBIT n 6 1"));
        assertEquals("$2 32", redis.line("GET n"));
    }

    @Test
    void shouldRefuseWhatIsNoBitOrOffset()
    {
        assertEquals("-ERR bit is not an integer or out of range", redis.line("SETBIT k 0 2"));
        assertEquals("-ERR bit is not an integer or out of range", redis.line("SETBIT k 0 x"));
        assertEquals(OFFSET_ERROR, redis.line("SETBIT k -1 1"));
        assertEquals(OFFSET_ERROR, redis.line("SETBIT k 4294967296 1"));
        assertEquals(OFFSET_ERROR, redis.line("GETBIT k #1"));
        assertEquals("-ERR The bit argument must be 1 or 0.", redis.line("BITPOS k 2"));
        redis.line("LPUSH l x");
        for (final String command : List.of("SETBIT l 0 1", "GETBIT l 0", "BITCOUNT l", "BITPOS l 1", "BITOP NOT d l",
            "BITFIELD l GET u8 0", "BITFIELD l SET u8 0 1"))
        {
            assertEquals(WRONG_TYPE, redis.line(command), command);
        }
        assertEquals(":0", redis.line("EXISTS k d"));
    }

    @Test
    void shouldRespectTheLongestStringAllowed()
    {
        try (EngineHarness small = new EngineHarness(
            ServerConfig.defaults().with(NetworkParameters.PROTO_MAX_BULK_LEN, 1L << 20)))
        {
            assertEquals(":0", small.line("SETBIT k 8388607 1"));
            assertEquals(OFFSET_ERROR, small.line("SETBIT k 8388608 1"));
            assertEquals(OFFSET_ERROR, small.line("BITFIELD k SET u8 #1048576 1"));
            assertEquals(OFFSET_ERROR, small.line("BITFIELD k SET u8 #9223372036854775807 1"));
        }
    }

    @Test
    void shouldCountBits()
    {
        redis.line("SET k foobar");
        assertEquals(":26", redis.line("BITCOUNT k"));
        assertEquals(":4", redis.line("BITCOUNT k 0 0"));
        assertEquals(":6", redis.line("BITCOUNT k 1 1 BYTE"));
        assertEquals(":17", redis.line("BITCOUNT k 5 30 BIT"));
        assertEquals(":0", redis.line("BITCOUNT k 3 2"));
        assertEquals(":0", redis.line("BITCOUNT nokey 0 -1"));
        assertEquals("-ERR syntax error", redis.line("BITCOUNT k 0"));
        assertEquals("-ERR syntax error", redis.line("BITCOUNT k 0 1 WORD"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("BITCOUNT k a b"));
    }

    @Test
    void shouldFindBits()
    {
        redis.runRaw("SET", "k", "\u00ff\u00f0\0");
        assertEquals(":12", redis.line("BITPOS k 0"));
        assertEquals(":0", redis.line("BITPOS k 1"));
        assertEquals(":-1", redis.line("BITPOS k 1 2"));
        assertEquals(":16", redis.line("BITPOS k 0 2 -1 BYTE"));
        assertEquals(":7", redis.line("BITPOS k 1 7 15 BIT"));
        redis.runRaw("SET", "k", "\u00ff\u00ff");
        assertEquals(":16", redis.line("BITPOS k 0"));
        assertEquals(":16", redis.line("BITPOS k 0 1"));
        assertEquals(":-1", redis.line("BITPOS k 0 0 -1"));
        assertEquals(":0", redis.line("BITPOS nokey 0"));
        assertEquals(":-1", redis.line("BITPOS nokey 1"));
    }

    @Test
    void shouldCombineStrings()
    {
        redis.runRaw("SET", "a", "\u000f\u00ff");
        redis.runRaw("SET", "b", "\u0033");
        assertEquals(":2", redis.line("BITOP AND d a b"));
        assertEquals("$2 \u0003\0", redis.line("GET d"));
        redis.line("BITOP OR d a b nokey");
        assertEquals("$2 \u003f\u00ff", redis.line("GET d"));
        redis.line("BITOP xor d a b");
        assertEquals("$2 \u003c\u00ff", redis.line("GET d"));
        redis.line("BITOP NOT a a");
        assertEquals("$2 \u00f0\0", redis.line("GET a"));
        assertEquals("-ERR BITOP NOT must be called with a single source key.", redis.line("BITOP NOT d a b"));
        assertEquals("-ERR syntax error", redis.line("BITOP NAND d a b"));
        assertEquals(":0", redis.line("BITOP OR d nokey"));
        assertEquals(":0", redis.line("EXISTS d"));
    }

    @Test
    void shouldCombineStringsInTheNewerWays()
    {
        redis.runRaw("SET", "x", "\u00aa");
        redis.runRaw("SET", "y1", "\u000f");
        redis.runRaw("SET", "y2", "\u00c0\u0001");
        redis.line("BITOP DIFF d x y1 y2");
        assertEquals("$2 \u0020\0", redis.line("GET d"));
        redis.line("BITOP DIFF1 d x y1 y2");
        assertEquals("$2 \u0045\u0001", redis.line("GET d"));
        redis.line("BITOP ANDOR d x y1 y2");
        assertEquals("$2 \u008a\0", redis.line("GET d"));
        redis.line("BITOP ONE d x y1 y2");
        assertEquals("$2 \u0065\u0001", redis.line("GET d"));
        assertEquals("-ERR BITOP DIFF must be called with at least two source keys.", redis.line("BITOP diff d x"));
    }

    @Test
    void shouldReplaceATargetOfAnotherTypeAndDropItsExpiry()
    {
        redis.line("RPUSH d a b c");
        redis.line("EXPIRE d 100");
        redis.line("SET a 5");
        assertEquals(":1", redis.line("BITOP OR d a"));
        assertEquals("$1 5", redis.line("GET d"));
        assertEquals(":-1", redis.line("TTL d"));
    }

    @Test
    void shouldDoBitFieldOperations()
    {
        assertEquals("*2 :1 :0", redis.line("BITFIELD k INCRBY i5 100 1 GET u4 0"));
        assertEquals("*4 :1 :2 :3 :0", redis.line(
            "BITFIELD f INCRBY u2 100 1 INCRBY u2 100 1 INCRBY u2 100 1 INCRBY u2 100 1"));
        assertEquals("*2 :3 $-1", redis.line("BITFIELD g OVERFLOW SAT INCRBY u2 #1 9 OVERFLOW FAIL INCRBY u2 #1 1"));
        assertEquals("*1 :-128", redis.line("BITFIELD h OVERFLOW SAT INCRBY i8 0 -1000"));
        assertEquals("*1 :0", redis.line("BITFIELD h SET i64 3 -9223372036854775808"));
        assertEquals("*1 :-9223372036854775808", redis.line("BITFIELD_RO h GET i64 3"));
        assertEquals("*0", redis.line("BITFIELD nokey"));
        assertEquals("*1 :0", redis.line("BITFIELD nokey GET u63 1000"));
        assertEquals(":0", redis.line("EXISTS nokey"));
        redis.protocol(3);
        assertEquals("*1 _", redis.line("BITFIELD g OVERFLOW FAIL SET u2 2 7"));
    }

    @Test
    void shouldRejectBitFieldArgumentsBeforeAnythingChanges()
    {
        assertEquals(TYPE_ERROR, redis.line("BITFIELD k SET u8 0 1 GET u64 0"));
        assertEquals(TYPE_ERROR, redis.line("BITFIELD k GET i65 0"));
        assertEquals(TYPE_ERROR, redis.line("BITFIELD k GET x8 0"));
        assertEquals("-ERR syntax error", redis.line("BITFIELD k SET u8 0"));
        assertEquals("-ERR Invalid OVERFLOW type specified", redis.line("BITFIELD k OVERFLOW NO SET u8 0 1"));
        assertEquals("-ERR BITFIELD_RO only supports the GET subcommand", redis.line("BITFIELD_RO k SET u8 0 1"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("BITFIELD k SET u8 0 x"));
        assertEquals(OFFSET_ERROR, redis.line("BITFIELD k GET u8 -1"));
        assertEquals(":0", redis.line("EXISTS k"));
    }

    @Test
    void shouldReplayOnlyWhatChangedSomething()
    {
        redis.recordEffects();
        redis.line("SETBIT k 3 1");
        redis.line("SETBIT k 3 1");
        redis.line("GETBIT k 3");
        redis.line("BITFIELD k GET u8 0");
        redis.line("BITFIELD k SET u4 0 1");
        redis.line("BITFIELD k OVERFLOW FAIL INCRBY u4 100 16");
        redis.line("BITOP NOT d k");
        redis.line("BITOP NOT d nokey");
        redis.line("BITOP NOT d nokey");
        assertEquals(List.of("SETBIT k 3 1", "BITFIELD k OVERFLOW FAIL INCRBY u4 100 16", "BITOP NOT d k",
            "BITOP NOT d nokey"), redis.effects());
    }

    @ParameterizedTest
    @ValueSource(strings =
    {
        "SETBIT k 100 1", "SETBIT number 2 1", "GETBIT k 3", "GETBIT number 3", "BITCOUNT k", "BITCOUNT k 1 -1 BIT",
        "BITPOS k 1", "BITOP OR d k number other", "BITOP DIFF k k other",
        "BITFIELD k INCRBY u8 0 1 GET i5 7 OVERFLOW SAT SET u4 9 100", "BITFIELD_RO k GET u8 0"
    })
    void shouldAllocateNothing(final String command)
    {
        redis.line("MSET k value number 1 other text");
        redis.recordEffects();
        final String[] words = command.split(" ");
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++)
        {
            arguments[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        assertEquals(0, redis.loop(arguments).allocatedBytes(COUNT), command);
    }
}
