package io.ringbolt.engine.server;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.observe.CommandStatistics;
import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * INFO's sections on commands: how often and how long each ran, and which errors were replied.
 */
final class CommandInfo
{
    private static final double NS_PER_US = 1000;

    private final Engine engine;

    CommandInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void commands(final InfoText out)
    {
        final CommandStatistics statistics = engine.figures().commands();
        for (final Command command : engine.commands().allRows())
        {
            final long calls = statistics.calls(command);
            final long rejected = statistics.rejected(command);
            if (0 != calls || 0 != rejected)
            {
                final double durationUs = statistics.durationNs(command) / NS_PER_US;
                out.field("cmdstat_" + command.fullName(), String.format(Locale.ROOT,
                    "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                    calls, (long)durationUs, 0 == calls ? 0 : durationUs / calls, rejected,
                    statistics.failed(command)));
            }
        }
    }

    void errors(final InfoText out)
    {
        for (final Map.Entry<String, long[]> error : engine.figures().errors().countByCode().entrySet())
        {
            out.field("errorstat_" + error.getKey(), "count=" + error.getValue()[0]);
        }
    }

    void latencies(final InfoText out)
    {
        final List<Double> percentiles = engine.config().get(LoggingParameters.LATENCY_TRACKING_INFO_PERCENTILES);
        for (final Command command : engine.commands().allRows())
        {
            final Histogram histogram = engine.figures().commands().histogram(command);
            if (null != histogram)
            {
                out.field("latency_percentiles_usec_" + command.fullName(), percentiles(histogram, percentiles));
            }
        }
    }

    private static String percentiles(final Histogram histogram, final List<Double> percentiles)
    {
        final StringBuilder text = new StringBuilder();
        for (final double percentile : percentiles)
        {
            text.append(0 == text.length() ? "p" : ",p").append(shortest(percentile)).append('=')
                .append(String.format(Locale.ROOT, "%.3f", histogram.getValueAtPercentile(percentile) / NS_PER_US));
        }
        return text.toString();
    }

    private static String shortest(final double percentile)
    {
        return percentile == Math.rint(percentile) ? Long.toString((long)percentile) : Double.toString(percentile);
    }
}
