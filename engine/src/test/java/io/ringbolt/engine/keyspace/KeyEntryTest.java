package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.memory.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyEntryTest
{
    private static final int SOME_ACCESS = 0xABCDEF;

    private final KeyspaceFixture fixture = new KeyspaceFixture(1L << 20, 2, 1);
    private final Database database = fixture.keyspace.database(0);
    private final KeyEntry entry = fixture.entry;

    @AfterEach
    void shouldLeaveNothingBehind()
    {
        fixture.close();
    }

    @Test
    void shouldKeepAShortKeyAndStringInABlockOf40Bytes()
    {
        final long before = fixture.arena.liveBytes();
        fixture.set(database, "0123456789abcdef", "0123456789abcdef");
        final long first = fixture.arena.liveBytes();
        fixture.set(database, "0123456789abcdeg", "0123456789abcdef");
        assertEquals(40, fixture.arena.liveBytes() - first);
        assertTrue(first > before);
    }

    @Test
    void shouldLeaveTheNeighboursOfEachFieldAlone()
    {
        database.insert(fixture.key("key"), 3, ValueType.ZSET, Encoding.LISTPACK, fixture.chain(1), entry);
        final long root = entry.root();
        database.expireAt(entry, 123_456_789_012L);
        entry.access(SOME_ACCESS);
        entry.encoding(Encoding.SKIPLIST);
        check(ValueType.ZSET, Encoding.SKIPLIST, SOME_ACCESS, root, 123_456_789_012L);
        entry.root(0);
        check(ValueType.ZSET, Encoding.SKIPLIST, SOME_ACCESS, 0, 123_456_789_012L);
        entry.root(root);
        database.expireAt(entry, Long.MAX_VALUE);
        entry.access(1);
        check(ValueType.ZSET, Encoding.SKIPLIST, 1, root, Long.MAX_VALUE);
        database.persist(entry);
        assertFalse(entry.hasExpiry());
        assertEquals(root, entry.root());
        assertEquals(0, database.expiresCount());
    }

    private void check(
        final int type, final int encoding, final int access, final long root, final long expiresAtMs)
    {
        assertTrue(fixture.find(database, "key"));
        assertEquals(type, entry.type());
        assertEquals(encoding, entry.encoding());
        assertEquals(access, entry.access());
        assertEquals(root, entry.root());
        assertEquals(expiresAtMs, entry.expiresAtMs());
        assertEquals("key", KeyspaceFixture.keyOf(entry));
        assertTrue(entry.toString().contains("expiresAtMs=" + expiresAtMs));
    }

    @Test
    void shouldTurnNumbersIntoTextWhenResized()
    {
        final long[] numbers = {0, 7, -7, 10, -10, 99, -100, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE};
        for (final long number : numbers)
        {
            fixture.setLong(database, "number", number);
            final int length = Long.toString(number).length();
            database.resizeString(entry, length);
            assertEquals(Long.toString(number), KeyspaceFixture.valueOf(entry));
            assertEquals(Encoding.RAW, entry.encoding());
        }
    }

    @Test
    void shouldKeepTheExpiryWhenReplacedAndDropItWhenSet()
    {
        fixture.set(database, "key", "value");
        database.expireAt(entry, 5_000);
        database.replaceString(entry, Encoding.RAW, fixture.value("longer value"), 12);
        assertEquals(5_000, entry.expiresAtMs());
        assertEquals(5_000, database.nextExpiryMs());
        fixture.set(database, "key", "value");
        assertFalse(entry.hasExpiry());
        assertEquals(Long.MAX_VALUE, database.nextExpiryMs());
    }

    @Test
    void shouldCarryAValueIntoAnotherDatabase()
    {
        fixture.set(database, "from", "x".repeat(5000));
        database.expireAt(entry, 77);
        entry.access(SOME_ACCESS);
        final long external = entry.externalRef();
        final DetachedEntry taken = new DetachedEntry();
        database.take(entry, taken);
        assertEquals(0, database.size());
        final Database other = fixture.keyspace.database(1);
        other.adopt(fixture.key("to"), 2, taken, entry);
        assertTrue(taken.isEmpty());
        assertEquals(external, entry.externalRef());
        assertEquals(77, entry.expiresAtMs());
        assertEquals(SOME_ACCESS, entry.access());
        assertEquals(1, other.expiresCount());
    }

    @Test
    void shouldFindAnEntryAgainAfterSlotsHaveMoved()
    {
        fixture.set(database, "kept", "value");
        final KeyEntry kept = new KeyEntry();
        assertTrue(database.find(fixture.key("kept"), 4, kept));
        for (int i = 0; i < 5_000; i++)
        {
            fixture.set(database, "other:" + i, "value");
        }
        database.expireAt(kept, 9);
        assertTrue(database.pollExpired(10, entry));
        assertEquals("kept", KeyspaceFixture.keyOf(entry));
        database.remove(kept, false);
        assertFalse(fixture.find(database, "kept"));
    }

    @Test
    void shouldExchangeDatabases()
    {
        fixture.set(database, "key", "value");
        fixture.keyspace.swap(0, 1);
        assertEquals(0, fixture.keyspace.database(0).size());
        assertEquals(1, fixture.keyspace.database(1).size());
        assertEquals(0, fixture.keyspace.database(0).index());
        assertEquals(1, database.index());
    }

    @Test
    void shouldTellWhatAKeyCosts()
    {
        fixture.set(database, "small", "value");
        final long small = database.memoryUsage(entry);
        fixture.set(database, "large", "x".repeat(100_000));
        assertTrue(database.memoryUsage(entry) >= 100_000 && database.memoryUsage(entry) < 200_000);
        assertTrue(small > Arena.blockLength(16) && small < 200, "small=" + small);
    }
}
