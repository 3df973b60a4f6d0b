package io.ringbolt.perf.load;

import io.ringbolt.perf.load.ChartAxis.Scale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Results as one page that needs nothing else: no network, no script, in light and dark.
 */
final class HtmlReport
{
    private static final String TEMPLATE = "report.html";
    private static final double NS_PER_MS = 1e6;
    private static final int COLOURS = 6;

    private HtmlReport()
    {
    }

    /** @param results of each test, one for each target. */
    static String of(final String title, final Machine machine, final List<List<RunResult>> results) throws IOException
    {
        final StringBuilder body = new StringBuilder();
        for (final List<RunResult> test : results)
        {
            test(body, test);
        }
        return template()
            .replace("@TITLE@", escape(title))
            .replace("@COMMAND@", escape(machine.command()))
            .replace("@MACHINE@", escape(machine.description()))
            .replace("@BEGAN@", escape(machine.began()))
            .replace("@BODY@", body);
    }

    static String escape(final String text)
    {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String template() throws IOException
    {
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE))
        {
            if (in == null)
            {
                throw new IOException("not on the class path: " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void test(final StringBuilder body, final List<RunResult> test)
    {
        final RunResult first = test.get(0);
        body.append("<section>\n<h2>").append(escape(first.workload().title())).append("</h2>\n");
        if (first.offeredRate() > 0)
        {
            body.append(String.format(Locale.ROOT,
                "<p>Open loop, %,.0f operations a second; latencies count from when an operation was due.</p>%n",
                first.offeredRate()));
        }
        table(body, test);
        body.append(percentiles(test).render());
        body.append(overTime("Operations per second over time", "operations/s", Scale.LINEAR, test, Interval::rate)
            .render());
        body.append(latencyOverTime(test).render());
        for (final String field : fields(test))
        {
            body.append(overTime(field + " over time", field, Scale.LINEAR, test,
                interval -> interval.figures().getOrDefault(field, 0.0)).render());
        }
        body.append("</section>\n");
    }

    private static void table(final StringBuilder body, final List<RunResult> test)
    {
        body.append("<div class=\"wide\"><table>\n<thead><tr><th>target</th><th>operation</th><th>op/s</th>" +
            "<th>p50 ms</th><th>p99</th><th>p99.9</th><th>p99.99</th><th>max</th><th>errors</th>" +
            "<th>unfinished</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < test.size(); i++)
        {
            final RunResult result = test.get(i);
            row(body, result, i, "all", result.all(), result.rate());
            final List<Operation> operations = result.workload().operations();
            for (int j = 0; operations.size() > 1 && j < operations.size(); j++)
            {
                row(body, result, i, operations.get(j).name(), result.of(j),
                    result.of(j).getTotalCount() / result.seconds());
            }
        }
        body.append("</tbody></table></div>\n");
    }

    private static void row(
        final StringBuilder body, final RunResult result, final int index, final String operation,
        final Histogram histogram, final double rate)
    {
        body.append("<tr><td><i class=\"c").append(index % COLOURS).append("\"></i>")
            .append(escape(result.target().name())).append("</td><td>").append(escape(operation)).append("</td>");
        body.append(String.format(Locale.ROOT, "<td>%,.0f</td>", rate));
        for (final double percentile : new double[]{50, 99, 99.9, 99.99})
        {
            body.append(String.format(Locale.ROOT, "<td>%.3f</td>", TextReport.ms(histogram, percentile)));
        }
        body.append(String.format(Locale.ROOT, "<td>%.3f</td>", TextReport.maxMs(histogram)));
        final boolean isWhole = histogram == result.all();
        body.append("<td>").append(isWhole ? result.errorCount() : "").append("</td><td>")
            .append(isWhole ? result.unfinishedCount() : "").append("</td></tr>\n");
    }

    private static SvgChart percentiles(final List<RunResult> test)
    {
        final SvgChart chart = new SvgChart("Latency by percentile",
            new ChartAxis(Scale.NINES, "percentile"), new ChartAxis(Scale.LOG, "latency, ms"));
        for (int i = 0; i < test.size(); i++)
        {
            final List<Double> xs = new ArrayList<>();
            final List<Double> ys = new ArrayList<>();
            for (final HistogramIterationValue value : test.get(i).all().percentiles(5))
            {
                if (value.getPercentileLevelIteratedTo() < 100)
                {
                    xs.add(value.getPercentileLevelIteratedTo());
                    ys.add(value.getValueIteratedTo() / NS_PER_MS);
                }
            }
            chart.line(test.get(i).target().name(), array(xs), array(ys), i % COLOURS, false);
        }
        return chart;
    }

    private static SvgChart latencyOverTime(final List<RunResult> test)
    {
        final SvgChart chart = new SvgChart("Latency over time",
            new ChartAxis(Scale.LINEAR, "seconds"), new ChartAxis(Scale.LOG, "latency, ms"));
        for (int i = 0; i < test.size(); i++)
        {
            final RunResult result = test.get(i);
            final String name = result.target().name();
            addLine(chart, name + " p50", result, i, true, interval -> interval.p50Ns() / NS_PER_MS);
            addLine(chart, name + " p99.9", result, i, false, interval -> interval.p999Ns() / NS_PER_MS);
        }
        return chart;
    }

    private static SvgChart overTime(
        final String title, final String label, final Scale scale, final List<RunResult> test,
        final ToDoubleFunction<Interval> value)
    {
        final SvgChart chart = new SvgChart(title, new ChartAxis(Scale.LINEAR, "seconds"), new ChartAxis(scale, label));
        for (int i = 0; i < test.size(); i++)
        {
            addLine(chart, test.get(i).target().name(), test.get(i), i, false, value);
        }
        return chart;
    }

    private static void addLine(
        final SvgChart chart, final String name, final RunResult result, final int index, final boolean isDashed,
        final ToDoubleFunction<Interval> value)
    {
        chart.line(name,
            result.intervals().stream().mapToDouble(Interval::atSeconds).toArray(),
            result.intervals().stream().mapToDouble(value).toArray(), index % COLOURS, isDashed);
    }

    private static Set<String> fields(final List<RunResult> test)
    {
        final Set<String> fields = new LinkedHashSet<>();
        test.forEach(result -> result.intervals().forEach(interval -> fields.addAll(interval.figures().keySet())));
        return fields;
    }

    private static double[] array(final List<Double> values)
    {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
