package io.ringbolt.config;

/**
 * Bounds and units that several rows share.
 */
final class Limits
{
    static final long MIB = 1024 * 1024;
    static final long GIB = 1024 * MIB;
    static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    /** All bits set: the largest number where bounds are compared as unsigned. */
    static final long MAX_UNSIGNED_LONG = -1;

    private Limits()
    {
    }
}
