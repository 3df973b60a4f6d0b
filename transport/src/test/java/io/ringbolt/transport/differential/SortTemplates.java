package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test asks of SORT, and of RESTORE where it refuses.
 * <p>
 * The keys are SORT's own: the inner order of a set must not decide; and after a number that a double cannot hold Redis
 * 7.0 refuses all others, too, until something resets {@code errno}. To it texts that differ behind a zero byte are the
 * same unless they are to be stored; and it turns every sorted set into a skip list, which unlike a listpack knows a
 * negative zero.
 */
final class SortTemplates
{
    private static final String GETS =
        " ?GET_#|GET_n:*|GET_nh:*->a|GET_s:*|GET_h:*->m1|GET_nostar|GET_s:*-> ?GET_#|GET_v|GET_h:*->3";
    private static final String LIMIT = " ?LIMIT_i_n|LIMIT_i_i|LIMIT_1_3";

    static final List<String> ALL = List.of(
        "SORT list|set|zset ALPHA ?DESC|ASC" + LIMIT + GETS,
        "SORT list|set|zset ALPHA ?DESC" + LIMIT + GETS + " STORE lk|k",
        "SORT list|set|zset BY nosort ?DESC" + LIMIT + GETS + " STORE lk",
        "SORT list|set|zset ?DESC|ASC" + LIMIT + GETS, "SORT list|set|zset ?DESC" + LIMIT + GETS + " STORE lk|list",
        "SORT list|set|zset BY n:*|nh:*->a|x* ?DESC" + LIMIT + GETS,
        "SORT set|zset BY n:*|nh:*->a|x* ?DESC" + LIMIT + GETS + " STORE list|lk",
        "SORT list BY n:*|nh:*->a|x* ALPHA ?DESC" + GETS, "SORT list|zset BY nosort ?DESC" + LIMIT + GETS,
        "SORT zset BY nosort ?DESC" + LIMIT + GETS + " STORE list", "SORT k FOO", "SORT k LIMIT v i",
        "SORT nosuch STORE lk", "RPUSH list i f i", "RPUSH list 1 2 3 4 5 0", "SADD set 1 2 3 4 5 i f",
        "ZADD zset i i i f", "DEL list set", "DEL zset", "SREM set i i i", "RPUSH list q", "SADD set q",
        "SET n:1|n:2|n:3|n:-4|n:5|n:1.5|n:0 f|i", "SET n:2 q", "DEL n:2 nh:2", "HSET nh:1|nh:2|nh:3|nh:0 a f|i",
        "HSET hk m1 n 3 f", "LRANGE lk 0 -1", "RESTORE k 0 v ?REPLACE ?ABSTTL", "RESTORE k n v ?FOO|REPLACE",
        "RESTORE nosuch n v ?IDLETIME_n|FREQ_n ?FREQ_n", "DUMP nosuch");

    private SortTemplates()
    {
    }
}
