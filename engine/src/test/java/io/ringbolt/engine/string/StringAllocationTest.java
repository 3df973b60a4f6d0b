package io.ringbolt.engine.string;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The hot commands leave nothing for the collector.
 */
class StringAllocationTest
{
    private static final int COUNT = 20_000;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings =
    {
        "GET text", "GET number", "GET nokey", "SET key value", "SET key 12345",
        "SET key value EX 100", "SET key value NX GET", "SETEX key 100 value", "SETNX text x", "INCR number",
        "INCRBY number 7", "DECR number", "GETSET text other", "MSET a 1 b two c 3", "MGET a b text",
        "APPEND short x", "STRLEN text", "GETRANGE text 1 3", "SETRANGE text 2 x", "GETEX text EX 10", "DEL nokey",
        "EXISTS text nokey", "EXPIRE text 100", "PERSIST text", "TTL text", "PTTL text", "TOUCH text", "UNLINK nokey",
        "SCAN 0 COUNT 5"
    })
    void shouldAllocateNothing(final String command)
    {
        redis.line("MSET text value number 1");
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
