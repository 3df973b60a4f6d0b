package io.ringbolt.engine.blocking;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Many clients that push, wait, give up and are served, compared with a plain model step by step.
 */
class BlockingTwinTest
{
    private static final int CLIENTS = 12;
    private static final int STEPS = 60_000;
    private static final String[] KEYS = {"a", "b", "c", "d", "e"};

    private final WaitingTwin twin = new WaitingTwin();
    private int elementCount;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldServeAsTheModelDoes(final long seed)
    {
        final Random random = new Random(seed);
        try (EngineHarness redis = new EngineHarness(); EngineHarness replica = new EngineHarness())
        {
            redis.recordEffects();
            while (redis.openSession() < CLIENTS)
            {
                elementCount++;
            }
            for (int step = 0; step < STEPS; step++)
            {
                final String where = "seed=" + seed + " step=" + step;
                step(redis, random);
                compare(redis, where);
                redis.replayEffectsOn(replica);
                assertEquals(redis.run("DBSIZE"), replica.run("DBSIZE"), where);
            }
            for (final String key : KEYS)
            {
                assertEquals(redis.run("LRANGE", key, "0", "-1"), replica.run("LRANGE", key, "0", "-1"),
                    "seed=" + seed);
                assertEquals(":" + (twin.lists.containsKey(key) ? twin.lists.get(key).size() : 0),
                    redis.run("LLEN", key));
            }
        }
    }

    private void step(final EngineHarness redis, final Random random)
    {
        final String key = KEYS[random.nextInt(KEYS.length)];
        switch (random.nextInt(10))
        {
            case 0, 1, 2 -> push(redis, key, 1 + random.nextInt(3));
            case 3 ->
            {
                final String to = KEYS[random.nextInt(KEYS.length)];
                if (!key.equals(to))
                {
                    redis.run("RENAME", key, to);
                    twin.rename(key, to);
                }
            }
            case 4 ->
            {
                redis.run("DEL", key);
                twin.delete(key);
            }
            case 5 ->
            {
                redis.advanceMs(random.nextInt(5));
                redis.tick();
                twin.onTime(redis.nowMs());
            }
            case 6 ->
            {
                final int client = 1 + random.nextInt(CLIENTS);
                final boolean isError = random.nextBoolean();
                final boolean isWaiting = twin.isWaiting(client);
                assertEquals(isWaiting ? ":1" : ":0", redis.run("CLIENT", "UNBLOCK", Long.toString(redis.idOf(client)),
                    isError ? "ERROR" : "TIMEOUT"));
                twin.unblock(client, isError ? "-UNBLOCKED client unblocked via CLIENT UNBLOCK" : "*-1");
            }
            default -> popOrWait(redis, random, 1 + random.nextInt(CLIENTS), key);
        }
    }

    private void push(final EngineHarness redis, final String key, final int count)
    {
        final List<String> words = new ArrayList<>(List.of("RPUSH", key));
        for (int i = 0; i < count; i++)
        {
            words.add("e" + elementCount++);
        }
        redis.run(words.toArray(new String[0]));
        twin.push(key, words.subList(2, words.size()));
    }

    private void popOrWait(final EngineHarness redis, final Random random, final int client, final String key)
    {
        if (twin.isWaiting(client))
        {
            return;
        }
        final int timeoutMs = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(10);
        final String timeout = "0.00" + timeoutMs % 10;
        final long deadlineMs = timeoutMs % 10 == 0 ? Long.MAX_VALUE : redis.nowMs() + timeoutMs;
        final String second = KEYS[random.nextInt(KEYS.length)];
        final boolean atHead = random.nextBoolean();
        redis.use(client);
        if (random.nextInt(3) == 0)
        {
            redis.append("BLMOVE", key, second, atHead ? "LEFT" : "RIGHT", "RIGHT", timeout);
            twin.popOrWait(client, List.of(key), atHead, second, deadlineMs);
        }
        else
        {
            redis.append(atHead ? "BLPOP" : "BRPOP", key, second, timeout);
            twin.popOrWait(client, List.of(key, second), atHead, null, deadlineMs);
        }
        redis.use(0);
    }

    private void compare(final EngineHarness redis, final String where)
    {
        assertEquals(twin.waitingCount(), redis.engine().blocking().blockedCount(), where);
        for (int client = 1; client <= CLIENTS; client++)
        {
            redis.use(client);
            final String text = redis.takeReceived();
            final String actual = text.isEmpty() ? "" : text.substring(0, text.length() - 2).replace("\r\n", " ");
            assertEquals(twin.received.getOrDefault(client, ""), actual, where + " client=" + client);
        }
        twin.received.clear();
        redis.use(0);
        assertTrue(redis.engine().blocking().keys().count() <= KEYS.length, where);
    }
}
