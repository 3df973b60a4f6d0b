package io.ringbolt.engine.generic;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** WAIT and WAITAOF where nobody acknowledges. */
class WaitCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldAnswerAtOnceWhoAsksForNobody()
    {
        assertEquals(":0", redis.line("WAIT 0 1000"));
        assertEquals(":0", redis.line("WAIT -1 0"));
        assertEquals("*2 :0 :0", redis.line("WAITAOF 0 0 0"));
    }

    @Test
    void shouldWaitForTheTime()
    {
        assertEquals("", redis.append("WAIT", "1", "50"));
        redis.advanceMs(49);
        redis.tick();
        assertEquals("", redis.received());
        redis.advanceMs(1);
        redis.tick();
        assertEquals(":0\r\n", redis.takeReceived());
        assertEquals("", redis.append("WAITAOF", "0", "2", "50"));
        redis.advanceMs(50);
        redis.tick();
        assertEquals("*2\r\n:0\r\n:0\r\n", redis.takeReceived());
        assertEquals(0, redis.engine().blocking().blockedCount());
    }

    @Test
    void shouldNotWaitInATransaction()
    {
        redis.line("MULTI");
        redis.line("WAIT 1 0");
        redis.line("WAITAOF 0 1 0");
        assertEquals("*2 :0 *2 :0 :0", redis.line("EXEC"));
    }

    @Test
    void shouldRefuseWhatIsNoNumber()
    {
        assertEquals("-ERR value is not an integer or out of range", redis.line("WAIT x 1"));
        assertEquals("-ERR timeout is not an integer or out of range", redis.line("WAIT 1 x"));
        assertEquals("-ERR timeout is negative", redis.line("WAIT 0 -1"));
        assertEquals("-ERR value is out of range, value must between 0 and 1", redis.line("WAITAOF 2 0 0"));
        assertEquals("-ERR value is out of range, must be positive", redis.line("WAITAOF 0 -1 0"));
        assertEquals("-ERR timeout is negative", redis.line("WAITAOF 0 0 -1"));
        assertEquals("-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.",
            redis.line("WAITAOF 1 0 0"));
    }
}
