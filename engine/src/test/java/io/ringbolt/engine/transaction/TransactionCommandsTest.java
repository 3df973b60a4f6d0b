package io.ringbolt.engine.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/**
 * MULTI, EXEC, DISCARD, WATCH and UNWATCH as a client meets them.
 */
class TransactionCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldExecuteWhatWasQueuedAsOneReply()
    {
        assertEquals("+OK", redis.line("MULTI"));
        assertEquals("+QUEUED", redis.line("SET a 1"));
        assertEquals("+QUEUED", redis.line("INCR a"));
        assertEquals("+QUEUED", redis.line("LPUSH a x"));
        assertEquals("+QUEUED", redis.line("LRANGE b 0 -1"));
        assertEquals("*4 +OK :2 -WRONGTYPE Operation against a key holding the wrong kind of value *0",
            redis.line("EXEC"));
        assertEquals("-ERR EXEC without MULTI", redis.line("EXEC"));
        assertEquals("$1 2", redis.line("GET a"));
    }

    @Test
    void shouldExecuteNothingAfterDiscard()
    {
        redis.line("MULTI");
        redis.line("SET a 1");
        assertEquals("+OK", redis.line("DISCARD"));
        assertEquals("$-1", redis.line("GET a"));
        assertEquals("-ERR DISCARD without MULTI", redis.line("DISCARD"));
    }

    @Test
    void shouldReplyEmptyArrayWhenNothingWasQueued()
    {
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"));
    }

    @Test
    void shouldRefuseNestedMultiAndWatchWithoutAborting()
    {
        redis.line("MULTI");
        assertEquals("-ERR MULTI calls can not be nested", redis.line("MULTI"));
        assertEquals("-ERR WATCH inside MULTI is not allowed", redis.line("WATCH a"));
        assertEquals("+QUEUED", redis.line("UNWATCH"));
        assertEquals("*1 +OK", redis.line("EXEC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET a", "NOSUCH", "CONFIG NOSUCH", "SHUTDOWN", "WATCH"})
    void shouldAbortAfterCommandThatCouldNotBeQueued(final String refused)
    {
        redis.line("MULTI");
        redis.line("SET a 1");
        assertTrue(redis.line(refused).startsWith("-ERR "));
        assertEquals("-EXECABORT Transaction discarded because of previous errors.", redis.line("EXEC"));
        assertEquals("$-1", redis.line("GET a"));
    }

    @Test
    void shouldRefuseWhatIsNotAllowedInTransaction()
    {
        redis.line("MULTI");
        assertEquals("-ERR Command not allowed inside a transaction", redis.line("SHUTDOWN"));
    }

    @Test
    void shouldEndTransactionByExecThatIsRefused()
    {
        redis.line("MULTI");
        redis.line("SET a 1");
        assertEquals("-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command",
            redis.line("EXEC now"));
        assertEquals("+PONG", redis.line("PING"));
    }

    @ParameterizedTest
    @CsvSource({"2, *-1", "3, _"})
    void shouldReplyNullWhenWatchedKeyChanged(final int protocol, final String nothing)
    {
        final int other = redis.openSession();
        redis.protocol(protocol);
        redis.line("WATCH a b");
        from(other, "SET b 1");
        redis.line("MULTI");
        redis.line("SET c 1");
        assertEquals(nothing, redis.line("EXEC"));
        assertEquals(":0", redis.line("EXISTS c"));
        redis.line("MULTI");
        redis.line("SET c 1");
        assertEquals("*1 +OK", redis.line("EXEC"));
    }

    @ParameterizedTest
    @ValueSource(strings =
    {
        "SET k new", "DEL k", "UNLINK k", "EXPIRE k 100", "PEXPIREAT k 1", "RENAME k other", "RENAME source k",
        "MOVE k 1", "COPY source k REPLACE", "FLUSHDB", "FLUSHALL", "SWAPDB 0 1", "APPEND k x", "GETDEL k",
        "GETEX k EX 100", "MSET a 1 k 2"
    })
    void shouldNoticeEveryWayInWhichKeyChanges(final String change)
    {
        final int other = redis.openSession();
        redis.line("MSET k value source value");
        redis.line("WATCH k");
        from(other, change);
        redis.line("MULTI");
        assertEquals("*-1", redis.line("EXEC"), change);
    }

    @ParameterizedTest
    @ValueSource(strings =
    {
        "GET k", "SET other 1", "EXISTS k", "RENAME source other", "SWAPDB 1 2", "SELECT 1", "DEL nokey", "SETNX k x",
        "COPY source k"
    })
    void shouldNotMindWhatLeavesKeyAlone(final String harmless)
    {
        final int other = redis.openSession();
        redis.line("MSET k value source value");
        redis.line("WATCH k");
        from(other, harmless);
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"), harmless);
    }

    @Test
    void shouldNotMindFlushOfDatabaseWithoutTheKey()
    {
        final int other = redis.openSession();
        redis.line("WATCH nokey");
        from(other, "FLUSHALL");
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"));
    }

    @Test
    void shouldNoticeKeyThatComesBySwap()
    {
        final int other = redis.openSession();
        redis.line("WATCH k");
        from(other, "SELECT 1");
        from(other, "SET k v");
        from(other, "SWAPDB 0 1");
        redis.line("MULTI");
        assertEquals("*-1", redis.line("EXEC"));
    }

    @Test
    void shouldWatchKeyOfSelectedDatabaseOnly()
    {
        final int other = redis.openSession();
        redis.line("WATCH k");
        from(other, "SELECT 1");
        from(other, "SET k v");
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"));
    }

    @Test
    void shouldNoticeKeyThatExpiresAfterWatch()
    {
        redis.line("SET k v PX 10");
        redis.line("WATCH k");
        redis.advanceMs(20);
        redis.line("MULTI");
        assertEquals("*-1", redis.line("EXEC"));
    }

    @ParameterizedTest
    @CsvSource({"GET k, *0", "DEL k, *0", "FLUSHALL, *0", "SET k again, *-1"})
    void shouldTakeKeyThatHadExpiredBeforeWatchAsMissing(final String command, final String reply)
    {
        final int other = redis.openSession();
        redis.engine().expiryActive(false);
        redis.line("SET k v PX 10");
        redis.advanceMs(20);
        redis.line("WATCH k");
        from(other, command);
        redis.line("MULTI");
        assertEquals(reply, redis.line("EXEC"));
    }

    @Test
    void shouldNotMindExpiredKeyThatTheTickRemoves()
    {
        redis.line("SET k v PX 10");
        redis.advanceMs(20);
        redis.line("WATCH k");
        redis.tick();
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNWATCH", "DISCARD", "RESET"})
    void shouldForgetWatches(final String end)
    {
        final int other = redis.openSession();
        redis.line("WATCH k");
        from(other, "SET k v");
        if ("DISCARD".equals(end))
        {
            redis.line("MULTI");
        }
        redis.line(end);
        redis.line("MULTI");
        assertEquals("*0", redis.line("EXEC"));
        assertEquals(0, redis.engine().transactions().watched().keyCount());
    }

    @Test
    void shouldNotMindOwnChangesInsideTransaction()
    {
        redis.line("WATCH k");
        redis.line("MULTI");
        redis.line("SET k 1");
        redis.line("SET k 2");
        assertEquals("*2 +OK +OK", redis.line("EXEC"));
    }

    @Test
    void shouldMindOwnChangesBeforeTransaction()
    {
        redis.line("WATCH k");
        redis.line("SET k 1");
        redis.line("MULTI");
        assertEquals("*-1", redis.line("EXEC"));
    }

    @Test
    void shouldSelectForTheCommandsThatFollow()
    {
        redis.line("MULTI");
        redis.line("SELECT 3");
        redis.line("SET k v");
        assertEquals("*2 +OK +OK", redis.line("EXEC"));
        assertEquals("$1 v", redis.line("GET k"));
        redis.line("SELECT 0");
        assertEquals("$-1", redis.line("GET k"));
    }

    @Test
    void shouldPropagateAsOneUnit()
    {
        redis.recordEffects();
        redis.line("MULTI");
        redis.line("SET a 1");
        redis.line("GET a");
        redis.line("INCR a");
        redis.line("EXEC");
        assertEquals(List.of("MULTI", "SET a 1", "INCR a", "EXEC"), redis.effects());
        redis.line("MULTI");
        redis.line("GET a");
        redis.line("EXEC");
        redis.line("MULTI");
        redis.line("INCR a");
        redis.line("EXEC");
        assertEquals(List.of("INCR a"), redis.effects());
    }

    @Test
    void shouldTellOfTransactionInClientInfo()
    {
        final int other = redis.openSession();
        redis.line("WATCH a b a");
        assertTrue(redis.line("CLIENT INFO").contains(" multi=-1 watch=2 "));
        redis.line("MULTI");
        redis.line("SET a 1");
        final String line = from(other, "CLIENT LIST ID 1");
        assertTrue(line.contains(" flags=x "), line);
        assertTrue(line.contains(" multi=1 watch=2 "), line);
        assertTrue(from(other, "INFO clients").contains("watching_clients:1"));
        assertTrue(from(other, "INFO clients").contains("total_watched_keys:2"));
        from(other, "SET b 1");
        assertTrue(from(other, "CLIENT LIST ID 1").contains(" flags=xd "));
        assertEquals("*-1", redis.line("EXEC"));
        assertTrue(redis.line("CLIENT INFO").contains(" multi=-1 watch=0 "));
    }

    @Test
    void shouldCountQueueInClientMemory()
    {
        final int other = redis.openSession();
        redis.line("MULTI");
        redis.run("SET", "k", "x".repeat(100_000));
        final String line = from(other, "CLIENT LIST ID 1");
        final int multiMemory = Integer.parseInt(line.replaceAll("(?s).* multi-mem=(\\d+) .*", "$1"));
        final int totalMemory = Integer.parseInt(line.replaceAll("(?s).* tot-mem=(\\d+) .*", "$1"));
        assertTrue(multiMemory > 100_000, line);
        assertTrue(totalMemory > multiMemory, line);
    }

    @Test
    void shouldRefuseDenyOomCommandsWhenQueuedAndWhenExecuted()
    {
        redis.run("SET", "big", "x".repeat(10_000));
        redis.line("MULTI");
        redis.line("SET a 1");
        redis.engine().config(redis.engine().config().with(MemoryParameters.MAXMEMORY, 1L));
        assertEquals("-EXECABORT Transaction discarded because of: OOM command not allowed when used memory > " +
            "'maxmemory'.",
            redis.line("EXEC"));
        redis.line("MULTI");
        assertEquals("-OOM command not allowed when used memory > " +
            "'maxmemory'.", redis.line("SET a 1"));
        assertEquals("-EXECABORT Transaction discarded because of previous errors.", redis.line("EXEC"));
        redis.line("MULTI");
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.", redis.line("GET a"));
        assertEquals("-EXECABORT Transaction discarded because of previous errors.", redis.line("EXEC"));
    }

    @Test
    void shouldDropTransactionOfClosedClient()
    {
        final int other = redis.openSession();
        redis.use(other);
        redis.line("WATCH k");
        redis.line("MULTI");
        redis.line("SET k v");
        redis.closeSession(other);
        redis.use(0);
        assertEquals(0, redis.engine().transactions().watched().keyCount());
        assertEquals("$-1", redis.line("GET k"));
    }

    @Test
    void shouldHoldExecThatWritesDuringPause()
    {
        final int other = redis.openSession();
        redis.line("MULTI");
        redis.line("SET k v");
        from(other, "CLIENT PAUSE 1000 WRITE");
        assertEquals("", redis.line("EXEC"));
        assertEquals("$-1", from(other, "GET k"));
        from(other, "CLIENT UNPAUSE");
        assertEquals("$1 v", from(other, "GET k"));
    }

    @Test
    void shouldCountErrorsAndCallsOfQueuedCommands()
    {
        redis.line("CONFIG RESETSTAT");
        redis.line("SET a x");
        redis.line("MULTI");
        redis.line("INCR a");
        redis.line("LPUSH a x");
        redis.line("EXEC");
        final String errors = redis.line("INFO errorstats");
        assertTrue(errors.contains("errorstat_ERR:count=1"), errors);
        assertTrue(errors.contains("errorstat_WRONGTYPE:count=1"), errors);
        final String commands = redis.line("INFO commandstats");
        assertTrue(commands.matches(".*cmdstat_incr:calls=1,[^ ]*failed_calls=1.*"), commands);
        assertTrue(commands.matches(".*cmdstat_exec:calls=1,[^ ]*failed_calls=0.*"), commands);
    }

    private String from(final int client, final String line)
    {
        redis.use(client);
        final String reply = redis.line(line);
        redis.use(0);
        return reply;
    }
}
