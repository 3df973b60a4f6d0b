package io.ringbolt.engine.blocking;

import io.ringbolt.engine.keyspace.Hash64;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayDeque;

/**
 * The keys that commands wait for, and which of them have changed since they were last looked at. Owned by the
 * engine thread.
 */
public final class BlockedKeys
{
    private final Long2ObjectHashMap<BlockedKey> byHash = new Long2ObjectHashMap<>();
    private final ArrayDeque<BlockedKey> ready = new ArrayDeque<>();
    private final long seed;
    private int count;
    private int removalKeyCount;

    /** @param seed of the hash of keys, a secret of the process. */
    BlockedKeys(final long seed)
    {
        this.seed = seed;
    }

    /** @return true if anybody waits for a key, so that changes must be told. */
    public boolean isWatching()
    {
        return 0 != count;
    }

    /**
     * A key has changed, come or gone; if somebody waits for it, it is looked at after the current unit of execution.
     */
    public void onChanged(final int database, final long keyAddress, final int keyLength)
    {
        final BlockedKey key = find(database, keyAddress, keyLength);
        if (null != key)
        {
            markReady(key);
        }
    }

    /** All keys of a database may have changed: it was emptied, loaded or exchanged. */
    public void onDatabaseChanged(final int database)
    {
        for (final BlockedKey head : byHash.values())
        {
            for (BlockedKey key = head; null != key; key = key.nextOfHash)
            {
                if (key.database == database)
                {
                    markReady(key);
                }
            }
        }
    }

    /** @return keys that commands wait for. */
    public int count()
    {
        return count;
    }

    /** @return keys whose removal commands wait for. */
    public int removalKeyCount()
    {
        return removalKeyCount;
    }

    boolean hasReady()
    {
        return !ready.isEmpty();
    }

    /** @return the key that has been ready longest, or null. */
    BlockedKey pollReady()
    {
        final BlockedKey key = ready.pollFirst();
        if (null != key)
        {
            key.isReady = false;
        }
        return key;
    }

    /** @return the key's entry here, made if there was none. */
    BlockedKey obtain(final int database, final long keyAddress, final int keyLength)
    {
        final BlockedKey known = find(database, keyAddress, keyLength);
        if (null != known)
        {
            return known;
        }
        final BlockedKey key = new BlockedKey(
            database, Hash64.hash(seed, keyAddress, keyLength), keyAddress, keyLength);
        key.nextOfHash = byHash.get(key.hash);
        byHash.put(key.hash, key);
        count++;
        return key;
    }

    void append(final KeyWait wait)
    {
        final BlockedKey key = wait.key;
        final boolean hadRemovals = key.removalCount > 0;
        key.append(wait);
        removalKeyCount += !hadRemovals && key.removalCount > 0 ? 1 : 0;
    }

    void remove(final KeyWait wait)
    {
        final BlockedKey key = wait.key;
        final boolean hadRemovals = key.removalCount > 0;
        key.remove(wait);
        removalKeyCount -= hadRemovals && 0 == key.removalCount ? 1 : 0;
        if (0 == key.count)
        {
            forget(key);
        }
    }

    private void forget(final BlockedKey key)
    {
        final BlockedKey head = byHash.get(key.hash);
        if (head == key)
        {
            replaceHead(key);
        }
        else
        {
            BlockedKey before = head;
            while (before.nextOfHash != key)
            {
                before = before.nextOfHash;
            }
            before.nextOfHash = key.nextOfHash;
        }
        count--;
    }

    private void replaceHead(final BlockedKey key)
    {
        if (null == key.nextOfHash)
        {
            byHash.remove(key.hash);
        }
        else
        {
            byHash.put(key.hash, key.nextOfHash);
        }
    }

    private BlockedKey find(final int database, final long keyAddress, final int keyLength)
    {
        BlockedKey key = byHash.get(Hash64.hash(seed, keyAddress, keyLength));
        while (null != key && !key.is(database, keyAddress, keyLength))
        {
            key = key.nextOfHash;
        }
        return key;
    }

    /** Has a key looked at although it has not changed. */
    void markReady(final BlockedKey key)
    {
        if (!key.isReady)
        {
            key.isReady = true;
            ready.addLast(key);
        }
    }
}
