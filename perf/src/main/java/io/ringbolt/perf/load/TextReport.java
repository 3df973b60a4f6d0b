package io.ringbolt.perf.load;

import io.ringbolt.perf.compare.Sample;
import org.HdrHistogram.Histogram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Results as lines of text: a Markdown table, redis-benchmark's CSV, or its one line a test.
 */
final class TextReport
{
    static final String CSV_HEADER = "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\"," +
        "\"p95_latency_ms\",\"p99_latency_ms\",\"max_latency_ms\"";
    static final String TABLE_HEADER =
        "| test | target | op/s | mean ms | p50 | p95 | p99 | p99.9 | p99.99 | max | errors | unfinished |\n" +
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";
    static final String RATIO_HEADER =
        "| test | target : last | op/s | quartiles | p50 | p99 | p99.9 | p99.99 |\n" +
        "|---|---|---:|---|---:|---:|---:|---:|";

    private static final double NS_PER_MS = 1e6;

    private TextReport()
    {
    }

    /** A row in the form of redis-benchmark 7's CSV. @param isNamed true to tell targets apart by name. */
    static String csv(final RunResult result, final boolean isNamed)
    {
        final Histogram all = result.all();
        final String title = (isNamed ? result.target().name() + " " : "") + result.workload().title();
        return String.format(Locale.ROOT, "\"%s\",\"%.2f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\",\"%.3f\"",
            title.replace("\"", "\"\""), result.rate(), all.getMean() / NS_PER_MS, all.getMinValue() / NS_PER_MS,
            ms(all, 50), ms(all, 95), ms(all, 99), maxMs(all));
    }

    /** A line in the form of {@code redis-benchmark -q}. */
    static String quiet(final RunResult result, final boolean isNamed, final int precision)
    {
        return String.format(Locale.ROOT, "%s%s: %.2f requests per second, p50=%." + precision + "f msec",
            isNamed ? result.target().name() + " " : "", result.workload().title(), result.rate(),
            ms(result.all(), 50));
    }

    /** Rows of the table: all operations together, then each of a mix. */
    static String table(final RunResult result, final int precision)
    {
        final StringBuilder rows = new StringBuilder();
        row(rows, result.workload().title(), result, result.all(), result.rate(), precision);
        final List<Operation> operations = result.workload().operations();
        if (operations.size() > 1)
        {
            for (int i = 0; i < operations.size(); i++)
            {
                final Histogram histogram = result.of(i);
                row(rows, "… " + operations.get(i).name(), result, histogram,
                    histogram.getTotalCount() / result.seconds(), precision);
            }
        }
        return rows.toString();
    }

    private static void row(
        final StringBuilder rows, final String title, final RunResult result, final Histogram histogram,
        final double rate, final int precision)
    {
        rows.append("| ").append(title.replace("|", "\\|")).append(" | ").append(result.target().name());
        rows.append(String.format(Locale.ROOT, " | %,.0f", rate));
        final double[] values = {histogram.getMean() / NS_PER_MS, ms(histogram, 50), ms(histogram, 95),
            ms(histogram, 99), ms(histogram, 99.9), ms(histogram, 99.99), maxMs(histogram)};
        for (final double value : values)
        {
            rows.append(String.format(Locale.ROOT, " | %." + precision + "f", value));
        }
        final boolean isWhole = histogram == result.all();
        rows.append(" | ").append(isWhole ? result.errorCount() : "");
        rows.append(" | ").append(isWhole ? result.unfinishedCount() : "").append(" |\n");
    }

    /** One target against another, round by round. */
    static String ratio(final RunResult result, final RunResult reference)
    {
        final double[] rates = result.roundRates();
        final double[] others = reference.roundRates();
        final double[] ratios = new double[Math.min(rates.length, others.length)];
        for (int i = 0; i < ratios.length; i++)
        {
            ratios[i] = rates[i] / others[i];
        }
        final Sample sample = new Sample(ratios);
        return String.format(Locale.ROOT, "| %s | %s : %s | **%.2f** | %.2f-%.2f | %.2f | %.2f | %.2f | %.2f |",
            result.workload().title(), result.target().name(), reference.target().name(), sample.median(),
            sample.lowerQuartile(), sample.upperQuartile(),
            ratioAt(result, reference, 50), ratioAt(result, reference, 99), ratioAt(result, reference, 99.9),
            ratioAt(result, reference, 99.99));
    }

    private static double ratioAt(final RunResult result, final RunResult reference, final double percentile)
    {
        return ms(result.all(), percentile) / ms(reference.all(), percentile);
    }

    /** The run in up to {@code rows} points over time, with the server's own figures. */
    static String overTime(final RunResult result, final int rows)
    {
        final List<Interval> intervals = result.intervals();
        final Set<String> fields = new LinkedHashSet<>();
        intervals.forEach(interval -> fields.addAll(interval.figures().keySet()));
        final StringBuilder table = new StringBuilder("\n| " + result.target().name() +
            ", s | op/s | p50 ms | p99 | p99.9 | max |");
        fields.forEach(field -> table.append(' ').append(field).append(" |"));
        table.append("\n|---:|---:|---:|---:|---:|---:|").append("---:|".repeat(fields.size())).append('\n');
        final int step = Math.max(1, intervals.size() / rows);
        for (int i = step - 1; i < intervals.size(); i += step)
        {
            final Interval interval = intervals.get(i);
            table.append(String.format(Locale.ROOT, "| %.1f | %,.0f | %.3f | %.3f | %.3f | %.3f |",
                interval.atSeconds(), interval.rate(), interval.p50Ns() / NS_PER_MS, interval.p99Ns() / NS_PER_MS,
                interval.p999Ns() / NS_PER_MS, interval.maxNs() / NS_PER_MS));
            for (final String field : fields)
            {
                final Double figure = interval.figures().get(field);
                table.append(figure == null ? " |" : String.format(Locale.ROOT, " %,.2f |", figure));
            }
            table.append('\n');
        }
        return table.toString();
    }

    static double ms(final Histogram histogram, final double percentile)
    {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / NS_PER_MS;
    }

    static double maxMs(final Histogram histogram)
    {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue() / NS_PER_MS;
    }
}
