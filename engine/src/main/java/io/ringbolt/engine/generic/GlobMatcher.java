package io.ringbolt.engine.generic;

import io.ringbolt.engine.memory.OffHeap;

/**
 * Redis's glob patterns over bytes: {@code *}, {@code ?}, {@code [a-z]}, {@code [^x]}, and {@code \} before a byte that
 * is meant as itself. Allocates nothing; owned by one thread.
 */
/*
 * Every element but the star takes exactly one byte of the text, so after a mismatch only the last star needs to take
 * more: time is O(pattern x text) and the stack is flat. Three corners are Redis's: a class that is never closed ends
 * with the pattern, an empty text matches only an empty pattern, and a pattern with more than a thousand stars matches
 * nothing.
 */
public final class GlobMatcher
{
    private static final int MAX_STARS = 1000;
    private static final int NONE = -1;
    private static final int CASE_DISTANCE = 'a' - 'A';

    private long pattern;
    private int patternLength;
    private int nextIndex;
    private boolean isCaseIgnored;

    public boolean matches(
        final long patternAddress, final int patternLength, final long textAddress, final int textLength)
    {
        return matches(patternAddress, patternLength, textAddress, textLength, false);
    }

    /** @param ignoresCase whether ASCII letters match in either case. */
    public boolean matches(
        final long patternAddress,
        final int patternLength,
        final long textAddress,
        final int textLength,
        final boolean ignoresCase)
    {
        this.isCaseIgnored = ignoresCase;
        this.pattern = patternAddress;
        this.patternLength = patternLength;
        int p = 0;
        int t = 0;
        int starPattern = NONE;
        int starText = NONE;
        int starCount = 0;
        while (t < textLength)
        {
            if (p < patternLength && '*' == at(p))
            {
                p = skipStars(p);
                if (p == patternLength)
                {
                    return true;
                }
                if (++starCount > MAX_STARS)
                {
                    return false;
                }
                starPattern = p;
                starText = t;
            }
            else if (p < patternLength && matchesOne(p, folded(OffHeap.getByte(textAddress + t))))
            {
                p = nextIndex;
                t++;
            }
            else if (NONE == starPattern)
            {
                return false;
            }
            else
            {
                p = starPattern;
                t = ++starText;
            }
        }
        return patternLength == (0 == textLength ? p : skipStars(p));
    }

    private int skipStars(final int index)
    {
        int end = index;
        while (end < patternLength && '*' == at(end))
        {
            end++;
        }
        return end;
    }

    private byte at(final int index)
    {
        return folded(OffHeap.getByte(pattern + index));
    }

    private byte folded(final byte letter)
    {
        return isCaseIgnored && 'A' <= letter && letter <= 'Z' ? (byte)(letter + CASE_DISTANCE) : letter;
    }

    /** Matches the element at {@code index} with one byte and leaves the next element's index in {@link #nextIndex}. */
    private boolean matchesOne(final int index, final byte text)
    {
        final byte element = at(index);
        nextIndex = index + 1;
        if ('?' == element)
        {
            return true;
        }
        if ('[' == element)
        {
            return matchesClass(index + 1, text);
        }
        if ('\\' == element && nextIndex < patternLength)
        {
            return at(nextIndex++) == text;
        }
        return element == text;
    }

    private boolean matchesClass(final int start, final byte text)
    {
        final boolean isNegated = start < patternLength && '^' == at(start);
        boolean contains = false;
        int p = isNegated ? start + 1 : start;
        for (; p < patternLength && (']' != at(p)); p++)
        {
            if ('\\' == at(p) && p + 1 < patternLength)
            {
                p++;
                contains |= at(p) == text;
            }
            else if (p + 2 < patternLength && '-' == at(p + 1))
            {
                contains |= text >= Math.min(at(p), at(p + 2)) && text <= Math.max(at(p), at(p + 2));
                p += 2;
            }
            else
            {
                contains |= at(p) == text;
            }
        }
        nextIndex = Math.min(p + 1, patternLength);
        return contains != isNegated;
    }
}
