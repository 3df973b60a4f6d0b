package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Field expiry by commands, for each encoding and protocol.
 */
class HashExpireCommandsTest
{
    private static final long NOW = EngineHarness.START_MS;

    private final EngineHarness redis = new EngineHarness();
    private String encoding;

    @AfterEach
    void close()
    {
        redis.close();
    }

    private void prepare(final String wantedEncoding, final int protocol)
    {
        encoding = wantedEncoding;
        redis.protocol(protocol);
        if ("hashtable".equals(encoding))
        {
            redis.line("CONFIG SET hash-max-listpack-entries 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"listpackex,2", "listpackex,3", "hashtable,2", "hashtable,3"})
    void shouldSetTellAndTakeTimes(final String wantedEncoding, final int protocol)
    {
        prepare(wantedEncoding, protocol);
        redis.line("HSET h a 1 b 2 c 3");
        assertEquals("*3 :1 :1 :-2", redis.line("HEXPIRE h 10 FIELDS 3 a b nope"));
        assertEquals("$" + encoding.length() + " " + encoding, redis.line("OBJECT ENCODING h"));
        assertEquals("*4 :10 :10 :-1 :-2", redis.line("HTTL h FIELDS 4 a b c d"));
        assertEquals("*1 :10000", redis.line("HPTTL h FIELDS 1 a"));
        assertEquals("*1 :" + (NOW + 10_000) / 1000, redis.line("HEXPIRETIME h FIELDS 1 a"));
        assertEquals("*1 :" + (NOW + 10_000), redis.line("HPEXPIRETIME h FIELDS 1 a"));
        assertTrue(redis.line("INFO keyspace").contains("subexpiry=1"));
        redis.advanceMs(1);
        assertEquals("*1 :10", redis.line("HTTL h FIELDS 1 a"));
        assertEquals("*3 :1 :-1 :-2", redis.line("HPERSIST h FIELDS 3 a c d"));
        assertEquals("*1 :-1", redis.line("HTTL h FIELDS 1 a"));
        assertEquals("*1 :1", redis.line("HPEXPIREAT h " + (NOW + 5) + " FIELDS 1 c"));
        assertEquals("*1 :1", redis.line("HEXPIREAT h " + (NOW / 1000 + 5) + " FIELDS 1 c"));
        assertEquals("*1 :1", redis.line("HPEXPIRE h 7 FIELDS 1 c"));
        assertEquals("*1 :7", redis.line("HPTTL h FIELDS 1 c"));
        redis.line("HSET h c 4");
        assertEquals("*1 :-1", redis.line("HTTL h FIELDS 1 c"));
        assertEquals("*2 :-2 :-2", redis.line("HTTL none FIELDS 2 a b"));
        assertEquals("*2 :-2 :-2", redis.line("HPERSIST none FIELDS 2 a b"));
        assertEquals("*2 :-2 :-2", redis.line("HEXPIRE none 1 FIELDS 2 a b"));
        assertEquals(":0", redis.line("EXISTS none"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldLookAtConditions(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        redis.line("HSET h a 1 b 2");
        assertEquals("*1 :0", redis.line("HEXPIRE h 10 XX FIELDS 1 a"));
        assertEquals("*1 :0", redis.line("HEXPIRE h 10 GT FIELDS 1 a"));
        assertEquals("*1 :1", redis.line("HEXPIRE h 10 NX FIELDS 1 a"));
        assertEquals("*1 :0", redis.line("HEXPIRE h 10 NX FIELDS 1 a"));
        assertEquals("*1 :1", redis.line("HEXPIRE h 10 LT FIELDS 1 b"));
        assertEquals("*1 :0", redis.line("HEXPIRE h 10 lt FIELDS 1 b"));
        assertEquals("*1 :0", redis.line("HEXPIRE h 10 GT FIELDS 1 b"));
        assertEquals("*1 :1", redis.line("HEXPIRE h 9 LT FIELDS 1 b"));
        assertEquals("*1 :1", redis.line("HEXPIRE h 11 GT FIELDS 1 b"));
        assertEquals("*1 :1", redis.line("HEXPIRE h 3 XX FIELDS 1 b"));
        assertEquals("*2 :10 :3", redis.line("HTTL h FIELDS 2 a b"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldLoseFieldsAtTheirTime(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        redis.line("HSET h a 1 b 2 c 3");
        redis.line("HPEXPIRE h 10 FIELDS 1 a");
        redis.line("HPEXPIRE h 20 FIELDS 2 b c");
        redis.recordEffects();
        redis.advanceMs(10);
        assertEquals("$1 1", redis.line("HGET h a"));
        redis.advanceMs(1);
        assertEquals(":2", redis.line("HLEN h"));
        assertEquals(List.of("HDEL h a"), redis.effects());
        redis.advanceMs(10);
        redis.tick();
        assertEquals(List.of("HDEL h b c"), redis.effects());
        assertEquals(":0", redis.line("EXISTS h"));
        assertEquals(":0", redis.line("DBSIZE"));
        assertTrue(redis.line("INFO stats").contains("expired_subkeys:3"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex,2", "hashtable,2", "hashtable,3"})
    void shouldHideWhatHasNotBeenRemovedYet(final String wantedEncoding, final int protocol)
    {
        prepare(wantedEncoding, protocol);
        final int count = 100;
        for (int i = 0; i < count; i++)
        {
            redis.line("HSET h f" + i + " " + i);
            redis.line("HPEXPIRE h " + (10 + i) + " FIELDS 1 f" + i);
        }
        redis.line("HSET h last 1");
        redis.recordEffects();
        redis.advanceMs(1_000);
        assertEquals(":1", redis.line("HLEN h"));
        assertEquals(65 + 1, redis.effects().get(0).split(" ").length, "the look-up removes 64 fields");
        assertEquals("*1 $4 last", redis.line("HKEYS h"));
        assertEquals((protocol == 2 ? "*2" : "%1") + " $4 last $1 1", redis.line("HGETALL h"));
        assertEquals("$4 last", redis.line("HRANDFIELD h"));
        assertEquals(1, redis.effects().size(), "the next one removes the rest");
    }

    @ParameterizedTest
    @CsvSource({"128,1280", "128,1281"})
    void shouldRemoveABoundedNumberOfFieldsInATick(final int fieldsPerTick, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            redis.line("HSET h f" + i + " v");
            redis.line("HPEXPIREAT h " + (NOW + 10) + " FIELDS 1 f" + i);
        }
        redis.recordEffects();
        redis.advanceMs(11);
        int ticks = 0;
        while (redis.engine().keyspace().size() > 0)
        {
            redis.tick();
            ticks++;
        }
        assertEquals((count + fieldsPerTick - 1) / fieldsPerTick, ticks);
        assertEquals(ticks, redis.effects().size());
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldRemoveFieldsThatAreGivenAPastTime(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        redis.line("HSET h a 1 b 2 c 3");
        redis.recordEffects();
        assertEquals("*2 :2 :-2", redis.line("HPEXPIREAT h " + NOW + " FIELDS 2 a a"));
        assertEquals("*1 :2", redis.line("HEXPIRE h 0 FIELDS 1 b"));
        assertEquals("*1 :0", redis.line("HEXPIRE h 0 XX FIELDS 1 c"));
        assertEquals("*1 :2", redis.line("HPEXPIREAT h 1 FIELDS 1 c"));
        assertEquals(List.of("HDEL h a", "HDEL h b", "HDEL h c"), redis.effects());
        assertEquals(":0", redis.line("EXISTS h"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldReplayAbsoluteTimes(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        redis.line("HSET h a 1 b 2 c 3");
        redis.recordEffects();
        redis.line("HEXPIRE h 10 NX FIELDS 3 a nope b");
        redis.line("HEXPIRE h 10 NX FIELDS 2 a c");
        redis.line("HEXPIRE h 10 NX FIELDS 2 a c");
        redis.line("HGETEX h PX 5 FIELDS 1 c");
        redis.line("HGETEX h PERSIST FIELDS 2 c nope");
        redis.line("HGETEX h FIELDS 1 a");
        redis.line("HSETEX h EX 3 FIELDS 2 x 1 y 2");
        redis.line("HSETEX h FXX KEEPTTL FIELDS 1 x 7");
        redis.line("HINCRBYFLOAT h x 0.5");
        redis.line("HINCRBY h a 1");
        redis.line("HPERSIST h FIELDS 2 a nope");
        redis.line("HGETDEL h FIELDS 3 a nope b");
        redis.line("HSETEX h PXAT 1 FIELDS 2 x 1 q 2");
        assertEquals(List.of(
            "HPEXPIREAT h " + (NOW + 10_000) + " FIELDS 2 a b",
            "HPEXPIREAT h " + (NOW + 10_000) + " FIELDS 1 c",
            "HPEXPIREAT h " + (NOW + 5) + " FIELDS 1 c",
            "HPERSIST h FIELDS 1 c",
            "HSETEX h PXAT " + (NOW + 3_000) + " FIELDS 2 x 1 y 2",
            "HSETEX h FXX KEEPTTL FIELDS 1 x 7",
            "HSETEX h KEEPTTL FIELDS 1 x 7.5",
            "HINCRBY h a 1",
            "HPERSIST h FIELDS 1 a",
            "HDEL h a b",
            "HDEL h x q"), redis.effects());
        assertEquals(":2", redis.line("HLEN h"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldKeepTimesWithTheValue(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        redis.line("HSET h a 1 b 2");
        redis.line("HPEXPIRE h 50 FIELDS 1 a");
        assertEquals(":1", redis.line("COPY h k"));
        redis.line("RENAME h r");
        redis.line("MOVE r 1");
        assertEquals("*1 :50", redis.line("HPTTL k FIELDS 1 a"));
        redis.line("SELECT 1");
        assertEquals("*1 :50", redis.line("HPTTL r FIELDS 1 a"));
        redis.line("EXPIRE r 100");
        redis.line("SWAPDB 0 1");
        assertEquals("*1 :50", redis.line("HPTTL k FIELDS 1 a"));
        redis.advanceMs(51);
        redis.tick();
        assertEquals("*1 $1 b", redis.line("HKEYS k"));
        assertTrue(redis.line("INFO keyspace").contains("db1:keys=1,expires=0,avg_ttl=0,subexpiry=0"));
        redis.line("SELECT 0");
        assertEquals("*1 $1 b", redis.line("HKEYS r"));
        redis.line("HPEXPIRE r 50 FIELDS 1 b");
        redis.line("SET r x");
        assertTrue(redis.line("INFO keyspace").contains("db0:keys=1,expires=0,avg_ttl=0,subexpiry=0"));
        redis.line("DEL r");
        redis.line("HSET r a 1");
        redis.line("HPEXPIRE r 50 FIELDS 1 a");
        redis.line("FLUSHALL");
        redis.advanceMs(100);
        redis.tick();
        assertEquals(":0", redis.line("DBSIZE"));
    }

    @ParameterizedTest
    @CsvSource({"listpackex", "hashtable"})
    void shouldTreatExpiredFieldsAsNewWhenWriting(final String wantedEncoding)
    {
        prepare(wantedEncoding, 2);
        for (int i = 0; i < 100; i++)
        {
            redis.line("HSET h f" + i + " 5");
        }
        final StringBuilder all = new StringBuilder("HPEXPIREAT h " + (NOW + 10) + " FIELDS 100");
        for (int i = 0; i < 100; i++)
        {
            all.append(" f").append(i);
        }
        redis.line(all.toString());
        redis.line("HSET h stays 1");
        redis.advanceMs(11);
        assertEquals(":1", redis.line("HINCRBY h f9 1"));
        assertEquals("*1 :-1", redis.line("HTTL h FIELDS 1 f9"));
        assertEquals(":1", redis.line("HSETNX h f99 1"));
        assertEquals(":2", redis.line("HSET h f98 1 f97 2"));
        assertEquals(":5", redis.line("HLEN h"));
        assertEquals(":0", redis.line("HDEL h f96"));
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void shouldReplyGetDelGetExAndSetEx(final int protocol)
    {
        prepare("listpackex", protocol);
        final String nil = protocol == 2 ? "$-1" : "_";
        assertEquals("*1 " + nil, redis.line("HGETDEL h FIELDS 1 a"));
        assertEquals("*1 " + nil, redis.line("HGETEX h EX 10 FIELDS 1 a"));
        assertEquals(":0", redis.line("HSETEX h FXX FIELDS 1 a 1"));
        assertEquals(":0", redis.line("EXISTS h"));
        assertEquals(":1", redis.line("HSETEX h FNX EX 10 FIELDS 2 a 1 b 2"));
        assertEquals(":0", redis.line("HSETEX h FNX EX 10 FIELDS 2 a 1 c 2"));
        assertEquals(":1", redis.line("HSETEX h PX 77 FXX FIELDS 1 a 3"));
        assertEquals("*2 :77 :10000", redis.line("HPTTL h FIELDS 2 a b"));
        assertEquals(":1", redis.line("HSETEX h KEEPTTL FIELDS 1 a 4"));
        assertEquals("*1 :77", redis.line("HPTTL h FIELDS 1 a"));
        assertEquals(":1", redis.line("HSETEX h FIELDS 1 a 5"));
        assertEquals("*1 :-1", redis.line("HPTTL h FIELDS 1 a"));
        assertEquals("*2 $1 5 " + nil, redis.line("HGETEX h PX 9 FIELDS 2 a nope"));
        assertEquals("*1 :9", redis.line("HPTTL h FIELDS 1 a"));
        assertEquals("*1 $1 5", redis.line("HGETEX h PERSIST FIELDS 1 a"));
        assertEquals("*1 :-1", redis.line("HPTTL h FIELDS 1 a"));
        assertEquals("*2 $1 5 " + nil, redis.line("HGETDEL h FIELDS 2 a a"));
        assertEquals("*1 $1 2", redis.line("HGETEX h PXAT 1 FIELDS 1 b"));
        assertEquals(":0", redis.line("EXISTS h"));
        assertEquals(":1", redis.line("HSETEX h PXAT 1 FIELDS 1 b 1"));
        assertEquals(":0", redis.line("EXISTS h"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "HEXPIRE h x FIELDS 1 a|ERR value is not an integer or out of range",
        "HEXPIRE h -1 FIELDS 1 a|ERR invalid expire time, must be >= 0",
        "HEXPIRE h 281474976710656 FIELDS 1 a|ERR invalid expire time in 'hexpire' command",
        "HPEXPIRE h 70368744177663 FIELDS 1 a|ERR invalid expire time in 'hpexpire' command",
        "HEXPIRE h 1 NX XX FIELDS 1 a|ERR Mandatory argument FIELDS is missing or not at the right position",
        "HEXPIRE h 1 FIELDS 0 a|ERR Parameter `numFields` should be greater than 0",
        "HEXPIRE h 1 FIELDS z a|ERR Parameter `numFields` should be greater than 0",
        "HEXPIRE h 1 FIELDS 2 a|ERR The `numfields` parameter must match the number of arguments",
        "HEXPIRE h 1 NX FIELDS 1|ERR The `numfields` parameter must match the number of arguments",
        "HTTL h FELDS 1 a|ERR Mandatory argument FIELDS is missing or not at the right position",
        "HTTL h FIELDS 0 a|ERR Number of fields must be a positive integer",
        "HTTL h FIELDS 1 a b|ERR The `numfields` parameter must match the number of arguments",
        "HPERSIST h FIELDS -1 a|ERR Number of fields must be a positive integer",
        "HTTL s FIELDS x a|WRONGTYPE Operation against a key holding the wrong kind of value",
        "HEXPIRE s x FIELDS 1 a|WRONGTYPE Operation against a key holding the wrong kind of value",
        "HGETDEL h FIELDS 0 a|ERR Number of fields must be a positive integer",
        "HGETEX h EX bla FIELDS 1 a|ERR value is not an integer or out of range",
        "HGETEX h PXAT -1 FIELDS 1 a|ERR invalid expire time, must be >= 0",
        "HGETEX h PERSIST 1 FIELDS 1 a|ERR Mandatory argument FIELDS is missing or not at the right position",
        "HGETEX h PXAT 1 1|ERR Mandatory argument FIELDS is missing or not at the right position",
        "HSETEX h fields 2 a b c|ERR wrong number of arguments for 'hsetex' command",
        "HSETEX h fields 1 a b c|ERR wrong number of arguments for 'hsetex' command",
        "HSETEX h nx fields 1 a b|ERR unknown argument: nx",
        "HSETEX h fxx fnx EX 100 fields 1 a b|ERR Only one of FXX or FNX arguments can be specified",
        "HSETEX h EX 1 KEEPTTL fields 1 a b|" +
            "ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified",
        "HSETEX h ex fields 1 a b|ERR value is not an integer or out of range",
        "HSETEX h EXAT -1 1 a b|ERR invalid expire time, must be >= 0",
        "HSETEX h fields x a b|ERR invalid number of fields",
        "HSETEX s fields 1 a b|WRONGTYPE Operation against a key holding the wrong kind of value"})
    void shouldRefuse(final String command, final String error)
    {
        redis.line("HSET h a 1");
        redis.line("SET s x");
        assertEquals("-" + error, redis.line(command));
        assertEquals("*1 :-1", redis.line("HTTL h FIELDS 1 a"));
    }
}
