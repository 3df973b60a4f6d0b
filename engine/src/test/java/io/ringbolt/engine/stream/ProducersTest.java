package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ArenaFixture;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProducersTest
{
    private static final long SEED = 17;
    private static final int OPERATIONS = 120_000;

    private final ArenaFixture fixture = new ArenaFixture();
    private final Producers producers = new Producers(fixture.arena());
    private final Random random = new Random(SEED);
    private final StreamId id = new StreamId();
    /** By producer its names with the time of each, the oldest first. */
    private final TreeMap<String, LinkedHashMap<String, Long>> twin = new TreeMap<>();

    @Test
    void shouldRememberAsManyNamesAndAsLongAsConfigured()
    {
        for (int round = 0; round < 6; round++)
        {
            long block = producers.create();
            final long durationMs = 1_000L * (1 + round % 3);
            final int maxSize = round < 3 ? 5 : 200;
            producers.limits(block, durationMs / 1_000, maxSize);
            twin.clear();
            long nowMs = 1_000_000;
            for (int i = 0; i < OPERATIONS; i++)
            {
                nowMs += random.nextInt(100) == 0 ? random.nextInt(1_500) : random.nextInt(3);
                send(block, nowMs, durationMs, maxSize, "seed=" + SEED + " round=" + round + " operation=" + i);
            }
            final long copy = producers.copyOf(block);
            assertEquals(fixture.arena().liveBytes(), producers.bytes(block) + producers.bytes(copy));
            release(block);
            block = copy;
            for (int i = 0; i < 100; i++)
            {
                send(block, nowMs, durationMs, maxSize, "copy, seed=" + SEED);
            }
            release(block);
            assertEquals(0, fixture.arena().liveBytes());
        }
        fixture.close();
    }

    private void send(
        final long block, final long nowMs, final long durationMs, final int maxSize, final String message)
    {
        final String producer = "producer" + random.nextInt(20);
        final String name = "n" + random.nextInt(400);
        final LinkedHashMap<String, Long> names = twin.computeIfAbsent(producer, key -> new LinkedHashMap<>());
        final Long sentAt = names.get(name);
        final boolean isRemembered = sentAt != null && nowMs - sentAt < durationMs;
        final long address = fixture.put(producer + name);
        assertEquals(isRemembered, producers.find(block, address, producer.length(), address + producer.length(),
            name.length(), nowMs, id), message);
        if (isRemembered)
        {
            assertEquals(sentAt, id.timeMs(), message);
            return;
        }
        producers.remember(block, address, producer.length(), address + producer.length(), name.length(), nowMs,
            id.set(nowMs, random.nextInt(5)));
        names.remove(name);
        names.put(name, nowMs);
        if (names.size() > maxSize)
        {
            final Map.Entry<String, Long> oldest = names.entrySet().iterator().next();
            names.remove(oldest.getKey());
        }
        assertTrue(producers.producerCount(block) <= 20 && producers.trackedCount(block) <= 20L * maxSize, message);
    }

    private void release(final long block)
    {
        int steps = 0;
        while (producers.release(block, 3) == 0)
        {
            assertTrue(++steps < 100_000);
        }
    }
}
