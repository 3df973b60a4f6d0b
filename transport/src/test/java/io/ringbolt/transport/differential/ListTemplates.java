package io.ringbolt.transport.differential;

import java.util.List;

/**
 * The commands on lists, see {@link CommandGenerator} for the notation.
 */
final class ListTemplates
{
    static final List<String> ALL = List.of(
        "LPUSH lk m ?m ?m", "RPUSH lk v v", "RPUSH lk m m m", "LPUSHX lk m", "RPUSHX lk m", "LPOP lk ?n", "RPOP lk ?i",
        "LLEN lk", "LRANGE lk i i", "LINDEX lk i", "LSET lk i m", "LINSERT lk BEFORE|AFTER|v m m", "LREM lk i m",
        "LTRIM lk i i", "LMOVE lk lk LEFT|RIGHT LEFT|RIGHT|q", "LMOVE lk lk left RIGHT", "RPOPLPUSH lk lk",
        "LPOS lk m ?RANK_i ?COUNT_i ?MAXLEN_i ?FOO", "LPOS lk m COUNT n", "LPOS lk m RANK q",
        "LMPOP 1|2|3|n lk lk LEFT|RIGHT|q", "LMPOP 2 lk lk LEFT|RIGHT ?COUNT_i ?COUNT_2", "LMPOP 1 lk LEFT COUNT n",
        "BLPOP lk -1", "BRPOP lk q", "BRPOPLPUSH lk lk -0.5", "BLMPOP q 1 lk LEFT");

    /** Only in a run of their own, and with many keys: Redis notices up to 100 ms late that a time is over. */
    static final List<String> WAITING = List.of(
        "RPUSH lk m m m m m", "RPUSH lk m m m m", "BLPOP lk lk lk lk lk lk 0.002", "BRPOP lk lk lk lk lk 0.001",
        "BLMOVE l:1 lk LEFT|RIGHT LEFT|RIGHT|q 0.001", "BRPOPLPUSH l:2 lk 0.001", "RPUSH l:1 m m m m m",
        "RPUSH l:2 m m m m", "BLMPOP 0.001 6|5|n lk lk lk lk lk lk LEFT|RIGHT|q ?COUNT_i");

    private ListTemplates()
    {
    }
}
