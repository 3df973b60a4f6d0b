package io.ringbolt.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A keyspace with string arguments, for tests. Its collections are chains of blocks, each holding the next one's
 * reference.
 */
final class KeyspaceFixture implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 1 << 20;

    final OffHeapAllocator allocator = new OffHeapAllocator();
    final Arena arena;
    final Keyspace keyspace;
    final KeyEntry entry = new KeyEntry();
    private final long keyBuffer = allocator.allocate(BUFFER_LENGTH);
    private final long valueBuffer = allocator.allocate(BUFFER_LENGTH);

    KeyspaceFixture(final long chunkBytes, final int databases, final long seed)
    {
        arena = new Arena(allocator, chunkBytes);
        keyspace = new Keyspace(arena, databases, seed, KeyspaceFixture::releaseChain);
    }

    static long releaseChain(final Arena arena, final int type, final int encoding, final long root, final int budget)
    {
        long ref = root;
        for (int i = 0; i < budget && Arena.NULL_REF != ref; i++)
        {
            final long next = OffHeap.getLong(arena.address(ref));
            arena.free(ref);
            ref = next;
        }
        return ref;
    }

    long chain(final int length)
    {
        long root = Arena.NULL_REF;
        for (int i = 0; i < length; i++)
        {
            final long ref = arena.allocate(16);
            arena.putLong(ref, 0, root);
            root = ref;
        }
        return root;
    }

    long key(final String key)
    {
        return store(keyBuffer, key);
    }

    long value(final String value)
    {
        return store(valueBuffer, value);
    }

    private static long store(final long address, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    boolean find(final Database database, final String key)
    {
        return database.find(key(key), key.length(), entry);
    }

    void set(final Database database, final String key, final String value)
    {
        database.setString(key(key), key.length(), Encoding.RAW, value(value), value.length(), entry);
    }

    void setLong(final Database database, final String key, final long value)
    {
        database.setLong(key(key), key.length(), value, entry);
    }

    static String keyOf(final KeyEntry entry)
    {
        return text(entry.keyAddress(), entry.keyLength());
    }

    static String valueOf(final KeyEntry entry)
    {
        return entry.isLong() ? Long.toString(entry.longValue()) : text(entry.stringAddress(), entry.stringLength());
    }

    private static String text(final long address, final int length)
    {
        final byte[] bytes = new byte[length];
        OffHeap.copyOut(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    void clear()
    {
        keyspace.clear();
        while (keyspace.lazyFree(1000) > 0)
        {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close()
    {
        clear();
        assertEquals(0, keyspace.lazyFreePendingCount(), "values wait although nothing is left to free");
        assertEquals(0, arena.liveBytes(), "live bytes after everything has been removed");
        assertEquals(0, arena.liveCount());
        arena.close();
        allocator.free(keyBuffer, BUFFER_LENGTH);
        allocator.free(valueBuffer, BUFFER_LENGTH);
        assertEquals(0, allocator.liveBytes(), "raw bytes after close");
    }
}
