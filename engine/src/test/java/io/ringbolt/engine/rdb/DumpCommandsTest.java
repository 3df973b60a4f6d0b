package io.ringbolt.engine.rdb;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * DUMP and RESTORE as clients see them. The replies were compared with redis-server 7.0.15.
 */
class DumpCommandsTest
{
    private static final long NOW = EngineHarness.START_MS;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldTakeOldFormsFromNewServers()
    {
        final String zeroChecksum = "\0".repeat(8);
        assertEquals("+OK", redis.run("RESTORE", "text", "0", "\0\1v" + (char)15 + "\0" + zeroChecksum));
        assertEquals("$1 v", redis.line("GET text"));
        assertEquals("-ERR DUMP payload version or checksum are wrong",
            redis.run("RESTORE", "k", "0", "\0\1v" + (char)16 + "\0" + zeroChecksum));
        assertEquals("-ERR Bad data format",
            redis.run("RESTORE", "k", "0", (char)26 + "\1v" + (char)15 + "\0" + zeroChecksum));
    }

    @Test
    void shouldReplyNullWhereThereIsNothingToDump()
    {
        assertEquals("$-1", redis.line("DUMP nokey"));
        redis.protocol(3);
        assertEquals("_", redis.line("DUMP nokey"));
    }

    @Test
    void shouldRefuseAKeyThatIsThereUnlessTold()
    {
        redis.line("SET k v");
        final String dump = dump("k");
        assertEquals("-BUSYKEY Target key name already exists.", redis.run("RESTORE", "k", "0", dump));
        assertEquals("+OK", redis.run("RESTORE", "k", "0", dump, "replace"));
        assertEquals("-BUSYKEY Target key name already exists.", redis.run("RESTORE", "k", "x", "y"));
        assertEquals("-ERR syntax error", redis.run("RESTORE", "k", "x", "y", "FOO"));
    }

    @Test
    void shouldRefuseBadArgumentsAndBadPayloads()
    {
        redis.line("SET s v");
        final String dump = dump("s");
        assertEquals("-ERR Invalid TTL value, must be >= 0", redis.run("RESTORE", "k", "-1", dump));
        assertEquals("-ERR value is not an integer or out of range", redis.run("RESTORE", "k", "x", dump));
        assertEquals("-ERR DUMP payload version or checksum are wrong", redis.run("RESTORE", "k", "0", "short"));
        assertEquals("-ERR DUMP payload version or checksum are wrong", redis.run("RESTORE", "k", "0", dump + "x"));
        assertEquals("-ERR DUMP payload version or checksum are wrong",
            redis.run("RESTORE", "k", "0", dump.replace('v', 'w')));
        assertEquals("-ERR Bad data format", redis.run("RESTORE", "k", "0",
            DumpPayloads.text(OldForms.payload(RdbType.SET, new byte[] {2, 1, 'a', 1, 'a'}))));
        assertEquals("-ERR Bad data format", redis.run("RESTORE", "k", "0",
            DumpPayloads.text(OldForms.payload(RdbType.HASH, new byte[] {0}))));
        assertEquals("-ERR Invalid IDLETIME value, must be >= 0",
            redis.run("RESTORE", "k", "0", dump, "IDLETIME", "-1"));
        assertEquals("-ERR Invalid FREQ value, must be >= 0 and <= 255",
            redis.run("RESTORE", "k", "0", dump, "FREQ", "256"));
        assertEquals("-ERR syntax error", redis.run("RESTORE", "k", "0", dump, "FREQ", "1", "IDLETIME", "1"));
        assertEquals("-ERR syntax error", redis.run("RESTORE", "k", "0", dump, "IDLETIME"));
        assertEquals(":0", redis.line("EXISTS k"));
    }

    @Test
    void shouldSetExpiryAsToldAndReplayItAsAnAbsoluteTime()
    {
        redis.line("SET s v");
        final String dump = dump("s");
        redis.recordEffects();
        assertEquals("+OK", redis.run("RESTORE", "k", "2000", dump));
        assertEquals(":2000", redis.line("PTTL k"));
        assertEquals("+OK", redis.run("RESTORE", "k", Long.toString(NOW + 500), dump, "ABSTTL", "REPLACE"));
        assertEquals(":500", redis.line("PTTL k"));
        assertEquals("+OK", redis.run("RESTORE", "k", "0", dump, "REPLACE"));
        assertEquals(":-1", redis.line("PTTL k"));
        final List<String> effects = redis.effects();
        assertEquals("RESTORE k " + (NOW + 2000) + " " + dump + " ABSTTL", effects.get(0));
        assertEquals("RESTORE k " + (NOW + 500) + " " + dump + " ABSTTL REPLACE", effects.get(1));
        assertEquals("RESTORE k 0 " + dump + " REPLACE", effects.get(2));
    }

