package io.ringbolt.engine.scripting;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * A key as it was: absent, or its value and the time of its end. A collection is a copy in the arena that belongs to
 * this object until {@link #restore} gives it to the key.
 */
final class SavedKey
{
    private static final int ABSENT = -1;
    private static final long NEVER = -1;

    private final Database database;
    private final byte[] name;
    private int type = ABSENT;
    private int encoding;
    private long root;
    /** A string's bytes, or null if it is a number or no string. */
    private byte[] text;
    private long number;
    private long expiresAtMs = NEVER;

    private SavedKey(final Database database, final byte[] name)
    {
        this.database = database;
        this.name = name;
    }

    /** @param key null if there is none of that name. */
    static SavedKey of(final Engine engine, final Database database, final byte[] name, final KeyEntry key)
    {
        final SavedKey saved = new SavedKey(database, name);
        if (null != key)
        {
            saved.take(engine, key);
        }
        return saved;
    }

    private void take(final Engine engine, final KeyEntry key)
    {
        type = key.type();
        encoding = key.encoding();
        expiresAtMs = key.hasExpiry() ? key.expiresAtMs() : NEVER;
        if (ValueType.STRING != type)
        {
            root = engine.valueCopiers().copy(engine.arena(), type, encoding, key.root());
        }
        else if (key.isLong())
        {
            number = key.longValue();
        }
        else
        {
            text = OffHeap.toBytes(key.stringAddress(), Math.toIntExact(key.stringLength()));
        }
    }

    /** Makes the key what it was. @param key to work with. */
    void restore(final Engine engine, final KeyEntry key)
    {
        final OffHeapAllocator allocator = engine.allocator();
        final int textLength = null == text ? 0 : text.length;
        final long capacity = Math.max(1, (long)name.length + textLength);
        final long address = allocator.allocate(capacity);
        OffHeap.copyIn(name, 0, address, name.length);
        if (database.find(address, name.length, key))
        {
            database.remove(key, false);
        }
        if (ABSENT != type)
        {
            insert(address, textLength, key);
        }
        allocator.free(address, capacity);
    }

    private void insert(final long address, final int textLength, final KeyEntry key)
    {
        if (ValueType.STRING != type)
        {
            database.insert(address, name.length, type, encoding, root, key);
        }
        else if (null == text)
        {
            database.setLong(address, name.length, number, key);
        }
        else
        {
            OffHeap.copyIn(text, 0, address + name.length, textLength);
            database.find(address, name.length, key);
            database.setString(address, name.length, encoding, address + name.length, textLength, key);
        }
        if (NEVER != expiresAtMs)
        {
            database.expireAt(key, expiresAtMs);
        }
    }
}
