package io.ringbolt.engine.server;

import io.ringbolt.engine.observe.LatencyEvent;

/**
 * The latencies of an event drawn in letters, a column for each sample, with its age written downwards below.
 */
final class LatencyGraph
{
    private static final int ROWS = 4;
    private static final char[] LEVELS = {'_', 'o', '#'};
    private static final int RULER_LENGTH = 80;

    private LatencyGraph()
    {
    }

    static String draw(final String name, final LatencyEvent event, final long nowMs)
    {
        long low = Long.MAX_VALUE;
        long high = 0;
        for (int i = 0; i < event.count(); i++)
        {
            low = Math.min(low, event.latencyMs(i));
            high = Math.max(high, event.latencyMs(i));
        }
        final StringBuilder text = new StringBuilder()
            .append(name).append(" - high ").append(high).append(" ms, low ").append(low)
            .append(" ms (all time high ").append(event.maxMs()).append(" ms)\n")
            .append("-".repeat(RULER_LENGTH)).append('\n');
        for (int row = ROWS - 1; row >= 0; row--)
        {
            drawRow(event, row, low, high, text);
        }
        drawAges(event, nowMs / 1000, text.append('\n'));
        return text.toString();
    }

    private static void drawRow(
        final LatencyEvent event, final int row, final long low, final long high, final StringBuilder out)
    {
        final int steps = ROWS * LEVELS.length - 1;
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < event.count(); i++)
        {
            final int height = high == low ? 0 : (int)((event.latencyMs(i) - low) * steps / (high - low));
            final int level = height - row * LEVELS.length;
            line.append(level < 0 ? ' ' : LEVELS[level < LEVELS.length ? level : LEVELS.length - 1]);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static void drawAges(final LatencyEvent event, final long nowS, final StringBuilder out)
    {
        final String[] ages = new String[event.count()];
        int rows = 0;
        for (int i = 0; i < ages.length; i++)
        {
            ages[i] = age(nowS - event.timeS(i));
            rows = Math.max(rows, ages[i].length());
        }
        for (int row = 0; row < rows; row++)
        {
            for (final String age : ages)
            {
                out.append(row < age.length() ? age.charAt(row) : ' ');
            }
            out.append('\n');
        }
    }

    private static String age(final long seconds)
    {
        if (seconds < 60)
        {
            return seconds + "s";
        }
        if (seconds < 3600)
        {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
