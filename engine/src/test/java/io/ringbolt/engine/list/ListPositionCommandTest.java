package io.ringbolt.engine.list;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ListPositionCommandTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldFindMatchesOfAPack()
    {
        shouldFindMatches("listpack");
    }

    @Test
    void shouldFindMatchesOfManyNodes()
    {
        redis.line("CONFIG SET list-max-listpack-size 2");
        shouldFindMatches("quicklist");
    }

    private void shouldFindMatches(final String encoding)
    {
        redis.line("RPUSH l a b c 1 2 3 c c");
        assertEquals("$" + encoding.length() + " " + encoding, redis.line("OBJECT ENCODING l"));
        assertEquals(":0", redis.line("LPOS l a"));
        assertEquals(":2", redis.line("LPOS l c"));
        assertEquals(":3", redis.line("LPOS l 1"));
        assertEquals(":6", redis.line("LPOS l c RANK 2"));
        assertEquals("$-1", redis.line("LPOS l c RANK 4"));
        assertEquals(":7", redis.line("LPOS l c RANK -1"));
        assertEquals("*2 :7 :6", redis.line("LPOS l c COUNT 0 RANK -1 MAXLEN 5"));
        assertEquals("*3 :2 :6 :7", redis.line("LPOS l c COUNT 0"));
        assertEquals("*2 :6 :7", redis.line("LPOS l c COUNT 5 RANK 2"));
        assertEquals("*2 :6 :2", redis.line("LPOS l c COUNT 2 RANK -2"));
        assertEquals("*0", redis.line("LPOS l z COUNT 0"));
        assertEquals("*0", redis.line("LPOS l c COUNT 0 MAXLEN 2"));
    }

    @Test
    void shouldReplyNothingForAMissingKey()
    {
        assertEquals("$-1", redis.line("LPOS none c"));
        assertEquals("*0", redis.line("LPOS none c COUNT 1"));
    }

    @Test
    void shouldRefuseWrongOptions()
    {
        assertEquals("-ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use " +
            "negative to start from the end of the list", redis.line("LPOS l c RANK 0"));
        assertEquals("-ERR COUNT can't be negative", redis.line("LPOS l c COUNT -1"));
        assertEquals("-ERR MAXLEN can't be negative", redis.line("LPOS l c MAXLEN -1"));
        assertEquals("-ERR syntax error", redis.line("LPOS l c RANK"));
        assertEquals("-ERR value is not an integer or out of range", redis.line("LPOS l c RANK x"));
    }
}
