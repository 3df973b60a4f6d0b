package io.ringbolt.engine.string;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What replicas and the AOF replay of string and generic commands: the same state from it, whenever it is replayed.
 */
class StringEffectsTest
{
    private static final long NOW = EngineHarness.START_MS;

    private final EngineHarness redis = new EngineHarness();

    @BeforeEach
    void record()
    {
        redis.recordEffects();
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldReplayDeterministicCommandsAsTheyCame()
    {
        redis.line("set k 1");
        redis.line("INCR k");
        redis.line("APPEND k 3");
        redis.line("MSET a 1 b 2");
        assertEffects("set k 1", "INCR k", "APPEND k 3", "MSET a 1 b 2");
    }

    @Test
    void shouldReplayNothingForWhatChangedNothing()
    {
        redis.line("GET k");
        redis.line("SET k v XX");
        redis.line("DEL k");
        redis.line("EXPIRE k 10");
        redis.line("SET k v EX 0");
        redis.line("MSET a");
        redis.line("GETEX k PERSIST");
        assertEffects();
    }

    @Test
    void shouldReplayExpiriesAsPointsInTime()
    {
        redis.line("SET k v EX 10");
        redis.line("SET k v PX 10 NX");
        redis.line("SETEX k 10 v");
        redis.line("PSETEX k 10 v");
        redis.line("GETEX k EX 20");
        redis.line("EXPIRE k 30");
        redis.line("PEXPIRE k 40 XX");
        redis.line("EXPIREAT k " + (NOW / 1000 + 50));
        redis.line("GETEX k PERSIST");
        assertEffects(
            "SET k v PXAT " + (NOW + 10_000),
            "SET k v PXAT " + (NOW + 10_000),
            "SET k v PXAT " + (NOW + 10),
            "PEXPIREAT k " + (NOW + 20_000),
            "PEXPIREAT k " + (NOW + 30_000),
            "PEXPIREAT k " + (NOW + 40),
            "PEXPIREAT k " + (NOW / 1000 + 50) * 1000,
            "PERSIST k");
    }

    @Test
    void shouldReplayOldValuesAndConditionsAsPlainSets()
    {
        redis.line("SET k v NX GET");
        redis.line("SET k w KEEPTTL");
        redis.line("GETSET k x");
        redis.line("GETDEL k");
        assertEffects("SET k v", "SET k w KEEPTTL", "SET k x", "DEL k");
    }

    @Test
    void shouldReplayTheSumOfFloats()
    {
        redis.line("SET k 1.5");
        redis.line("INCRBYFLOAT k 1e2");
        assertEffects("SET k 1.5", "SET k 101.5 KEEPTTL");
    }

    @Test
    void shouldReplayAnExpiryInThePastAsARemoval()
    {
        redis.line("SET k v");
        redis.line("EXPIRE k -1");
        redis.line("SET k v");
        redis.line("GETEX k PXAT 1");
        assertEffects("SET k v", "DEL k", "SET k v", "DEL k");
    }

    @Test
    void shouldReplayTheRemovalOfAnExpiredKeyBeforeTheCommandThatFoundIt()
    {
        redis.line("SET k v PX 10");
        redis.effects();
        redis.advanceMs(11);
        redis.line("APPEND k w");
        assertEffects("MULTI", "DEL k", "APPEND k w", "EXEC");
    }

    @Test
    void shouldReplayTheRemovalOfAnExpiredKeyThatOnlyTheClockFound()
    {
        redis.line("SET k v PX 10");
        redis.effects();
        redis.advanceMs(10);
        redis.tick();
        assertEffects();
        redis.advanceMs(1);
        redis.tick();
        assertEffects("DEL k");
    }

    @Test
    void shouldReplayManySetsWithAnExpiryAsCommandsThatEveryVersionKnows()
    {
        redis.line("MSETEX 2 a 1 b 2 PX 5");
        assertEffects("MULTI", "MSET a 1 b 2", "PEXPIREAT a " + (NOW + 5), "PEXPIREAT b " + (NOW + 5), "EXEC");
    }

    private void assertEffects(final String... expected)
    {
        assertEquals(List.of(expected), redis.effects());
    }
}
