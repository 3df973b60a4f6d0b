package io.ringbolt.perf.bench;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What redis-benchmark sends costs no byte of heap between the socket and the socket: decoded, through the ring,
 * executed, replied.
 */
class AllocationTest
{
    private static final int WARM_UP_COUNT = 20_000;
    private static final int MEASURED_COUNT = 2_000;
    private static final int ATTEMPT_COUNT = 20;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {
        "PING", "SET key xxx", "GET key", "INCR counter", "MSET a xxx b xxx c xxx", "MGET a b c", "EXISTS key",
        "DEL nokey", "SET key xxx EX 100", "EXPIRE key 100", "TTL key", "STRLEN key", "GETRANGE key 0 1", "GET nokey",
        "LPUSH list xxx | LPOP list", "RPUSH list xxx | RPOP list", "LRANGE full 0 9", "SADD set element | SPOP set",
        "HSET hash field xxx", "ZADD sorted 1 element | ZPOPMIN sorted",
        "XADD stream MAXLEN 10 * field xxx",
        "XADD stream MAXLEN 10 * field xxx | XREADGROUP GROUP group name COUNT 1 STREAMS stream >",
        "XREADGROUP GROUP group name STREAMS stream 0", "XAUTOCLAIM stream group name 0 - COUNT 3",
        "ZADD sorted 1.7976931348623157e308 element | ZSCORE sorted element",
        "ZADD sorted -4.9e-324 element | ZINCRBY sorted 1e-300 element",
        "ZADD sorted -0.0 element | ZSCORE sorted element",
        "ZADD sorted 0.1 a 2.75 b 1e22 c | ZRANGE sorted 0 -1 WITHSCORES",
        "ZADD sorted 0.1 a 2.75 b | ZRANGEBYSCORE sorted 0.05 (1e300 WITHSCORES | ZMSCORE sorted a b",
        "ZADD sorted inf a | ZSCORE sorted a",
        "ARSET array 5 text | ARSCAN array 0 100", "ARSCAN array 0 100 LIMIT 10", "ARSET array 5 text | ARGET array 5",
        "SADD set a b c | SRANDMEMBER set 2", "HSET hash a 1 b 2 | HRANDFIELD hash 2 WITHVALUES",
        "SSCAN set 0", "HSCAN hash 0",
        "ZADD sorted 0.5 a | ZSCAN sorted 0", "SCAN 0 COUNT 100"})
    void shouldAllocateNothing(final String commands) throws Exception
    {
        assertEquals(0, leastBytesAllocatedBy(commands),
            "bytes allocated by " + MEASURED_COUNT + " times: " + commands);
    }

    @Test
    void shouldNoticeWhatAllocates() throws Exception
    {
        assertTrue(leastBytesAllocatedBy("CONFIG GET maxmemory") > MEASURED_COUNT);
    }

    private long leastBytesAllocatedBy(final String commands) throws Exception
    {
        try (Pipeline pipeline = new Pipeline())
        {
            // On a busy machine a command that had to wait for its core is one for the slow log, which copies it.
            pipeline.run(Pipeline.resp("CONFIG", "SET", "slowlog-log-slower-than", "-1"));
            pipeline.run(Pipeline.resp("RPUSH", "full", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
            pipeline.run(Pipeline.resp("XGROUP", "CREATE", "stream", "group", "0", "MKSTREAM"));
            pipeline.run(Pipeline.resp("XADD", "stream", "*", "f", "v"));
            pipeline.run(Pipeline.resp("XREADGROUP", "GROUP", "group", "name", "STREAMS", "stream", ">"));
            final StringBuilder text = new StringBuilder();
            for (final String command : commands.split(" \\| "))
            {
                text.append(Pipeline.resp(command.split(" ")));
            }
            final long address = pipeline.copy(text.toString());
            repeat(pipeline, address, text.length(), WARM_UP_COUNT);
            assertEquals(0, pipeline.errorCount(), "errors replied");

            // The compiler, still at work, may let a temporary object through; what the code itself
            // allocates never ceases.
            long leastBytes = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPT_COUNT && leastBytes > 0; attempt++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                repeat(pipeline, address, text.length(), MEASURED_COUNT);
                leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
            }
            pipeline.free(address, text.length());
            return leastBytes;
        }
    }

    private static void repeat(final Pipeline pipeline, final long address, final int length, final int count)
        throws Exception
    {
        long replyLength = 0;
        for (int i = 0; i < count; i++)
        {
            pipeline.decode(address, length);
            pipeline.execute();
            replyLength += pipeline.drain();
        }
        assertTrue(replyLength > count, "no replies");
    }
}
