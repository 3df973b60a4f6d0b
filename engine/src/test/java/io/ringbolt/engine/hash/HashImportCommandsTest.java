package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        assertEquals("*6 $4 name $5 alice $5 email $3 a@x $3 age $2 30", redis.line("HGETALL user:1"));
        assertEquals("$2 25", redis.line("HGET user:2 age"));
        redis.recordEffects();
        redis.line("HIMPORT SET user:3 u a b c");
        redis.line("HIMPORT SET user:3 u d e f");
        assertEquals(List.of("HSET user:3 name a email b age c", "MULTI", "DEL user:3",
            "HSET user:3 name d email e age f", "EXEC"), redis.effects());
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
}
