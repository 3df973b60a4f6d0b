package io.ringbolt.perf.bench;

import java.util.List;

/**
 * What is done to a large value of each type. The first step makes it grow, the last ones make it go.
 */
final class LargeValues
{
    private LargeValues()
    {
    }

    static List<LargeValue> all()
    {
        return List.of(keys(), list(), compressedList(), plainList(), set(), hash(), timedHash(), sortedSet(), stream(),
            group(), array(), bits());
    }

    private static LargeValue keys()
    {
        return new LargeValue("keys").each("SET k# value")
            .some("GET k%", "RANDOMKEY", "SCAN % COUNT 10", "SET k% other")
            .each("PEXPIRE k% 1000000")
            .some("PERSIST k%", "EXPIRE k% 1000")
            .most("DEL k%").some("RANDOMKEY", "SCAN 0 COUNT 10", "SCAN % COUNT 10")
            .each("SET k# value PX 10").pass(20)
            .each("SET k# value").once("FLUSHALL ASYNC").pass(1);
    }

    private static LargeValue list()
    {
        return new LargeValue("list").each("RPUSH v e#")
            .some("LPUSH v e#", "LPOP v", "RPOP v", "LMOVE v v LEFT RIGHT", "RPOPLPUSH v v", "LRANGE v 0 9",
                "LRANGE v -10 -1")
            .byDefinition("LINDEX v @", "LRANGE v @ @", "LSET v @ other", "LINSERT v BEFORE e@ x",
                "LPOS v e@", "LREM v 1 e@", "COPY v w")
            .prepare("DEL w").pass(1)
            .most("LPOP v").each("RPUSH v e#").ends();
    }

    private static LargeValue compressedList()
    {
        return new LargeValue("list compressed").prepare("CONFIG SET list-compress-depth 1").each("RPUSH v e#")
            .some("LPUSH v e#", "LPOP v", "RPOP v", "LMOVE v v LEFT RIGHT", "LRANGE v 0 9")
            .byDefinition("LINDEX v @", "LSET v @ other").ends();
    }

    private static LargeValue plainList()
    {
        return new LargeValue("list of plain nodes").prepare("CONFIG SET list-max-listpack-size 1").each("RPUSH v e#")
            .some("LPUSH v e#", "LPOP v", "LMOVE v v LEFT RIGHT", "LRANGE v 0 9")
            .byDefinition("LINDEX v @").ends();
    }

    private static LargeValue set()
    {
        return new LargeValue("set").each("SADD v m#")
            .some("SADD v m%", "SISMEMBER v m%", "SRANDMEMBER v", "SRANDMEMBER v 10", "SRANDMEMBER v -10",
                "SSCAN v % COUNT 10",
                "SPOP v", "SPOP v 10", "SMOVE v v2 m%")
            .byDefinition("COPY v w").prepare("DEL w").pass(1)
            .most("SREM v m%").some("SRANDMEMBER v", "SRANDMEMBER v 10", "SSCAN v 0 COUNT 10", "SSCAN v % COUNT 10")
            .most("SADD v m%").most("SPOP v").each("SADD v m#").ends();
    }

    private static LargeValue hash()
    {
        return new LargeValue("hash").each("HSET v f# value")
            .some("HGET v f%", "HSET v f% other", "HSET v f% a-value-that-is-rather-longer-than-before",
                "HINCRBY v n% 1", "HRANDFIELD v", "HRANDFIELD v 10", "HSCAN v % COUNT 10", "HEXPIRE v 1000 FIELDS 1 f%",
                "HPERSIST v FIELDS 1 f%")
            .byDefinition("COPY v w").prepare("DEL w").pass(1)
            .most("HDEL v f%").some("HRANDFIELD v", "HRANDFIELD v 10", "HSCAN v 0 COUNT 10")
            .each("HSET v f# value").ends();
    }

    /** All fields expire in the same millisecond; what is drawn afterwards has to be looked for among them. */
    private static LargeValue timedHash()
    {
        return new LargeValue("hash with times").each("HSETEX v PX 100000 FIELDS 1 f# value")
            .some("HPEXPIRE v 90000 FIELDS 1 f%", "HTTL v FIELDS 1 f%", "HRANDFIELD v", "HRANDFIELD v 10",
                "HPERSIST v FIELDS 1 f%")
            .prepare("COPY v w", "COPY v x", "HSET w forever 1").pass(1).await(100_001)
            .once("HLEN w", "HRANDFIELD w")
            .some("HRANDFIELD w", "HRANDFIELD w 10", "HSCAN w % COUNT 10", "HGET w f%", "HSET w f% v",
                "HLEN w")
            .pass(1).once("HLEN w", "DBSIZE")
            .each("HSETEX v PX 100000 FIELDS 1 f# value").ends();
    }

