package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts texts into numbered lines without their surrounding blanks; each remembers in which text it began.
 */
final class ConfigLines
{
    private ConfigLines()
    {
    }

    static List<ConfigOrigin> split(final List<ConfigText> texts)
    {
        final StringBuilder whole = new StringBuilder();
        texts.forEach(text -> whole.append(text.text()));

        final List<ConfigOrigin> lines = new ArrayList<>();
        int start = 0;
        while (start < whole.length())
        {
            final int lineFeed = whole.indexOf("\n", start);
            final int end = lineFeed < 0 ? whole.length() : lineFeed;
            lines.add(new ConfigOrigin(source(texts, start), lines.size() + 1, trim(whole.substring(start, end))));
            start = end + 1;
        }
        return lines;
    }

    static String trim(final String line)
    {
        int start = 0;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start)))
        {
            start++;
        }
        while (start < end && isBlank(line.charAt(end - 1)))
        {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(final char character)
    {
        return ' ' == character || '\t' == character || '\r' == character || '\n' == character;
    }

    private static String source(final List<ConfigText> texts, final int offset)
    {
        int end = 0;
        for (final ConfigText text : texts)
        {
            end += text.text().length();
            if (offset < end)
            {
                return text.source();
            }
        }
        return null;
    }
}
