package io.ringbolt.engine.generic;

import io.ringbolt.config.MaxmemoryPolicy;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the commands on keys reply. The expectations were compared with redis-server 7.0.15.
 */
class GenericCommandsTest
{
    private static final long NOW = EngineHarness.START_MS;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldRemoveAndCountKeys()
    {
        redis.line("MSET a 1 b 2 c 3");
        assertEquals(":2", redis.line("DEL a b nokey"));
        assertEquals(":1", redis.line("UNLINK c c"));
        assertEquals(":0", redis.line("EXISTS a b c"));
        redis.line("SET a 1");
        assertEquals(":2", redis.line("EXISTS a a"));
        assertEquals(":1", redis.line("TOUCH a b"));
        assertEquals("+string", redis.line("TYPE a"));
        assertEquals("+none", redis.line("TYPE b"));
    }

    @Test
    void shouldTellWhenKeysExpire()
    {
        redis.line("SET k v");
        assertEquals(":-1", redis.line("TTL k"));
        assertEquals(":-2", redis.line("PTTL nokey"));
        redis.line("PEXPIRE k 1499");
        assertEquals(":1", redis.line("TTL k"));
        redis.line("PEXPIRE k 1500");
        assertEquals(":2", redis.line("TTL k"));
        assertEquals(":1500", redis.line("PTTL k"));
        assertEquals(":" + (NOW + 1500), redis.line("PEXPIRETIME k"));
        assertEquals(":" + (NOW + 1500 + 500) / 1000, redis.line("EXPIRETIME k"));
        assertEquals(":1", redis.line("PERSIST k"));
        assertEquals(":0", redis.line("PERSIST k"));
        assertEquals(":-1", redis.line("EXPIRETIME k"));
    }

    @Test
    void shouldKeepAKeyThroughTheMillisecondItExpiresAt()
    {
        redis.line("SET k v PX 100");
        redis.advanceMs(100);
        assertEquals("$1 v", redis.line("GET k"));
        assertEquals(":0", redis.line("PTTL k"));
        redis.advanceMs(1);
        assertEquals("$-1", redis.line("GET k"));
    }

    @Test
    void shouldSetAnExpiryOnlyUnderItsCondition()
    {
        redis.line("SET k v");
        assertEquals(":0", redis.line("EXPIRE k 100 XX"));
        assertEquals(":0", redis.line("EXPIRE k 100 GT"));
        assertEquals(":1", redis.line("EXPIRE k 100 LT"));
        assertEquals(":0", redis.line("EXPIRE k 200 NX"));
        assertEquals(":0", redis.line("EXPIRE k 100 GT"));
        assertEquals(":1", redis.line("EXPIRE k 101 GT XX"));
        assertEquals(":0", redis.line("EXPIRE k 102 LT"));
        assertEquals(":101", redis.line("TTL k"));
        assertEquals("-ERR NX and XX, GT or LT options at the same time are not compatible",
            redis.line("EXPIRE k 1 NX GT"));
        assertEquals("-ERR GT and LT options at the same time are not compatible", redis.line("EXPIRE k 1 LT GT"));
        assertEquals("-ERR Unsupported option Foo", redis.line("EXPIRE k 1 Foo"));
    }

