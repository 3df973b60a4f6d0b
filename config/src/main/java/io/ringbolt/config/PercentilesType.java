package io.ringbolt.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Percentiles between 0 and 100; an empty text means none.
 */
final class PercentilesType implements ConfigType<List<Double>>
{
    private static final int SHOWN_DECIMALS = 6;
    private static final double MAX_PERCENTILE = 100.0;

    @Override
    public List<Double> parse(final List<String> arguments, final List<Double> current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() == 1 && arguments.get(0).isEmpty())
        {
            return List.of();
        }
        final List<Double> percentiles = new ArrayList<>();
        for (final String argument : arguments)
        {
            final double percentile = percentile(argument);
            check(percentile);
            percentiles.add(percentile);
        }
        return List.copyOf(percentiles);
    }

    @Override
    public void check(final List<Double> value) throws InvalidValueException
    {
        for (final double percentile : value)
        {
            check(percentile);
        }
    }

    @Override
    public String format(final List<Double> value)
    {
        return value.stream().map(PercentilesType::format).collect(Collectors.joining(" "));
    }

    @Override
    public void rewrite(final List<Double> value, final List<Double> defaultValue, final RewriteLines lines)
    {
        lines.line(value.isEmpty() ? "\"\"" : format(value), true);
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }

    private static void check(final double percentile) throws InvalidValueException
    {
        if (!(percentile >= 0 && percentile <= MAX_PERCENTILE))
        {
            throw new InvalidValueException(
                "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
        }
    }

    private static double percentile(final String text) throws InvalidValueException
    {
        try
        {
            if (text.matches("[-+]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)"))
            {
                return withinRange(text, Double.parseDouble(text));
            }
            if (text.matches("(?i)[-+]?inf(inity)?"))
            {
                return Double.POSITIVE_INFINITY;
            }
            if (text.matches("(?i)[-+]?0x([0-9a-f]+(\\.[0-9a-f]*)?|\\.[0-9a-f]+)(p[-+]?[0-9]+)?"))
            {
                return Double.parseDouble(ByteText.toLowerCase(text).contains("p") ? text : text + "p0");
            }
        }
        catch (final NumberFormatException e)
        {
            throw refusal();
        }
        throw refusal();
    }

    /** Refuses what a double can't hold, as the C library's strtod does: too large, or not zero and yet nearly so. */
    private static double withinRange(final String text, final double value) throws InvalidValueException
    {
        final boolean isTiny = Math.abs(value) < Double.MIN_NORMAL && text.matches("[-+]?[0.]*[1-9].*");
        if (isTiny || Double.isInfinite(value))
        {
            throw refusal();
        }
        return value;
    }

    private static InvalidValueException refusal()
    {
        return new InvalidValueException("Invalid latency-tracking-info-percentiles parameters");
    }

    private static String format(final double percentile)
    {
        final BigDecimal rounded = new BigDecimal(percentile).setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN);
        if (0 == rounded.signum())
        {
            return Double.compare(percentile, -0.0) == 0 ? "-0" : "0";
        }
        return rounded.stripTrailingZeros().toPlainString();
    }
}
