package io.ringbolt.engine.keyspace;

/**
 * Is shown the keys that a scan passes. It may read them; it must not insert or remove keys before the scan returns.
 */
@FunctionalInterface
public interface KeyVisitor
{
    void onKey(KeyEntry entry);
}
