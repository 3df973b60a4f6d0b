package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DatabaseComingAndGoingTest
{
    private static final int ACCESS = 0x123456;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final Arena arena = new Arena(allocator, 1 << 20);
    private final Keyspace keyspace =
        new Keyspace(arena, 1, 42, (ignored, type, encoding, root, budget) -> ValueReleaser.DONE, () -> ACCESS);
    private final Database database = keyspace.database(0);
    private final KeyEntry entry = new KeyEntry();
    private long key;

    @BeforeEach
    void writeKey()
    {
        key = allocator.allocate(Long.BYTES);
    }

    @AfterEach
    void shouldReturnAllMemory()
    {
        arena.close();
        allocator.free(key, Long.BYTES);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldHoldNothingAfterTheLastKeyWithoutWaitingForLazyFreeing()
    {
        final long liveBytes = arena.liveBytes();
        for (int i = 0; i < 10_000; i++)
        {
            OffHeap.putLong(key, i);
            database.setLong(key, Long.BYTES, i, entry);
            assertTrue(database.find(key, Long.BYTES, entry));
            database.remove(entry, false);
            assertEquals(liveBytes, arena.liveBytes(), "round=" + i);
        }
    }

    /** What is left of a segment then lies in so narrow a part of its range that two of them may not fit one. */
    @Test
    void shouldHoldTheRestWhileKeysOfOneTimeExpire()
    {
        final int count = 300_000;
        for (int i = 0; i < count; i++)
        {
            OffHeap.putLong(key, i);
            database.setLong(key, Long.BYTES, i, entry);
            database.expireAt(entry, 1000);
        }
        final boolean[] isGone = new boolean[count];
        for (int removed = 0; removed < count; removed++)
        {
            assertTrue(database.pollExpired(1001, entry), "removed=" + removed);
            isGone[(int)entry.longValue()] = true;
            database.remove(entry, false);
            if (removed % 1000 == 0)
            {
                shouldHoldAllBut(isGone, removed);
            }
        }
        assertEquals(0, database.size());
    }

    private void shouldHoldAllBut(final boolean[] isGone, final int from)
    {
        for (int i = 0; i < 500; i++)
        {
            final int number = (from * 7 + i * 601) % isGone.length;
            OffHeap.putLong(key, number);
            assertEquals(!isGone[number], database.find(key, Long.BYTES, entry), "number=" + number);
        }
    }

    @Test
    void shouldGiveNewKeysTheirAccessBitsAndLeaveThoseOfOldOnes()
    {
        OffHeap.putLong(key, 1);
        database.setString(key, Long.BYTES, Encoding.RAW, key, Long.BYTES, entry);
        assertEquals(ACCESS, entry.access());
        entry.access(7);
        database.setString(key, Long.BYTES, Encoding.RAW, key, Long.BYTES, entry);
        assertEquals(7, entry.access());
    }
}
