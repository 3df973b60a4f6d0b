package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What came to streams after Redis 7.2: giving back, deletion that heeds groups, producers that send twice. */
class ReleaseCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldGivePendingEntriesBack(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        assertEquals(":2", redis.line("XNACK s g FAIL IDS 3 3-0 9-0 1-0"));
        assertEquals("*3 *4 $3 1-0 $0  :-1 :1 *4 $3 2-0 $1 a :0 :1 *4 $3 3-0 $0  :-1 :1",
            redis.line("XPENDING s g - + 10"));
        assertEquals("*4 :3 $3 1-0 $3 3-0 *1 *2 $1 a $1 1", redis.line("XPENDING s g"));
        assertTrue(redis.line("XINFO STREAM s FULL").contains("$12 nacked-count :2"));
        assertEquals(":1", redis.line("XNACK s g SILENT IDS 1 1-0"));
        assertEquals("*1 *4 $3 1-0 $0  :-1 :0", redis.line("XPENDING s g - 1 10"));
        assertEquals(":1", redis.line("XNACK s g FATAL IDS 1 1-0"));
        assertEquals("*1 *4 $3 1-0 $0  :-1 :9223372036854775807", redis.line("XPENDING s g - 1 10"));
        assertEquals(":1", redis.line("XNACK s g FATAL RETRYCOUNT 7 IDS 1 1-0"));
        assertEquals("*1 *2 $3 3-0 *2 $1 f $1 3", redis.line("XCLAIM s g b 99999 3-0"));
        assertEquals("*3 $3 0-0 *1 $3 1-0 *0", redis.line("XAUTOCLAIM s g b 99999 - JUSTID"));
        assertEquals("*4 :3 $3 1-0 $3 3-0 *2 *2 $1 a $1 1 *2 $1 b $1 2", redis.line("XPENDING s g"));
        redis.line("XACK s g 1-0 2-0 3-0");
        assertEquals(":0", redis.line("XNACK s g FAIL IDS 1 1-0"));
        assertEquals(":1", redis.line("XNACK s g FAIL FORCE IDS 2 1-0 9-0"));
        assertEquals("*1 *4 $3 1-0 $0  :-1 :0", redis.line("XPENDING s g - + 10"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldRefuseWhatIsNoGivingBack(final int version)
    {
        begin(version);
        assertEquals("-ERR mode must be SILENT, FAIL, or FATAL", redis.line("XNACK s g BAD IDS 1 1-0"));
        assertEquals("-ERR syntax error, expected IDS keyword", redis.line("XNACK s g SILENT FORCE RETRYCOUNT 5"));
        assertEquals("-ERR numids must be a positive integer", redis.line("XNACK s g SILENT IDS 0 1-0"));
        assertEquals("-ERR number of IDs doesn't match numids", redis.line("XNACK s g SILENT IDS 2 1-0"));
        assertEquals("-ERR Unrecognized XNACK option '2-0'", redis.line("XNACK s g FAIL IDS 1 1-0 2-0"));
        assertEquals("-ERR Invalid RETRYCOUNT value, must be >= 0",
            redis.line("XNACK s g FAIL IDS 1 1-0 RETRYCOUNT -1"));
        assertTrue(redis.line("XNACK s nope FAIL IDS 1 1-0").startsWith("-NOGROUP"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldReadAgainWhatHasBeenIdleTheLongestFirst(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a COUNT 2 STREAMS s >");
        redis.advanceMs(100);
        redis.line("XNACK s g FAIL IDS 1 2-0");
        final String head = version == 2 ? "*1 *2 $1 s " : "%1 $1 s ";
        final String idleMs = ":" + redis.nowMs();
        assertEquals(head + "*3 *4 $3 2-0 *2 $1 f $1 2 " + idleMs + " :1 *4 $3 1-0 *2 $1 f $1 1 :100 :1 " +
            "*4 $3 3-0 *2 $1 f $1 3 :0 :0", redis.line("XREADGROUP GROUP g b CLAIM 100 STREAMS s >"));
        assertEquals(version == 2 ? "*-1" : "_", redis.line("XREADGROUP GROUP g b CLAIM 1 STREAMS s >"));
        assertEquals(head + "*1 *4 $3 1-0 *2 $1 f $1 1 :0 :2",
            redis.line("XREADGROUP GROUP g c CLAIM 0 COUNT 1 STREAMS s >"));
        redis.line("XTRIM s MAXLEN 0");
        assertEquals(version == 2 ? "*-1" : "_", redis.line("XREADGROUP GROUP g b CLAIM 0 STREAMS s >"));
        assertEquals("-ERR min-idle-time must be a positive integer",
            redis.line("XREADGROUP GROUP g b CLAIM -1 STREAMS s >"));
        assertEquals("-ERR The CLAIM option is only supported by XREADGROUP. You called XREAD instead.",
            redis.line("XREAD CLAIM 10 STREAMS s 0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldDeleteAsGroupsAllow(final int version)
    {
        begin(version);
        redis.line("XGROUP CREATE s h 0");
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        redis.line("XREADGROUP GROUP h a COUNT 2 STREAMS s >");
        assertEquals("*2 :2 :-1", redis.line("XDELEX s ACKED IDS 2 1-0 9-0"));
        assertEquals("*1 :2", redis.line("XACKDEL s g ACKED IDS 1 1-0"));
        assertEquals("*1 :1", redis.line("XACKDEL s h ACKED IDS 1 1-0"));
        assertEquals(":2", redis.line("XLEN s"));
        assertEquals("*1 :1", redis.line("XDELEX s DELREF IDS 1 2-0"));
        assertEquals("*4 :1 $3 3-0 $3 3-0 *1 *2 $1 a $1 1", redis.line("XPENDING s g"));
        assertEquals("*1 :1", redis.line("XDELEX s IDS 1 3-0"));
        assertEquals("*4 :1 $3 3-0 $3 3-0 *1 *2 $1 a $1 1", redis.line("XPENDING s g"));
        assertEquals("*1 :1", redis.line("XACKDEL s g KEEPREF IDS 1 3-0"));
        assertEquals("*2 :-1 :-1", redis.line("XACKDEL s nope IDS 2 1-1 2-2"));
        assertEquals("*1 :-1", redis.line("XDELEX nope IDS 1 1-1"));
        assertEquals("-ERR syntax error", redis.line("XDELEX s KEEPREF DELREF IDS 1 1-1"));
        assertEquals("-ERR Number of IDs must be a positive integer", redis.line("XACKDEL s g IDS 0 1-1"));
        assertEquals("-ERR The `numids` parameter must match the number of arguments",
            redis.line("XACKDEL s g IDS 3 1-1 2-2"));
        assertEquals("-ERR syntax error", redis.line("XACKDEL s g IDS 1 1-1 2-2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldTrimAsGroupsAllow(final int version)
    {
        begin(version);
        redis.line("XADD s MAXLEN = 1 ACKED 4-0 f 4");
        assertEquals(":4", redis.line("XLEN s"));
        redis.line("XREADGROUP GROUP g a COUNT 2 STREAMS s >");
        redis.line("XACK s g 1-0");
        assertEquals(":1", redis.line("XTRIM s MAXLEN 1 ACKED"));
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        redis.line("XACK s g 3-0 4-0");
        assertEquals(":1", redis.line("XTRIM s MINID 4 ACKED"));
        assertEquals("*2 *2 $3 2-0 *2 $1 f $1 2 *2 $3 4-0 *2 $1 f $1 4", redis.line("XRANGE s - +"));
        assertEquals(":1", redis.line("XTRIM s MAXLEN 1 DELREF"));
        assertTrue(redis.line("XPENDING s g").startsWith("*4 :0 "));
        redis.line("XADD s MAXLEN 0 DELREF 5-0 f 5");
        assertEquals(":0", redis.line("XLEN s"));
        assertEquals("-ERR syntax error", redis.line("XTRIM s MAXLEN 1 DELREF ACKED"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldAddWhatAProducerSendsTwiceOnce(final int version)
    {
        redis.protocol(version);
        final String first = redis.line("XADD s IDMP p1 a * f 1");
        assertEquals(first, redis.line("XADD s IDMP p1 a MAXLEN ~ 10 * other 2"));
        assertNotEquals(first, redis.line("XADD s IDMP p2 a * f 1"));
        final String auto = redis.line("XADD s IDMPAUTO p1 * f 1 g 2");
        assertEquals(auto, redis.line("XADD s IDMPAUTO p1 * g 2 f 1"));
        assertNotEquals(auto, redis.line("XADD s IDMPAUTO p1 * f 2 g 1"));
        assertEquals(":4", redis.line("XLEN s"));
        assertTrue(redis.line("XINFO STREAM s").contains("$13 idmp-duration :100 $12 idmp-maxsize :100 " +
            "$12 pids-tracked :2 $12 iids-tracked :4 $10 iids-added :4 $15 iids-duplicates :2"));
        redis.advanceMs(100_000);
        assertNotEquals(first, redis.line("XADD s IDMP p1 a * f 1"));
        redis.line("COPY s t");
        assertEquals(redis.line("XADD s IDMP p1 a * f 1"), redis.line("XADD t IDMP p1 a * f 1"));
        assertEquals("-ERR IDMP/IDMPAUTO can be used only with auto-generated IDs",
            redis.line("XADD s IDMP p a 1-1 f v"));
        assertEquals("-ERR IDMP/IDMPAUTO specified multiple times", redis.line("XADD s IDMPAUTO p IDMP p a * f v"));
        assertEquals("-ERR IDMP requires a non-empty producer ID",
            redis.run("XADD", "s", "IDMP", "", "a", "*", "f", "v"));
        assertEquals("-ERR IDMPAUTO requires a non-empty producer ID",
            redis.run("XADD", "s", "IDMPAUTO", "", "*", "f", "v"));
        assertEquals("-ERR IDMP requires a non-empty idempotent ID",
            redis.run("XADD", "s", "IDMP", "p", "", "*", "f", "v"));
        assertTrue(redis.line("XADD s IDMP p1 * f v").startsWith("-ERR Invalid stream ID"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldConfigureWhatIsRemembered(final int version)
    {
        redis.protocol(version);
        assertEquals("-ERR no such key", redis.line("XCFGSET s IDMP-DURATION 5"));
        final String first = redis.line("XADD s IDMP p a * f 1");
        assertEquals("+OK", redis.line("XCFGSET s IDMP-DURATION 100"));
        assertEquals(first, redis.line("XADD s IDMP p a * f 1"));
        assertEquals("+OK", redis.line("XCFGSET s IDMP-MAXSIZE 2"));
        final String second = redis.line("XADD s IDMP p a * f 1");
        assertNotEquals(first, second);
        redis.line("XADD s IDMP p b * f 1");
        redis.line("XADD s IDMP p c * f 1");
        assertNotEquals(second, redis.line("XADD s IDMP p a * f 1"));
        assertEquals("-ERR At least one parameter must be specified", redis.line("XCFGSET s"));
        assertEquals("-ERR syntax error", redis.line("XCFGSET s IDMP-DURATION"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("XCFGSET s IDMP-MAXSIZE A"));
        assertEquals("-ERR IDMP-DURATION must be between 1 and 86400 seconds",
            redis.line("XCFGSET s IDMP-DURATION 86401"));
        assertEquals("-ERR IDMP-MAXSIZE must be between 1 and 10000 entries", redis.line("XCFGSET s IDMP-MAXSIZE 0"));
    }

    private void begin(final int version)
    {
        redis.protocol(version);
        for (int i = 1; i <= 3; i++)
        {
            redis.line("XADD s " + i + "-0 f " + i);
        }
        redis.line("XGROUP CREATE s g 0");
    }
}
