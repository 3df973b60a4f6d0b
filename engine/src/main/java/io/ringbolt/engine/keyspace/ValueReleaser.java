package io.ringbolt.engine.keyspace;

import io.ringbolt.engine.memory.Arena;

/**
 * Frees a collection that no key refers to any more, a bounded step at a time. Each type registers its own through
 * the one that {@link Keyspace} is given.
 */
@FunctionalInterface
public interface ValueReleaser
{
    long DONE = 0L;

    /**
     * Frees at most about {@code budget} blocks of a value.
     *
     * @param root the word that the type keeps in {@link KeyEntry#root()}.
     * @return the word with which to continue, or {@link #DONE} when nothing is left.
     */
    long release(Arena arena, int type, int encoding, long root, int budget);
}
