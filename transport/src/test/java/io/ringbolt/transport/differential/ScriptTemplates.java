package io.ringbolt.transport.differential;

import java.util.List;

/**
 * Scripts and functions for the differential test: calls of commands, conversions both ways, and round trips
 * through the
 * libraries. Left out is what comes in an order of chance.
 */
final class ScriptTemplates
{
    private static final String JSON =
        "[1,2,{\"a\":null}]|{\"a\":[]}|{}|[1.5,-0,1e300,12345678901]|\"\\u00e9\\n\"|[[[[true,false]]]]" +
        "|[1,|nul|{\"a\":1,}|v|f|n";
    private static final String FORMATS = ">I2|<i4|>h|b|B|>l|d|<f|>I3|s|c0|x|>";

    static final List<String> ALL = List.of(
        eval("return redis.call('SET', KEYS[1], ARGV[1])", "1 sk v"),
        eval("return redis.call('GET', KEYS[1])", "1 sk"),
        eval("return redis.pcall('LPUSH', KEYS[1], ARGV[1])", "1 lk v"),
        eval("return redis.call('LRANGE', KEYS[1], ARGV[1], ARGV[2])", "1 lk i i"),
        eval("return {redis.call('TYPE', KEYS[1]), redis.call('EXISTS', KEYS[1]), 1.9, false}", "1 k"),
        eval("return redis.call('INCRBY', KEYS[1], tonumber(ARGV[1]))", "1 sk n"),
        eval("return redis.call('INCRBYFLOAT', KEYS[1], ARGV[1])", "1 sk f"),
        eval("return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])", "1 zk score m"),
        eval("redis.setresp(3) return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')", "1 zk"),
        eval("redis.setresp(3) return redis.call('ZSCORE', KEYS[1], ARGV[1])", "1 zk m"),
        eval("return redis.call('ZSCORE', KEYS[1], ARGV[1])", "1 zk m"),
        eval("redis.setresp(3) return {redis.call('HGET', KEYS[1], ARGV[1])==nil, redis.call('HLEN', KEYS[1])}",
            "1 hk v"),
        eval("return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])", "1 hk m v"),
        eval("for i=1,3 do redis.call('RPUSH', KEYS[1], i*1.5) end return redis.call('LLEN', KEYS[1])", "1 lk"),
        eval("redis.call('SET', KEYS[1], 'x') return redis.call('LPUSH', KEYS[1], 'x')", "1 sk"),
        eval("local ok,e=pcall(redis.call, 'LPUSH', KEYS[1], 'x') return {tostring(ok), tostring(e)}", "1 sk"),
        eval("return redis.call(unpack(ARGV))", "0 GET sk"),
        eval("return redis.pcall(unpack(ARGV))", "0 SETRANGE sk n v"),
        eval("return redis.call()", "0"),
        eval("return redis.call('SELECT', ARGV[1])", "0 db"),
        eval("return redis['error\\95reply'](ARGV[1])", "0 q|-MYq|v"),
        eval("return redis['status\\95reply'](ARGV[1])", "0 q"),
        eval("return redis.sha1hex(ARGV[1])", "0 v"),
        eval("return {double=tonumber(ARGV[1])}", "0 f|n"),
        eval("return {map={a=ARGV[1]}}", "0 v"),
        eval("return {set={[ARGV[1]]=true}}", "0 v"),
        eval("return {err=ARGV[1]}", "0 q"),
        eval("return tonumber(ARGV[1])", "0 v|i|q"),
        eval("return tostring(tonumber(ARGV[1]))", "0 v|f|n|lo"),
        eval("return string.format('%q %5.2f %d %s', ARGV[1], tonumber(ARGV[2]) or 0, 7, ARGV[1])", "0 v f"),
        eval("return {ARGV[1]:upper(), ARGV[1]:reverse(), #ARGV[1], ARGV[1]:byte(1)}", "0 v"),
        eval("return ARGV[1]:gsub('%w', '%0%0')", "0 v"),
        eval("return {ARGV[1]:find(ARGV[2])}", "0 v v|g"),
        eval("return cjson.encode(cjson.decode(ARGV[1]))", "0 " + JSON),
        eval("return cjson.encode({ARGV[1], tonumber(ARGV[2]) or true})", "0 v f|i"),
        eval("return cmsgpack.pack(tonumber(ARGV[1]), ARGV[2], {1, ARGV[2]})", "0 n|f|i v"),
        eval("return {cmsgpack.unpack(cmsgpack.pack(tonumber(ARGV[1]), ARGV[2], {1, ARGV[2]}))}", "0 n|i v"),
        eval("return {cmsgpack.unpack(ARGV[1])}", "0 v|q"),
        eval("return struct.pack(ARGV[1], ARGV[2])", "0 " + FORMATS + " i"),
        eval("return {struct.unpack(ARGV[1], ARGV[2])}", "0 " + FORMATS + " v|e"),
        eval("return bit.tohex(bit.bxor(tonumber(ARGV[1]), 255))", "0 i|q"),
        eval("return nosuch", "0"),
        eval("return #", "0"),
        "EVALSHA q 0", "EVAL return\t1 n", "EVAL return\t1 -1", "SCRIPT EXISTS v q", "SCRIPT FOO", "SCRIPT KILL",
        "SCRIPT FLUSH q", "FUNCTION FLUSH q", "FUNCTION KILL", "FUNCTION LIST ?WITHCODE ?LIBRARYNAME_l*",
        "FUNCTION STATS", "FUNCTION DELETE lib", "FUNCTION FOO", "FUNCTION RESTORE v ?APPEND|q",
        "FUNCTION LOAD ?REPLACE|q " + library(), "FCALL put 1 sk v", "FCALL PUT 1 sk v", "FCALL nosuch 0",
            "FCALL put q");

    private ScriptTemplates()
    {
    }

    /** Words of a template end at spaces, so a script has tabs instead. */
    private static String eval(final String script, final String arguments)
    {
        return "EVAL " + script.replace(' ', '\t') + " " + arguments;
    }

    private static String library()
    {
        return ("#!lua name=lib\nredis['register\\95function']('put', function(keys, args) " +
            "return redis.call('SET', keys[1], args[1]) end)").replace(' ', '\t');
    }
}
