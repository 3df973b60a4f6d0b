package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What groups cost the engine's thread and the collector, and that they give back what they took. */
class GroupCostTest
{
    private static final int LARGE = 150_000;

    private final EngineHarness redis = new EngineHarness();

    @BeforeEach
    void begin()
    {
        redis.line("XADD s 1-0 f 1");
        redis.line("XADD s 2-0 f 2");
        redis.line("XGROUP CREATE s g 0");
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldFreeADestroyedGroupInSteps()
    {
        fill();
        redis.line("DEL s2");
        final long before = redis.engine().arena().liveBytes();
        redis.line("XGROUP CREATE s h 0");
        redis.line("XREADGROUP GROUP h a COUNT " + LARGE + " STREAMS s >");
        final long full = redis.engine().arena().liveBytes();
        assertEquals(":1", redis.line("XGROUP DESTROY s h"));
        assertTrue(redis.engine().arena().liveBytes() > before + (full - before) / 2, "was freed at once");
        for (int i = 0; i < LARGE && redis.engine().arena().liveBytes() > before; i++)
        {
            redis.tick();
        }
        assertEquals(before, redis.engine().arena().liveBytes());
    }

    @Test
    void shouldFreeWhatWasPendingWithTheOnlyReaderInSteps()
    {
        fill();
        redis.line("DEL s2");
        final long before = redis.engine().arena().liveBytes();
        redis.line("XGROUP CREATE s h 0");
        redis.line("XGROUP CREATECONSUMER s h b");
        redis.line("XREADGROUP GROUP h a COUNT " + LARGE + " STREAMS s >");
        final long full = redis.engine().arena().liveBytes();
        assertEquals(":" + (LARGE - 1), redis.line("XGROUP DELCONSUMER s h a"));
        assertTrue(redis.engine().arena().liveBytes() > before + (full - before) / 2, "was freed at once");
        assertEquals("*4 :0 $-1 $-1 *-1", redis.line("XPENDING s h"));
        assertEquals("*0", redis.line("XPENDING s h - + 10"));
        assertEquals(":0", redis.line("XACK s h 1-0"));
        redis.line("XGROUP SETID s h 2-0");
        redis.line("XREADGROUP GROUP h b COUNT 7 STREAMS s >");
        assertEquals(":7", redis.line("XGROUP DELCONSUMER s h b"));
        assertEquals(":1", redis.line("XGROUP DESTROY s h"));
        for (int i = 0; i < LARGE && redis.engine().arena().liveBytes() > before; i++)
        {
            redis.tick();
        }
        assertEquals(before, redis.engine().arena().liveBytes());
    }

    @Test
    void shouldFreeAllThatGroupsTakeWithTheirStream()
    {
        redis.line("XADD s2 1-0 f v");
        redis.line("DEL s2");
        final long before = redis.engine().arena().liveBytes();
        redis.line("XGROUP CREATE t g 0 MKSTREAM");
        for (int i = 0; i < 300; i++)
        {
            redis.line("XADD t IDMP p" + i % 7 + " n" + i + " * f v");
            redis.line("XREADGROUP GROUP g c" + i % 9 + " STREAMS t >");
        }
        redis.line("XNACK t g FAIL IDS 1 " + redis.nowMs() + "-0");
        redis.line("COPY t u");
        redis.line("DEL t u");
        for (int i = 0; i < 1_000; i++)
        {
            redis.tick();
        }
        assertEquals(before, redis.engine().arena().liveBytes());
    }

    @Test
    void shouldAllocateNothing()
    {
        fill();
        for (final String command : new String[] {"XREADGROUP GROUP g a COUNT 2 STREAMS s >", "XACK s g 1-0 2-0 5-0",
            "XREADGROUP GROUP g a COUNT 2 STREAMS s 0", "XCLAIM s g b 0 3-0", "XPENDING s g - + 3", "XDEL s 7-0",
            "XREAD COUNT 2 STREAMS s 5", "XAUTOCLAIM s g c 0 - COUNT 2", "XRANGE s 5 9", "XTRIM s MAXLEN ~ 1000000"})
        {
            final byte[][] words = Arrays.stream(command.split(" ")).map(String::getBytes).toArray(byte[][]::new);
            final long bytes = redis.loop(words).allocatedBytes(2_000);
            assertTrue(bytes < 2_000, command + ": " + bytes);
        }
    }

    private void fill()
    {
        redis.line("XADD s2 1-0 f v");
        for (int i = 3; i < LARGE; i++)
        {
            redis.line("XADD s " + i + "-0 f v");
        }
    }
}
