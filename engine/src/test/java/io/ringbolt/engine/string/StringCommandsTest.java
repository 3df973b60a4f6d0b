package io.ringbolt.engine.string;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StringCommandsTest
{
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldSetAndGet()
    {
        assertEquals("+OK", redis.line("SET k v"));
        assertEquals("$1 v", redis.line("GET k"));
        assertEquals("$-1", redis.line("GET nokey"));
        redis.protocol(3);
        assertEquals("_", redis.line("GET nokey"));
    }
}
