package io.ringbolt.engine;

import java.util.Random;

/**
 * A seeded source of commands over few keys of all types, so that they meet, collide, expire and fail.
 */
final class RandomCommands
{
    private static final String[] KEYS = {"a", "b", "c", "d", "e", "f", "g", "a-key-longer-than-the-others"};
    private static final String[] VALUES =
    {
        "", "1", "-7", "3.25", "text", "10", "a text longer than what fits into one embedded string block",
        "9223372036854775807", "inf", "x"
    };
    private static final String[] TIMES = {"1", "2", "50", "1000", "-1", "0"};
    /**
     * G a group, C a consumer, I an id near the start. K a key, V a value, T a time in ms or s, A a point in time in
     * ms, D a database, N a small number.
     */
    private static final String[] FORMS =
    {
        "SET K V", "SET K V", "SET K V PX T", "SET K V EX T", "SET K V KEEPTTL", "SET K V NX", "SET K V XX GET",
        "SET K V PXAT A", "GETSET K V", "GETDEL K", "GETEX K PX T", "GETEX K PERSIST", "GETEX K PXAT A",
        "SETEX K 2 V", "PSETEX K T V", "SETNX K V", "APPEND K V", "SETRANGE K N V", "INCR K", "DECRBY K N",
        "INCRBYFLOAT K V", "MSET K V K V", "MSETNX K V K V", "MSETEX 2 K V K V PX T", "MSETEX 2 K V K V XX KEEPTTL",
        "INCREX K BYINT N UBOUND 20 SATURATE PX T ENX", "INCREX K BYFLOAT V PERSIST", "GET K", "MGET K K",
        "GETRANGE K N N", "LCS K K IDX", "DEL K K", "UNLINK K", "EXISTS K", "EXPIRE K T", "PEXPIRE K T",
        "PEXPIRE K T NX", "PEXPIRE K T GT", "PEXPIREAT K A", "PERSIST K", "PTTL K", "RENAME K K", "RENAMENX K K",
        "MOVE K D", "SELECT D", "RANDOMKEY", "SCAN 0 COUNT N", "KEYS *", "OBJECT ENCODING K", "TYPE K", "TOUCH K",
        "OBJECT IDLETIME K", "DELEX K IFEQ V", "SWAPDB D D", "COPY K K REPLACE", "COPY K K DB D", "LPUSH K V V",
        "RPUSH K V", "LPOP K", "RPOP K 2", "LINSERT K BEFORE V V", "LSET K N V", "LREM K 0 V", "LTRIM K 0 5",
        "LMOVE K K LEFT RIGHT", "LMOVE K K RIGHT RIGHT", "RPOPLPUSH K K", "LMPOP 2 K K LEFT COUNT 3",
        "LMOVEM K K LEFT LEFT COUNT 3 OBO", "LMOVEM K K RIGHT LEFT EXACTLY 2 BULK", "BLPOP K K 0.002", "BRPOP K 0.001",
        "BLMOVE K K LEFT RIGHT 0.001", "BLMPOP 0.002 2 K K RIGHT COUNT 2", "BLMOVEM K K LEFT RIGHT 0.001 COUNT 2 OBO",
        "SORT K ALPHA STORE K", "SORT K BY nosort LIMIT 1 3 GET # GET * STORE K", "SORT K DESC STORE K", "SADD K V V",
        "SADD K N", "SREM K V", "SPOP K", "SPOP K 2", "SRANDMEMBER K -3", "SRANDMEMBER K",
        "SMOVE K K V", "SINTERSTORE K K K", "SUNIONSTORE K K K", "SDIFFSTORE K K K", "SPOP K 3", "HSET K V V",
        "HSET K N V", "HDEL K V", "HINCRBY K N 2", "HINCRBYFLOAT K N 1.5", "HSETNX K V V", "HPEXPIRE K T FIELDS 1 V",
        "HEXPIRE K T NX FIELDS 2 V V", "HPEXPIREAT K A FIELDS 1 V", "HPERSIST K FIELDS 1 V", "HGETEX K PX T FIELDS 1 V",
        "HGETEX K PERSIST FIELDS 1 V", "HGETDEL K FIELDS 1 V", "HSETEX K PX T FIELDS 2 V V V V",
        "HSETEX K FNX PXAT A FIELDS 1 V V", "HSETEX K KEEPTTL FIELDS 1 V V", "HRANDFIELD K 3 WITHVALUES", "ZADD K N V",
        "ZADD K GT CH N V", "ZINCRBY K N V", "ZPOPMIN K", "ZPOPMAX K 2", "ZREM K V", "ZRANGESTORE K K 0 3",
        "ZRANGESTORE K K -inf 5 BYSCORE", "ZUNIONSTORE K 2 K K", "ZINTERSTORE K 2 K K WEIGHTS 2 N AGGREGATE MAX",
        "ZDIFFSTORE K 2 K K", "ZMPOP 2 K K MAX COUNT 2", "ZREMRANGEBYRANK K 1 2", "ZREMRANGEBYSCORE K 2 3",
        "ZRANDMEMBER K 2", "XADD K * f V",
        "XADD K MAXLEN ~ 5 * f V g V", "XADD K NOMKSTREAM * f V", "XADD K IDMP V N * f V", "XADD K IDMPAUTO V * f N",
        "XADD K MAXLEN ~ 3 ACKED * f V", "XTRIM K MAXLEN ~ 4", "XTRIM K MINID ~ I DELREF", "XTRIM K MAXLEN 7 ACKED",
        "XDEL K I", "XDELEX K ACKED IDS 1 I", "XDELEX K DELREF IDS 2 I I", "XGROUP CREATE K G 0 MKSTREAM",
        "XGROUP CREATE K G 0", "XGROUP SETID K G I", "XGROUP DESTROY K G", "XGROUP CREATECONSUMER K G C",
        "XGROUP DELCONSUMER K G C", "XREADGROUP GROUP G C COUNT 2 STREAMS K >", "XREADGROUP GROUP G C STREAMS K >",
        "XREADGROUP GROUP G C NOACK COUNT 1 STREAMS K >", "XREADGROUP GROUP G C STREAMS K 0",
        "XREADGROUP GROUP G C COUNT 2 CLAIM T STREAMS K >", "XACK K G I I", "XACKDEL K G ACKED IDS 1 I",
        "XACKDEL K G IDS 2 I I", "XCLAIM K G C T I I", "XCLAIM K G C 0 I FORCE", "XCLAIM K G C 0 I LASTID I JUSTID",
        "XAUTOCLAIM K G C T - COUNT 3", "XAUTOCLAIM K G C 0 I JUSTID", "XNACK K G FAIL IDS 1 I",
        "XNACK K G SILENT IDS 2 I I FORCE", "XCFGSET K IDMP-DURATION 1 IDMP-MAXSIZE 2", "XSETID K A",
        "ARSET K N V V", "ARMSET K N V N V", "ARINSERT K V", "ARRING K N V", "ARSEEK K N", "ARDEL K N",
        "ARDELRANGE K N N", "ARSCAN K N N", "FLUSHDB"
    };
    private static final int FLUSH_ODDS = 20;

