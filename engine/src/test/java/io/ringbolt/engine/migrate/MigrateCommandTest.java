package io.ringbolt.engine.migrate;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MigrateCommandTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    private void begin()
    {
        redis.line("MSET a 1 b 2 c 3");
        redis.line("PEXPIRE b 5000");
        redis.recordEffects();
        assertEquals("", redis.run("MIGRATE", "there", "6379", "", "2", "50", "REPLACE", "AUTH2", "me", "secret",
            "KEYS", "a", "b", "missing", "c"));
    }

    @Test
    void shouldHandTheHostOneCommandForEachKey()
    {
        begin();
        final Migration migration = redis.migration();
        final byte[] bytes = OffHeap.toBytes(migration.commandsAddress(), (int)migration.commandsLength());
        final String commands = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(commands.startsWith("*5\r\n$7\r\nRESTORE\r\n$1\r\na\r\n$1\r\n0\r\n$"), commands);
        assertTrue(commands.contains("*5\r\n$7\r\nRESTORE\r\n$1\r\nb\r\n$4\r\n5000\r\n$"), commands);
        assertEquals(3, commands.split("REPLACE\r\n", -1).length - 1);
        assertEquals("*3\r\n$4\r\nAUTH\r\n$2\r\nme\r\n$6\r\nsecret\r\n",
            new String(migration.login(), StandardCharsets.US_ASCII));
        assertEquals("there:6379 2 50 3", migration.host() + ":" + migration.port() + " " + migration.database() + " " +
            migration.timeoutMs() + " " + migration.keyCount());
    }

    @Test
    void shouldReplayTheRemovalOfWhatWasTakenOver()
    {
        begin();
        redis.migration().onAnswer(0, null);
        redis.migration().onAnswer(1, "BUSYKEY there is one");
        redis.migration().onAnswer(2, null);
        redis.migration().onEnd(Migration.End.ANSWERED);
        redis.returnMigration();
        assertEquals("-ERR Target instance replied with error: BUSYKEY there is one\r\n", redis.takeReceived());
        assertEquals(List.of("DEL a c"), redis.effects());
        assertEquals(":1", redis.line("EXISTS a b c"));
    }

    @Test
    void shouldKeepThePasswordOutOfTheSlowLog()
    {
        redis.line("CONFIG SET slowlog-log-slower-than 0");
        begin();
        redis.migration().onEnd(Migration.End.NOT_WRITTEN);
        redis.returnMigration();
        redis.takeReceived();
        final String log = redis.line("SLOWLOG GET 1");
        assertTrue(log.contains("MIGRATE") && log.contains("$5 AUTH2 $10 (redacted) $10 (redacted) $4 KEYS"), log);
    }

    @Test
    void shouldTellWhatWentWrongOnTheWay()
    {
        begin();
        redis.migration().onEnd(Migration.End.NOT_WRITTEN);
        redis.returnMigration();
        assertEquals("-IOERR error or timeout writing to target instance\r\n", redis.takeReceived());
        assertEquals(List.of(), redis.effects());
        assertEquals(":3", redis.line("EXISTS a b c"));
    }

    @Test
    void shouldKeepAKeyWhoseTimeWasChangedMeanwhile()
    {
        begin();
        final int other = redis.openSession();
        redis.use(other);
        redis.line("PERSIST b");
        redis.effects();
        redis.use(0);
        for (int i = 0; i < 3; i++)
        {
            redis.migration().onAnswer(i, null);
        }
        redis.migration().onEnd(Migration.End.ANSWERED);
        redis.returnMigration();
        assertTrue(redis.takeReceived().startsWith("-ERR a key was changed"));
        assertEquals(List.of("DEL a c"), redis.effects());
    }

    @Test
    void shouldKeepTheKeysOfAClientThatHasLeft()
    {
        begin();
        redis.closeSession(0);
        final int other = redis.openSession();
        redis.use(other);
        redis.migration().onAnswer(0, null);
        redis.migration().onEnd(Migration.End.NOT_READ);
        redis.returnMigration();
        assertEquals(":3", redis.line("EXISTS a b c"));
    }

    @Test
    void shouldFindTheKeysBehindTheirKeyword()
    {
        assertEquals(
            "*2 $1 a $1 b", redis.run("COMMAND", "GETKEYS", "MIGRATE", "h", "1", "", "0", "9", "KEYS", "a", "b"));
        assertEquals("*1 $1 k", redis.run("COMMAND", "GETKEYS", "MIGRATE", "h", "1", "k", "0", "9", "COPY"));
    }
}
