package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.ringbolt.engine.memory.OffHeap;
import org.junit.jupiter.api.Test;

class KeyspaceAllocationTest
{
    private static final int KEYS = 20_000;
    private static final int KEY_LENGTH = 16;
    private static final int WARM_UPS = 12;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final KeyEntry entry = new KeyEntry();
    private long keyAddress;
    private int shown;

    @Test
    void shouldAllocateNothingOnTheHeapOnceWarm()
    {
        try (KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 1, 3))
        {
            final Database database = fixture.keyspace.database(0);
            final KeyVisitor visitor = key -> shown++;
            keyAddress = fixture.key("key:000000000000");
            final long value = fixture.value("0123456789abcdef");
            long allocated = 0;
            for (int round = 0; round < WARM_UPS; round++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                insertFindChange(database, value, visitor);
                expireAndRemove(fixture.keyspace, database);
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, allocated, "bytes allocated in the last round");
            assertEquals(0, database.size());
            assertEquals(WARM_UPS * KEYS, shown);
        }
    }

    private void insertFindChange(final Database database, final long value, final KeyVisitor visitor)
    {
        for (int i = 0; i < KEYS; i++)
        {
            key(i);
            database.setString(keyAddress, KEY_LENGTH, Encoding.EMBSTR, value, 16, entry);
            database.find(keyAddress, KEY_LENGTH, entry);
            database.expireAt(entry, 1000 + i % 777);
            if (0 == i % 3)
            {
                database.setLong(entry, i);
            }
            else if (0 == i % 5)
            {
                database.resizeString(entry, 20 + i % 300);
            }
            database.random(i, entry);
        }
        long cursor = 0;
        do
        {
            cursor = database.scan(cursor, 100, visitor);
        }
        while (0 != cursor);
    }

    private void expireAndRemove(final Keyspace keyspace, final Database database)
    {
        while (database.size() > KEYS / 2 && database.pollExpired(2000, entry))
        {
            database.remove(entry, false);
        }
        for (int i = 0; i < KEYS / 2; i++)
        {
            key(i);
            if (database.find(keyAddress, KEY_LENGTH, entry))
            {
                database.persist(entry);
                database.remove(entry, true);
            }
        }
        database.clear();
        while (keyspace.lazyFree(100) > 0)
        {
            Thread.onSpinWait();
        }
    }

    private void key(final int number)
    {
        int rest = number;
        for (int i = KEY_LENGTH - 1; i > KEY_LENGTH - 8; i--)
        {
            OffHeap.putByte(keyAddress + i, (byte)('0' + rest % 10));
            rest /= 10;
        }
    }
}