    @Test
    void shouldRefuseExpiriesThatOverflow()
    {
        redis.line("SET k v");
        assertEquals("-ERR invalid expire time in 'expire' command", redis.line("EXPIRE k 9223372036854776"));
        assertEquals("-ERR invalid expire time in 'pexpire' command", redis.line("PEXPIRE k 9223372036854775807"));
        assertEquals(":1", redis.line("PEXPIREAT k 9223372036854775807"));
        assertEquals(":9223372036854775807", redis.line("PEXPIRETIME k"));
        assertEquals(":9223372036854776", redis.line("EXPIRETIME k"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("EXPIRE k 1.5"));
    }

    @Test
    void shouldRemoveAtOnceWhatIsToExpireInThePast()
    {
        redis.line("MSET a 1 b 2");
        assertEquals(":1", redis.line("EXPIRE a 0"));
        assertEquals(":1", redis.line("PEXPIREAT b -9223372036854775808"));
        assertEquals(":0", redis.line("EXISTS a b"));
    }

    @Test
    void shouldRenameWithValueAndExpiry()
    {
        redis.line("SET a v EX 100");
        redis.line("SET b w");
        assertEquals("+OK", redis.line("RENAME a b"));
        assertEquals("$1 v", redis.line("GET b"));
        assertEquals(":100", redis.line("TTL b"));
        assertEquals("-ERR no such key", redis.line("RENAME a b"));
        assertEquals("+OK", redis.line("RENAME b b"));
        assertEquals(":0", redis.line("RENAMENX b b"));
        redis.line("SET a x");
        assertEquals(":0", redis.line("RENAMENX b a"));
        assertEquals(":1", redis.line("RENAMENX b a-much-longer-name-than-it-had-before"));
        assertEquals("$1 v", redis.line("GET a-much-longer-name-than-it-had-before"));
    }

    @Test
    void shouldMoveBetweenDatabases()
    {
        redis.line("SET a v EX 100");
        assertEquals(":1", redis.line("MOVE a 3"));
        assertEquals(":0", redis.line("MOVE a 3"));
        redis.line("SET a w");
        assertEquals(":0", redis.line("MOVE a 3"));
        redis.session().databaseIndex(3);
        assertEquals(":100", redis.line("TTL a"));
        assertEquals("-ERR source and destination objects are the same", redis.line("MOVE a 3"));
        assertEquals("-ERR DB index is out of range", redis.line("MOVE a 16"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("MOVE a x"));
        assertEquals("-ERR value is out of range, value must between -2147483648 and 2147483647",
            redis.line("MOVE a 99999999999"));
    }

    @Test
    void shouldCopyStringsWithEncodingAndExpiry()
    {
        redis.line("SET a 5 EX 100");
        redis.line("APPEND raw x");
        redis.line("APPEND raw y");
        assertEquals(":1", redis.line("COPY a b"));
        assertEquals(":0", redis.line("COPY a b"));
        assertEquals(":100", redis.line("TTL b"));
        assertEquals("$3 int", redis.line("OBJECT ENCODING b"));
        assertEquals(":1", redis.line("COPY raw b REPLACE"));
        assertEquals("$2 xy", redis.line("GET b"));
        assertEquals("$3 raw", redis.line("OBJECT ENCODING b"));
        assertEquals(":-1", redis.line("TTL b"));
        assertEquals(":1", redis.line("COPY a a DB 2"));
        assertEquals(":0", redis.line("COPY nokey x"));
        assertEquals("-ERR source and destination objects are the same", redis.line("COPY a a"));
        assertEquals("-ERR DB index is out of range", redis.line("COPY a b DB 16"));
        assertEquals("-ERR syntax error", redis.line("COPY a b DB"));
        redis.session().databaseIndex(2);
        assertEquals("$1 5", redis.line("GET a"));
    }

    @Test
    void shouldNotShareTheNumberThatCopyMade()
    {
        redis.line("SET a 5");
        redis.line("COPY a b");
        assertEquals(":2147483647", redis.line("OBJECT REFCOUNT a"));
        assertEquals(":1", redis.line("OBJECT REFCOUNT b"));
        redis.line("EXPIRE b 100");
        redis.line("RENAME b c");
        assertEquals(":1", redis.line("OBJECT REFCOUNT c"));
        redis.line("PERSIST c");
        assertEquals(":1", redis.line("OBJECT REFCOUNT c"));
        redis.line("INCRBY c 0");
        assertEquals(":2147483647", redis.line("OBJECT REFCOUNT c"));
        redis.line("COPY a c REPLACE");
        assertEquals(":1", redis.line("OBJECT REFCOUNT c"));
        redis.line("SET c 7");
        assertEquals(":2147483647", redis.line("OBJECT REFCOUNT c"));
        redis.line("COPY a d");
        redis.line("APPEND d 6");
        redis.line("SET d 56");
        assertEquals(":2147483647", redis.line("OBJECT REFCOUNT d"));
    }

    @Test
    void shouldTellAboutObjects()
    {
        redis.line("MSET small 7 large 12345 text x");
        assertEquals(":2147483647", redis.line("OBJECT REFCOUNT small"));
        assertEquals(":1", redis.line("OBJECT REFCOUNT large"));
        assertEquals(":1", redis.line("OBJECT REFCOUNT text"));
        redis.advanceMs(10_000);
        assertEquals(":10", redis.line("OBJECT IDLETIME text"));
        redis.line("GET text");
        assertEquals(":0", redis.line("OBJECT IDLETIME text"));
        assertEquals(":10", redis.line("OBJECT IDLETIME small"));
        assertEquals("$-1", redis.line("OBJECT FREQ nokey"));
        assertTrue(redis.line("OBJECT FREQ text").startsWith("-ERR An LFU maxmemory policy is not selected"));
        assertTrue(redis.line("OBJECT HELP").startsWith("*11 +OBJECT <subcommand>"));
        assertEquals("-ERR wrong number of arguments for 'object|encoding' command", redis.line("OBJECT ENCODING"));
        assertEquals("-ERR unknown subcommand 'foo'. Try OBJECT HELP.", redis.line("OBJECT foo text"));
    }

    @Test
    void shouldCountUsesOnALogarithmicScaleUnderAnLfuPolicy()
    {
        final ServerConfig config =
            ServerConfig.defaults().with(MemoryParameters.MAXMEMORY_POLICY, MaxmemoryPolicy.ALLKEYS_LFU);
        try (EngineHarness counting = new EngineHarness(config))
        {
            counting.line("SET k v");
            assertEquals(":5", counting.line("OBJECT FREQ k"));
            counting.line("GET k");
            assertEquals(":6", counting.line("OBJECT FREQ k"));
            counting.advanceMs(120_000);
            assertEquals(":4", counting.line("OBJECT FREQ k"));
            assertTrue(counting.line("OBJECT IDLETIME k").startsWith("-ERR An LFU maxmemory policy is selected"));
        }
    }

    @Test
    void shouldFindKeysByPattern()
    {
        redis.line("MSET one 1 two 2 three 3");
        assertEquals("*1 $3 one", redis.line("KEYS o*"));
        assertEquals("*1 $5 three", redis.line("KEYS t[a-h]?e*"));
        assertEquals("*0", redis.line("KEYS four"));
        assertTrue(redis.line("KEYS *").startsWith("*3 "));
        redis.line("PEXPIRE one 1");
        redis.advanceMs(2);
        assertEquals("*0", redis.line("KEYS o*"));
    }

    @Test
    void shouldScanEveryKeyOnce()
    {
        final int count = 5000;
        for (int i = 0; i < count; i++)
        {
            redis.line("SET key:" + i + " v");
        }
        final Set<String> seen = new HashSet<>();
        String cursor = "0";
        int returned = 0;
        do
        {
            final String[] reply = redis.line("SCAN " + cursor + " COUNT 37").split(" ");
            cursor = reply[2];
            for (int i = 5; i < reply.length; i += 2)
            {
                seen.add(reply[i]);
                returned++;
            }
        }
        while (!"0".equals(cursor));
        assertEquals(count, returned);
        assertEquals(count, seen.size());
    }

    @Test
    void shouldFilterScans()
    {
        redis.line("MSET a 1 ab 2 b 3");
        assertEquals("*2 $1 0 *1 $1 b", redis.line("SCAN 0 MATCH b COUNT 100"));
        assertEquals("*2 $1 0 *0", redis.line("SCAN 0 TYPE list COUNT 100"));
        assertEquals("*2 $1 0 *1 $2 ab", redis.line("SCAN 0 TYPE STRING MATCH ?b COUNT 100"));
        assertEquals("-ERR invalid cursor", redis.line("SCAN x"));
        assertEquals("-ERR syntax error", redis.line("SCAN 0 COUNT 0"));
        assertEquals("-ERR syntax error", redis.line("SCAN 0 FOO"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("SCAN 0 COUNT x"));
    }

    @Test
    void shouldRemoveExpiredKeysThatAScanPasses()
    {
        redis.line("SET a 1 PX 10");
        redis.line("SET b 1");
        redis.advanceMs(11);
        assertEquals("*2 $1 0 *0", redis.line("SCAN 0 COUNT 100 TYPE list"));
        assertEquals(1, redis.engine().keyspace().database(0).size());
    }

    @Test
    void shouldDrawRandomKeysThatAreAlive()
    {
        assertEquals("$-1", redis.line("RANDOMKEY"));
        redis.line("SET dead 1 PX 10");
        redis.line("MSET a 1 b 1");
        redis.advanceMs(11);
        final Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++)
        {
            drawn.add(redis.line("RANDOMKEY"));
        }
        assertEquals(Set.of("$1 a", "$1 b"), drawn);
        redis.line("DEL a b");
        assertEquals("$-1", redis.line("RANDOMKEY"));
    }
}
