package io.ringbolt.engine.collection;

/**
 * The seeds of the hash functions by which large collections find their members: whoever works on a type's values must
 * have that type's seed.
 */
public record CollectionSeeds(long sets, long hashes, long sortedSets)
{
}
