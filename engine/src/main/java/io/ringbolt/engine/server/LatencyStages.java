package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.observe.Stage;
import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.engine.observe.StageStatistics;
import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.Locale;

/**
 * LATENCY STAGES and its neighbours: where the time of commands goes between two calls of a socket. Times are
 * nanoseconds, in INFO microseconds.
 */
final class LatencyStages
{
    private static final int COMMAND = 2;
    private static final double NS_PER_US = 1000;
    private static final int FIELDS = 6;

    private final Engine engine;

    LatencyStages(final Engine engine)
    {
        this.engine = engine;
    }

    /** A map from stage to a map of count, mean, percentiles and maximum; empty if nothing was sampled. */
    void stages(final CommandContext context)
    {
        if (context.argCount() > COMMAND + 1)
        {
            context.reply().error("ERR syntax error");
            return;
        }
        Command command = null;
        if (context.argCount() > COMMAND)
        {
            command = engine.commands().findCalled(context.args().textAt(COMMAND).replace(' ', '|'));
            if (null == command)
            {
                context.reply().error("ERR Invalid command specified");
                return;
            }
        }
        final StageStatistics statistics = statistics();
        final ReplyWriter reply = context.reply();
        final long handle = reply.deferAggregate();
        int count = 0;
        for (final Stage stage : Stage.values())
        {
            final Histogram histogram =
                null == command ? statistics.overall(stage) : statistics.of(command, stage);
            if (null != histogram)
            {
                reply.bulk(stage.key());
                write(reply, histogram);
                count++;
            }
        }
        reply.completeMap(handle, count);
    }

    private static void write(final ReplyWriter reply, final Histogram histogram)
    {
        reply.map(FIELDS);
        reply.bulk("count");
        reply.integer(histogram.getTotalCount());
        reply.bulk("mean");
        reply.integer((long)histogram.getMean());
        reply.bulk("p50");
        reply.integer(histogram.getValueAtPercentile(50));
        reply.bulk("p99");
        reply.integer(histogram.getValueAtPercentile(99));
        reply.bulk("p99.9");
        reply.integer(histogram.getValueAtPercentile(99.9));
        reply.bulk("max");
        reply.integer(histogram.getMaxValue());
    }

    /** An array of maps, the slowest first: when, what, and how long in each stage. */
    void worst(final CommandContext context)
    {
        final List<StageSample> worst = statistics().worst();
        final ReplyWriter reply = context.reply();
        reply.array(worst.size());
        for (final StageSample sample : worst)
        {
            reply.map(3);
            reply.bulk("time");
            reply.integer(sample.timeUs() / 1_000_000);
            reply.bulk("command");
            reply.bulk(sample.text());
            reply.bulk("stages");
            final long handle = reply.deferAggregate();
            int count = 0;
            for (final Stage stage : Stage.values())
            {
                if (sample.ns(stage) >= 0)
                {
                    reply.bulk(stage.key());
                    reply.integer(sample.ns(stage));
                    count++;
                }
            }
            reply.completeMap(handle, count);
        }
    }

    void reset(final CommandContext context)
    {
        statistics().reset();
        context.reply().ok();
    }

    /** INFO's section. */
    void info(final InfoText out)
    {
        final StageStatistics statistics = statistics();
        out.field("latency_stages_sampled", statistics.sampleCount());
        for (final Stage stage : Stage.values())
        {
            final Histogram histogram = statistics.overall(stage);
            if (null != histogram)
            {
                out.field("latency_stage_" + stage.key() + "_usec", String.format(Locale.ROOT,
                    "p50=%.3f,p99=%.3f,p99.9=%.3f,max=%.3f",
                    us(histogram.getValueAtPercentile(50)), us(histogram.getValueAtPercentile(99)),
                    us(histogram.getValueAtPercentile(99.9)), us(histogram.getMaxValue())));
            }
        }
    }

    private StageStatistics statistics()
    {
        engine.figures().stages().drain();
        return engine.figures().stages();
    }

    private static double us(final long ns)
    {
        return ns / NS_PER_US;
    }
}
