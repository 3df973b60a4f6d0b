package io.ringbolt.engine.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/**
 * Messages and notifications leave nothing for the collector, whether somebody listens or not.
 */
class PubSubAllocationTest
{
    private static final int COUNT = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISH channel message", "PUBLISH nobody message", "SPUBLISH shard message",
        "SET key value", "GET nokey"})
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
            final int subscriber = redis.openSession();
            redis.line("CONFIG SET notify-keyspace-events KEAm");
            redis.use(subscriber);
            redis.line("SUBSCRIBE channel");
            redis.line("SSUBSCRIBE shard");
            redis.line("PSUBSCRIBE __key*");
            final int before = redis.received().length();
            redis.use(0);
            assertEquals(0, redis.loop(arguments).allocatedBytes(COUNT), command);
            redis.use(subscriber);
            assertTrue("nobody".equals(words[1]) || redis.received().length() > before, "somebody has listened");
        }
    }
}
