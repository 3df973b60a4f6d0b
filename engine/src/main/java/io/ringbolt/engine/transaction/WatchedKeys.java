package io.ringbolt.engine.transaction;

import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.Keyspace;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.util.function.Predicate;

/**
 * The keys that clients watch, by database and name, and who watches each. Owned by the engine thread.
 */
/*
 * A chained hash table of pooled nodes; a key's bytes lie off-heap. Every change to a key asks isEmpty() first, a
 * field, so that nobody pays where nobody watches. A client that has become dirty is taken off all lists at once: it
 * needs to learn nothing more, and a busy key would otherwise go through it each time.
 */
public final class WatchedKeys
{
    private static final int INITIAL_BUCKETS = 64;
    private static final int POOL_LIMIT = 1024;
    /** The bytes of an empty key, which must have an address too. */
    private static final int LEAST_ALLOCATION = 1;

    private final OffHeapAllocator allocator;
    private final long seed;
    private final KeyEntry entry = new KeyEntry();
    private final Predicate<KeyEntry> isExpired;
    private WatchedKey[] buckets = new WatchedKey[INITIAL_BUCKETS];
    private int keyCount;
    private int watcherCount;
    private long memory;
    private WatchedKey spareKeys;
    private Watch spareWatches;
    private int spareKeyCount;
    private int spareWatchCount;

    /** @param isExpired tells whether a key that is still there has passed its time. */
    WatchedKeys(final OffHeapAllocator allocator, final long seed, final Predicate<KeyEntry> isExpired)
    {
        this.allocator = allocator;
        this.seed = seed;
        this.isExpired = isExpired;
    }

    /** @return true while nobody watches anything. */
    public boolean isEmpty()
    {
        return 0 == keyCount;
    }

    /** @return different keys that are watched. */
    public int keyCount()
    {
        return keyCount;
    }

    /** @return clients that watch. */
    public int watcherCount()
    {
        return watcherCount;
    }

    /** @return bytes that all clients' watches count for. */
    public long memory()
    {
        return memory;
    }

    /** Watches a key for a client, once. */
    void watch(final Transaction owner, final Database database, final long address, final int length)
    {
        final WatchedKey key = findOrCreate(database.index(), address, length);
        if (null != key.first && isWatching(owner, key))
        {
            return;
        }
        final Watch watch = takeWatch();
        watch.key = key;
        watch.owner = owner;
        watch.wasExpired = isExpired(database, key);
        watch.nextOfKey = key.first;
        if (null != key.first)
        {
            key.first.previousOfKey = watch;
        }
        key.first = watch;
        watch.nextOfOwner = owner.watches;
        owner.watches = watch;
        watcherCount += 0 == owner.watchCount++ ? 1 : 0;
        owner.watchBytes += Transaction.WATCH_OVERHEAD + length;
        memory += Transaction.WATCH_OVERHEAD + length;
    }

    private static boolean isWatching(final Transaction owner, final WatchedKey key)
    {
        Watch watch = owner.watches;
        while (null != watch && watch.key != key)
        {
            watch = watch.nextOfOwner;
        }
        return null != watch;
    }

    /** Ends all of a client's watches. */
    void unwatch(final Transaction owner)
    {
        if (0 == owner.watchCount)
        {
            return;
        }
        Watch watch = owner.watches;
        while (null != watch)
        {
            final Watch following = watch.nextOfOwner;
            unlink(watch);
            giveWatch(watch);
            watch = following;
        }
        owner.watches = null;
        memory -= owner.watchBytes;
        owner.watchCount = 0;
        owner.watchBytes = 0;
        watcherCount--;
    }

    /** A key has changed. */
    public void onChanged(final int database, final long address, final int length)
    {
        final WatchedKey key = find(hash(database, address, length), database, address, length);
        Watch watch = null == key ? null : key.first;
        while (null != watch)
        {
            final Watch following = watch.nextOfKey;
            makeDirty(watch);
            watch = following;
        }
    }

    /** A key is about to be removed because it has expired or has been evicted. */
    public void onRemoved(final int database, final long address, final int length)
    {
        final WatchedKey key = find(hash(database, address, length), database, address, length);
        Watch watch = null == key ? null : key.first;
        while (null != watch)
        {
            final Watch following = watch.nextOfKey;
            if (watch.wasExpired)
            {
                watch.wasExpired = false;
            }
            else
            {
                makeDirty(watch);
            }
            watch = following;
        }
    }

    /**
     * All keys of a database are about to go.
     *
     * @param replacement whose keys take their place, or null.
     */
    public void onEmptied(final Database database, final Database replacement)
    {
        for (int i = 0; i < buckets.length; i++)
        {
            for (WatchedKey key = buckets[i]; null != key; key = key.next)
            {
                if (key.database == database.index())
                {
                    onEmptied(database, replacement, key);
                }
            }
        }
    }