    @Test
    void shouldStoreNothingWhoseTimeHasPassed()
    {
        redis.line("SET s v");
        final String dump = dump("s");
        redis.recordEffects();
        assertEquals("+OK", redis.run("RESTORE", "k", "1", dump, "ABSTTL"));
        assertEquals(":0", redis.line("EXISTS k"));
        assertEquals(List.of(), redis.effects());
        assertEquals("+OK", redis.run("RESTORE", "s", "1", dump, "ABSTTL", "REPLACE"));
        assertEquals(":0", redis.line("EXISTS s"));
        assertEquals(List.of("DEL s"), redis.effects());
    }

    @Test
    void shouldSetIdleTimeAndFrequency()
    {
        redis.line("SET s v");
        final String dump = dump("s");
        assertEquals("+OK", redis.run("RESTORE", "k", "0", dump, "IDLETIME", "1000"));
        assertEquals(":1000", redis.line("OBJECT IDLETIME k"));
        try (EngineHarness frequent = new EngineHarness(
            ServerConfig.defaults().with(MemoryParameters.MAXMEMORY_POLICY, MaxmemoryPolicy.ALLKEYS_LFU)))
        {
            assertEquals("+OK", frequent.run("RESTORE", "k", "0", dump, "FREQ", "100"));
            assertEquals(":100", frequent.line("OBJECT FREQ k"));
        }
    }

    @Test
    void shouldKeepSmallValuesInTheirCompactEncodings()
    {
        redis.line("RPUSH l a b");
        redis.line("SADD i 1 2");
        redis.line("SADD s a b");
        redis.line("HSET h f v");
        redis.line("ZADD z 1 a");
        for (final String key : List.of("l", "i", "s", "h", "z"))
        {
            final String encoding = redis.line("OBJECT ENCODING " + key);
            assertEquals("+OK", redis.run("RESTORE", key, "0", dump(key), "REPLACE"));
            assertEquals(encoding, redis.line("OBJECT ENCODING " + key), key);
        }
    }

    @Test
    void shouldUseLargeEncodingsForWhatIsLargeByThisServersLimits()
    {
        redis.line("SADD i 1 2 3");
        redis.line("SADD s a b c");
        redis.line("HSET h f v g w i x");
        redis.line("ZADD z 1 a 2 b 3 c");
        redis.line("CONFIG SET set-max-intset-entries 2 set-max-listpack-entries 2 hash-max-listpack-entries 2 " +
            "zset-max-listpack-entries 2 rdb-version 11");
        for (final String key : List.of("i", "s", "h", "z"))
        {
            final String dump = dump(key);
            assertEquals("+OK", redis.run("RESTORE", key, "0", dump, "REPLACE"));
        }
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING i"));
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING s"));
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING h"));
        assertEquals("$8 skiplist", redis.line("OBJECT ENCODING z"));
        assertEquals("*3 $1 a $1 b $1 c", redis.line("ZRANGE z 0 -1"));
        assertEquals(":1", redis.line("SISMEMBER i 3"));
        assertEquals("$1 x", redis.line("HGET h i"));
    }

