package io.ringbolt.engine.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/**
 * Comparing a command with a user's rules leaves nothing for the collector.
 */
class AclAllocationTest
{
    private static final int COUNT = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {
        "GET key1", "SET key1 v", "SET key1 v GET", "MGET key1 key2 key3", "BITFIELD key1 GET u8 0",
        "ZUNION 2 key1 key2", "SELECT 0", "PUBLISH news x", "XREAD COUNT 1 STREAMS key5 0",
        "GEORADIUS key3 1 1 1 km STORE key4"})
    void shouldAllocateNothing(final String command)
    {
        final String[] words = command.split(" ");
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++)
        {
            arguments[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        try (EngineHarness redis = new EngineHarness())
        {
            redis.line("ACL SETUSER alice on nopass +@all -@dangerous -select +select|0 " +
                "~a* ~[a-c]ey* ~k?y* &new* (+get ~other)");
            redis.line("AUTH alice x");
            assertEquals(0, redis.loop(arguments).allocatedBytes(COUNT), command);
        }
    }
}
