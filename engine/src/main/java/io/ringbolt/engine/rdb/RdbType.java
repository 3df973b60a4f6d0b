package io.ringbolt.engine.rdb;

/**
 * The numbers by which RDB names the forms of values, and what may stand in place of a length.
 */
public final class RdbType
{
    /** The newest version that is read, that of Redis 8.10; what newer servers write is refused. */
    public static final int NEWEST_VERSION = 15;

    public static final int STRING = 0;
    public static final int LIST = 1;
    public static final int SET = 2;
    public static final int SORTED_SET_TEXT = 3;
    public static final int HASH = 4;
    public static final int SORTED_SET = 5;
    /** A value of a module in a form that cannot be passed over without it. */
    public static final int MODULE = 6;
    /** A value of a module. */
    public static final int MODULE_2 = 7;
    public static final int HASH_ZIPMAP = 9;
    public static final int LIST_ZIPLIST = 10;
    public static final int SET_INTSET = 11;
    public static final int SORTED_SET_ZIPLIST = 12;
    public static final int HASH_ZIPLIST = 13;
    public static final int LIST_QUICKLIST = 14;
    public static final int STREAM = 15;
    public static final int HASH_LISTPACK = 16;
    public static final int SORTED_SET_LISTPACK = 17;
    public static final int LIST_QUICKLIST_2 = 18;
    public static final int STREAM_2 = 19;
    public static final int SET_LISTPACK = 20;
    public static final int STREAM_3 = 21;
    public static final int HASH_WITH_EXPIRY = 24;
    public static final int HASH_LISTPACK_WITH_EXPIRY = 25;

    /** A stream with what it remembers of its producers. */
    public static final int STREAM_4 = 26;
    /** The same with entries that were given back. */
    public static final int STREAM_5 = 27;
    public static final int ARRAY = 28;
    /** A hash as names and a listpack of values. */
    public static final int HASH_TEMPLATE_LISTPACK = 29;
    /** The same with the number of a template in place of the names; only in files. */
    public static final int HASH_TEMPLATE_LISTPACK_REF = 30;
    /** A hash as names, then values. */
    public static final int HASH_TEMPLATE_ARRAY = 31;
    /** The same with the number of a template in place of the names; only in files. */
    public static final int HASH_TEMPLATE_ARRAY_REF = 32;

    /** How the names of a hash lie before its values: in a listpack, or as a count and strings. */
    static final int NAMES_PACKED = 0;
    static final int NAMES_LISTED = 1;

    /** What a value of an array is. */
    static final int ARRAY_STRING = 0;
    static final int ARRAY_INTEGER = 1;
    static final int ARRAY_DOUBLE = 2;
    static final int ARRAY_SHORT_STRING = 3;

    /** First version with listpacks for hashes and sorted sets, nodes of lists, and {@link #STREAM_2}. */
    static final int VERSION_WITH_LISTPACKS = 10;
    /** First version with {@link #SET_LISTPACK} and {@link #STREAM_3}. */
    static final int VERSION_WITH_PACKED_SETS = 11;

    /** First version with {@link #HASH_WITH_EXPIRY} and {@link #HASH_LISTPACK_WITH_EXPIRY}. */
    static final int VERSION_WITH_FIELD_EXPIRY = 12;

    /** First version with {@link #STREAM_4}. */
    static final int VERSION_WITH_PRODUCERS = 13;
    /** First version with {@link #STREAM_5} and {@link #ARRAY}. */
    static final int VERSION_WITH_RELEASED_ENTRIES = 14;
    /** First version with hashes that share the names of their fields. */
    static final int VERSION_WITH_TEMPLATES = 15;

    /** Kinds of a list's nodes. */
    static final int NODE_PLAIN = 1;
    static final int NODE_PACKED = 2;

    /** First byte of a length: its two highest bits choose the form. */
    static final int LENGTH_6 = 0;
    static final int LENGTH_14 = 1;
    static final int LENGTH_32 = 0x80;
    static final int LENGTH_64 = 0x81;
    static final int SPECIAL = 3;

    /** What the six lower bits say of a string in a special form. */
    static final int INTEGER_8 = 0;
    static final int INTEGER_16 = 1;
    static final int INTEGER_32 = 2;
    static final int COMPRESSED = 3;

    private RdbType()
    {
    }
}
