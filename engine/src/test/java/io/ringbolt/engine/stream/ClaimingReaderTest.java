package io.ringbolt.engine.stream;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Clients that wait for entries to have been pending for long enough, with XREADGROUP's CLAIM. */
class ClaimingReaderTest
{
    private static final String READ = "XREADGROUP GROUP g b BLOCK 0 CLAIM 100 STREAMS s >";

    private final EngineHarness redis = new EngineHarness();
    private final int reader = redis.openSession();
    private final int other = redis.openSession();

    @BeforeEach
    void begin()
    {
        redis.line("XADD s 1-0 f 1");
        redis.line("XGROUP CREATE s g 0");
        redis.takeReceived();
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldWakeWhenAnEntryHasBeenPendingForLongEnough()
    {
        at(0, "XREADGROUP GROUP g a STREAMS s >");
        pass(30);
        block(reader, READ);
        assertEquals(redis.nowMs() + 70, redis.engine().blocking().nextDeadlineMs());
        pass(69);
        assertEquals("", received(reader));
        pass(1);
        assertEquals("*1 *2 $1 s *1 *4 $3 1-0 *2 $1 f $1 1 :100 :1", received(reader));
        assertEquals(0, redis.engine().blocking().blockedCount());
        assertEquals(Long.MAX_VALUE, redis.engine().blocking().nextDeadlineMs());
    }

    @Test
    void shouldWaitForTheNextEntryWhenThePendingOneIsAcknowledgedMeanwhile()
    {
        at(0, "XADD s 2-0 f 2");
        at(0, "XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        pass(50);
        at(0, "XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        block(reader, READ);
        at(0, "XACK s g 1-0");
        pass(50);
        assertEquals("", received(reader));
        pass(50);
        assertEquals("*1 *2 $1 s *1 *4 $3 2-0 *2 $1 f $1 2 :100 :1", received(reader));
    }

    @Test
    void shouldPassOverWhatIsNoLongerInTheStream()
    {
        at(0, "XADD s 2-0 f 2");
        at(0, "XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        at(0, "XDEL s 1-0");
        pass(60);
        at(0, "XREADGROUP GROUP g a COUNT 1 STREAMS s >");
        pass(60);
        block(reader, READ);
        assertEquals(redis.nowMs() + 40, redis.engine().blocking().nextDeadlineMs());
        pass(40);
        assertEquals("*1 *2 $1 s *1 *4 $3 2-0 *2 $1 f $1 2 :100 :1", received(reader));
    }

    @Test
    void shouldServeWhoCameFirstAndHaveTheOtherWaitOn()
    {
        at(0, "XREADGROUP GROUP g a STREAMS s >");
        block(other, "XREADGROUP GROUP g c BLOCK 0 CLAIM 100 STREAMS s >");
        block(reader, READ);
        pass(100);
        assertEquals("*1 *2 $1 s *1 *4 $3 1-0 *2 $1 f $1 1 :100 :1", received(other));
        assertEquals("", received(reader));
        pass(100);
        assertEquals("*1 *2 $1 s *1 *4 $3 1-0 *2 $1 f $1 1 :100 :2", received(reader));
    }

    @Test
    void shouldWakeForAnEntryThatIsGivenBack()
    {
        at(0, "XREADGROUP GROUP g a STREAMS s >");
        block(reader, READ);
        at(0, "XNACK s g FAIL IDS 1 1-0");
        assertEquals("*2 $1 s", received(reader).substring(3, 10));
    }

    @Test
    void shouldForgetTheTimeOfAReaderThatIsGone()
    {
        at(0, "XREADGROUP GROUP g a STREAMS s >");
        block(reader, "XREADGROUP GROUP g b BLOCK 40 CLAIM 100 STREAMS s >");
        pass(40);
        assertEquals("*-1", received(reader));
        assertEquals(Long.MAX_VALUE, redis.engine().blocking().nextDeadlineMs());
    }

    private void pass(final long durationMs)
    {
        redis.advanceMs(durationMs);
        redis.tick();
    }

    private void block(final int client, final String line)
    {
        redis.use(client);
        assertEquals("", redis.append(line.split(" ")));
        redis.use(0);
    }

    private String at(final int client, final String line)
    {
        redis.use(client);
        final String reply = redis.line(line);
        redis.takeReceived();
        redis.use(0);
        return reply;
    }

    private String received(final int client)
    {
        redis.use(client);
        final String text = redis.takeReceived();
        redis.use(0);
        return text.isEmpty() ? "" : text.substring(0, text.length() - 2).replace("\r\n", " ");
    }
}
