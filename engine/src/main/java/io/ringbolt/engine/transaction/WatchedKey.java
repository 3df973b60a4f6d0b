package io.ringbolt.engine.transaction;

import io.ringbolt.engine.memory.OffHeap;

/**
 * A key of one database that somebody watches, whether it is there or not. Owned by the engine thread.
 */
final class WatchedKey
{
    WatchedKey next;
    Watch first;
    long hash;
    long address;
    int length;
    int database;

    boolean is(final long hash, final int database, final long address, final int length)
    {
        return this.hash == hash && this.database == database && this.length == length &&
            OffHeap.equal(this.address, address, length);
    }
}
