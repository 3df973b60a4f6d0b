package io.ringbolt.engine.blocking;

import io.ringbolt.engine.memory.OffHeap;

/**
 * A key of one database that commands wait for, and their queue in the order in which they came to wait.
 */
final class BlockedKey
{
    final int database;
    final long hash;
    final byte[] bytes;
    /** The next key of the same hash. */
    BlockedKey nextOfHash;
    KeyWait first;
    KeyWait last;
    int count;
    /** Commands in the queue that want to hear of the key's removal as well. */
    int removalCount;
    /** Whether the key stands among those that are to be looked at. */
    boolean isReady;

    BlockedKey(final int database, final long hash, final long keyAddress, final int keyLength)
    {
        this.database = database;
        this.hash = hash;
        this.bytes = OffHeap.toBytes(keyAddress, keyLength);
    }

    boolean is(final int otherDatabase, final long keyAddress, final int keyLength)
    {
        if (database != otherDatabase || bytes.length != keyLength)
        {
            return false;
        }
        for (int i = 0; i < keyLength; i++)
        {
            if (bytes[i] != OffHeap.getByte(keyAddress + i))
            {
                return false;
            }
        }
        return true;
    }

    void append(final KeyWait wait)
    {
        wait.previous = last;
        if (null == last)
        {
            first = wait;
        }
        else
        {
            last.next = wait;
        }
        last = wait;
        count++;
        removalCount += wait.command.wantsRemoval() ? 1 : 0;
    }

    /** Takes a place out of the queue; its own link to the next one stays, for whoever is walking the queue. */
    void remove(final KeyWait wait)
    {
        if (null == wait.previous)
        {
            first = wait.next;
        }
        else
        {
            wait.previous.next = wait.next;
        }
        if (null == wait.next)
        {
            last = wait.previous;
        }
        else
        {
            wait.next.previous = wait.previous;
        }
        count--;
        removalCount -= wait.command.wantsRemoval() ? 1 : 0;
    }
}
