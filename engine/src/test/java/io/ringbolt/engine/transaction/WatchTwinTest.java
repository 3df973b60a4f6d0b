package io.ringbolt.engine.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;

/**
 * Watches of many clients against a naive twin that remembers sets of keys.
 */
class WatchTwinTest
{
    private static final int CLIENT_COUNT = 20;
    private static final int KEY_COUNT = 60;
    private static final int STEP_COUNT = 350_000;

    private static final class Twin
    {
        final Set<String> watched = new HashSet<>();
        boolean isDirty;
    }

    private final List<Twin> twins = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldKnowWhoseKeysChanged(final long seed)
    {
        final Random random = new Random(seed);
        try (EngineHarness redis = new EngineHarness())
        {
            twins.add(new Twin());
            for (int i = 1; i < CLIENT_COUNT; i++)
            {
                redis.openSession();
                twins.add(new Twin());
            }
            for (int step = 0; step < STEP_COUNT; step++)
            {
                final int client = random.nextInt(CLIENT_COUNT);
                redis.use(client);
                play(redis, twins.get(client), random, "seed=" + seed + " step=" + step + " client=" + client);
            }
            final Set<String> all = new HashSet<>();
            twins.forEach(twin -> all.addAll(twin.isDirty ? Set.of() : twin.watched));
            assertEquals(all.size(), redis.engine().transactions().watched().keyCount(), "seed=" + seed);
        }
    }

    private void play(final EngineHarness redis, final Twin twin, final Random random, final String where)
    {
        final int roll = random.nextInt(100);
        if (roll < 45)
        {
            final String key = key(random);
            redis.run("SET", key, "v");
            twins.forEach(each -> each.isDirty |= each.watched.contains(key));
        }
        else if (roll < 85)
        {
            final String key = key(random);
            redis.run("WATCH", key);
            if (!twin.isDirty)
            {
                twin.watched.add(key);
            }
        }
        else if (roll < 98)
        {
            redis.run("MULTI");
            assertEquals(twin.isDirty ? "*-1" : "*0", redis.run("EXEC"), where);
            forget(twin);
        }
        else
        {
            redis.run("UNWATCH");
            forget(twin);
        }
    }

    private static void forget(final Twin twin)
    {
        twin.watched.clear();
        twin.isDirty = false;
    }

    private static String key(final Random random)
    {
        return "k" + random.nextInt(KEY_COUNT);
    }
}
