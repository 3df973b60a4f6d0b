package io.ringbolt.config;

/**
 * The version of Redis as which the server introduces itself to clients and tools.
 */
public final class RedisCompatibility
{
    /** As in {@code redis_version} of INFO. */
    public static final String VERSION = "7.4.0";

    private RedisCompatibility()
    {
    }
}
