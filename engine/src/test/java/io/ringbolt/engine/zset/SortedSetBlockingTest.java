package io.ringbolt.engine.zset;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Clients that wait for members of sorted sets.
 */
class SortedSetBlockingTest
{
    private static final String NO_TIME = "-ERR timeout is negative";

    private final EngineHarness redis = new EngineHarness();
    private final int first = redis.openSession();
    private final int second = redis.openSession();
    private final int third = redis.openSession();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldServeAtOnceWhatIsThere()
    {
        redis.line("ZADD z 1 a 2 b 3 c 4 d");
        redis.recordEffects();
        assertEquals("*3 $1 z $1 a $1 1", redis.line("BZPOPMIN nope z 0"));
        assertEquals("*3 $1 z $1 d $1 4", redis.line("BZPOPMAX z 0"));
        assertEquals("*2 $1 z *2 *2 $1 b $1 2 *2 $1 c $1 3", redis.line("BZMPOP 0 2 nope z MIN COUNT 5"));
        assertEquals(List.of("ZPOPMIN z", "ZPOPMAX z", "ZPOPMIN z 2"), redis.effects());
        assertEquals(":0", redis.line("EXISTS z"));
    }

    @Test
    void shouldServeInTheOrderOfWaitingWhateverAddsMembers()
    {
        block(first, "BZPOPMIN k 0");
        block(second, "BZPOPMAX other k 0");
        block(third, "BZMPOP 0 1 k MAX COUNT 10");
        at(0, "ZADD src 1 a 2 b 3 c 4 d");
        assertEquals(":4", at(0, "ZUNIONSTORE k 1 src"));
        assertEquals("*3 $1 k $1 a $1 1", received(first));
        assertEquals("*3 $1 k $1 d $1 4", received(second));
        assertEquals("*2 $1 k *2 *2 $1 c $1 3 *2 $1 b $1 2", received(third));
        assertEquals(":0", at(0, "EXISTS k"));
    }

    @Test
    void shouldWakeUpByStoredRangesAndIncrements()
    {
        at(0, "ZADD src 1 a 2 b");
        block(first, "BZPOPMIN k 0");
        at(0, "ZRANGESTORE k src 1 1");
        assertEquals("*3 $1 k $1 b $1 2", received(first));
        block(first, "BZPOPMIN k 0");
        at(0, "ZINCRBY k 5 m");
        assertEquals("*3 $1 k $1 m $1 5", received(first));
    }

    @Test
    void shouldReplyNullWhenTimeIsOver()
    {
        block(first, "BZPOPMIN k 0.5");
        redis.advanceMs(499);
        redis.tick();
        assertEquals("", received(first));
        redis.advanceMs(2);
        redis.tick();
        assertEquals("*-1", received(first));
        block(second, "BZMPOP 1 1 k MIN");
        redis.advanceMs(1001);
        redis.tick();
        assertEquals("*-1", received(second));
    }

    @Test
    void shouldNotWaitForOtherTypesOrWithWrongArguments()
    {
        at(0, "SET s v");
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value", at(0, "BZPOPMIN s k 0"));
        assertEquals(NO_TIME, at(0, "BZPOPMIN k -1"));
        assertEquals(NO_TIME, at(0, "BZMPOP -1 1 k MIN"));
        assertEquals("-ERR timeout is not a float or out of range", at(0, "BZPOPMAX k x"));
        assertEquals("-ERR numkeys should be greater than 0", at(0, "BZMPOP -1 0 k MIN"));
        assertEquals("-ERR syntax error", at(0, "BZMPOP 0 1 k LOW"));
        assertEquals("-ERR count should be greater than 0", at(0, "BZMPOP 0 1 k MIN COUNT 0"));
    }

    private void block(final int session, final String command)
    {
        assertEquals("", at(session, command));
    }

    private String at(final int session, final String command)
    {
        redis.use(session);
        return redis.line(command);
    }

    private String received(final int session)
    {
        redis.use(session);
        return redis.received().trim().replace("\r\n", " ");
    }
}
