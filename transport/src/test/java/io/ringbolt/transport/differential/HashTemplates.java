package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test draws from for hashes, see {@link CommandGenerator} for the notation. Random fields are
 * only drawn where all or none come.
 */
final class HashTemplates
{
    static final List<String> HASHES = List.of(
        "HSET hk m v ?m_v ?m_v_m_v", "HSET hk m v", "HSETNX hk m v", "HGET hk m", "HMGET hk m m", "HDEL hk m ?m ?m",
        "HLEN hk", "HEXISTS hk m", "HGETALL hk", "HKEYS hk", "HVALS hk", "HSTRLEN hk m", "HMSET hk m v",
        "HINCRBY hk m n", "HINCRBY hk m i", "HINCRBYFLOAT hk m f", "HRANDFIELD hk 1000 ?WITHVALUES",
        "HRANDFIELD hk 0 ?WITHVALUES", "HRANDFIELD hk 1000 FOO", "HRANDFIELD hk v|-9223372036854775808 FOO",
        "HRANDFIELD hk q", "HRANDFIELD hk -9223372036854775808", "HRANDFIELD hk 9223372036854775807 WITHVALUES",
        "HRANDFIELD hk -4611686018427387904 WITHVALUES", "HRANDFIELD h:none ?2_WITHVALUES",
        "HSCAN hk 0 COUNT 1000 ?MATCH_g", "HSCAN hk q", "HSCAN hk 0 COUNT n FOO", "HSCAN hk 0 MATCH g COUNT q");

    private HashTemplates()
    {
    }
}
