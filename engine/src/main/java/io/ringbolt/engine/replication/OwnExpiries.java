package io.ringbolt.engine.replication;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.Scratch;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys that clients of a writable replica have given a time to: the master knows nothing of them, so the replica
 * itself removes them. Owned by the engine thread.
 */
public final class OwnExpiries
{
    private static final int CHECKED_PER_TICK = 64;

    private final Engine engine;
    private final Set<OwnKey> keys = new LinkedHashSet<>();
    private final KeyEntry entry = new KeyEntry();
    private final Scratch scratch;
    private boolean isRemembering;

    OwnExpiries(final Engine engine)
    {
        this.engine = engine;
        this.scratch = new Scratch(engine.allocator());
    }

    /** A key by database and name. */
    private record OwnKey(int database, byte[] name)
    {
        @Override
        public boolean equals(final Object other)
        {
            return other instanceof OwnKey key && key.database == database && Arrays.equals(key.name, name);
        }

        @Override
        public int hashCode()
        {
            return 31 * Arrays.hashCode(name) + database;
        }
    }

    /** @param remembering true while changes are made by clients and not by the master. */
    void remembering(final boolean remembering)
    {
        this.isRemembering = remembering;
    }

    /** A key has been changed. */
    public void onChanged(final Database database, final long keyAddress, final int keyLength)
    {
        if (isRemembering && database.find(keyAddress, keyLength, entry) && entry.hasExpiry())
        {
            keys.add(new OwnKey(database.index(), OffHeap.toBytes(keyAddress, keyLength)));
        }
    }

    /** @return how many there are. */
    public int count()
    {
        return keys.size();
    }

    /** Removes those whose time has come, a bounded number at a time. */
    void onTick()
    {
        final Iterator<OwnKey> next = keys.iterator();
        OwnKey[] kept = null;
        int keptCount = 0;
        for (int i = Math.min(CHECKED_PER_TICK, keys.size()); i > 0; i--)
        {
            final OwnKey key = next.next();
            next.remove();
            if (!isOver(key))
            {
                kept = null == kept ? new OwnKey[i] : kept;
                kept[keptCount++] = key;
            }
        }
        for (int i = 0; i < keptCount; i++)
        {
            keys.add(kept[i]);                            // behind those that have not been looked at
        }
    }

    private boolean isOver(final OwnKey key)
    {
        final Database database = engine.keyspace().database(key.database());
        final byte[] name = key.name();
        final long address = scratch.reserve(Math.max(1, name.length));
        OffHeap.copyIn(name, 0, address, name.length);
        if (!database.find(address, name.length, entry) || !entry.hasExpiry())
        {
            return true;
        }
        if (engine.lookups().isExpired(entry))
        {
            engine.lookups().expire(database, entry);
            return true;
        }
        return false;
    }

    /** Forgets all: the role or the data have changed. */
    void clear()
    {
        keys.clear();
    }

    void close()
    {
        scratch.close();
    }
}
