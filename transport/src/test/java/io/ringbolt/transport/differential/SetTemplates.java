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
        "SINTERCARD n tk tk", "SINTERCARD 1 tk LIMIT v", "SINTERCARD 2 tk tk FOO", "SRANDMEMBER tk 0", "SRANDMEMBER tk q",
        "SPOP tk 100", "SPOP tk 0", "SPOP tk q|-1", "SSCAN tk 0 COUNT 1000 ?MATCH_g", "SSCAN tk q");

    private SetTemplates()
    {
    }
}
