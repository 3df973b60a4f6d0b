package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the commands on consumer groups reply, in both protocols. */
class GroupCommandsTest
{
    private static final String NO_GROUP = "-NOGROUP No such key 's' or consumer group 'nope'";

    private final EngineHarness redis = new EngineHarness();
    private int protocol;

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldReadNewEntriesOnceAndThenItsHistory(final int version)
    {
        begin(version);
        assertEquals(streams("*2 " + entry(1) + " " + entry(2)),
            redis.line("XREADGROUP GROUP g a COUNT 2 STREAMS s >"));
        assertEquals(streams("*1 " + entry(3)), redis.line("XREADGROUP GROUP g b STREAMS s >"));
        assertEquals(nullArray(), redis.line("XREADGROUP GROUP g b STREAMS s >"));
        assertEquals(streams("*2 " + entry(1) + " " + entry(2)), redis.line("XREADGROUP GROUP g a STREAMS s 0"));
        assertEquals(streams("*1 " + entry(2)), redis.line("XREADGROUP GROUP g a STREAMS s 1-0"));
        redis.line("XDEL s 1-0");
        assertEquals(streams("*2 *2 $3 1-0 " + nullArray() + " " + entry(2)),
            redis.line("XREADGROUP GROUP g a STREAMS s 0"));
        assertEquals("*4 :3 $3 1-0 $3 3-0 *2 *2 $1 a $1 2 *2 $1 b $1 1", redis.line("XPENDING s g"));
        assertEquals(":2", redis.line("XACK s g 1-0 3-0 9-0"));
        assertEquals(":0", redis.line("XACK s nope 1-0"));
        assertEquals("*4 :1 $3 2-0 $3 2-0 *1 *2 $1 a $1 1", redis.line("XPENDING s g"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldListWhatIsPendingByRangeIdlenessAndConsumer(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a COUNT 2 STREAMS s >");
        redis.advanceMs(50);
        redis.line("XREADGROUP GROUP g b STREAMS s >");
        redis.advanceMs(10);
        final String first = "*4 $3 1-0 $1 a :60 :1";
        final String second = "*4 $3 2-0 $1 a :60 :1";
        final String third = "*4 $3 3-0 $1 b :10 :1";
        assertEquals("*3 " + first + " " + second + " " + third, redis.line("XPENDING s g - + 10"));
        assertEquals("*1 " + second, redis.line("XPENDING s g (1-0 2 10"));
        assertEquals("*1 " + third, redis.line("XPENDING s g - + 10 b"));
        assertEquals("*2 " + first + " " + second, redis.line("XPENDING s g IDLE 60 - + 10"));
        assertEquals("*0", redis.line("XPENDING s g IDLE 61 - + 10"));
        assertEquals("*0", redis.line("XPENDING s g - + 10 nobody"));
        assertEquals("-ERR syntax error", redis.line("XPENDING s g - +"));
        assertEquals(NO_GROUP, redis.line("XPENDING s nope"));
        redis.line("XACK s g 1-0 2-0 3-0");
        assertEquals("*4 :0 " + nullValue() + " " + nullValue() + " " + nullArray(), redis.line("XPENDING s g"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldClaimWhatHasBeenIdle(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        redis.advanceMs(100);
        assertEquals("*0", redis.line("XCLAIM s g b 101 1-0"));
        assertEquals("*1 " + entry(1), redis.line("XCLAIM s g b 100 1-0 7-0"));
        assertEquals("*1 $3 2-0", redis.line("XCLAIM s g b 0 2-0 JUSTID IDLE 30"));
        assertEquals("*3 *4 $3 1-0 $1 b :0 :2 *4 $3 2-0 $1 b :30 :1 *4 $3 3-0 $1 a :100 :1",
            redis.line("XPENDING s g - + 10"));
        assertEquals("*1 $3 3-0", redis.line("XCLAIM s g b 0 3-0 JUSTID RETRYCOUNT 5 TIME 1000 LASTID 9-0"));
        assertTrue(redis.line("XINFO GROUPS s").contains("$17 last-delivered-id $3 9-0"));
        redis.line("XDEL s 1-0");
        assertEquals("*0", redis.line("XCLAIM s g b 0 1-0"));
        assertEquals("*4 :2 $3 2-0 $3 3-0 *1 *2 $1 b $1 2", redis.line("XPENDING s g"));
        assertEquals(NO_GROUP, redis.line("XCLAIM s nope b 0 1-0"));
        assertEquals("-ERR Unrecognized XCLAIM option 'x'", redis.line("XCLAIM s g b 0 1-0 x"));
        assertEquals("-ERR Invalid min-idle-time argument for XCLAIM", redis.line("XCLAIM s g b x 1-0"));
        redis.line("XACK s g 2-0 3-0");
        assertEquals("*1 " + entry(2), redis.line("XCLAIM s g c 50 2-0 FORCE"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldClaimInOrderFromACursor(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        redis.line("XDEL s 2-0");
        redis.advanceMs(10);
        assertEquals("*3 $3 2-0 *1 " + entry(1) + " *0", redis.line("XAUTOCLAIM s g b 10 - COUNT 1"));
        assertEquals("*3 $3 3-0 *0 *1 $3 2-0", redis.line("XAUTOCLAIM s g b 10 2-0 COUNT 1"));
        assertEquals("*3 $3 0-0 *1 $3 3-0 *0", redis.line("XAUTOCLAIM s g b 10 (1-0 JUSTID"));
        assertEquals("*3 $3 0-0 *0 *0", redis.line("XAUTOCLAIM s g b 10 -"));
        assertEquals("-ERR COUNT must be > 0", redis.line("XAUTOCLAIM s g b 10 - COUNT 0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldMakeAndUnmakeGroupsAndConsumers(final int version)
    {
        begin(version);
        assertEquals("-BUSYGROUP Consumer Group name already exists", redis.line("XGROUP CREATE s g $"));
        assertTrue(redis.line("XGROUP CREATE none g $").startsWith("-ERR The XGROUP subcommand requires the key"));
        assertEquals("+OK", redis.line("XGROUP CREATE none g $ MKSTREAM ENTRIESREAD 3"));
        assertEquals("$6 stream", redis.line("OBJECT ENCODING none"));
        assertEquals(":0", redis.line("XLEN none"));
        assertEquals(":1", redis.line("XGROUP CREATECONSUMER s g a"));
        assertEquals(":0", redis.line("XGROUP CREATECONSUMER s g a"));
        redis.line("XREADGROUP GROUP g a COUNT 2 STREAMS s >");
        assertEquals(":2", redis.line("XGROUP DELCONSUMER s g a"));
        assertEquals(":0", redis.line("XGROUP DELCONSUMER s g a"));
        assertEquals("*4 :0 " + nullValue() + " " + nullValue() + " " + nullArray(), redis.line("XPENDING s g"));
        assertEquals("-NOGROUP No such consumer group 'nope' for key name 's'",
            redis.line("XGROUP CREATECONSUMER s nope a"));
        assertEquals("+OK", redis.line("XGROUP SETID s g 2-0 ENTRIESREAD 2"));
        assertEquals(streams("*1 " + entry(3)), redis.line("XREADGROUP GROUP g a STREAMS s >"));
        assertEquals(":1", redis.line("XGROUP DESTROY s g"));
        assertEquals(":0", redis.line("XGROUP DESTROY s g"));
        assertTrue(redis.line("XREADGROUP GROUP g a STREAMS s >").startsWith("-NOGROUP No such key 's' or consumer"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldQuoteWordsUpToTheFirstZeroByteInErrors(final int version)
    {
        begin(version);
        assertEquals("-NOGROUP No such key 's' or consumer group 'n'", redis.line("XPENDING s n\0ope"));
        assertEquals("-NOGROUP No such key '' or consumer group 'g' in XREADGROUP with GROUP option",
            redis.line("XREADGROUP GROUP g a STREAMS \0s >"));
        assertEquals("-NOGROUP No such consumer group '' for key name 's'", redis.line("XINFO CONSUMERS s \0"));
        assertEquals("-ERR Unrecognized XCLAIM option 'F'", redis.line("XCLAIM s g a 0 1-0 F\0OO"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldTellOfStreamsGroupsAndConsumers(final int version)
    {
        begin(version);
        redis.line("XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        redis.advanceMs(5);
        assertEquals("*1 " + map(6) + " $4 name $1 g $9 consumers :1 $7 pending :1 $17 last-delivered-id $3 1-0 " +
            "$12 entries-read :1 $3 lag :2", redis.line("XINFO GROUPS s"));
        assertEquals("*1 " + map(4) + " $4 name $1 a $7 pending :1 $4 idle :5 $8 inactive :5",
            redis.line("XINFO CONSUMERS s g"));
        assertEquals(map(10) + " $6 length :3 $15 radix-tree-keys :1 $16 radix-tree-nodes :2 $17 last-generated-id " +
            "$3 3-0 $20 max-deleted-entry-id $3 0-0 $13 entries-added :3 $23 recorded-first-entry-id $3 1-0 " +
            "$6 groups :1 $11 first-entry " + entry(1) + " $10 last-entry " + entry(3), redis.line("XINFO STREAM s"));
        final long readAtMs = redis.nowMs() - 5;
        assertTrue(redis.line("XINFO STREAM s FULL COUNT 1").endsWith(" $7 entries *1 " + entry(1) + " $6 groups *1 " +
            map(8) + " $4 name $1 g $17 last-delivered-id $3 1-0 $12 entries-read :1 $3 lag :2 $9 pel-count :1 " +
            "$12 nacked-count :0 $7 pending *1 *4 $3 1-0 $1 a :" + readAtMs + " :1 $9 consumers *1 " + map(5) +
            " $4 name $1 a $9 seen-time :" + readAtMs + " $11 active-time :" + readAtMs +
            " $9 pel-count :1 $7 pending *1 *3 $3 1-0 :" + readAtMs + " :1"),
            redis.line("XINFO STREAM s FULL COUNT 1"));
        assertEquals("-ERR no such key", redis.line("XINFO STREAM nope"));
        redis.line("XDEL s 2-0");
        assertTrue(redis.line("XINFO GROUPS s").endsWith("$3 lag " + nullValue()), redis.line("XINFO GROUPS s"));
        redis.line("XREADGROUP GROUP g a STREAMS s >");
        assertTrue(redis.line("XINFO GROUPS s").endsWith("$12 entries-read :3 $3 lag :0"),
            redis.line("XINFO GROUPS s"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldReadSeveralStreamsWithinOneBudget(final int version)
    {
        begin(version);
        redis.line("XADD t 1-0 f 1");
        redis.line("XADD t 2-0 f 2");
        final String both = version == 2 ? "*2 *2 $1 s %s *2 $1 t %s" : "%%2 $1 s %s $1 t %s";
        assertEquals(String.format(both, "*1 " + entry(3), "*1 " + entry(2)), redis.line("XREAD STREAMS s t 2 1"));
        assertEquals(String.format(both, "*1 " + entry(3), "*1 " + entry(2)), redis.line("XREAD STREAMS s t + +"));
        assertEquals(nullArray(), redis.line("XREAD STREAMS s t $ $"));
        assertEquals(String.format(both, "*3 " + entry(1) + " " + entry(2) + " " + entry(3), "*1 " + entry(1)),
            redis.line("XREAD MAXCOUNT 4 STREAMS s t 0 0"));
        assertEquals(streams("*2 " + entry(1) + " " + entry(2)),
            redis.line("XREAD COUNT 2 MAXCOUNT 2 STREAMS s t 0 0"));
        assertEquals(streams("*1 " + entry(1)), redis.line("XREAD MAXSIZE 1 STREAMS s t 0 0"));
        assertEquals("-ERR MAXCOUNT must not be smaller than COUNT",
            redis.line("XREAD COUNT 3 MAXCOUNT 2 STREAMS s 0"));
        assertEquals("-ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.",
            redis.line("XREAD GROUP g a STREAMS s 0"));
    }

    private void begin(final int version)
    {
        protocol = version;
        redis.protocol(version);
        for (int i = 1; i <= 3; i++)
        {
            redis.line("XADD s " + i + "-0 f " + i);
        }
        redis.line("XGROUP CREATE s g 0");
    }

    private static String entry(final int number)
    {
        return "*2 $3 " + number + "-0 *2 $1 f $1 " + number;
    }

    private String streams(final String entries)
    {
        return (protocol == 2 ? "*1 *2 $1 s " : "%1 $1 s ") + entries;
    }

    private String map(final int pairs)
    {
        return protocol == 2 ? "*" + 2 * pairs : "%" + pairs;
    }

    private String nullArray()
    {
        return protocol == 2 ? "*-1" : "_";
    }

    private String nullValue()
    {
        return protocol == 2 ? "$-1" : "_";
    }
}
