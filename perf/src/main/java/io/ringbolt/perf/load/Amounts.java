package io.ringbolt.perf.load;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Values of options: numbers, times, lists. What cannot be read is refused with the option's name.
 */
final class Amounts
{
    private Amounts()
    {
    }

    static long whole(final String option, final String value, final long least, final long most)
    {
        try
        {
            final long number = Long.parseLong(value);
            if (number >= least && number <= most)
            {
                return number;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number for " + option + ": " + value, ex);
        }
        throw new IllegalArgumentException(option + " goes from " + least + " to " + most + ", not " + value);
    }

    static double positive(final String option, final String value)
    {
        try
        {
            final double number = Double.parseDouble(value);
            if (number > 0 && number < Double.POSITIVE_INFINITY)
            {
                return number;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number for " + option + ": " + value, ex);
        }
        throw new IllegalArgumentException(option + " is above 0, not " + value);
    }

    /** Reads {@code 10}, {@code 10s}, {@code 1.5m}, {@code 200ms} or {@code 1h}. */
    static long durationNs(final String option, final String value)
    {
        final int digits = (int)value.chars().takeWhile(c -> c >= '0' && c <= '9' || c == '.').count();
        final TimeUnit unit = switch (value.substring(digits))
        {
            case "ms" -> TimeUnit.MILLISECONDS;
            case "", "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> throw new IllegalArgumentException("a time reads 200ms, 10s, 5m or 1h: " + option + " " + value);
        };
        try
        {
            return (long)(Double.parseDouble(value.substring(0, digits)) * unit.toNanos(1));
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no time for " + option + ": " + value, ex);
        }
    }

    static List<String> list(final String value)
    {
        return List.of(value.split(","));
    }

    static List<String> words(final String value)
    {
        return value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
    }
}
