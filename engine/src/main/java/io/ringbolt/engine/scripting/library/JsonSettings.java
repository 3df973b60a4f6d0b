package io.ringbolt.engine.scripting.library;

/**
 * How one {@code cjson} table encodes and decodes.
 */
final class JsonSettings
{
    static final int OFF = 0;
    static final int ON = 1;
    /** Numbers that JSON lacks are encoded as null. */
    static final int AS_NULL = 2;
    /** Significant digits, as Lua itself prints numbers. */
    static final int DEFAULT_PRECISION = 14;

    private static final int DEFAULT_DEPTH = 1000;
    private static final int DEFAULT_RATIO = 2;
    private static final int DEFAULT_SAFE = 10;

    /** Whether arrays with many holes become objects; otherwise they are an error. */
    int convertsSparse = OFF;
    /** How many times as many places as values an array may have; 0 for any. */
    int sparseRatio = DEFAULT_RATIO;
    /** Arrays up to this length may have any holes. */
    int sparseSafe = DEFAULT_SAFE;
    int encodeMaxDepth = DEFAULT_DEPTH;
    int decodeMaxDepth = DEFAULT_DEPTH;
    int encodeInvalidNumbers = OFF;
    int decodeInvalidNumbers = ON;
    /** Reported only: the buffer is the collector's business here. */
    int keepsBuffer = ON;
    /** Significant digits of numbers. */
    int precision = DEFAULT_PRECISION;
}
