package io.ringbolt.transport.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * INFO's fields as Prometheus knows figures: numbers as gauges, what only grows as counters, and lines with several
 * values as figures with labels. Seconds and bytes are the units, as is the custom there.
 */
final class PrometheusFigures
{
    private static final String PREFIX = "ringbolt_";
    private static final double US_PER_SECOND = 1e6;
    private static final Set<String> GROWING = Set.of(
        "keyspace_hits", "keyspace_misses", "evicted_keys", "expired_keys", "rejected_connections", "jvm_gc_count",
        "jvm_allocated_bytes", "used_cpu_sys", "used_cpu_user", "evicted_clients", "latency_stages_sampled");
    private static final String TOTAL = "total_";

    private final Map<String, List<GaugeDataPointSnapshot>> gauges = new LinkedHashMap<>();
    private final Map<String, List<CounterDataPointSnapshot>> counters = new LinkedHashMap<>();

    private PrometheusFigures()
    {
    }

    /** @param sections of INFO. @return what a scrape is answered with. */
    static MetricSnapshots of(final Map<String, Map<String, String>> sections)
    {
        final PrometheusFigures figures = new PrometheusFigures();
        sections.values().forEach(section -> section.forEach(figures::add));
        final List<MetricSnapshot> snapshots = new ArrayList<>();
        figures.gauges.forEach((name, points) -> snapshots.add(new GaugeSnapshot(
            new MetricMetadata(name, "INFO's field of that name."), points)));
        figures.counters.forEach((name, points) -> snapshots.add(new CounterSnapshot(
            new MetricMetadata(name, "INFO's field of that name."), points)));
        return new MetricSnapshots(snapshots);
    }

    private void add(final String field, final String value)
    {
        if (value.indexOf('=') > 0)
        {
            addAll(field, values(value));
            return;
        }
        final Double number = number(value);
        if (number != null)
        {
            if (field.startsWith(TOTAL))
            {
                counter(field.substring(TOTAL.length()), Labels.EMPTY, number);
            }
            else if (GROWING.contains(field))
            {
                counter(field, Labels.EMPTY, number);
            }
            else
            {
                gauge(field, Labels.EMPTY, number);
            }
        }
    }

    /** Lines whose names begin alike are one figure whose label is the rest of the name. */
    private void addAll(final String field, final Map<String, Double> values)
    {
        if (field.startsWith("cmdstat_"))
        {
            final Labels command = Labels.of("command", field.substring("cmdstat_".length()));
            counter("command_calls", command, values.getOrDefault("calls", 0.0));
            counter("command_seconds", command, values.getOrDefault("usec", 0.0) / US_PER_SECOND);
            counter("command_rejected_calls", command, values.getOrDefault("rejected_calls", 0.0));
            counter("command_failed_calls", command, values.getOrDefault("failed_calls", 0.0));
        }
        else if (field.startsWith("errorstat_"))
        {
            counter("errors", Labels.of("error", field.substring("errorstat_".length())),
                values.getOrDefault("count", 0.0));
        }
        else if (field.startsWith("latency_percentiles_usec_"))
        {
            quantiles("command_latency_seconds", "command",
                field.substring("latency_percentiles_usec_".length()), values);
        }
        else if (field.startsWith("latency_stage_"))
        {
            quantiles("stage_latency_seconds", "stage",
                field.substring("latency_stage_".length(), field.length() - "_usec".length()), values);
        }
        else if (field.matches("db[0-9]+"))
        {
            values.forEach((name, value) -> gauge("db_" + name, Labels.of("db", field.substring(2)), value));
        }
    }

    private void quantiles(
        final String figure, final String label, final String labelled, final Map<String, Double> values)
    {
        values.forEach((name, us) ->
        {
            if (name.startsWith("p"))
            {
                final String quantile =
                    new BigDecimal(name.substring(1)).movePointLeft(2).stripTrailingZeros().toPlainString();
                gauge(figure, Labels.of(label, labelled, "quantile", quantile), us / US_PER_SECOND);
            }
            else if ("max".equals(name))
            {
                gauge(figure, Labels.of(label, labelled, "quantile", "1"), us / US_PER_SECOND);
            }
        });
    }

    private void gauge(final String name, final Labels labels, final double value)
    {
        gauges.computeIfAbsent(named(name), ignored -> new ArrayList<>())
            .add(new GaugeDataPointSnapshot(value, labels, null));
    }

    private void counter(final String name, final Labels labels, final double value)
    {
        counters.computeIfAbsent(named(name), ignored -> new ArrayList<>())
            .add(new CounterDataPointSnapshot(Math.max(0, value), labels, null, 0L));
    }

    private static String named(final String field)
    {
        return PrometheusNaming.sanitizeMetricName(PREFIX + field.replace('-', '_').replace('.', '_'));
    }

    private static Map<String, Double> values(final String line)
    {
        final Map<String, Double> values = new LinkedHashMap<>();
        for (final String pair : line.split(","))
        {
            final int equals = pair.indexOf('=');
            final Double value = equals < 0 ? null : number(pair.substring(equals + 1));
            if (value != null)
            {
                values.put(pair.substring(0, equals), value);
            }
        }
        return values;
    }

    private static Double number(final String text)
    {
        final String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        return digits.matches("-?[0-9]+(\\.[0-9]+)?") ? Double.valueOf(digits) : null;
    }
}
