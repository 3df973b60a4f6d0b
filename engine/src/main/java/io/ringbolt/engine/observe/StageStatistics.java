package io.ringbolt.engine.observe;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;
import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How long commands took in each {@link Stage}, by command and all together, and the slowest of those looked at. Owned
 * by the engine thread. In the steady state it allocates nothing: the slowest sample changes place with a free one.
 */
public final class StageStatistics
{
    private static final Stage[] STAGES = Stage.values();
    private static final int SIGNIFICANT_DIGITS = 2;
    /** Two seconds to begin with; a longer time makes the histogram grow. */
    private static final long TRACKED_NS = 1L << 31;
    private static final int WORST_COUNT = 16;
    private static final long NS_PER_MS = 1_000_000;

    private final StageSamples samples = new StageSamples();
    private final Histogram[] overall = new Histogram[STAGES.length];
    private final Histogram[][] byCommand;
    private final StageSample[] worst = new StageSample[WORST_COUNT];
    private int worstCount;
    private long stallNs = Long.MAX_VALUE;
    private long sampleCount;

    public StageStatistics(final CommandTable table)
    {
        byCommand = new Histogram[table.allRows().size()][];
    }

    /** @return the pool between engine and selectors. */
    public StageSamples samples()
    {
        return samples;
    }

    public void onConfig(final ServerConfig config)
    {
        samples.interval(config.intValue(LoggingParameters.LATENCY_STAGES_SAMPLING));
        final long stallMs = config.longValue(LoggingParameters.JFR_STALL_THRESHOLD);
        stallNs = 0 == stallMs ? Long.MAX_VALUE : stallMs * NS_PER_MS;
    }

    /** Counts what has been completed since the last call. */
    public void drain()
    {
        if (samples.hasCompleted())
        {
            for (StageSample sample = samples.pollCompleted(); null != sample; sample = samples.pollCompleted())
            {
                count(sample);
                samples.giveBack(keep(sample));
            }
        }
    }

    private void count(final StageSample sample)
    {
        sampleCount++;
        final int id = sample.command().id();
        if (null == byCommand[id])
        {
            byCommand[id] = new Histogram[STAGES.length];
        }
        for (final Stage stage : STAGES)
        {
            final long ns = sample.ns(stage);
            if (ns >= 0)
            {
                record(overall, stage.ordinal(), ns);
                record(byCommand[id], stage.ordinal(), ns);
            }
            if (ns >= stallNs && Stage.TOTAL != stage && Stage.EXECUTE != stage)
            {
                StallEvent.commit(stage, sample.command().fullName(), ns);
            }
        }
    }

    private static void record(final Histogram[] histograms, final int index, final long ns)
    {
        if (null == histograms[index])
        {
            histograms[index] = new Histogram(1, TRACKED_NS, SIGNIFICANT_DIGITS);
            histograms[index].setAutoResize(true);
        }
        histograms[index].recordValue(ns);
    }

    /** @return the sample that is free now: the given one, or one that it has displaced. */
    private StageSample keep(final StageSample sample)
    {
        if (worstCount < WORST_COUNT)
        {
            worst[worstCount++] = sample;
            return new StageSample();
        }
        int least = 0;
        for (int i = 1; i < WORST_COUNT; i++)
        {
            least = worst[i].ns(Stage.TOTAL) < worst[least].ns(Stage.TOTAL) ? i : least;
        }
        if (sample.ns(Stage.TOTAL) <= worst[least].ns(Stage.TOTAL))
        {
            return sample;
        }
        final StageSample displaced = worst[least];
        worst[least] = sample;
        return displaced;
    }

    /** @return commands that were looked at since the start or the last reset. */
    public long sampleCount()
    {
        return sampleCount;
    }

    /** @return times in nanoseconds, or null if there is none. */
    public Histogram overall(final Stage stage)
    {
        return overall[stage.ordinal()];
    }

    /** @return times of one command in nanoseconds, or null if there is none. */
    public Histogram of(final Command command, final Stage stage)
    {
        final Histogram[] histograms = byCommand[command.id()];
        return null == histograms ? null : histograms[stage.ordinal()];
    }

    /** @return the slowest samples, the slowest first; they are this object's. */
    public List<StageSample> worst()
    {
        final List<StageSample> sorted = new ArrayList<>();
        for (int i = 0; i < worstCount; i++)
        {
            sorted.add(worst[i]);
        }
        sorted.sort(Comparator.comparingLong((StageSample sample) -> sample.ns(Stage.TOTAL)).reversed());
        return sorted;
    }

    public void reset()
    {
        sampleCount = 0;
        worstCount = 0;
        Arrays.fill(worst, null);
        Arrays.fill(overall, null);
        Arrays.fill(byCommand, null);
    }
}