    private static LargeValue sortedSet()
    {
        return new LargeValue("sorted set").each("ZADD v % m#")
            .some("ZADD v 1.5 m%", "ZINCRBY v 3 m%", "ZSCORE v m%", "ZRANK v m%", "ZRANGE v % %",
                "ZRANGEBYSCORE v % +inf LIMIT 0 10",
                "ZREVRANGE v 100 110", "ZCOUNT v -inf %", "ZRANDMEMBER v", "ZRANDMEMBER v 10", "ZSCAN v % COUNT 10",
                "ZPOPMIN v", "ZPOPMAX v 10", "ZREMRANGEBYRANK v 100 109")
            .byDefinition("COPY v w").prepare("DEL w").pass(1)
            .most("ZREM v m%").some("ZRANDMEMBER v", "ZRANDMEMBER v 10", "ZSCAN v 0 COUNT 10")
            .each("ZADD v # m#").most("ZPOPMIN v").each("ZADD v # m#").ends();
    }

    private static LargeValue stream()
    {
        return new LargeValue("stream").each("XADD v 1-# f value")
            .some("XRANGE v 1-% + COUNT 10", "XREVRANGE v 1-% - COUNT 10", "XREAD COUNT 10 STREAMS v 1-%",
                "XADD v * f v", "XLEN v",
                "XDEL v 1-%", "XTRIM v MAXLEN ~ 9000000", "XADD v MAXLEN ~ 8000000 * f v", "XINFO STREAM v")
            .byDefinition("COPY v w", "XTRIM v MAXLEN 1000000").prepare("DEL w", "DEL v").pass(1)
            .each("XADD v 1-# f value").most("XDEL v 1-%")
            .some("XRANGE v 0 + COUNT 10", "XRANGE v 1-% + COUNT 10", "XREAD COUNT 10 STREAMS v 0")
            .prepare("DEL v").pass(1).each("XADD v 1-# f value").ends();
    }

    private static LargeValue group()
    {
        return new LargeValue("group").prepare("XGROUP CREATE v g 0 MKSTREAM", "XGROUP CREATE v h 0")
            .each("XADD v 1-# f value")
            .each("XREADGROUP GROUP g c COUNT 1 STREAMS v >")
            .some("XPENDING v g", "XPENDING v g - + 10", "XCLAIM v g d 0 1-%",
                "XAUTOCLAIM v g d 0 1-% COUNT 10", "XREADGROUP GROUP g c COUNT 10 STREAMS v 1-%", "XACK v g 1-%",
                "XINFO CONSUMERS v g", "XINFO GROUPS v", "XDELEX v DELREF IDS 1 1-%", "XACKDEL v g ACKED IDS 1 1-%",
                "XADD v MAXLEN ~ 9900000 * f v", "XADD v MAXLEN ~ 9800000 DELREF * f v",
                "XADD v MAXLEN ~ 9700000 ACKED * f v", "XINFO STREAM v FULL")
            .byDefinition("XPENDING v g IDLE 1 0 + 10", "XTRIM v MAXLEN 9000000 DELREF", "XGROUP DELCONSUMER v g c")
            .prepare("XGROUP DESTROY v g", "XGROUP CREATE v g 0").each("XREADGROUP GROUP g c COUNT 1 STREAMS v >")
            .once("XGROUP DELCONSUMER v g c").pass(1)
            .prepare("XGROUP DESTROY v g", "XGROUP CREATE v g 0").each("XREADGROUP GROUP g c COUNT 1 STREAMS v >")
            .once("XGROUP DESTROY v g").pass(1).ends();
    }

    private static LargeValue array()
    {
        return new LargeValue("array").each("ARINSERT v m#")
            .some("ARGET v %", "ARSET v % other", "ARGETRANGE v 100 109", "ARSCAN v 100 % LIMIT 10", "ARLASTITEMS v 10",
                "ARLEN v",
                "ARCOUNT v", "ARNEXT v", "ARINFO v", "ARSET v 9000000000000% far")
            .byDefinition("ARINFO v FULL", "COPY v w").prepare("DEL w").pass(1)
            .most("ARDEL v %").some("ARSCAN v 0 18446744073709551614 LIMIT 10")
            .each("ARSET v # m#").once("ARDELRANGE v 0 18446744073709551614").pass(1)
            .each("ARSET v # m#").ends();
    }

    /** Ten million bits, then a string of ten million bytes, a byte a command. */
    private static LargeValue bits()
    {
        return new LargeValue("string").each("SETBIT b # 1")
            .some("SETBIT b % 0", "GETBIT b %", "BITFIELD b SET u8 % 200")
            .each("APPEND v x")
            .some("GETRANGE v % %", "SETRANGE v % abc", "STRLEN v", "BITCOUNT v 100 110", "BITPOS v 1 100 110")
            .byDefinition("COPY v w", "BITCOUNT v", "SETRANGE z 400000000 x").ends();
    }
}
