package io.ringbolt.engine.generic;

import io.ringbolt.engine.memory.Arena;

/**
 * Makes a second collection with the same elements, for COPY. Each type of collection has one.
 */
@FunctionalInterface
public interface ValueCopier
{
    /**
     * @param encoding of the collection, which the copy shares.
     * @param root     the word that stands for it in its key's entry; the collection stays as it is.
     * @return the root of a copy that shares no memory with it and is the caller's.
     */
    long copy(Arena arena, int encoding, long root);
}
