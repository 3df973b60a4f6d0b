package io.ringbolt.transport.differential;

import java.util.List;

/**
 * The commands on lists, see {@link CommandGenerator} for the notation.
 */
final class ListTemplates
{
    static final List<String> ALL = List.of(
        "LPUSH lk m ?m ?m", "RPUSH lk v v", "RPUSH lk m m m", "LPUSHX lk m", "RPUSHX lk m", "LPOP lk ?n", "RPOP lk ?i", "LLEN lk",
        "LRANGE lk i i", "LINDEX lk i", "LSET lk i m", "LINSERT lk BEFORE|AFTER|v m m", "LREM lk i m", "LTRIM lk i i",
        "LMOVE lk lk LEFT|RIGHT LEFT|RIGHT|q", "LMOVE lk lk left RIGHT", "RPOPLPUSH lk lk",
        "LPOS lk m ?RANK_i ?COUNT_i ?MAXLEN_i ?FOO", "LPOS lk m COUNT n", "LPOS lk m RANK q",
        "LMPOP 1|2|3|n lk lk LEFT|RIGHT|q", "LMPOP 2 lk lk LEFT|RIGHT ?COUNT_i ?COUNT_2", "LMPOP 1 lk LEFT COUNT n",
        "BLPOP lk -1", "BRPOP lk q", "BRPOPLPUSH lk lk -0.5", "BLMPOP q 1 lk LEFT");

    /** Only in a run of their own, for each that finds nothing takes its time. */
    static final List<String> WAITING = List.of(
        "BLPOP lk lk 0.002", "BRPOP lk lk lk 0.001", "BLMOVE lk lk LEFT|RIGHT LEFT|RIGHT|q 0.001", "BRPOPLPUSH lk lk 0.001",
        "BLMPOP 0.001 1|2|3|n lk lk LEFT|RIGHT|q ?COUNT_i");

    private ListTemplates()
    {
    }
}
