package io.ringbolt.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * The engine is a function of its entries: the same entries give the same replies, the same state and the same effects;
 * and the effects give the same state once more.
 */
class DeterminismTest
{
    private static final int COMMAND_COUNT = 20_000;
    private static final int CLEANING_TICKS = 1000;

    /** An entry as it was fed: a command, or a tick if {@code words} is null. */
    private record Fed(long nowMs, String[] words)
    {
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheSameRepliesAndStateFromTheSameEntries(final long seed)
    {
        final List<Fed> entries = record(seed);
        final List<String> firstReplies = new ArrayList<>();
        final Map<String, String> firstState = run(entries, firstReplies);
        final List<String> secondReplies = new ArrayList<>();
        final Map<String, String> secondState = run(entries, secondReplies);

        assertFalse(firstState.isEmpty(), "seed=" + seed);
        for (int i = 0; i < firstReplies.size(); i++)
        {
            assertEquals(firstReplies.get(i), secondReplies.get(i), "seed=" + seed + " reply=" + i);
        }
        assertEquals(firstState, secondState, "seed=" + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGiveTheSameStateFromTheEffects(final long seed)
    {
        try (EngineHarness primary = new EngineHarness(); EngineHarness replica = new EngineHarness())
        {
            primary.recordEffects();
            for (final Fed fed : record(seed))
            {
                feed(primary, fed);
                replica.advanceMs(fed.nowMs - replica.nowMs());
                primary.replayEffectsOn(replica);
            }
            clean(primary);
            clean(replica);
            assertEquals(KeyspaceDigest.of(primary, false), KeyspaceDigest.of(replica, false), "seed=" + seed);
        }
    }

    private static List<Fed> record(final long seed)
    {
        final RandomCommands commands = new RandomCommands(seed);
        final List<Fed> entries = new ArrayList<>();
        long nowMs = EngineHarness.START_MS;
        for (int i = 0; i < COMMAND_COUNT; i++)
        {
            nowMs += commands.nextPauseMs();
            entries.add(new Fed(nowMs, commands.isTickDue() ? null : commands.next(nowMs)));
        }
        return entries;
    }

    private static Map<String, String> run(final List<Fed> entries, final List<String> replies)
    {
        try (EngineHarness redis = new EngineHarness())
        {
            for (final Fed fed : entries)
            {
                replies.add(feed(redis, fed));
            }
            return KeyspaceDigest.of(redis, true);
        }
    }

    private static String feed(final EngineHarness redis, final Fed fed)
    {
        redis.advanceMs(fed.nowMs - redis.nowMs());
        if (null == fed.words)
        {
            redis.tick();
            return "";
        }
        return redis.runRaw(fed.words);
    }

    /** Lets the clock remove what has expired, so that engines can be compared whichever way they came upon it. */
    private static void clean(final EngineHarness redis)
    {
        for (int i = 0; i < CLEANING_TICKS; i++)
        {
            redis.tick();
        }
    }
}
