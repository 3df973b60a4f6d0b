package io.ringbolt.perf.jmh;

import io.ringbolt.perf.json.JsonReader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One benchmark of a file that {@code ringbolt-jmh --json} has written.
 *
 * @param name           class, method and parameters.
 * @param unit           of the values.
 * @param isMoreBetter   true for operations a second, false for times.
 * @param values         of all iterations of all forks.
 */
record JmhResult(String name, String unit, boolean isMoreBetter, double[] values)
{
    /** Reads a file's text. @return results by name, in the file's order. */
    static Map<String, JmhResult> read(final String json)
    {
        final Map<String, JmhResult> results = new LinkedHashMap<>();
        if (!(JsonReader.read(json) instanceof List<?> list))
        {
            throw new IllegalArgumentException("no list of JMH's results");
        }
        for (final Object element : list)
        {
            final JmhResult result = of((Map<?, ?>)element);
            results.put(result.name, result);
        }
        return results;
    }

    private static JmhResult of(final Map<?, ?> map)
    {
        final String benchmark = (String)map.get("benchmark");
        final Map<?, ?> metric = (Map<?, ?>)map.get("primaryMetric");
        if (benchmark == null || metric == null)
        {
            throw new IllegalArgumentException("no result of JMH: " + map.keySet());
        }
        final String[] path = benchmark.split("\\.");
        final StringBuilder name = new StringBuilder(path[path.length - 2]).append('.').append(path[path.length - 1]);
        if (map.get("params") instanceof Map<?, ?> parameters)
        {
            parameters.forEach((key, value) -> name.append(' ').append(key).append('=').append(value));
        }
        final String mode = (String)map.get("mode");
        name.append("avgt".equals(mode) ? "" : " (" + mode + ")");
        final double[] values = ((List<?>)metric.get("rawData")).stream().flatMap(fork -> ((List<?>)fork).stream())
            .mapToDouble(value -> (Double)value).toArray();
        return new JmhResult(name.toString(), (String)metric.get("scoreUnit"), "thrpt".equals(mode), values);
    }
}
