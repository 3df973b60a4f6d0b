package io.ringbolt.config;

/**
 * Glob patterns: {@code *}, {@code ?}, {@code [a-z]}, {@code [^x]} and {@code \} before a character that is meant as
 * itself. Odd patterns (open brackets, ranges that run backwards) match what they match in Redis.
 */
public final class Glob
{
    private static final int MAX_DEPTH = 1000;

    private final String pattern;
    private final String text;
    private final boolean isCaseSensitive;
    /** Set when the rest after a star matches nowhere: earlier stars then need not try longer matches. */
    private boolean isHopeless;

    private Glob(final String pattern, final String text, final boolean isCaseSensitive)
    {
        this.pattern = pattern;
        this.text = text;
        this.isCaseSensitive = isCaseSensitive;
    }

    public static boolean matches(final String pattern, final String text)
    {
        return new Glob(pattern, text, false).matches(0, 0, 0);
    }

    static boolean matchesCase(final String pattern, final String text)
    {
        return new Glob(pattern, text, true).matches(0, 0, 0);
    }

    private boolean matches(final int patternStart, final int textStart, final int depth)
    {
        if (depth > MAX_DEPTH)
        {
            return false;
        }
        int p = patternStart;
        int t = textStart;
        while (p < pattern.length() && t < text.length())
        {
            switch (pattern.charAt(p))
            {
                case '*':
                    return matchesStar(p, t, depth);

                case '?':
                    p++;
                    break;

                case '[':
                    final int end = classEnd(p);
                    if (!classContains(p, end, text.charAt(t)))
                    {
                        return false;
                    }
                    p = Math.min(end + 1, pattern.length());
                    break;

                default:
                    p += '\\' == pattern.charAt(p) && p + 1 < pattern.length() ? 1 : 0;
                    if (fold(pattern.charAt(p++)) != fold(text.charAt(t)))
                    {
                        return false;
                    }
            }
            t++;
        }
        return t == text.length() && skipStars(p) == pattern.length() && (t > textStart || p == pattern.length());
    }

    private boolean matchesStar(final int starIndex, final int textStart, final int depth)
    {
        final int rest = skipStars(starIndex);
        if (rest == pattern.length())
        {
            return true;
        }
        for (int t = textStart; t < text.length(); t++)
        {
            if (matches(rest, t, depth + 1))
            {
                return true;
            }
            if (isHopeless)
            {
                return false;
            }
        }
        isHopeless = true;
        return false;
    }

    private int skipStars(final int index)
    {
        int end = index;
        while (end < pattern.length() && '*' == pattern.charAt(end))
        {
            end++;
        }
        return end;
    }

    /** The index of the bracket that closes a class, or the pattern's length if none does. */
    private int classEnd(final int start)
    {
        int p = classStart(start);
        while (p < pattern.length() && ']' != pattern.charAt(p))
        {
            p += memberLength(p);
        }
        return Math.min(p, pattern.length());
    }

    private boolean classContains(final int start, final int end, final char character)
    {
        boolean contains = false;
        for (int p = classStart(start); p < end; p += memberLength(p))
        {
            contains |= memberContains(p, character);
        }
        return contains != isNegated(start);
    }

    private int classStart(final int start)
    {
        return isNegated(start) ? start + 2 : start + 1;
    }

    private boolean isNegated(final int start)
    {
        return start + 1 < pattern.length() && '^' == pattern.charAt(start + 1);
    }

    /** A member is an escaped character, a range, or a character. */
    private int memberLength(final int p)
    {
        if (isEscape(p))
        {
            return 2;
        }
        return isRange(p) ? 3 : 1;
    }

    private boolean memberContains(final int p, final char character)
    {
        if (isEscape(p))
        {
            return pattern.charAt(p + 1) == character;
        }
        if (!isRange(p))
        {
            return fold(pattern.charAt(p)) == fold(character);
        }
        final char first = pattern.charAt(p);
        final char last = pattern.charAt(p + 2);
        final char min = fold((char)Math.min(first, last));
        final char max = fold((char)Math.max(first, last));
        return fold(character) >= min && fold(character) <= max;
    }

    private char fold(final char character)
    {
        return isCaseSensitive ? character : ByteText.toLowerCase(character);
    }

    private boolean isEscape(final int p)
    {
        return '\\' == pattern.charAt(p) && p + 1 < pattern.length();
    }

    private boolean isRange(final int p)
    {
        return p + 2 < pattern.length() && '-' == pattern.charAt(p + 1);
    }
}
