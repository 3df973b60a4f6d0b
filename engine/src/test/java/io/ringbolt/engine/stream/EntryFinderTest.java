package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The history of a consumer finds each of its entries, near or far from the one before, and says which are gone. */
class EntryFinderTest
{
    private static final int COUNT = 600;

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldReadAnyHistory()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            final Random random = new Random(seed);
            redis.line("FLUSHALL");
            for (int i = 1; i <= COUNT; i++)
            {
                redis.line("XADD s " + i + "-0 f " + i);
            }
            redis.line("XGROUP CREATE s g 0");
            redis.line("XREADGROUP GROUP g a STREAMS s >");
            final List<String> expected = new ArrayList<>();
            final int kept = 1 + random.nextInt(60);
            for (int i = 1; i <= COUNT; i++)
            {
                if (random.nextInt(kept) > 0)
                {
                    redis.line("XACK s g " + i + "-0");
                }
                else if (random.nextInt(4) > 0)
                {
                    final String id = i + "-0";
                    expected.add("*2 $" + id.length() + " " + id + " *2 $1 f $" + (id.length() - 2) + " " + i);
                }
                else
                {
                    final String id = i + "-0";
                    redis.line("XDEL s " + id);
                    expected.add("*2 $" + id.length() + " " + id + " *-1");
                }
            }
            final String entries = expected.isEmpty() ? "*0" : "*" + expected.size() + " " + String.join(" ", expected);
            assertEquals("*1 *2 $1 s " + entries, redis.line("XREADGROUP GROUP g a STREAMS s 0"), "seed=" + seed);
        }
    }
}
