package io.ringbolt.engine.server;

import java.util.Locale;

/**
 * The text that INFO replies while it is being written: headings, and lines of a name, a colon and a value.
 */
final class InfoText
{
    private static final String LINE_END = "\r\n";
    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};
    private static final int UNIT_FACTOR = 1024;

    private final StringBuilder text = new StringBuilder();

    /** Begins a section, with an empty line if it is not the first. */
    void heading(final String name)
    {
        if (text.length() > 0)
        {
            text.append(LINE_END);
        }
        text.append("# ").append(name).append(LINE_END);
    }

    void field(final String name, final long value)
    {
        text.append(name).append(':').append(value).append(LINE_END);
    }

    void field(final String name, final String value)
    {
        text.append(name).append(':').append(value).append(LINE_END);
    }

    /** A number with two digits behind the point. */
    void ratio(final String name, final double value)
    {
        field(name, String.format(Locale.ROOT, "%.2f", value));
    }

    void percent(final String name, final double value)
    {
        field(name, String.format(Locale.ROOT, "%.2f%%", value));
    }

    /** Seconds with microseconds behind the point. */
    void seconds(final String name, final double value)
    {
        field(name, String.format(Locale.ROOT, "%.6f", value));
    }

    /** Bytes, once as a number and once for people. */
    void bytes(final String name, final long value)
    {
        field(name, value);
        field(name + "_human", human(value));
    }

    static String human(final long bytes)
    {
        if (bytes < UNIT_FACTOR)
        {
            return bytes + UNITS[0];
        }
        double value = bytes;
        int unit = 0;
        while (value >= UNIT_FACTOR && unit < UNITS.length - 1)
        {
            value /= UNIT_FACTOR;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%s", value, UNITS[unit]);
    }

    @Override
    public String toString()
    {
        return text.toString();
    }
}