    @Test
    void shouldReadTheFormsOfOldServers()
    {
        restore(OldForms.zipList(RdbType.LIST_ZIPLIST, "a", "12", "-300", "70000", "5000000000", "-9000000", "13"));
        assertEquals("*7 $1 a $2 12 $4 -300 $5 70000 $10 5000000000 $8 -9000000 $2 13", redis.line("LRANGE k 0 -1"));
        restore(OldForms.zipList(RdbType.HASH_ZIPLIST, "f", "1", "g", "two"));
        assertEquals("*4 $1 f $1 1 $1 g $3 two", redis.line("HGETALL k"));
        restore(OldForms.zipList(RdbType.SORTED_SET_ZIPLIST, "a", "-1", "b", "2.5", "9", "1000"));
        assertEquals("*6 $1 a $2 -1 $1 b $3 2.5 $1 9 $4 1000", redis.line("ZRANGE k 0 -1 WITHSCORES"));
        restore(OldForms.quickList("a", "2"));
        assertEquals("*4 $1 a $1 2 $1 a $1 2", redis.line("LRANGE k 0 -1"));
        restore(OldForms.zipMap("f", "1", "g", "two"));
        assertEquals("*4 $1 f $1 1 $1 g $3 two", redis.line("HGETALL k"));
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING k"));
        restore(OldForms.textScores());
        assertEquals("*4 $1 a $3 1.5 $1 b $3 inf", redis.line("ZRANGE k 0 -1 WITHSCORES"));
        restore(OldForms.linked());
        assertEquals("*3 $1 a $1 5 $5 hello", redis.line("LRANGE k 0 -1"));
    }

    @Test
    void shouldKeepTheTimesOfFields()
    {
        final byte[] far = {0, 0, 0, 0, 0, 2, 0, 0};
        restore(OldForms.payload(RdbType.HASH_WITH_EXPIRY, far,
            new byte[] {3, 11, 1, 'a', 1, 'x', 1, 1, 'b', 1, 'y', 0, 1, 'c', 1, 'z'}));
        assertEquals("*6 $1 b $1 y $1 a $1 x $1 c $1 z", redis.line("HGETALL k"));
        assertEquals("$10 listpackex", redis.line("OBJECT ENCODING k"));
        final String small = dump("k");
        assertEquals(RdbType.HASH_LISTPACK_WITH_EXPIRY, small.charAt(0));
        assertEquals("+OK", redis.run("RESTORE", "k", "0", small, "REPLACE"));
        assertEquals(small, dump("k"));
        redis.line("CONFIG SET hash-max-listpack-entries 2");
        assertEquals("+OK", redis.run("RESTORE", "k", "0", small, "REPLACE"));
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING k"));
        final String large = dump("k");
        assertEquals(RdbType.HASH_WITH_EXPIRY, large.charAt(0));
        redis.line("CONFIG SET hash-max-listpack-entries 512");
        assertEquals("+OK", redis.run("RESTORE", "k", "0", large, "REPLACE"));
        assertEquals(small, dump("k"));
    }

    @Test
    void shouldRefuseWhatIsNotInOrderOrThereTwice()
    {
        assertEquals("-ERR Bad data format",
            tryRestore(OldForms.zipList(RdbType.SORTED_SET_ZIPLIST, "a", "2", "b", "1")));
        assertEquals("-ERR Bad data format",
            tryRestore(OldForms.zipList(RdbType.SORTED_SET_ZIPLIST, "b", "1", "a", "1")));
        assertEquals("-ERR Bad data format",
            tryRestore(OldForms.zipList(RdbType.SORTED_SET_ZIPLIST, "a", "1", "a", "2")));
        assertEquals("-ERR Bad data format", tryRestore(OldForms.zipList(RdbType.SORTED_SET_ZIPLIST, "a", "nan")));
        assertEquals("-ERR Bad data format", tryRestore(OldForms.zipList(RdbType.HASH_ZIPLIST, "a", "1", "a", "2")));
        assertEquals("-ERR Bad data format", tryRestore(OldForms.zipList(RdbType.HASH_ZIPLIST, "a", "1", "b")));
        assertEquals("-ERR Bad data format", tryRestore(OldForms.zipList(RdbType.LIST_ZIPLIST)));
    }

    @Test
    void shouldDumpAndRestoreAVeryLongString()
    {
        redis.run("SET", "s", "abcdefghij".repeat(300_000));
        final String dump = dump("s");
        assertTrue(dump.length() < 100_000, "length: " + dump.length());
        assertEquals("+OK", redis.run("RESTORE", "k", "0", dump));
        assertEquals(redis.runRaw("GET", "s"), redis.runRaw("GET", "k"));
    }

    private String dump(final String key)
    {
        return DumpPayloads.bulk(redis.runRaw("DUMP", key));
    }

    private void restore(final byte[] payload)
    {
        assertEquals("+OK", redis.run("RESTORE", "k", "0", DumpPayloads.text(payload), "REPLACE"));
    }

    private String tryRestore(final byte[] payload)
    {
        return redis.run("RESTORE", "k", "0", DumpPayloads.text(payload), "REPLACE");
    }
}
