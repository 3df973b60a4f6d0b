package io.ringbolt.engine.keyspace;

/**
 * What kind of value a key holds. The numbers are those by which Redis names object types in modules and RDB.
 */
public final class ValueType
{
    public static final int STRING = 0;
    public static final int LIST = 1;
    public static final int SET = 2;
    public static final int ZSET = 3;
    public static final int HASH = 4;
    public static final int STREAM = 6;
    public static final int ARRAY = 7;

    static final int LIMIT = 16;

    private ValueType()
    {
    }

    /** The name that TYPE replies. */
    public static String name(final int type)
    {
        return switch (type)
        {
            case STRING -> "string";
            case LIST -> "list";
            case SET -> "set";
            case ZSET -> "zset";
            case HASH -> "hash";
            case STREAM -> "stream";
            case ARRAY -> "array";
            default -> throw new IllegalArgumentException("unknown value type: type=" + type);
        };
    }
}
