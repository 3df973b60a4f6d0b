package io.ringbolt.perf.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tests of redis-benchmark, under its names, with its commands and titles.
 */
final class StandardTests
{
    private static final int FIRST_LRANGE = 100;
    private static final int KEYS_OF_MSET = 10;
    private static final String KEY = "key:__rand_int__";
    private static final String ELEMENT = "element:__rand_int__";

    private final Set<String> chosen;
    private final boolean isDrawing;
    private final Set<String> known = new TreeSet<>();
    private final List<Workload> workloads = new ArrayList<>();

    private StandardTests(final Set<String> chosen, final boolean isDrawing)
    {
        this.chosen = chosen;
        this.isDrawing = isDrawing;
    }

    /**
     * @param names     as after {@code -t}; empty for all.
     * @param isDrawing true with {@code -r}: keys and members are drawn.
     * @return the tests in redis-benchmark's order.
     * @throws IllegalArgumentException naming a test that there is not.
     */
    static List<Workload> of(final List<String> names, final boolean isDrawing)
    {
        final Set<String> lower = new LinkedHashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        final StandardTests tests = new StandardTests(lower, isDrawing);
        tests.addAll();
        for (final String name : lower)
        {
            if (!tests.known.contains(name))
            {
                throw new IllegalArgumentException("no such test: " + name + "; there are " + tests.known);
            }
        }
        return tests.workloads;
    }

    private void addAll()
    {
        if (isChosen("ping_inline", "ping"))
        {
            workloads.add(Workload.single("PING_INLINE", RequestTemplate.inline("PING")));
        }
        if (isChosen("ping_mbulk", "ping"))
        {
            append("PING_MBULK", "PING");
        }
        add("set", "SET", "SET", KEY, "__data__");
        add("get", "GET", "GET", KEY);
        add("incr", "INCR", "INCR", "counter:__rand_int__");
        add("lpush", "LPUSH", "LPUSH", "mylist", "__data__");
        add("rpush", "RPUSH", "RPUSH", "mylist", "__data__");
        add("lpop", "LPOP", "LPOP", "mylist");
        add("rpop", "RPOP", "RPOP", "mylist");
        add("sadd", "SADD", "SADD", "myset", ELEMENT);
        add("hset", "HSET", "HSET", "myhash", ELEMENT, "__data__");
        add("spop", "SPOP", "SPOP", "myset");
        add("zadd", "ZADD", "ZADD", "myzset", isDrawing ? "__rand_int__" : "0", ELEMENT);
        add("zpopmin", "ZPOPMIN", "ZPOPMIN", "myzset");
        addRanges();
        final List<String> mset = new ArrayList<>(List.of("MSET"));
        for (int i = 0; i < KEYS_OF_MSET; i++)
        {
            mset.addAll(List.of(KEY, "__data__"));
        }
        add("mset", "MSET (" + KEYS_OF_MSET + " keys)", mset.toArray(new String[0]));
        add("xadd", "XADD", "XADD", "mystream", "*", "myfield", "__data__");
    }

    private void addRanges()
    {
        final boolean isWanted = isChosen("lrange", "lrange_100", "lrange_300", "lrange_500", "lrange_600");
        if (isWanted)
        {
            append("LPUSH (needed to benchmark LRANGE)", "LPUSH", "mylist", "__data__");
        }
        for (final int length : new int[]{FIRST_LRANGE, 300, 500, 600})
        {
            if (isChosen("lrange_" + length, "lrange"))
            {
                append("LRANGE_" + length + " (first " + length + " elements)",
                    "LRANGE", "mylist", "0", Integer.toString(length - 1));
            }
        }
    }

    /** Without a choice all are run that redis-benchmark runs: those before XADD. */
    private boolean isChosen(final String... names)
    {
        known.addAll(List.of(names));
        if (chosen.isEmpty())
        {
            return !"xadd".equals(names[0]);
        }
        for (final String name : names)
        {
            if (chosen.contains(name))
            {
                return true;
            }
        }
        return false;
    }

    private void add(final String name, final String title, final String... words)
    {
        if (isChosen(name))
        {
            append(title, words);
        }
    }

    private void append(final String title, final String... words)
    {
        workloads.add(Workload.single(title, RequestTemplate.of(List.of(words), isDrawing)));
    }
}
