package io.ringbolt.config;

import static io.ringbolt.config.Limits.MAX_UNSIGNED_LONG;
import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.unsignedParameter;

/**
 * How much memory the data may take, and who gives way.
 */
public final class MemoryParameters
{
    /** Bytes for data; 0 for as much as there is. */
    public static final ConfigParameter<Long> MAXMEMORY = unsignedParameter("maxmemory")
        .range(0, MAX_UNSIGNED_LONG).memory().defaultsTo(0L).mutable();

    /**
     * Which keys give way beyond that: least recently used (lru), least often used (lfu), least recently modified
     * (lrm), random or next to expire (ttl), among all keys or the volatile ones that have a time to live; or
     * noeviction, where writes fail.
     */
    public static final ConfigParameter<MaxmemoryPolicy> MAXMEMORY_POLICY =
        choiceParameter("maxmemory-policy", MaxmemoryPolicy.class)
        .defaultsTo(MaxmemoryPolicy.NOEVICTION).mutable();

    /** Keys compared to find the one to evict; more find a better one and take longer. */
    public static final ConfigParameter<Integer> MAXMEMORY_SAMPLES = intParameter("maxmemory-samples")
        .range(1, Integer.MAX_VALUE).defaultsTo(5).mutable();

    /** How long one command may be delayed by eviction, from 0 for not at all to 100 for as long as it takes. */
    public static final ConfigParameter<Integer> MAXMEMORY_EVICTION_TENACITY =
        intParameter("maxmemory-eviction-tenacity")
        .range(0, 100).defaultsTo(10).mutable();

    /**
     * Bytes, or percent of maxmemory, that all clients' buffers together may take before the largest is disconnected; 0
     * for any.
     */
    public static final ConfigParameter<Long> MAXMEMORY_CLIENTS = longParameter("maxmemory-clients")
        .range(-100, Long.MAX_VALUE).memoryOrPercent().defaultsTo(0L).mutable();

    /**
     * Bytes that the values of all scripts together may take, and those of all functions; beyond that a script gets the
     * error "not enough memory". 0 for a quarter of the Java heap.
     */
    public static final ConfigParameter<Long> LUA_MEMORY_LIMIT = longParameter("lua-memory-limit")
        .range(0, Long.MAX_VALUE).memory().defaultsTo(0L).mutable();

    /** How many accesses it takes to count one up in the frequency counter: more tell frequent keys apart better. */
    public static final ConfigParameter<Integer> LFU_LOG_FACTOR = intParameter("lfu-log-factor")
        .range(0, Integer.MAX_VALUE).defaultsTo(10).mutable();

    /** Minutes after which a frequency counter loses one. */
    public static final ConfigParameter<Integer> LFU_DECAY_TIME = intParameter("lfu-decay-time")
        .range(0, Integer.MAX_VALUE).defaultsTo(1).mutable();

    /** How eagerly expired keys are collected, 1 to 10; expiry is exact here at every effort. */
    public static final ConfigParameter<Integer> ACTIVE_EXPIRE_EFFORT = intParameter("active-expire-effort")
        .range(1, 10).defaultsTo(1).mutable();

    /** Free evicted values later, a little at a time. */
    public static final ConfigParameter<Boolean> LAZYFREE_LAZY_EVICTION = boolParameter("lazyfree-lazy-eviction")
        .debug().defaultsTo(false).mutable();

    /** The same for expired ones. */
    public static final ConfigParameter<Boolean> LAZYFREE_LAZY_EXPIRE = boolParameter("lazyfree-lazy-expire")
        .debug().defaultsTo(false).mutable();

    /** The same for values that a command replaces, as RENAME does. */
    public static final ConfigParameter<Boolean> LAZYFREE_LAZY_SERVER_DEL = boolParameter("lazyfree-lazy-server-del")
        .debug().defaultsTo(false).mutable();

    /** Let DEL do what UNLINK does. */
    public static final ConfigParameter<Boolean> LAZYFREE_LAZY_USER_DEL = boolParameter("lazyfree-lazy-user-del")
        .debug().defaultsTo(false).mutable();

    /** Let FLUSHDB and FLUSHALL be asynchronous unless told otherwise. */
    public static final ConfigParameter<Boolean> LAZYFREE_LAZY_USER_FLUSH = boolParameter("lazyfree-lazy-user-flush")
        .debug().defaultsTo(false).mutable();

    /** Keys remembered for client-side caching before old ones are invalidated; 0 for any number. */
    public static final ConfigParameter<Long> TRACKING_TABLE_MAX_KEYS = unsignedParameter("tracking-table-max-keys")
        .range(0, Long.MAX_VALUE).defaultsTo(1000000L).mutable();

    /** Rehash in idle moments. The key table grows a segment at a time, so it is accepted and not used. */
    public static final ConfigParameter<Boolean> ACTIVEREHASHING = boolParameter("activerehashing")
        .defaultsTo(true).mutable();

    /**
     * Let jemalloc return memory by a thread of its own; the arena knows no jemalloc, so it is accepted and not used.
     */
    public static final ConfigParameter<Boolean> JEMALLOC_BG_THREAD = boolParameter("jemalloc-bg-thread")
        .defaultsTo(true).mutable();

    /** Move values together while the server runs, to give back memory; accepted in a file, and not used. */
    public static final ConfigParameter<Boolean> ACTIVEDEFRAG = boolParameter("activedefrag",
        "Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like " +
        "the one shipped by default with the Redis source distribution")
        .debug().defaultsTo(false).mutable();

    /** Bytes of waste below which defragmentation does not start. */
    public static final ConfigParameter<Long> ACTIVE_DEFRAG_IGNORE_BYTES =
        unsignedParameter("active-defrag-ignore-bytes")
        .range(1, Long.MAX_VALUE).memory().defaultsTo(100 * MIB).mutable();

    /** Percent of waste from which it starts. */
    public static final ConfigParameter<Integer> ACTIVE_DEFRAG_THRESHOLD_LOWER =
        intParameter("active-defrag-threshold-lower")
        .range(0, 1000).defaultsTo(10).mutable();

    /** Percent of waste from which it works as hard as it may. */
    public static final ConfigParameter<Integer> ACTIVE_DEFRAG_THRESHOLD_UPPER =
        intParameter("active-defrag-threshold-upper")
        .range(0, 1000).defaultsTo(100).mutable();

    /** Percent of a core that it takes at the lower threshold. */
    public static final ConfigParameter<Integer> ACTIVE_DEFRAG_CYCLE_MIN = intParameter("active-defrag-cycle-min")
        .range(1, 99).defaultsTo(1).mutable();

    /** Percent of a core that it takes at the upper threshold. */
    public static final ConfigParameter<Integer> ACTIVE_DEFRAG_CYCLE_MAX = intParameter("active-defrag-cycle-max")
        .range(1, 99).defaultsTo(25).mutable();

    /** Elements of a collection up to which it is handled in one go. */
    public static final ConfigParameter<Long> ACTIVE_DEFRAG_MAX_SCAN_FIELDS =
        longParameter("active-defrag-max-scan-fields")
        .range(1, Long.MAX_VALUE).defaultsTo(1000L).mutable();

    /** Collect histograms of the memory that keys of each type take. */
    public static final ConfigParameter<Boolean> KEY_MEMORY_HISTOGRAMS = boolParameter("key-memory-histograms")
        .defaultsTo(false).immutable();

    private MemoryParameters()
    {
    }
}
