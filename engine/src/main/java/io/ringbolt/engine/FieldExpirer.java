package io.ringbolt.engine;

import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * Removes the fields of a hash whose time has come, a bounded number at a time; the hash's type provides it.
 */
@FunctionalInterface
public interface FieldExpirer
{
    /**
     * Removes fields, tells of them and has their removal replayed; the key goes with its last field.
     *
     * @param entry  hash that has at least one field whose time has come.
     * @param budget fields to remove at most.
     * @return whether the key is still there.
     */
    boolean expire(Database database, KeyEntry entry, long nowMs, int budget);
}