    private void onEmptied(final Database database, final Database replacement, final WatchedKey key)
    {
        final boolean wasThere = database.find(key.address, key.length, entry);
        final boolean isThere = null != replacement && replacement.find(key.address, key.length, entry);
        if (!wasThere && !isThere)
        {
            return;
        }
        final boolean isExpiredNow = isThere && isExpired.test(entry);
        for (Watch watch = key.first; null != watch; watch = watch.nextOfKey)
        {
            if (watch.wasExpired && (!isThere || isExpiredNow) || !wasThere && isExpiredNow)
            {
                watch.wasExpired = isExpiredNow;      // not there before, by its time, and not now
            }
            else
            {
                watch.owner.isDirty = true;
            }
        }
    }

    /** @return true if a key that was there when it was watched has passed its time since. */
    boolean hasExpiredSince(final Transaction owner, final Keyspace keyspace)
    {
        for (Watch watch = owner.watches; null != watch; watch = watch.nextOfOwner)
        {
            if (!watch.wasExpired && isExpired(keyspace.database(watch.key.database), watch.key))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isExpired(final Database database, final WatchedKey key)
    {
        return database.find(key.address, key.length, entry) && isExpired.test(entry);
    }

    private void makeDirty(final Watch watch)
    {
        final Transaction owner = watch.owner;
        owner.isDirty = true;
        unwatch(owner);
    }

    private long hash(final int database, final long address, final int length)
    {
        return Hash64.hash(seed + database, address, length);
    }

    private WatchedKey find(final long hash, final int database, final long address, final int length)
    {
        WatchedKey key = buckets[(int)hash & buckets.length - 1];
        while (null != key && !key.is(hash, database, address, length))
        {
            key = key.next;
        }
        return key;
    }

    private WatchedKey findOrCreate(final int database, final long address, final int length)
    {
        final long hash = hash(database, address, length);
        final WatchedKey found = find(hash, database, address, length);
        if (null != found)
        {
            return found;
        }
        if (keyCount == buckets.length)
        {
            grow();
        }
        final WatchedKey key = takeKey();
        key.hash = hash;
        key.database = database;
        key.length = length;
        key.address = allocator.allocate(Math.max(LEAST_ALLOCATION, length));
        OffHeap.copy(address, key.address, length);
        enter(key);
        keyCount++;
        return key;
    }

    private void enter(final WatchedKey key)
    {
        final int index = (int)key.hash & buckets.length - 1;
        key.next = buckets[index];
        buckets[index] = key;
    }

    private void grow()
    {
        final WatchedKey[] smaller = buckets;
        buckets = new WatchedKey[2 * smaller.length];
        for (final WatchedKey first : smaller)
        {
            WatchedKey key = first;
            while (null != key)
            {
                final WatchedKey following = key.next;
                enter(key);
                key = following;
            }
        }
    }

    private void unlink(final Watch watch)
    {
        final WatchedKey key = watch.key;
        if (null == watch.previousOfKey)
        {
            key.first = watch.nextOfKey;
        }
        else
        {
            watch.previousOfKey.nextOfKey = watch.nextOfKey;
        }
        if (null != watch.nextOfKey)
        {
            watch.nextOfKey.previousOfKey = watch.previousOfKey;
        }
        if (null == key.first)
        {
            remove(key);
        }
    }

    private void remove(final WatchedKey key)
    {
        final int index = (int)key.hash & buckets.length - 1;
        if (buckets[index] == key)
        {
            buckets[index] = key.next;
        }
        else
        {
            WatchedKey before = buckets[index];
            while (before.next != key)
            {
                before = before.next;
            }
            before.next = key.next;
        }
        keyCount--;
        allocator.free(key.address, Math.max(LEAST_ALLOCATION, key.length));
        key.address = OffHeap.NULL_ADDRESS;
        key.next = null;
        if (spareKeyCount < POOL_LIMIT)
        {
            key.next = spareKeys;
            spareKeys = key;
            spareKeyCount++;
        }
    }

    private WatchedKey takeKey()
    {
        final WatchedKey key = spareKeys;
        if (null == key)
        {
            return new WatchedKey();
        }
        spareKeys = key.next;
        spareKeyCount--;
        return key;
    }

    private Watch takeWatch()
    {
        final Watch watch = spareWatches;
        if (null == watch)
        {
            return new Watch();
        }
        spareWatches = watch.nextOfOwner;
        spareWatchCount--;
        return watch;
    }

    private void giveWatch(final Watch watch)
    {
        watch.key = null;
        watch.owner = null;
        watch.nextOfKey = null;
        watch.previousOfKey = null;
        watch.nextOfOwner = null;
        if (spareWatchCount < POOL_LIMIT)
        {
            watch.nextOfOwner = spareWatches;
            spareWatches = watch;
            spareWatchCount++;
        }
    }
}
