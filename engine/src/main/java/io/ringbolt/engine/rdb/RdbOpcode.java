package io.ringbolt.engine.rdb;

/**
 * The bytes that stand in an RDB file where a key's type could stand, and say something of the file or of the
 * key that follows.
 */
public final class RdbOpcode
{
    /** Source of a function library. */
    public static final int FUNCTION = 0xF5;
    /** A function library in the form of a release candidate of Redis 7. */
    public static final int FUNCTION_PRE_RELEASE = 0xF6;
    /** Data of a module that belongs to no key. */
    public static final int MODULE_AUX = 0xF7;
    /** Seconds since the key was last used, as a length. */
    public static final int IDLE_SECONDS = 0xF8;
    /** How often the key was used, as a logarithmic counter in one byte. */
    public static final int FREQUENCY = 0xF9;
    /** A name and a value, both strings, for whoever knows the name. */
    public static final int AUX = 0xFA;
    /** How many keys the database has, and how many of them expire. */
    public static final int RESIZE_DATABASE = 0xFB;
    /** When the key expires, in 8 bytes. */
    public static final int EXPIRES_AT_MS = 0xFC;
    /** When the key expires, in seconds and 4 bytes; written before RDB version 3. */
    public static final int EXPIRES_AT_SECONDS = 0xFD;
    public static final int SELECT_DATABASE = 0xFE;
    public static final int END = 0xFF;

    /** Hash slot, keys and expiring keys in it: a cluster's hint of sizes, from Redis 7.4 on. */
    public static final int SLOT_SIZES = 0xF4;

    /** The number of a hash's template and its names, from Redis 8.10 on. */
    public static final int HASH_TEMPLATE = 0xF2;

    private RdbOpcode()
    {
    }
}
