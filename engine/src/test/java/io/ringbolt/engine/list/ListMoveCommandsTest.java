package io.ringbolt.engine.list;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ListMoveCommandsTest
{
    private static final String WRONG_TYPE = "-WRONGTYPE Operation against a key holding the wrong kind of value";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldMoveOneElement(final int protocol)
    {
        redis.protocol(protocol);
        redis.line("RPUSH a 1 2 3");
        assertEquals("$1 3", redis.line("RPOPLPUSH a b"));
        assertEquals("$1 1", redis.line("LMOVE a b LEFT right"));
        assertEquals("*2 $1 3 $1 1", redis.line("LRANGE b 0 -1"));
        assertEquals("$1 2", redis.line("LMOVE a b RIGHT RIGHT"));
        assertEquals(":0", redis.line("EXISTS a"));
        assertEquals(2 == protocol ? "$-1" : "_", redis.line("LMOVE a b LEFT LEFT"));
        assertEquals(2 == protocol ? "$-1" : "_", redis.line("RPOPLPUSH a b"));
        assertEquals("-ERR syntax error", redis.line("LMOVE a b LEFT x"));
    }

    @Test
    void shouldRotateWithinOneList()
    {
        redis.line("RPUSH a 1 2 3");
        assertEquals("$1 3", redis.line("RPOPLPUSH a a"));
        assertEquals("*3 $1 3 $1 1 $1 2", redis.line("LRANGE a 0 -1"));
        assertEquals("$1 3", redis.line("LMOVE a a LEFT LEFT"));
        assertEquals("$1 3", redis.line("LMOVE a a LEFT RIGHT"));
        assertEquals("*3 $1 1 $1 2 $1 3", redis.line("LRANGE a 0 -1"));
        redis.line("RPUSH one x");
        assertEquals("$1 x", redis.line("RPOPLPUSH one one"));
        assertEquals("*1 $1 x", redis.line("LRANGE one 0 -1"));
    }

    @Test
    void shouldMoveLargeElements()
    {
        final String large = "x".repeat(20_000);
        redis.run("RPUSH", "a", "1", large, "3");
        redis.line("RPOPLPUSH a b");
        assertEquals("$20000 " + large, redis.line("RPOPLPUSH a b"));
        assertEquals("$20000 " + large, redis.line("LMOVE b b LEFT RIGHT"));
        assertEquals("$20000 " + large, redis.line("LINDEX b -1"));
        assertEquals("$9 quicklist", redis.line("OBJECT ENCODING b"));
    }

    @Test
    void shouldRefuseOtherTypesAndChangeNothing()
    {
        redis.line("SET s x");
        assertEquals(WRONG_TYPE, redis.line("RPOPLPUSH s a"));
        redis.line("RPUSH a 1");
        assertEquals(WRONG_TYPE, redis.line("RPOPLPUSH a s"));
        assertEquals(WRONG_TYPE, redis.line("BLMOVE a s LEFT LEFT 0"));
        assertEquals(WRONG_TYPE, redis.line("LMOVEM a s LEFT LEFT"));
        assertEquals(":1", redis.line("LLEN a"));
        assertEquals("$-1", redis.line("RPOPLPUSH none s"));
    }

    @Test
    void shouldMoveManyInTheOrderAskedFor()
    {
        assertEquals("*2 $1 2 $1 1", moved("LEFT LEFT COUNT 2 OBO"));
        assertEquals("*5 $1 2 $1 1 $1 5 $1 6 $1 7", redis.line("LRANGE l2 0 -1"));
        assertEquals("*2 $1 1 $1 2", moved("LEFT LEFT COUNT 2 BULK"));
        assertEquals("*5 $1 1 $1 2 $1 5 $1 6 $1 7", redis.line("LRANGE l2 0 -1"));
        assertEquals("*2 $1 1 $1 2", moved("LEFT RIGHT COUNT 2 OBO"));
        assertEquals("*5 $1 5 $1 6 $1 7 $1 1 $1 2", redis.line("LRANGE l2 0 -1"));
        assertEquals("*2 $1 3 $1 4", moved("RIGHT LEFT COUNT 2 OBO"));
        assertEquals("*5 $1 3 $1 4 $1 5 $1 6 $1 7", redis.line("LRANGE l2 0 -1"));
        assertEquals("*2 $1 4 $1 3", moved("RIGHT RIGHT COUNT 2 OBO"));
        assertEquals("*5 $1 5 $1 6 $1 7 $1 4 $1 3", redis.line("LRANGE l2 0 -1"));
        assertEquals("*4 $1 1 $1 2 $1 3 $1 4", moved("RIGHT RIGHT COUNT 9 BULK"));
        assertEquals(":0", redis.line("EXISTS l1"));
        assertEquals("*1 $1 4", moved("RIGHT LEFT"));
        assertEquals("*4 $1 1 $1 2 $1 3 $1 4", moved("LEFT LEFT EXACTLY 4 BULK"));
        assertEquals("*-1", moved("LEFT LEFT EXACTLY 5 BULK"));
        assertEquals(":4", redis.line("LLEN l1"));
    }

    @Test
    void shouldMoveManyWithinOneList()
    {
        redis.line("RPUSH k 1 2 3 4");
        assertEquals("*2 $1 1 $1 2", redis.line("LMOVEM k k LEFT RIGHT COUNT 2 BULK"));
        assertEquals("*4 $1 3 $1 4 $1 1 $1 2", redis.line("LRANGE k 0 -1"));
        assertEquals("*4 $1 3 $1 4 $1 1 $1 2", redis.line("LMOVEM k k LEFT LEFT COUNT 9 BULK"));
        assertEquals("*4 $1 3 $1 4 $1 1 $1 2", redis.line("LRANGE k 0 -1"));
    }

    @Test
    void shouldReplyNothingMovedAndRefuseWrongOptions()
    {
        assertEquals("*0", redis.line("LMOVEM none b LEFT LEFT"));
        assertEquals("*0", redis.line("LMOVEM none b LEFT LEFT COUNT 2 OBO"));
        assertEquals("*-1", redis.line("LMOVEM none b LEFT LEFT EXACTLY 2 OBO"));
        for (final String options :
            new String[] {"COUNT 2", "COUNT 2 x", "OBO", "x 2 OBO", "COUNT 2 OBO BULK", "EXACTLY BULK"})
        {
            assertEquals("-ERR syntax error", redis.line("LMOVEM a b LEFT LEFT " + options), options);
        }
        assertEquals("-ERR count should be greater than 0", redis.line("LMOVEM a b LEFT LEFT COUNT 0 OBO"));
        assertEquals("-ERR timeout is negative", redis.line("BLMOVEM a b LEFT LEFT -1 COUNT 1 OBO"));
    }

    @Test
    void shouldWaitForASource()
    {
        final int waiting = redis.openSession();
        assertServed(waiting, "BRPOPLPUSH a b 0", "RPUSH a x y", "$1 y");
        assertServed(waiting, "BLMOVE a2 b LEFT RIGHT 0", "RPUSH a2 x y", "$1 x");
        assertServed(waiting, "BLMOVEM a3 b LEFT RIGHT 0 COUNT 5 OBO", "RPUSH a3 x y", "*2 $1 x $1 y");
        assertServed(waiting, "BLMOVEM a4 b LEFT RIGHT 0", "RPUSH a4 x y", "*1 $1 x");
    }

    @Test
    void shouldWaitForExactlySoManyElements()
    {
        final int waiting = redis.openSession();
        redis.use(waiting);
        assertEquals("", redis.line("BLMOVEM a b LEFT RIGHT 0 EXACTLY 3 BULK"));
        redis.use(0);
        redis.line("RPUSH a 1 2");
        redis.use(waiting);
        assertEquals("", redis.received());
        redis.use(0);
        redis.line("RPUSH a 3 4");
        assertEquals("*1 $1 4", redis.line("LRANGE a 0 -1"));
        redis.use(waiting);
        assertEquals("*3\r\n$1\r\n1\r\n$1\r\n2\r\n$1\r\n3\r\n", redis.takeReceived());
    }

    @Test
    void shouldServeChainsOfMoves()
    {
        final int first = redis.openSession();
        final int second = redis.openSession();
        final int third = redis.openSession();
        redis.use(first);
        redis.line("BLMOVE b c LEFT LEFT 0");
        redis.use(second);
        redis.line("BLMOVE a b LEFT LEFT 0");
        redis.use(third);
        redis.line("BLPOP c 0");
        redis.use(0);
        redis.recordEffects();
        assertEquals(":1", redis.line("RPUSH a x"));
        assertEquals("[RPUSH a x, LMOVE a b LEFT LEFT, LMOVE b c LEFT LEFT, LPOP c]", redis.effects().toString());
        redis.use(third);
        assertEquals("*2\r\n$1\r\nc\r\n$1\r\nx\r\n", redis.received());
        redis.use(0);
        assertEquals(":0", redis.line("DBSIZE"));
    }

    @Test
    void shouldRotateForAWaiterOnItsOwnTarget()
    {
        final int first = redis.openSession();
        redis.use(first);
        redis.line("BRPOPLPUSH a a 0");
        redis.use(0);
        redis.line("RPUSH a 1 2");
        assertEquals("*2 $1 2 $1 1", redis.line("LRANGE a 0 -1"));
        assertEquals(0, redis.engine().blocking().blockedCount());
    }

    @Test
    void shouldReplayWithoutWaiting()
    {
        redis.recordEffects();
        redis.line("RPUSH a 1 2 3 4");
        redis.line("BLMOVE a b LEFT RIGHT 5");
        redis.line("BRPOPLPUSH a b 5");
        redis.line("BLMOVEM a b LEFT LEFT 5 COUNT 9 OBO");
        assertEquals(List.of("RPUSH a 1 2 3 4", "LMOVE a b LEFT RIGHT", "RPOPLPUSH a b",
            "LMOVEM a b LEFT LEFT COUNT 9 OBO"), redis.effects());
    }

    @Test
    void shouldAnswerAtOnceWhereWaitingIsDenied()
    {
        redis.session().denyBlocking(true);
        assertEquals("$-1", redis.line("BLMOVE a b LEFT LEFT 0"));
        assertEquals("$-1", redis.line("BRPOPLPUSH a b 0"));
        assertEquals("*-1", redis.line("BLMOVEM a b LEFT LEFT 0"));
        assertEquals("*-1", redis.line("BLMPOP 0 1 a LEFT"));
    }

    private String moved(final String options)
    {
        redis.line("DEL l1 l2");
        redis.line("RPUSH l1 1 2 3 4");
        redis.line("RPUSH l2 5 6 7");
        return redis.line("LMOVEM l1 l2 " + options);
    }

    private void assertServed(final int waiting, final String blocking, final String push, final String reply)
    {
        redis.use(waiting);
        assertEquals("", redis.line(blocking));
        redis.use(0);
        redis.line(push);
        redis.use(waiting);
        assertEquals(reply.replace(" ", "\r\n") + "\r\n", redis.received(), blocking);
    }
}
