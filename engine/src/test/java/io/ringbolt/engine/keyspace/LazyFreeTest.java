package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LazyFreeTest
{
    private static final int KEYS = 50_000;
    private static final int BUDGET = 100;

    @Test
    void shouldDetachAtOnceAndFreeInBoundedSteps()
    {
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 2, 8))
        {
            final Database database = fixture.keyspace.database(0);
            for (int i = 0; i < KEYS; i++)
            {
                fixture.set(database, "key:" + i, 0 == i % 100 ? "x".repeat(2000) : "value");
                if (0 == i % 2)
                {
                    database.expireAt(fixture.entry, i);
                }
            }
            final long live = fixture.arena.liveBytes();
            fixture.keyspace.clear();
            assertEquals(0, database.size());
            assertEquals(0, database.expiresCount());
            assertEquals(KEYS, fixture.keyspace.lazyFreePendingCount());
            assertTrue(fixture.arena.liveBytes() > live * 9 / 10, "what waits is still accounted");

            fixture.set(database, "new", "value");
            int steps = 0;
            long before = fixture.arena.liveCount();
            while (fixture.keyspace.lazyFree(BUDGET) > 0)
            {
                final long after = fixture.arena.liveCount();
                assertTrue(before - after <= 2 * BUDGET + 4, "blocks freed in a step: " + (before - after));
                before = after;
                steps++;
            }
            assertTrue(steps >= KEYS / BUDGET, "steps=" + steps);
            assertEquals(KEYS, fixture.keyspace.lazyFreedCount());
            assertTrue(fixture.find(database, "new"));
        }
    }

    @Test
    void shouldFreeAHugeCollectionInBoundedSteps()
    {
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, 8))
        {
            final Database database = fixture.keyspace.database(0);
            database.insert(
                fixture.key("list"), 4, ValueType.LIST, Encoding.QUICKLIST, fixture.chain(100_000), fixture.entry);
            final long before = fixture.arena.liveCount();
            database.remove(fixture.entry, false);
            assertTrue(before - fixture.arena.liveCount() < 1000);
            assertEquals(1, fixture.keyspace.lazyFreePendingCount());
        }
    }

    @Test
    void shouldCountCollectionsOfAFlushedTableForMoreThanStrings()
    {
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, 8))
        {
            final Database database = fixture.keyspace.database(0);
            for (int i = 0; i < 2000; i++)
            {
                database.insert(fixture.key("list:" + i), ("list:" + i).length(), ValueType.LIST, Encoding.QUICKLIST,
                    fixture.chain(60), fixture.entry);
            }
            fixture.keyspace.clear();
            long before = fixture.arena.liveCount();
            while (fixture.keyspace.lazyFree(BUDGET) > 0)
            {
                final long after = fixture.arena.liveCount();
                assertTrue(before - after <= 8 * BUDGET, "blocks freed in a step: " + (before - after));
                before = after;
            }
            assertEquals(2000, fixture.keyspace.lazyFreedCount());
        }
    }
}
