package io.ringbolt.engine.hash;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HashCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldSetAndGetFields()
    {
        assertEquals(":2", redis.line("HSET h a 1 b x"));
        assertEquals(":1", redis.line("HSET h a 2 c y"));
        assertEquals("+OK", redis.line("HMSET h b z"));
        assertEquals("*6 $1 a $1 2 $1 b $1 z $1 c $1 y", redis.line("HGETALL h"));
        assertEquals("*3 $1 2 $-1 $1 y", redis.line("HMGET h a nope c"));
        assertEquals("*3 $1 a $1 b $1 c", redis.line("HKEYS h"));
        assertEquals("*3 $1 2 $1 z $1 y", redis.line("HVALS h"));
        assertEquals(":3", redis.line("HLEN h"));
        assertEquals(":1", redis.line("HEXISTS h b"));
        assertEquals(":1", redis.line("HSTRLEN h a"));
        assertEquals(":0", redis.line("HSETNX h a 9"));
        assertEquals(":1", redis.line("HSETNX h d 9"));
        assertEquals(":4", redis.line("HDEL h a b c d e"));
        assertEquals(":0", redis.line("EXISTS h"));
        redis.protocol(3);
        assertEquals("%0", redis.line("HGETALL h"));
        assertEquals("_", redis.line("HGET h a"));
    }

    @Test
    void shouldRefuseUnpairedArguments()
    {
        assertEquals("-ERR wrong number of arguments for 'hset' command", redis.line("HSET h a 1 b"));
        assertEquals("-ERR wrong number of arguments for 'hmset' command", redis.line("HMSET h a 1 b"));
        assertEquals(":0", redis.line("EXISTS h"));
    }

    @Test
    void shouldAddIntegersAndFloats()
    {
        assertEquals(":5", redis.line("HINCRBY h n 5"));
        assertEquals(":-2", redis.line("HINCRBY h n -7"));
        assertEquals("-ERR increment or decrement would overflow", redis.line("HINCRBY h n -9223372036854775807"));
        redis.line("HSET h s abc");
        assertEquals("-ERR hash value is not an integer", redis.line("HINCRBY h s 1"));
        assertEquals("-ERR hash value is not a float", redis.line("HINCRBYFLOAT h s 1"));
        assertEquals("-ERR value is not a valid float", redis.line("HINCRBYFLOAT h s x"));
        assertEquals("-ERR value is NaN or Infinity", redis.line("HINCRBYFLOAT h s inf"));
        redis.recordEffects();
        assertEquals("$4 -1.9", redis.line("HINCRBYFLOAT h n 0.1"));
        assertEquals("$3 0.1", redis.line("HINCRBYFLOAT other f 0.1"));
        assertEquals(List.of("HSET h n -1.9", "HSET other f 0.1"), redis.effects());
    }

    @Test
    void shouldConvertTheEncodingAndBeCopied()
    {
        redis.line("HSET h f v");
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING h"));
        redis.run("HSET", "h", "g", "x".repeat(65));
        assertEquals("$9 hashtable", redis.line("OBJECT ENCODING h"));
        for (int i = 0; i < 2_000; i++)
        {
            redis.line("HSET h f" + i + " " + i);
        }
        assertEquals(":1", redis.line("COPY h k"));
        assertEquals(":2002", redis.line("HLEN k"));
        redis.line("HSET h f7 changed");
        assertEquals("$1 7", redis.line("HGET k f7"));
        assertEquals("$4 1234", redis.line("HGET k f1234"));
    }

    @Test
    void shouldScanWithOrWithoutValues()
    {
        redis.line("HSET h a 1 b 2 ab 3");
        assertEquals("*2 $1 0 *4 $1 a $1 1 $2 ab $1 3", redis.line("HSCAN h 0 MATCH a*"));
        assertEquals("*2 $1 0 *2 $1 a $2 ab", redis.line("HSCAN h 0 MATCH a* NOVALUES"));
        assertEquals("-ERR syntax error", redis.line("HSCAN h 0 FOO 1"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("HSCAN h 0 COUNT x"));
    }

    @Test
    void shouldAllocateNothing()
    {
        for (int i = 0; i < 500; i++)
        {
            redis.line("HSET large f" + i + " v");
        }
        for (final String command : new String[] {"HSET h f v", "HGET h f", "HSET large f1 w", "HGET large f1",
            "HINCRBY h n 1", "HGETALL large", "HPEXPIRE h 1000 FIELDS 1 f", "HPEXPIRE large 1000 FIELDS 2 f1 f2",
            "HTTL h FIELDS 1 f", "HPERSIST large FIELDS 1 f1", "HGETEX large EX 5 FIELDS 1 f3",
            "HSETEX h PX 50 FIELDS 1 f w", "HSETEX large PX 50 FIELDS 2 f4 w f5 x", "HINCRBY large n 1",
            "HGET large f2", "HLEN large", "HRANDFIELD large", "HRANDFIELD h -3 WITHVALUES", "HGETDEL h FIELDS 1 nope"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            assertEquals(0, redis.loop(words).allocatedBytes(1_000), command);
        }
    }
}
