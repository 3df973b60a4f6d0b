package io.ringbolt.persistence.rdb;

/**
 * What stands before a key and concerns it: when it expires, when or how often it was used.
 * One that is not there is -1.
 */
final class KeyAttributes
{
    static final long NONE = -1;

    long expiresAtMs = NONE;
    long idleSeconds = NONE;
    int frequency = (int)NONE;

    boolean hasExpiry()
    {
        return NONE != expiresAtMs;
    }

    boolean isExpired(final long nowMs)
    {
        return hasExpiry() && expiresAtMs < nowMs;
    }

    void clear()
    {
        expiresAtMs = NONE;
        idleSeconds = NONE;
        frequency = (int)NONE;
    }
}
