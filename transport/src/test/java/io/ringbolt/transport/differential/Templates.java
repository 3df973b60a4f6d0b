package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test draws from, family by family; see {@link CommandGenerator} for the notation. Left out is
 * what Redis answers by chance or by the clock, and what releases differ in.
 */
final class Templates
{
    static final List<String> STRINGS = List.of(
        "SET sk v", "SET sk v ?NX|XX ?GET ?EXAT_at|PXAT_atms|KEEPTTL", "SET sk v EX 0",
        "SET sk v ?NX ?XX EX n PX n foo", "GET sk", "GETSET sk v", "GETDEL sk",
        "GETEX sk ?PERSIST|EXAT_at|PXAT_atms|foo", "MGET sk sk k", "MSET sk v sk v",
        "MSETNX sk v sk v", "SETNX sk v", "APPEND sk v", "STRLEN sk", "INCR sk", "DECR sk", "INCRBY sk n",
        "DECRBY sk n", "INCRBYFLOAT sk f", "SETRANGE sk n v", "GETRANGE sk i i", "SUBSTR sk i i",
        "LCS sk sk ?LEN|IDX ?MINMATCHLEN_3 ?WITHMATCHLEN", "SETEX sk 0 v", "PSETEX sk -1 v", "GET", "set sk v");

    /** Only where all keys are strings, for releases differ in the encodings of collections. */
    static final List<String> STRING_ENCODINGS =
        List.of("OBJECT ENCODING sk", "OBJECT REFCOUNT sk", "COPY sk sk ?REPLACE", "SET sk n", "RENAME sk sk");

    static final List<String> KEYS = List.of(
        "DEL k k", "UNLINK k", "EXISTS k k k", "TYPE k", "EXPIREAT k at ?NX|XX|GT|LT ?GT|XX",
        "PEXPIREAT k atms ?NX|XX|GT|LT", "EXPIREAT k 1", "EXPIRETIME k", "PEXPIRETIME k", "PERSIST k", "RENAME k k",
        "RENAMENX k k", "COPY k k ?REPLACE ?DB_db", "MOVE k db", "TOUCH k k", "KEYS g",
        "SCAN 0 COUNT 100000 ?MATCH_g ?TYPE_string|TYPE_zset", "OBJECT REFCOUNT nosuch",
        "DBSIZE", "SELECT db", "SELECT n", "SWAPDB db db", "EXPIRE k q", "EXPIRE k -1", "EXPIRE k 9223372036854775807",
        "TTL nosuch", "OBJECT FREQ sk", "OBJECT FOO sk", "COPY k k DB n", "MOVE k n", "SCAN q", "SCAN 0 COUNT n FOO");

    static final List<String> SERVER = List.of(
        "PING", "PING v", "ECHO v", "CLIENT GETNAME", "CLIENT SETNAME w1", "CLIENT SETNAME v",
        "CLIENT NO-EVICT ON|OFF|v", "CLIENT REPLY FOO", "CLIENT FOO", "CLIENT KILL ID v", "CLIENT KILL FOO v",
        "CLIENT UNBLOCK 999999", "CLIENT GETREDIR", "CLIENT TRACKINGINFO", "CLIENT PAUSE -1", "CLIENT PAUSE x",
        "CLIENT PAUSE 1 FOO", "CLIENT LIST TYPE q", "CLIENT LIST ID x",
        "COMMAND COUNT FOO", "COMMAND GETKEYS MSET sk v sk v", "COMMAND GETKEYS PING v",
        "COMMAND GETKEYSANDFLAGS SET sk v ?GET", "COMMAND INFO get mset nosuch", "COMMAND LIST FILTERBY FOO x",
        "CONFIG GET maxmemory", "CONFIG GET v", "CONFIG SET maxmemory q", "CONFIG SET maxmemory 0 maxmemory 0",
        "CONFIG SET foo q", "CONFIG RESETSTAT", "CONFIG FOO", "DEBUG DIGEST-VALUE k k",
        "DEBUG PROTOCOL string|integer|double|null|array|set|map|verbatim|true|false|bignum|v",
        "DEBUG FOO", "DEBUG ERROR q", "FLUSHDB ?SYNC|ASYNC|v", "HELLO v", "HELLO 9 FOO", "LATENCY RESET",
        "LATENCY GRAPH q", "LATENCY HISTORY v", "LATENCY LATEST x", "MEMORY USAGE nosuch", "MEMORY USAGE k SAMPLES -1",
        "ROLE", "SLOWLOG GET v", "SLOWLOG FOO", "SHUTDOWN FOO", "SHUTDOWN ABORT", "SWAPDB v db", "INFO nosuch",
        "NOSUCH q q", "AUTH v", "AUTH v v v");


    private Templates()
    {
    }
}
