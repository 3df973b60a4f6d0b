package io.ringbolt.persistence.rdb;

/**
 * What redis-check-rdb calls the forms of values.
 */
final class RdbTypeNames
{
    private static final String[] NAMES = {
        "string", "list-linked", "set-hashtable", "zset-v1", "hash-hashtable", "zset-v2", "module-pre-release",
        "module-value", "", "hash-zipmap", "list-ziplist", "set-intset", "zset-ziplist", "hash-ziplist", "quicklist",
        "stream", "hash-listpack", "zset-listpack", "quicklist-v2", "stream-v2", "set-listpack", "stream-v3",
        "hash-hashtable-md-pre-release", "hash-listpack-md-pre-release", "hash-hashtable-md", "hash-listpack-md",
        "stream-v4", "stream-v5", "array", "hash-tmpl-listpack", "hash-tmpl-listpack-ref", "hash-tmpl-array",
        "hash-tmpl-array-ref"};

    private RdbTypeNames()
    {
    }

    static String of(final int rdbType)
    {
        return rdbType < NAMES.length ? NAMES[rdbType] : "unknown";
    }
}
