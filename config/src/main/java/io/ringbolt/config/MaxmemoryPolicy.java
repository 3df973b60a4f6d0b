package io.ringbolt.config;

/**
 * Which keys give way when memory is full.
 */
public enum MaxmemoryPolicy implements ConfigChoice
{
    VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL, ALLKEYS_LRU, ALLKEYS_LFU, ALLKEYS_RANDOM, NOEVICTION,
    VOLATILE_LRM, ALLKEYS_LRM;

    /** @return true if only keys with a time to live give way. */
    public boolean isVolatileOnly()
    {
        return name().startsWith("VOLATILE");
    }

    /** @return true if keys remember how often they are used, not when. */
    public boolean isFrequency()
    {
        return VOLATILE_LFU == this || ALLKEYS_LFU == this;
    }

    /** @return true if keys remember when they were changed; reading does not count. */
    public boolean isModification()
    {
        return VOLATILE_LRM == this || ALLKEYS_LRM == this;
    }

    /** @return true if keys remember when they were used. */
    public boolean isRecency()
    {
        return VOLATILE_LRU == this || ALLKEYS_LRU == this;
    }

    /** @return true if any key will do. */
    public boolean isRandom()
    {
        return VOLATILE_RANDOM == this || ALLKEYS_RANDOM == this;
    }
}
