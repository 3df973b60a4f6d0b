package io.ringbolt.engine.observe;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeavyKeysTest
{
    private static final int LENGTH = 8;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final long address = allocator.allocate(LENGTH);

    @AfterEach
    void free()
    {
        allocator.free(address, LENGTH);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldBeExactWhileThereAreCountersForAllKeys()
    {
        final HeavyKeys keys = new HeavyKeys(100);
        final Map<String, Long> twin = new HashMap<>();
        final Random random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            add(keys, twin, random.nextInt(100), random.nextInt(50));
        }
        for (final HeavyKeys.Counter counter : keys.largest(100))
        {
            assertEquals(twin.get(name(counter)), counter.sum(), name(counter));
        }
        final long heaviest = twin.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertEquals(heaviest, keys.largest(1).get(0).sum());
    }

    @Test
    void shouldFindTheHeaviestAmongManyMoreKeysThanCounters()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            final HeavyKeys keys = new HeavyKeys(64);
            final Map<String, Long> twin = new HashMap<>();
            final Random random = new Random(seed);
            for (int i = 0; i < 50_000; i++)
            {
                final int key = random.nextInt(3) == 0 ? random.nextInt(5) : 5 + random.nextInt(5_000);
                add(keys, twin, key, 1 + random.nextInt(10));
            }
            final List<HeavyKeys.Counter> largest = keys.largest(5);
            assertEquals(5, largest.size(), "seed=" + seed);
            for (final HeavyKeys.Counter counter : largest)
            {
                assertTrue(Integer.parseInt(name(counter)) < 5, "seed=" + seed + " key=" + name(counter));
                assertTrue(counter.sum() <= twin.get(name(counter)), "never more than there was: seed=" + seed);
                assertTrue(counter.sum() > twin.get(name(counter)) * 0.8, "seed=" + seed);
            }
        }
    }

    private void add(final HeavyKeys keys, final Map<String, Long> twin, final int key, final long amount)
    {
        final String name = Integer.toString(key);
        OffHeap.copyIn(name.getBytes(StandardCharsets.US_ASCII), 0, address, name.length());
        keys.add(name.hashCode() * 31L + 7, address, name.length(), amount);
        twin.merge(name, amount, Long::sum);
    }

    private static String name(final HeavyKeys.Counter counter)
    {
        return new String(counter.name(), StandardCharsets.US_ASCII);
    }
}