    private final Random random;

    RandomCommands(final long seed)
    {
        this.random = new Random(seed);
    }

    /** @return how many milliseconds pass before the next command; mostly none. */
    int nextPauseMs()
    {
        return 0 == random.nextInt(4) ? random.nextInt(4) : 0;
    }

    boolean isTickDue()
    {
        return 0 == random.nextInt(10);
    }

    String[] next(final long nowMs)
    {
        String form = pick(FORMS);
        if ("FLUSHDB".equals(form) && 0 != random.nextInt(FLUSH_ODDS))
        {
            form = "PERSIST K";
        }
        final String[] words = form.split(" ");
        for (int i = 1; i < words.length; i++)
        {
            words[i] = switch (words[i])
            {
                case "K" -> pick(KEYS);
                case "V" -> pick(VALUES);
                case "T" -> pick(TIMES);
                case "A" -> Long.toString(nowMs + random.nextInt(40) - 10);
                case "D" -> Integer.toString(random.nextInt(3));
                case "G" -> "g" + random.nextInt(2);
                case "C" -> "c" + random.nextInt(3);
                case "I" -> nowMs - random.nextInt(60) + "-" + random.nextInt(2);
                case "N" -> Integer.toString(random.nextInt(12));
                default -> words[i];
            };
        }
        return words;
    }

    private String pick(final String[] choices)
    {
        return choices[random.nextInt(choices.length)];
    }
}
