package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test draws from for sets and sorted sets, see {@link CommandGenerator} for the notation.
 */
final class SetTemplates
{
    static final List<String> SETS = List.of(
        "SADD tk m ?m ?m", "SADD tk m m m m m m m m", "SREM tk m ?m", "SISMEMBER tk m", "SMISMEMBER tk m m", "SCARD tk",
        "SMEMBERS tk", "SMOVE tk tk m", "SINTER tk ?tk ?tk", "SUNION tk ?tk ?tk", "SDIFF tk ?tk ?tk",
        "SINTERSTORE tk tk ?tk ?tk", "SUNIONSTORE tk tk ?tk", "SDIFFSTORE tk tk ?tk ?tk", "SINTERCARD 2 tk tk ?LIMIT_n",
        "SINTERCARD n tk tk", "SINTERCARD 1 tk LIMIT v", "SINTERCARD 2 tk tk FOO", "SRANDMEMBER tk 0",
        "SRANDMEMBER tk q", "SPOP tk 100", "SPOP tk 0", "SPOP tk q|-1", "SSCAN tk 0 COUNT 1000 ?MATCH_g", "SSCAN tk q");

    static final List<String> SORTED_SETS = List.of(
        "ZADD zk score m ?score_m", "ZADD zk score m score m score m score m",
        "ZADD zk ?NX|XX|GT|LT ?GT|LT ?CH ?INCR score m",
        "ZADD zlex 0 m 0 m 0 m", "ZADD zlex 0 m 0 v", "ZREM zk m ?m", "ZSCORE zk m", "ZMSCORE zk m m", "ZCARD zk",
        "ZPOPMIN zk ?2", "ZPOPMAX zk ?i", "ZMPOP 2 zk zk MIN|MAX ?COUNT_i", "ZMPOP n zk MIN", "BZPOPMIN zk zk 0.001",
        "BZPOPMAX zk q|-1|0.001", "BZMPOP 0.001 2 zk zk MIN|MAX ?COUNT_i", "BZMPOP -1|q n zk zk MIN|q", "ZMPOP 1 zk q",
        "ZINCRBY zk f m", "ZRANK zk m", "ZREVRANK zk m",
        "ZCOUNT zk lo hi", "ZLEXCOUNT zlex lexlo lexhi", "ZRANGE zk i i ?REV ?WITHSCORES",
        "ZRANGE zk lo hi BYSCORE ?REV ?LIMIT_i_i", "ZRANGE zk lo hi BYSCORE WITHSCORES ?LIMIT_1_3",
        "ZRANGE zk i i LIMIT i i", "ZRANGE zk lo hi WITHSCORES WITHSCORES BYSCORE",
        "ZRANGE zlex lexlo lexhi BYLEX ?REV|WITHSCORES|BYSCORE ?LIMIT_i_i", "ZREVRANGE zk i i ?WITHSCORES ?REV",
        "ZRANGEBYSCORE zk lo hi ?WITHSCORES ?LIMIT_i_i", "ZREVRANGEBYSCORE zk hi lo ?WITHSCORES ?LIMIT_i_i",
        "ZRANGEBYLEX zlex lexlo lexhi ?LIMIT_i_i", "ZREVRANGEBYLEX zlex lexhi lexlo ?LIMIT_i_i",
        "ZRANGESTORE zk zlex lexlo lexhi BYLEX", "ZRANGEBYSCORE zk lo hi q", "ZRANGESTORE zk zk i i ?REV",
        "ZRANGESTORE zk zk lo hi BYSCORE ?REV ?LIMIT_i_i",
        "ZRANGESTORE zk zk i i WITHSCORES", "ZREMRANGEBYRANK zk i i", "ZREMRANGEBYSCORE zk lo hi",
        "ZREMRANGEBYLEX zlex lexlo lexhi",
        "ZUNION 2 zk zk|tk ?WEIGHTS_f_f ?AGGREGATE_SUM|AGGREGATE_MIN|AGGREGATE_MAX|AGGREGATE_q ?WITHSCORES",
        "ZINTER 2 zk zk|tk ?WEIGHTS_f_f ?AGGREGATE_SUM|AGGREGATE_MIN|AGGREGATE_MAX ?WITHSCORES",
        "ZDIFF 2 zk|tk zk|tk ?WITHSCORES", "ZUNION 3 zk tk zk WITHSCORES", "ZUNION n zk zk",
        "ZINTERCARD 2 zk zk|tk ?LIMIT_i", "ZINTERCARD n zk",
        "ZUNIONSTORE zk 2 zk zk|tk ?WEIGHTS_f_f ?AGGREGATE_SUM|AGGREGATE_MIN|AGGREGATE_MAX ?WITHSCORES",
        "ZINTERSTORE zk 3 zk zk|tk zk ?WEIGHTS_1_2_inf ?AGGREGATE_SUM|AGGREGATE_MIN|AGGREGATE_MAX",
        "ZDIFFSTORE zk 3 zk zk|tk zk", "ZDIFFSTORE zk n zk zk ?WEIGHTS_1_2", "ZRANDMEMBER zk 0", "ZRANDMEMBER zk q",
        "ZRANDMEMBER zk 1 q", "ZRANDMEMBER zk 9223372036854775807 WITHSCORES", "ZSCAN zk 0 COUNT 1000 ?MATCH_g",
        "ZSCAN zk q");

    private SetTemplates()
    {
    }
}
