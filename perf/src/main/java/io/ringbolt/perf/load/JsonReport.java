package io.ringbolt.perf.load;

import io.ringbolt.perf.json.JsonWriter;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

import java.util.List;

/**
 * All figures of a run as JSON: rates, percentiles, the whole distribution, the curves over time.
 */
final class JsonReport
{
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 99.999};
    private static final double NS_PER_MS = 1e6;

    private final JsonWriter json = new JsonWriter();

    private JsonReport()
    {
    }

    static String of(final Machine machine, final List<List<RunResult>> results)
    {
        final JsonReport report = new JsonReport();
        report.write(machine, results);
        return report.json + "\n";
    }

    private void write(final Machine machine, final List<List<RunResult>> results)
    {
        json.beginObject().name("command").value(machine.command());
        json.name("machine").value(machine.description());
        json.name("began").value(machine.began());
        json.name("results").beginArray();
        results.forEach(test -> test.forEach(this::result));
        json.endArray().endObject();
    }

    private void result(final RunResult result)
    {
        json.beginObject().name("test").value(result.workload().title());
        json.name("target").value(result.target().name());
        json.name("rate").value(result.rate());
        json.name("offeredRate").value(result.offeredRate());
        json.name("seconds").value(result.seconds());
        json.name("errors").value(result.errorCount());
        json.name("firstError").value(result.firstError());
        json.name("unfinished").value(result.unfinishedCount());
        json.name("roundRates").beginArray();
        for (final double rate : result.roundRates())
        {
            json.value(rate);
        }
        json.endArray();
        json.name("latencyMs");
        latencies(result.all());
        json.name("operations").beginObject();
        for (int i = 0; i < result.workload().operations().size(); i++)
        {
            json.name(result.workload().operations().get(i).name());
            latencies(result.of(i));
        }
        json.endObject();
        json.name("intervals").beginArray();
        result.intervals().forEach(this::interval);
        json.endArray().endObject();
    }

    private void latencies(final Histogram histogram)
    {
        json.beginObject().name("count").value(histogram.getTotalCount());
        json.name("mean").value(histogram.getTotalCount() == 0 ? 0 : histogram.getMean() / NS_PER_MS);
        json.name("max").value(TextReport.maxMs(histogram));
        for (final double percentile : PERCENTILES)
        {
            json.name("p" + (percentile == (long)percentile ? Long.toString((long)percentile) : percentile))
                .value(TextReport.ms(histogram, percentile));
        }
        json.name("distribution").beginArray();
        for (final HistogramIterationValue value : histogram.percentiles(5))
        {
            json.beginArray().value(value.getPercentileLevelIteratedTo())
                .value(value.getValueIteratedTo() / NS_PER_MS).endArray();
        }
        json.endArray().endObject();
    }

    private void interval(final Interval interval)
    {
        json.beginObject().name("s").value(interval.atSeconds()).name("rate").value(interval.rate());
        json.name("p50").value(interval.p50Ns() / NS_PER_MS).name("p99").value(interval.p99Ns() / NS_PER_MS);
        json.name("p99.9").value(interval.p999Ns() / NS_PER_MS).name("max").value(interval.maxNs() / NS_PER_MS);
        interval.figures().forEach((field, value) -> json.name(field).value(value.doubleValue()));
        json.endObject();
    }
}
