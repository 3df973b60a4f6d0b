package io.ringbolt.engine.blocking;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Clients that wait for keys: who is served, when, and what ends a wait otherwise.
 */
class BlockingTest
{
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
        redis.line("RPUSH k a b c");
        assertEquals("*2 $1 k $1 a", redis.line("BLPOP k 0"));
        assertEquals("*2 $1 k $1 c", redis.line("BRPOP none k 0"));
        assertEquals("*2 $1 k *1 $1 b", redis.line("BLMPOP 0 2 none k LEFT COUNT 5"));
    }

    @Test
    void shouldServeInTheOrderOfWaiting()
    {
        block(first, "BLPOP k 0");
        block(second, "BRPOP k 0");
        block(third, "BLMPOP 0 1 k RIGHT COUNT 10");
        assertEquals(":4", at(0, "RPUSH k a b c d"));
        assertEquals("*2 $1 k $1 a", received(first));
        assertEquals("*2 $1 k $1 d", received(second));
        assertEquals("*2 $1 k *2 $1 c $1 b", received(third));
        assertEquals(":0", at(0, "EXISTS k"));
    }

    @Test
    void shouldKeepOthersWaitingWhenThereIsNotEnough()
    {
        block(first, "BLPOP k 0");
        block(second, "BLPOP k 0");
        at(0, "RPUSH k a");
        assertEquals("*2 $1 k $1 a", received(first));
        assertEquals("", received(second));
        block(first, "BLPOP k 0");
        at(0, "RPUSH k b");
        assertEquals("*2 $1 k $1 b", received(second));
        assertEquals("", received(first));
    }

    @Test
    void shouldServeTheKeyThatBecameReadyFirst()
    {
        block(first, "BLPOP k1 k2 k3 k2 0");
        at(0, "RPUSH k2 a");
        assertEquals("*2 $2 k2 $1 a", received(first));
        at(0, "RPUSH k1 b");
        assertEquals("", received(first));
        assertEquals(":1", at(0, "LLEN k1"));
        assertEquals(0, redis.engine().blocking().keys().count());
    }

    @Test
    void shouldIgnoreKeysOfOtherTypes()
    {
        at(0, "SET s v");
        assertTrue(at(first, "BLPOP k s 0").startsWith("-WRONGTYPE"));
        block(first, "BLPOP k 0");
        at(0, "SET k v");
        at(0, "APPEND k v");
        assertEquals("", received(first));
        at(0, "DEL k");
        at(0, "RPUSH k a");
        assertEquals("*2 $1 k $1 a", received(first));
    }

    @Test
    void shouldBeWokenByEveryWayInWhichAListAppears()
    {
        at(0, "RPUSH src a");
        block(first, "BLPOP k 0");
        at(0, "RENAME src k");
        assertEquals("*2 $1 k $1 a", received(first));

        at(0, "RPUSH src b");
        block(first, "BLPOP k 0");
        at(0, "COPY src k");
        assertEquals("*2 $1 k $1 b", received(first));

        block(first, "BLPOP src2 0");
        at(0, "RENAMENX src src2");
        assertEquals("*2 $4 src2 $1 b", received(first));

        at(0, "SELECT 3");
        at(0, "RPUSH k c");
        block(first, "BLPOP k 0");
        at(0, "MOVE k 0");
        assertEquals("*2 $1 k $1 c", received(first));

        at(0, "RPUSH k d");
        block(first, "BLPOP k 0");
        at(0, "SWAPDB 0 3");
        assertEquals("*2 $1 k $1 d", received(first));
    }

    @Test
    void shouldWaitInTheDatabaseSelected()
    {
        at(first, "SELECT 5");
        block(first, "BLPOP k 0");
        at(0, "RPUSH k a");
        assertEquals("", received(first));
        at(0, "SELECT 5");
        at(0, "RPUSH k b");
        assertEquals("*2 $1 k $1 b", received(first));
    }

    @Test
    void shouldTimeOutAtItsTime()
    {
        block(first, "BLPOP k 0.25");
        block(second, "BLPOP k 0.1");
        block(third, "BLPOP k 0");
        assertEquals(redis.nowMs() + 100, redis.engine().blocking().nextDeadlineMs());
        redis.advanceMs(99);
        redis.tick();
        assertEquals("", received(second));
        redis.advanceMs(1);
        redis.tick();
        assertEquals("*-1", received(second));
        assertEquals(redis.nowMs() + 150, redis.engine().blocking().nextDeadlineMs());
        assertTrue(redis.engine().nextTickMs() <= redis.nowMs() + 150);
        redis.advanceMs(150);
        redis.tick();
        assertEquals("*-1", received(first));
        redis.advanceMs(1_000_000);
        redis.tick();
        assertEquals("", received(third));
        at(0, "RPUSH k a");
        assertEquals("*2 $1 k $1 a", received(third));
    }

    @Test
    void shouldRefuseWrongTimeouts()
    {
        assertEquals("-ERR timeout is not a float or out of range", at(0, "BLPOP k x"));
        assertEquals("-ERR timeout is not a float or out of range", at(0, "BLPOP k nan"));
        assertEquals("-ERR timeout is negative", at(0, "BLPOP k -1"));
        assertEquals("-ERR timeout is negative", at(0, "BLPOP k -inf"));
        assertEquals("-ERR timeout is out of range", at(0, "BLPOP k 0x7FFFFFFFFFFFFFFF"));
        assertEquals("-ERR timeout is out of range", at(0, "BLPOP k inf"));
        assertEquals("-ERR timeout is out of range", at(0, "BLPOP k 9223372036854775"));
        block(first, "BLPOP k 0.0000001");
        redis.advanceMs(1);
        redis.tick();
        assertEquals("*-1", received(first));
    }

    @Test
    void shouldExecutePipelinedCommandsAfterTheBlockedOne()
    {
        block(first, "BLPOP k 0");
        block(first, "SET x 1");
        block(first, "BLPOP j 0");
        block(first, "GET x");
        assertEquals("$-1", at(0, "GET x"));
        at(0, "RPUSH k a");
        assertEquals("*2 $1 k $1 a +OK", received(first));
        at(0, "RPUSH j b");
        assertEquals("*2 $1 j $1 b $1 1", received(first));
    }

    @Test
    void shouldLeaveNothingBehindWhenTheClientGoes()
    {
        block(first, "BLPOP k j 5");
        block(first, "SET x 1");
        block(second, "BLPOP k 0");
        redis.closeSession(first);
        at(0, "RPUSH k a");
        assertEquals("*2 $1 k $1 a", received(second));
        assertEquals(0, redis.engine().blocking().blockedCount());
        assertEquals(0, redis.engine().blocking().keys().count());
        assertEquals(Long.MAX_VALUE, redis.engine().blocking().nextDeadlineMs());
        assertEquals("$-1", at(0, "GET x"));
    }

    @Test
    void shouldServeNobodyWhoIsBeingKilled()
    {
        block(first, "BLPOP k 0");
        block(second, "BLPOP k 0");
        assertEquals(":1", at(0, "CLIENT KILL ID " + redis.idOf(first)));
        at(0, "RPUSH k a");
        assertEquals("", received(first));
        assertEquals("*2 $1 k $1 a", received(second));
        redis.closeSession(first);
    }

    @Test
    void shouldUnblockAsAskedFor()
    {
        block(first, "BLPOP k 0");
        block(second, "BLPOP k 0");
        block(third, "BLPOP k 10");
        block(second, "PING");
        assertEquals(":1", at(0, "CLIENT UNBLOCK " + redis.idOf(first)));
        assertEquals("*-1", received(first));
        assertEquals(":1", at(0, "CLIENT UNBLOCK " + redis.idOf(second) + " ERROR"));
        assertEquals("-UNBLOCKED client unblocked via CLIENT UNBLOCK +PONG", received(second));
        assertEquals(":1", at(0, "CLIENT UNBLOCK " + redis.idOf(third) + " TIMEOUT"));
        assertEquals("*-1", received(third));
        assertEquals(":0", at(0, "CLIENT UNBLOCK " + redis.idOf(third)));
        assertEquals(":1", at(0, "RPUSH k a"));
        assertEquals(":1", at(0, "LLEN k"));
    }

    @Test
    void shouldUnblockEverybodyInOrderAndDisconnectThem()
    {
        block(first, "BLPOP k 0");
        block(second, "BLPOP j 7");
        redis.engine().blocking().unblockAll("UNBLOCKED state changed".getBytes());
        redis.tick();
        assertEquals("-UNBLOCKED state changed", received(first));
        assertEquals("-UNBLOCKED state changed", received(second));
        assertTrue(isClosed(first));
        assertTrue(isClosed(second));
        assertFalse(redis.isClosed());
        assertEquals(0, redis.engine().blocking().blockedCount());
    }

    @Test
    void shouldShowWhoIsBlocked()
    {
        block(first, "BLPOP k j 0");
        block(second, "BLPOP k 9");
        final String info = redis.run("INFO", "clients");
        assertTrue(info.contains("blocked_clients:2"), info);
        assertTrue(info.contains("total_blocking_keys:2"), info);
        assertTrue(info.contains("total_blocking_keys_on_nokey:0"), info);
        assertTrue(info.contains("clients_in_timeout_table:1"), info);
        assertTrue(at(0, "CLIENT LIST ID " + redis.idOf(first)).contains("flags=b"));
    }

    @Test
    void shouldReplayAServedPopAsThePlainPop()
    {
        redis.recordEffects();
        block(first, "BLPOP k 0");
        block(second, "BLMPOP 0 1 k RIGHT COUNT 2");
        at(0, "RPUSH k a b c d");
        assertEquals("[RPUSH k a b c d, LPOP k, RPOP k 2]", redis.effects().toString());
    }

    @Test
    void shouldWaitForTheEndOfAPause()
    {
        block(first, "BLPOP k 0.05");
        at(0, "CLIENT PAUSE 100 WRITE");
        block(0, "RPUSH k a");
        block(second, "BLPOP k 0");
        redis.advanceMs(60);
        redis.tick();
        assertEquals("*-1", received(first));
        redis.advanceMs(60);
        redis.tick();
        assertEquals("*2 $1 k $1 a", received(second));
    }

    @Test
    void shouldLetScriptsThroughAPauseOfWritersThatDeclareToReadOnly()
    {
        at(0, "CLIENT PAUSE 100 WRITE");
        assertEquals(":1", redis.run("EVAL", "#!lua flags=no-writes\nreturn 1", "0"));
        assertEquals("", redis.run("EVAL", "return 3", "0"));
        redis.advanceMs(110);
        redis.tick();
        assertEquals(":3", received(0));
    }

    @Test
    void shouldNotWaitWhereWaitingIsDenied()
    {
        redis.session().denyBlocking(true);
        assertEquals("*-1", at(0, "BLPOP k 0"));
        redis.session().denyBlocking(false);
    }

    @Test
    void shouldAnswerInResp3()
    {
        redis.use(first);
        redis.protocol(3);
        block(first, "BLPOP k 0.1");
        redis.advanceMs(100);
        redis.tick();
        assertEquals("_", received(first));
    }

    @Test
    void shouldBeSeenByMonitorOnce()
    {
        assertEquals("+OK", at(third, "MONITOR"));
        block(first, "BLPOP k 0");
        at(0, "RPUSH k a");
        final String seen = received(third);
        assertEquals(seen.indexOf("\"BLPOP\""), seen.lastIndexOf("\"BLPOP\""), seen);
        assertTrue(seen.contains("\"BLPOP\"") && seen.contains("\"RPUSH\""), seen);
    }

    @Test
    void shouldCountACommandOnceWhenItEnds()
    {
        block(first, "BLPOP k 0");
        assertTrue(!at(0, "INFO commandstats").contains("cmdstat_blpop"));
        at(0, "RPUSH k a");
        assertTrue(at(0, "INFO commandstats").contains("cmdstat_blpop:calls=1,"));
    }

    private void block(final int client, final String line)
    {
        redis.use(client);
        final String before = redis.received();
        assertEquals(before, redis.append(line.split(" ")));
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

    private boolean isClosed(final int client)
    {
        redis.use(client);
        final boolean isClosed = redis.isClosed();
        redis.use(0);
        return isClosed;
    }

    private String received(final int client)
    {
        redis.use(client);
        final String text = redis.takeReceived();
        redis.use(0);
        return text.isEmpty() ? "" : text.substring(0, text.length() - 2).replace("\r\n", " ");
    }
}
