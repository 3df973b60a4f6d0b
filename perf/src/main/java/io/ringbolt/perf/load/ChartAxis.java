package io.ringbolt.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis of a chart: how values lie on it and which of them are written beside it.
 */
final class ChartAxis
{
    private static final int TICKS = 6;
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};
    private static final int DEEPEST_NINES = 6;

    /** How values lie on it. */
    enum Scale
    {
        /** From zero, evenly. */
        LINEAR,
        /** By powers of ten. */
        LOG,
        /** Percentiles: each further nine takes as much room as the one before. */
        NINES
    }

    /** A value that is written beside the axis. */
    record Tick(double value, String label)
    {
    }

    private final Scale scale;
    private final String label;
    private double least = Double.POSITIVE_INFINITY;
    private double most;

    ChartAxis(final Scale scale, final String label)
    {
        this.scale = scale;
        this.label = label;
    }

    String label()
    {
        return label;
    }

    /** Makes room for a value; a log axis has none for zero. */
    void include(final double value)
    {
        if (scale != Scale.LOG || value > 0)
        {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
    }

    /** @return where a value lies, from 0 to 1. */
    double place(final double value)
    {
        final double low = transform(low());
        final double high = transform(high());
        return high <= low ? 0 : Math.max(0, Math.min(1, (transform(value) - low) / (high - low)));
    }

    List<Tick> ticks()
    {
        return switch (scale)
        {
            case LINEAR -> evenTicks();
            case LOG -> powerTicks();
            case NINES -> nineTicks();
        };
    }

    String format(final double value)
    {
        if (scale == Scale.NINES)
        {
            return "the " + percentile(value) + "th percentile";
        }
        return plain(value) + (scale == Scale.LOG ? " ms" : "");
    }

    private double low()
    {
        return switch (scale)
        {
            case LINEAR, NINES -> 0;
            case LOG -> least == Double.POSITIVE_INFINITY ? 0.01 : Math.pow(10, Math.floor(Math.log10(least)));
        };
    }

    private double high()
    {
        return switch (scale)
        {
            case LINEAR -> most <= 0 ? 1 : most * 1.05;
            case LOG -> most <= 0 ? 1 : Math.pow(10, Math.ceil(Math.log10(most * 1.0001)));
            case NINES -> deepest();
        };
    }

    /** The first percentile with so many nines that nothing lies beyond it. */
    private double deepest()
    {
        return 100 - 100 * Math.pow(10, -nines());
    }

    private int nines()
    {
        final double highest = most >= 100 ? 100 - 100 * Math.pow(10, -DEEPEST_NINES) : most;
        return (int)Math.max(2, Math.min(DEEPEST_NINES, Math.ceil(Math.log10(100 / (100 - highest)) - 1e-9)));
    }

    private double transform(final double value)
    {
        return switch (scale)
        {
            case LINEAR -> value;
            case LOG -> Math.log10(Math.max(value, 1e-9));
            case NINES -> Math.log10(100 / Math.max(100 - value, 1e-9));
        };
    }

    private List<Tick> evenTicks()
    {
        final double rough = high() / TICKS;
        final double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (final double candidate : STEPS)
        {
            step = candidate * power;
            if (step >= rough)
            {
                break;
            }
        }
        final List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= high(); i++)
        {
            ticks.add(new Tick(i * step, plain(i * step)));
        }
        return ticks;
    }

    private List<Tick> powerTicks()
    {
        final List<Tick> ticks = new ArrayList<>();
        for (double value = low(); value <= high() * 1.0001; value *= 10)
        {
            ticks.add(new Tick(value, plain(value)));
        }
        return ticks;
    }

    private List<Tick> nineTicks()
    {
        final List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(0, "0"));
        ticks.add(new Tick(50, "50"));
        for (int i = 1; i <= nines(); i++)
        {
            final double value = 100 - 100 * Math.pow(10, -i);
            ticks.add(new Tick(value, percentile(value)));
        }
        return ticks;
    }

    private static String percentile(final double value)
    {
        return trimmed(String.format(Locale.ROOT, "%.4f", value));
    }

    private static String plain(final double value)
    {
        if (value >= 1e9)
        {
            return trimmed(String.format(Locale.ROOT, "%.2f", value / 1e9)) + "G";
        }
        if (value >= 1e6)
        {
            return trimmed(String.format(Locale.ROOT, "%.2f", value / 1e6)) + "M";
        }
        if (value >= 1e4)
        {
            return trimmed(String.format(Locale.ROOT, "%.1f", value / 1e3)) + "k";
        }
        return trimmed(String.format(Locale.ROOT, "%.3f", value));
    }

    private static String trimmed(final String digits)
    {
        return digits.indexOf('.') < 0 ? digits : digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
