package io.ringbolt.engine.transaction;

/**
 * One client's interest in one key, a member of both the key's list and the client's. Owned by the engine thread.
 */
final class Watch
{
    WatchedKey key;
    Transaction owner;
    /** The key had expired when it was watched but was still there: its removal then changes nothing. */
    boolean wasExpired;
    Watch nextOfKey;
    Watch previousOfKey;
    Watch nextOfOwner;
}
