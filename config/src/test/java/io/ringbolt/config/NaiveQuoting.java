package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The quoting rules as one regular expression per token: slow, and short enough to be seen to be right.
 */
final class NaiveQuoting
{
    private static final String SPACE = "[ \\t\\n\\u000b\\f\\r]";
    private static final Pattern TOKEN = Pattern.compile(
        SPACE + "*+(?<plain>[^ \\t\\r\\n\"']*+)" +
        "(?:\"(?<double>(?:[^\"\\\\]|\\\\.)*+)\"(?=" + SPACE + "|\\z)" +
        "|'(?<single>(?:[^'\\\\]|\\\\'|\\\\(?!'))*+)'(?=" + SPACE + "|\\z)" +
        "|(?=[ \\t\\r\\n]|\\z))", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.)", Pattern.DOTALL);

    private NaiveQuoting()
    {
    }

    static List<String> split(final String line)
    {
        final List<String> tokens = new ArrayList<>();
        int offset = 0;
        while (!line.substring(offset).matches(SPACE + "*"))
        {
            final Matcher matcher = TOKEN.matcher(line).region(offset, line.length());
            matcher.useTransparentBounds(true);
            if (!matcher.lookingAt())
            {
                return null;
            }
            tokens.add(matcher.group("plain") + unescape(matcher.group("double")) + single(matcher.group("single")));
            offset = matcher.end();
        }
        return tokens;
    }

    private static String single(final String text)
    {
        return text == null ? "" : text.replace("\\'", "'");
    }

    private static String unescape(final String text)
    {
        return text == null ? "" : ESCAPE.matcher(text).replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf(character(escape.group(1)))));
    }

    private static char character(final String escape)
    {
        if (escape.length() == 3)
        {
            return (char)Integer.parseInt(escape.substring(1), 16);
        }
        final int index = "nrtba".indexOf(escape.charAt(0));
        return index < 0 ? escape.charAt(0) : "\n\r\t\b\u0007".charAt(index);
    }
}
