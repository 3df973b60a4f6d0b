package io.ringbolt.engine.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void tearDown()
    {
        redis.close();
    }

    @Test
    void shouldKeepTheNameThatAClientGivesItself()
    {
        assertEquals("$-1", redis.run("CLIENT", "GETNAME"));
        assertEquals("+OK", redis.run("CLIENT", "SETNAME", "worker"));
        assertEquals("$6 worker", redis.run("CLIENT", "GETNAME"));
        assertTrue(redis.run("CLIENT", "LIST").contains(" name=worker "));
    }

    @Test
    void shouldRefuseANameWithASpace()
    {
        assertEquals("-ERR Client names cannot contain spaces, newlines or special characters.",
            redis.run("CLIENT", "SETNAME", "a b"));
    }

    @Test
    void shouldEndAnotherClientAndSpareTheCaller()
    {
        final int other = redis.openSession();
        redis.use(other);
        redis.run("PING");
        redis.use(0);
        assertEquals(":1", redis.run("CLIENT", "KILL", "TYPE", "normal"));
        assertFalse(redis.isClosed());
        redis.use(other);
        assertTrue(redis.isClosed());
    }

    @Test
    void shouldEndTheCallerAfterItsReply()
    {
        final String id = redis.run("CLIENT", "ID").substring(1);
        assertEquals(":1", redis.run("CLIENT", "KILL", "ID", id, "SKIPME", "no"));
        assertTrue(redis.isClosed());
    }

    @Test
    void shouldHoldWritersUntilThePauseIsOver()
    {
        final int writer = redis.openSession();
        redis.run("CLIENT", "PAUSE", "100", "WRITE");
        redis.use(writer);
        assertEquals("", redis.run("SET", "k", "1"));
        assertEquals("", redis.run("GET", "k"));
        redis.use(0);
        assertEquals("$-1", redis.run("GET", "k"));
        redis.advanceMs(101);
        redis.tick();
        redis.use(writer);
        assertEquals("+OK\r\n$1\r\n1\r\n", redis.received());
    }

    @Test
    void shouldGoOnInOrderAfterUnpause()
    {
        final int writer = redis.openSession();
        redis.run("CLIENT", "PAUSE", "100000", "WRITE");
        redis.use(writer);
        for (int i = 0; i < 10; i++)
        {
            assertEquals("", redis.run("APPEND", "k", Integer.toString(i)));
        }
        redis.use(0);
        assertEquals("+OK", redis.run("CLIENT", "UNPAUSE"));
        assertEquals("$10 0123456789", redis.run("GET", "k"));
    }

    @Test
    void shouldDropWhatWaitsWhenItsClientLeaves()
    {
        final int writer = redis.openSession();
        redis.run("CLIENT", "PAUSE", "100000", "WRITE");
        redis.use(writer);
        redis.run("SET", "k", "1");
        redis.closeSession(writer);
        redis.use(0);
        redis.run("CLIENT", "UNPAUSE");
        assertEquals(":0", redis.run("EXISTS", "k"));
    }

    @Test
    void shouldHoldEverythingWhenAPauseOfAllIsFollowedByOneOfWriters()
    {
        redis.run("CLIENT", "PAUSE", "100000", "ALL");
        redis.use(redis.openSession());
        assertEquals("", redis.run("CLIENT", "PAUSE", "1", "WRITE"));
    }

    @Test
    void shouldSkipOneReply()
    {
        assertEquals("", redis.run("CLIENT", "REPLY", "SKIP"));
        assertEquals("", redis.run("PING"));
        assertEquals("+PONG", redis.run("PING"));
    }

    @Test
    void shouldSayNothingWhileRepliesAreOff()
    {
        assertEquals("", redis.run("CLIENT", "REPLY", "OFF"));
        assertEquals("", redis.run("PING"));
        assertEquals("+OK", redis.run("CLIENT", "REPLY", "ON"));
    }

    @Test
    void shouldAskForThePasswordAndTakeIt()
    {
        try (EngineHarness guarded = new EngineHarness(
            ServerConfig.defaults().with(SecurityParameters.REQUIREPASS, "secret")))
        {
            assertEquals("-NOAUTH Authentication required.", guarded.run("GET", "k"));
            assertTrue(guarded.run("HELLO", "3").startsWith("-NOAUTH HELLO must be called"));
            assertEquals("-WRONGPASS invalid username-password pair or user is disabled.",
                guarded.run("AUTH", "wrong"));
            assertEquals("+OK", guarded.run("AUTH", "secret"));
            assertEquals("$-1", guarded.run("GET", "k"));
            assertEquals("+RESET", guarded.run("RESET"));
            assertEquals("-NOAUTH Authentication required.", guarded.run("GET", "k"));
        }
    }

    @Test
    void shouldChangeNothingWhenHelloHasAWrongOption()
    {
        assertEquals("-ERR Syntax error in HELLO option 'foo'", redis.run("HELLO", "3", "SETNAME", "n", "foo"));
        assertEquals("$-1", redis.run("CLIENT", "GETNAME"));
        assertEquals("-NOPROTO unsupported protocol version", redis.run("HELLO", "4"));
    }

    @Test
    void shouldCountTheRequestOfTheCallerAsBeingRead()
    {
        assertTrue(redis.run("CLIENT", "LIST").contains(" multi=-1 watch=0 qbuf=26 qbuf-free=0 argv-mem=10 "));
    }
}
