package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which commands count as hits and misses of keys, in INFO, as they do in redis-server.
 */
class KeyspaceHitsDifferentialTest
{
    private static final Pattern COUNTS = Pattern.compile("keyspace_hits:(\\d+)\\s+keyspace_misses:(\\d+)");

    private static final String DATA = """
        SET s abc; SET n 5; RPUSH l a b c; SADD se a b; SADD se2 b c; ZADD z 1 a 2 b; HSET h f v g w;
        XADD x 1-1 f v; XGROUP CREATE x g 0; XREADGROUP GROUP g c STREAMS x >; GEOADD geo 1 1 a 2 2 b;
        PFADD pf a b; SETBIT bm 5 1; SET exp v EX 1000
        """;

    private static final String COMMANDS = """
        GET s; GET no; GETDEL no; GETEX no EX 5; GETEX s; GETRANGE no 0 1; STRLEN no; STRLEN s; MGET s no n;
        EXISTS s no; TOUCH s no; TYPE s; TYPE no; TTL s; TTL no; PTTL exp; EXPIRETIME no; OBJECT ENCODING s;
        OBJECT FREQ no; OBJECT IDLETIME s; DUMP no; DUMP s; RENAME no x; RENAMENX no x; COPY no y;
        COPY s s2 REPLACE; MOVE no 1; SORT l ALPHA; SORT no; SORT_RO no; LLEN no; LLEN l; LRANGE l 0 -1;
        LRANGE no 0 1; LINDEX no 0; LPOS no a; LPOS l a; LPOP no; LMPOP 2 no no2 LEFT; LMOVE no l LEFT LEFT;
        RPOPLPUSH no l; LSET no 0 a; LREM no 0 a; LTRIM no 0 1; LINSERT no BEFORE a b; LPUSHX no a;
        BLPOP no l 0.01; SCARD no; SISMEMBER no a; SMISMEMBER no a; SMEMBERS no; SRANDMEMBER no; SPOP no;
        SREM no a; SMOVE no se a; SINTER se no; SINTER se se2; SUNION se no; SDIFF se no; SINTERCARD 2 se no;
        SUNIONSTORE d se no; SINTERSTORE d se no; SDIFFSTORE d se no; SSCAN no 0; SSCAN se 0; ZSCAN no 0;
        HSCAN no 0; HSCAN h 0; ZCARD no; ZSCORE no a; ZMSCORE no a; ZRANK no a; ZRANK z a; ZRANGE no 0 1;
        ZRANGE z 0 1; ZRANGESTORE d2 z 0 1; ZRANGESTORE d2 no 0 1; ZCOUNT no 0 1; ZLEXCOUNT no - +; ZPOPMIN no;
        ZMPOP 1 no MIN; ZREM no a; ZREMRANGEBYRANK no 0 1; ZINCRBY z 1 a; ZUNION 2 z no; ZINTER 2 z no;
        ZDIFF 2 z no; ZINTERCARD 2 z no; ZUNIONSTORE d3 2 z no; ZINTERSTORE d3 2 z no; ZDIFFSTORE d3 2 z no;
        ZRANDMEMBER no; HGET no f; HGET h f; HMGET no f; HGETALL no; HLEN no; HEXISTS no f; HSTRLEN no f;
        HKEYS no; HVALS no; HDEL no f; HRANDFIELD no; HINCRBY h2 f 1; XLEN no; XLEN x; XRANGE no - +;
        XRANGE x - +; XREVRANGE no + -; XREAD STREAMS x no 0 0; XREADGROUP GROUP g c STREAMS x >;
        XREADGROUP GROUP g c STREAMS x 0; XPENDING x g; XPENDING no g; XCLAIM x g c 0 1-1; XCLAIM no g c 0 1-1;
        XCLAIM x g c 0 1-1 JUSTID; XAUTOCLAIM x g c 0 0; XAUTOCLAIM no g c 0 0; XACK x g 1-1; XACK no g 1-1;
        XDEL no 1-1; XTRIM no MAXLEN 1; XINFO STREAM x; XINFO STREAM no; XINFO GROUPS x; XINFO CONSUMERS x g;
        XGROUP CREATECONSUMER x g q; XGROUP SETID x g 0; XSETID x 1-1; XGROUP DESTROY no g; GEOPOS no a;
        GEOPOS geo a; GEODIST no a b; GEOHASH no a; GEOSEARCH no FROMLONLAT 1 1 BYRADIUS 1 km;
        GEOSEARCH geo FROMMEMBER a BYRADIUS 1 km; GEOSEARCHSTORE gd geo FROMMEMBER a BYRADIUS 1 km;
        GEORADIUS no 1 1 1 km; GEORADIUSBYMEMBER geo a 1 km; PFCOUNT no; PFCOUNT pf; PFCOUNT pf no;
        PFMERGE pd pf no; BITCOUNT no; BITCOUNT bm; BITPOS no 1; GETBIT no 1; BITOP AND bd bm no;
        BITFIELD no GET u8 0; BITFIELD_RO bm GET u8 0; BITFIELD no INCRBY u8 0 1; SETRANGE no2 0 a; APPEND s x;
        INCR n; INCRBYFLOAT n 1; GETSET no3 a; SET s v GET; SET no4 v GET; SET s v NX; SETNX s v; EXPIRE no 5;
        EXPIRE s 100; PERSIST no; DEL no; UNLINK no; LCS s n; SUBSTR s 0 1; SCAN 0; KEYS *; DBSIZE;
        MEMORY USAGE s; MEMORY USAGE no
        """;

    @TempDir
    Path directory;

    @Test
    void shouldCountHitsAndMisses() throws Exception
    {
        final ServerConfig config = ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build();
        try (RedisProcess redis = RedisProcess.start(directory);
            Server ringbolt = Server.start(config);
            RespConnection expected = new RespConnection(redis.port());
            RespConnection actual = new RespConnection(ringbolt.port()))
        {
            final List<String> differences = new ArrayList<>();
            for (final String command : words(COMMANDS))
            {
                final String text = countsOf(expected, command);
                final String own = countsOf(actual, command);
                if (!text.equals(own))
                {
                    differences.add(command + ": expected " + text + " was " + own);
                }
            }
            assertEquals(List.of(), differences);
        }
    }

    private static List<String> words(final String text)
    {
        return List.of(text.strip().split(";\\s+"));
    }

    /** @return hits and misses of one command on fresh data. */
    private static String countsOf(final RespConnection connection, final String command) throws IOException
    {
        connection.ask("FLUSHALL");
        for (final String line : words(DATA))
        {
            connection.ask(line.split(" "));
        }
        connection.ask("CONFIG", "RESETSTAT");
        connection.ask(command.split(" "));
        final Matcher matcher = COUNTS.matcher(connection.ask("INFO", "stats").toString());
        return matcher.find() ? matcher.group(1) + " hits, " + matcher.group(2) + " misses" : "none";
    }
}
