package io.ringbolt.perf.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One load shape of redis-benchmark: a test of its default list with so many connections, commands per pipeline and
 * bytes per value.
 *
 * @param test            name as {@code redis-benchmark -t} takes it.
 * @param connectionCount {@code -c}.
 * @param pipelineCount   {@code -P}.
 * @param valueLength     {@code -d}.
 */
record BenchmarkCase(String test, int connectionCount, int pipelineCount, int valueLength)
{
    /** What redis-benchmark runs when nothing is asked for. */
    static final List<String> DEFAULT_TESTS = List.of(
        "ping_inline", "ping_mbulk", "set", "get", "incr", "lpush", "rpush", "lpop", "rpop", "sadd", "hset", "spop",
        "zadd", "zpopmin", "lrange_100", "lrange_300", "lrange_500", "lrange_600", "mset", "xadd");

    static final List<Integer> DEFAULT_CONNECTIONS = List.of(1, 2, 8, 50, 200);
    static final List<Integer> DEFAULT_PIPELINES = List.of(1, 16, 100);
    static final List<Integer> DEFAULT_LENGTHS = List.of(64, 1024, 65536);

    /** Past this product of pipeline and value, one round trip moves megabytes and measures the loopback's buffers. */
    private static final int ROUND_TRIP_BYTES_LIMIT = 2 << 20;

    private static final List<String> GET_SET = List.of("get", "set");

    /** Every combination of the lists given. */
    static List<BenchmarkCase> product(
        final List<String> tests,
        final List<Integer> connections,
        final List<Integer> pipelines,
        final List<Integer> lengths)
    {
        final List<BenchmarkCase> cases = new ArrayList<>();
        for (final int valueLength : lengths)
        {
            for (final int pipelineCount : pipelines)
            {
                for (final int connectionCount : connections)
                {
                    for (final String test : tests)
                    {
                        cases.add(new BenchmarkCase(test, connectionCount, pipelineCount, valueLength));
                    }
                }
            }
        }
        return cases;
    }

    /**
     * What is compared when nothing is chosen: GET and SET over connections and pipelines, the whole default list at 50
     * connections, and GET and SET with larger values.
     */
    static List<BenchmarkCase> defaults()
    {
        final int small = DEFAULT_LENGTHS.get(0);
        final Set<BenchmarkCase> cases = new LinkedHashSet<>();
        cases.addAll(product(GET_SET, DEFAULT_CONNECTIONS, DEFAULT_PIPELINES, List.of(small)));
        cases.addAll(product(DEFAULT_TESTS, List.of(50), List.of(1, 16), List.of(small)));
        for (final BenchmarkCase large : product(GET_SET, List.of(1, 50), List.of(1, 16), DEFAULT_LENGTHS))
        {
            if (large.valueLength * large.pipelineCount <= ROUND_TRIP_BYTES_LIMIT)
            {
                cases.add(large);
            }
        }
        return List.copyOf(cases);
    }

    /** SET as it is measured with a journal: alone, from 50 connections, and with sixteen commands a round trip. */
    static List<BenchmarkCase> durable()
    {
        final int length = DEFAULT_LENGTHS.get(0);
        return List.of(
            new BenchmarkCase("set", 1, 1, length),
            new BenchmarkCase("set", 50, 1, length),
            new BenchmarkCase("set", 1, 16, length),
            new BenchmarkCase("set", 50, 16, length));
    }

    /** Loads on large values of each type, sixteen commands per round trip. */
    static List<BenchmarkCase> typed()
    {
        final int length = DEFAULT_LENGTHS.get(0);
        final List<BenchmarkCase> cases = new ArrayList<>();
        for (final TypeLoad load : TypeLoad.values())
        {
            cases.add(new BenchmarkCase(load.test(), load.isLong() ? 1 : 50, load.isLong() ? 1 : 16, length));
        }
        cases.addAll(product(List.of("lrange_100", "lrange_300", "lrange_500", "lrange_600"), List.of(50), List.of(16),
            List.of(length)));
        return cases;
    }

    /** The test that must have run before this one finds something to read or pop; null if none. */
    String preparation()
    {
        switch (test)
        {
            case "get":
                return "set";
            case "lpop":
            case "rpop":
                return "lpush";
            case "spop":
                return "sadd";
            case "zpopmin":
                return "zadd";
            default:
                return null;
        }
    }

    /** Whether the preparation must differ from element to element, so that as many elements as requests exist. */
    boolean isPoppingUniqueElements()
    {
        return "spop".equals(test) || "zpopmin".equals(test);
    }

    /** Whether every run uses up what its preparation has made. */
    boolean isConsuming()
    {
        return test.endsWith("pop") || "zpopmin".equals(test);
    }

    @Override
    public String toString()
    {
        return test + " c=" + connectionCount + " P=" + pipelineCount + " d=" + valueLength;
    }
}
