package io.ringbolt.config;

/**
 * Which keys give way when memory is full.
 */
public enum MaxmemoryPolicy implements ConfigChoice
{
    VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL, ALLKEYS_LRU, ALLKEYS_LFU, ALLKEYS_RANDOM, NOEVICTION
}
