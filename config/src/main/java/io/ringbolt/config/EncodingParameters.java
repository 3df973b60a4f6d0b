package io.ringbolt.config;

import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.unsignedParameter;

/**
 * Up to which size a value keeps its compact encoding.
 */
public final class EncodingParameters
{
    /** Fields up to which a hash stays a listpack. */
    public static final ConfigParameter<Long> HASH_MAX_LISTPACK_ENTRIES =
        unsignedParameter("hash-max-listpack-entries")
        .alias("hash-max-ziplist-entries").defaultsTo(512L).mutable();

    /** Bytes of the longest field or value up to which it stays one. */
    public static final ConfigParameter<Long> HASH_MAX_LISTPACK_VALUE = unsignedParameter("hash-max-listpack-value")
        .alias("hash-max-ziplist-value").memory().defaultsTo(64L).mutable();

    /** Fields from which on a hash that is written to shares their names with others; 0 for never. */
    public static final ConfigParameter<Long> HASH_MIN_TEMPLATE_ENTRIES =
        unsignedParameter("hash-min-template-entries").defaultsTo(0L).mutable();

    /** Fields up to which it does; 0 for any number. */
    public static final ConfigParameter<Long> HASH_MAX_TEMPLATE_ENTRIES =
        unsignedParameter("hash-max-template-entries").defaultsTo(0L).mutable();

    /** Fields from which on a hash of an RDB file that knows of no shared names shares them; 0 for never. */
    public static final ConfigParameter<Long> HASH_RDB_LOAD_MIN_TEMPLATE_ENTRIES =
        unsignedParameter("hash-rdb-load-min-template-entries").defaultsTo(0L).mutable();

    /** Fields up to which it does; 0 for any number. */
    public static final ConfigParameter<Long> HASH_RDB_LOAD_MAX_TEMPLATE_ENTRIES =
        unsignedParameter("hash-rdb-load-max-template-entries").defaultsTo(0L).mutable();

    /** Hashes of such a file that must have the same names in order to share them; 0 or 1 for any number. */
    public static final ConfigParameter<Long> HASH_RDB_LOAD_TEMPLATE_DISASSEMBLY_THRESHOLD =
        unsignedParameter("hash-rdb-load-template-disassembly-threshold").defaultsTo(0L).mutable();

    /** Size of a list's nodes: elements, or from -1 to -5 for 4, 8, 16, 32, 64 KiB. */
    public static final ConfigParameter<Integer> LIST_MAX_LISTPACK_SIZE = intParameter("list-max-listpack-size")
        .alias("list-max-ziplist-size").range(Integer.MIN_VALUE, Integer.MAX_VALUE).defaultsTo(-2).mutable();

    /** Nodes at each end of a list that are not compressed; 0 compresses none. */
    public static final ConfigParameter<Integer> LIST_COMPRESS_DEPTH = intParameter("list-compress-depth")
        .debug().range(0, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** Members up to which a set of integers stays an intset. */
    public static final ConfigParameter<Long> SET_MAX_INTSET_ENTRIES = unsignedParameter("set-max-intset-entries")
        .defaultsTo(512L).mutable();

    /** Members up to which another set stays a listpack. */
    public static final ConfigParameter<Long> SET_MAX_LISTPACK_ENTRIES = unsignedParameter("set-max-listpack-entries")
        .defaultsTo(128L).mutable();

    /** Bytes of the longest member up to which it stays one. */
    public static final ConfigParameter<Long> SET_MAX_LISTPACK_VALUE = unsignedParameter("set-max-listpack-value")
        .defaultsTo(64L).mutable();

    /** Members up to which a sorted set stays a listpack. More save memory and cost O(n) per lookup. */
    public static final ConfigParameter<Long> ZSET_MAX_LISTPACK_ENTRIES =
        unsignedParameter("zset-max-listpack-entries")
        .alias("zset-max-ziplist-entries").defaultsTo(128L).mutable();

    /** Bytes of the longest member up to which it stays one. */
    public static final ConfigParameter<Long> ZSET_MAX_LISTPACK_VALUE = unsignedParameter("zset-max-listpack-value")
        .alias("zset-max-ziplist-value").memory().defaultsTo(64L).mutable();

    /** Places of a slice of an array. Slices are nodes of a tree, always of 4096, so it is accepted and not used. */
    public static final ConfigParameter<Long> ARRAY_SLICE_SIZE = unsignedParameter("array-slice-size")
        .powerOfTwo().defaultsTo(4096L).mutable();

    /** Values up to which ARINFO calls a slice of an array sparse; 0 for none. */
    public static final ConfigParameter<Long> ARRAY_SPARSE_KMAX = unsignedParameter("array-sparse-kmax")
        .defaultsTo(10L).mutable();

    /** Values below which a slice gets sparse again. There is one kind of slice, so it is accepted and not used. */
    public static final ConfigParameter<Long> ARRAY_SPARSE_KMIN = unsignedParameter("array-sparse-kmin")
        .defaultsTo(5L).mutable();

    /** Bytes up to which a HyperLogLog stays sparse. */
    public static final ConfigParameter<Long> HLL_SPARSE_MAX_BYTES = unsignedParameter("hll-sparse-max-bytes")
        .memory().defaultsTo(3000L).mutable();

    /** Bytes of a stream's node; 0 for any. */
    public static final ConfigParameter<Long> STREAM_NODE_MAX_BYTES = unsignedParameter("stream-node-max-bytes")
        .memory().defaultsTo(4096L).mutable();

    /** Entries of a stream's node; 0 for any. */
    public static final ConfigParameter<Long> STREAM_NODE_MAX_ENTRIES = longParameter("stream-node-max-entries")
        .range(0, Long.MAX_VALUE).defaultsTo(100L).mutable();

    /**
     * Classes of events that are published: K and E choose keyspace and keyevent channels, g $ l s h z x e t d
     * (together A) and m n o c the events.
     */
    public static final ConfigParameter<Integer> NOTIFY_KEYSPACE_EVENTS =
        parameter("notify-keyspace-events", new NotificationClassesType())
        .defaultsTo(0).mutable();

    private EncodingParameters()
    {
    }
}
