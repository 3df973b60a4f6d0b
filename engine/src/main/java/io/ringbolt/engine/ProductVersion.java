package io.ringbolt.engine;

/**
 * The versions that clients and operators see: the Redis whose behaviour is offered, and Ringbolt's own.
 */
public final class ProductVersion
{
    /** Clients choose features by it. */
    public static final String REDIS_VERSION = "7.4.0";
    public static final String RINGBOLT_VERSION = "0.1.0";

    private ProductVersion()
    {
    }
}
