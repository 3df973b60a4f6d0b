package io.ringbolt.engine.keyspace;

/**
 * How a value is laid out, under the names that clients see in OBJECT ENCODING.
 */
public final class Encoding
{
    public static final int RAW = 0;
    public static final int INT = 1;
    public static final int HASHTABLE = 2;
    /** A hash table some of whose fields may expire; to clients a {@link #HASHTABLE} like any other. */
    public static final int HASHTABLE_EX = 3;
    public static final int INTSET = 6;
    public static final int SKIPLIST = 7;
    public static final int EMBSTR = 8;
    public static final int QUICKLIST = 9;
    public static final int STREAM = 10;
    public static final int LISTPACK = 11;
    /** A listpack of a hash some of whose fields may expire. */
    public static final int LISTPACK_EX = 12;
    public static final int SLICED_ARRAY = 13;
    /** Values of a hash in a listpack, whose fields have the names of a template. */
    public static final int TEMPLATE_LISTPACK = 14;
    /** The same with a block for each value. */
    public static final int TEMPLATE_ARRAY = 15;

    private Encoding()
    {
    }

    /** Whether the value is a hash whose root is an {@link ExpiringHash}. */
    public static boolean hasFieldExpiry(final int encoding)
    {
        return encoding == LISTPACK_EX || encoding == HASHTABLE_EX;
    }

    /** Whether the value is a hash whose fields have the names of a template. */
    public static boolean isTemplate(final int encoding)
    {
        return encoding == TEMPLATE_LISTPACK || encoding == TEMPLATE_ARRAY;
    }

    /** The name that OBJECT ENCODING replies. */
    public static String name(final int encoding)
    {
        return switch (encoding)
        {
            case RAW -> "raw";
            case INT -> "int";
            case HASHTABLE, HASHTABLE_EX -> "hashtable";
            case INTSET -> "intset";
            case SKIPLIST -> "skiplist";
            case EMBSTR -> "embstr";
            case QUICKLIST -> "quicklist";
            case STREAM -> "stream";
            case LISTPACK -> "listpack";
            case LISTPACK_EX -> "listpackex";
            case SLICED_ARRAY -> "sliced-array";
            case TEMPLATE_LISTPACK -> "template-listpack";
            case TEMPLATE_ARRAY -> "template-array";
            default -> throw new IllegalArgumentException("unknown encoding: encoding=" + encoding);
        };
    }
}
