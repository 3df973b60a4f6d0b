package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HashImportCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldWriteHashesFromValues()
    {
        assertEquals("+OK", redis.line("HIMPORT PREPARE u name email age"));
        assertEquals("+OK", redis.line("HIMPORT SET user:1 u alice a@x 30"));
        assertEquals("+OK", redis.line("himport set user:2 u bob b@x 25"));
        assertEquals("*6 $3 age $2 30 $4 name $5 alice $5 email $3 a@x", redis.line("HGETALL user:1"));
        assertEquals("$2 25", redis.line("HGET user:2 age"));
        redis.recordEffects();
        redis.line("HIMPORT SET user:3 u a b c");
        redis.line("HIMPORT SET user:3 u d e f");
        assertEquals(List.of("HSET user:3 age c name a email b", "MULTI", "DEL user:3",
            "HSET user:3 age f name d email e", "EXEC"), redis.effects());
    }

    @Test
    void shouldReplaceHashesAndRefuseOtherTypes()
    {
        redis.line("HIMPORT PREPARE p a b");
        redis.line("HSET h old 1 a 0");
        redis.line("HPEXPIRE h 100 FIELDS 1 a");
        redis.line("EXPIRE h 100");
        assertEquals("+OK", redis.line("HIMPORT SET h p 1 2"));
        assertEquals("*4 $1 a $1 1 $1 b $1 2", redis.line("HGETALL h"));
        assertEquals(":-1", redis.line("TTL h"));
        assertEquals("*1 :-1", redis.line("HTTL h FIELDS 1 a"));
        redis.line("SET s x");
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value",
            redis.line("HIMPORT SET s p 1 2"));
        assertEquals("+OK", redis.run("HIMPORT", "PREPARE", "", ""));
        assertEquals("+OK", redis.run("HIMPORT", "SET", "e", "", "v"));
        assertEquals("$1 v", redis.run("HGET", "e", ""));
    }

    @Test
    void shouldKeepFieldsetsWithTheirConnection()
    {
        redis.line("HIMPORT PREPARE p a b");
        assertEquals("-ERR duplicate field name in fieldset", redis.line("HIMPORT PREPARE q a a"));
        assertEquals("-ERR no such fieldset", redis.line("HIMPORT SET k q 1 2"));
        assertEquals("-ERR value count does not match fieldset field count", redis.line("HIMPORT SET k p 1"));
        redis.line("HIMPORT PREPARE p x y z");
        assertEquals("+OK", redis.line("HIMPORT SET k p 1 2 3"));
        final int other = redis.openSession();
        redis.use(other);
        assertEquals("-ERR no such fieldset", redis.line("HIMPORT SET k p 1 2 3"));
        redis.use(0);
        assertEquals(":1", redis.line("HIMPORT DISCARD p"));
        assertEquals(":0", redis.line("HIMPORT DISCARD p"));
        redis.line("HIMPORT PREPARE a f");
        redis.line("HIMPORT PREPARE b f");
        assertEquals(":2", redis.line("HIMPORT DISCARDALL"));
        redis.line("HIMPORT PREPARE a f");
        redis.line("RESET");
        assertEquals("-ERR no such fieldset", redis.line("HIMPORT SET k a 1"));
        assertEquals("*3 $1 x $1 y $1 z", redis.line("HKEYS k"));
    }

    @Test
    void shouldShareNamesAndFreeThemWithTheLastHash()
    {
        redis.line("HSET first a 1");
        redis.line("DEL first");
        final long bytes = redis.engine().arena().liveBytes();
        redis.line("HIMPORT PREPARE one a b c");
        redis.line("HIMPORT PREPARE two c a b");
        redis.line("HIMPORT SET k1 one 1 2 3");
        redis.line("HIMPORT SET k2 two 3 1 2");
        assertEquals("$17 template-listpack", redis.line("OBJECT ENCODING k1"));
        assertEquals(redis.line("HGETALL k1"), redis.line("HGETALL k2"));
        assertEquals(List.of("hash_templates:1", "hash_template_keys:2"), templateFigures());
        redis.line("HDEL k1 b");
        redis.line("HSET k2 d 4");
        redis.line("COPY k2 k3");
        assertEquals(List.of("hash_templates:3", "hash_template_keys:3"), templateFigures());
        redis.line("HSET k2 d " + "x".repeat(65));
        assertEquals("$14 template-array", redis.line("OBJECT ENCODING k2"));
        assertEquals("*8 $1 a $1 1 $1 b $1 2 $1 c $1 3 $1 d $1 4", redis.line("HGETALL k3"));
        redis.line("HEXPIRE k3 100 FIELDS 1 missing");
        assertEquals("$17 template-listpack", redis.line("OBJECT ENCODING k3"));
        redis.line("HEXPIRE k3 100 FIELDS 1 a");
        assertEquals("$10 listpackex", redis.line("OBJECT ENCODING k3"));
        redis.line("DEL k1 k2 k3");
        assertEquals(List.of("hash_templates:1", "hash_template_keys:0"), templateFigures());
        redis.line("RESET");
        assertEquals(List.of("hash_templates:0", "hash_template_keys:0"), templateFigures());
        assertEquals(bytes, redis.engine().arena().liveBytes());
    }

    @Test
    void shouldAdoptHashesOfSizesThatAreConfigured()
    {
        redis.line("CONFIG SET hash-min-template-entries 3 hash-max-template-entries 4");
        redis.line("HSET small a 1 b 2");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING small"));
        redis.line("HSET small c 3");
        assertEquals("$17 template-listpack", redis.line("OBJECT ENCODING small"));
        redis.line("HSET large a 1 b 2 c 3 d 4 e 5");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING large"));
        redis.line("HSET small d 4 e 5");
        assertEquals("$17 template-listpack", redis.line("OBJECT ENCODING small"));
        redis.line("HSETEX timed EX 100 FIELDS 3 a 1 b 2 c 3");
        assertEquals("$10 listpackex", redis.line("OBJECT ENCODING timed"));
        assertEquals("*2 $1 0 *4 $1 d $1 4 $1 e $1 5", redis.line("HSCAN small 0 MATCH [de] COUNT 1"));
    }

    @Test
    void shouldNotKeepListsOfScripts()
    {
        assertEquals("+OK", redis.run("EVAL", "return redis.call('HIMPORT','PREPARE','p','a')", "0"));
        assertTrue(redis.run("EVAL", "return redis.call('HIMPORT','SET','k','p','1')", "0")
            .startsWith("-ERR no such fieldset"));
        assertEquals(List.of("hash_templates:0", "hash_template_keys:0"), templateFigures());
    }

    private List<String> templateFigures()
    {
        return Arrays.stream(redis.line("INFO stats").split("\\s+"))
            .filter(line -> line.startsWith("hash_template")).toList();
    }
}
