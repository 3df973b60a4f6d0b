package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * {@code <seconds> <changes>}, repeated; the lines of a file add up, and an empty text takes all points away.
 */
final class SavePointsType implements ConfigType<List<SavePoint>>
{
    @Override
    public List<SavePoint> parse(
        final List<String> arguments, final List<SavePoint> current, final ValueSource source)
        throws InvalidValueException
    {
        if (arguments.size() == 1 && arguments.get(0).isEmpty())
        {
            return List.of();
        }
        if (arguments.size() % 2 != 0)
        {
            throw refusal();
        }

        final List<SavePoint> points = new ArrayList<>(ValueSource.LATER_LINE == source ? current : List.of());
        for (int i = 0; i < arguments.size(); i += 2)
        {
            points.add(new SavePoint(number(arguments.get(i), 1), (int)number(arguments.get(i + 1), 0)));
        }
        return List.copyOf(points);
    }

    @Override
    public String format(final List<SavePoint> value)
    {
        return value.stream().map(SavePoint::toString).collect(Collectors.joining(" "));
    }

    @Override
    public void rewrite(
        final List<SavePoint> value, final List<SavePoint> defaultValue, final RewriteLines lines)
    {
        if (value.isEmpty())
        {
            lines.line("\"\"", true);
        }
        for (final SavePoint point : value)
        {
            lines.line(point.toString(), true);
        }
    }

    @Override
    public boolean takesManyArguments()
    {
        return true;
    }

    private static long number(final String text, final long min) throws InvalidValueException
    {
        final OptionalLong number = Numbers.parseLenientDecimal(text);
        if (number.isEmpty() || number.getAsLong() < min)
        {
            throw refusal();
        }
        return number.getAsLong();
    }

    private static InvalidValueException refusal()
    {
        return new InvalidValueException("Invalid save parameters");
    }
}
