package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;

/** One match of a Lua pattern against a subject, with its captures. */
/*
 * A backtracking matcher with the original's semantics, also where they are odd: a NUL in a pattern ends it, and
 * reading past the end of either text finds a NUL. Steps count as turns. The recursion, one level for each item of the
 * pattern that may have to try again, is limited, because a thread's stack is.
 */
final class Pattern
{
    private static final int MAX_CAPTURES = 32;
    private static final int MAX_DEPTH = 3000;
    private static final int UNFINISHED = -1;
    private static final int POSITION = -2;
    private static final int NO_MATCH = -1;
    private static final int ESCAPE = '%';
    private static final int TURNS_AT_ONCE = 64;
    private static final int SET_AT_ONCE = 256;

    private final LuaState lua;
    private final byte[] subject;
    private final byte[] pattern;
    private final int[] captureStarts = new int[MAX_CAPTURES];
    private final int[] captureLengths = new int[MAX_CAPTURES];
    private int captureCount;
    private int depth;
    private int steps;

    Pattern(final LuaState lua, final LuaString subject, final LuaString pattern)
    {
        this.lua = lua;
        this.subject = subject.bytes();
        this.pattern = pattern.bytes();
    }

    /** @return the end of a match that begins at an index, or -1. */
    int match(final int start, final int patternStart)
    {
        captureCount = 0;
        depth = 0;
        return matchHere(start, patternStart);
    }

    private int p(final int index)
    {
        return index < pattern.length ? pattern[index] & 0xFF : 0;
    }

    private int s(final int index)
    {
        return index < subject.length ? subject[index] & 0xFF : 0;
    }

    private void step()
    {
        if (++steps == TURNS_AT_ONCE)
        {
            steps = 0;
            lua.vm().spend(TURNS_AT_ONCE);
        }
    }

    /** A set of characters is gone through as one step, if it is not a long one. */
    private void stepWithin(final int p)
    {
        if ((p & SET_AT_ONCE - 1) == 0)
        {
            lua.vm().spend(SET_AT_ONCE);
        }
    }

    private int matchHere(final int start, final int patternStart)
    {
        if (++depth > MAX_DEPTH)
        {
            throw lua.error("pattern too complex");
        }
        final int end = matchItems(start, patternStart);
        depth--;
        return end;
    }

    private int matchItems(final int start, final int patternStart)
    {
        int s = start;
        int p = patternStart;
        while (true)
        {
            step();
            switch (p(p))
            {
                case '(':
                    return p(p + 1) == ')' ? startCapture(s, p + 2, POSITION) : startCapture(s, p + 1, UNFINISHED);
                case ')':
                    return endCapture(s, p + 1);
                case 0:
                    return s;
                case '$':
                    if (p(p + 1) == 0)
                    {
                        return s == subject.length ? s : NO_MATCH;
                    }
                    break;
                case ESCAPE:
                    final int kind = p(p + 1);
                    if (kind == 'b')
                    {
                        s = matchBalance(s, p + 2);
                        p += 4;
                    }
                    else if (kind == 'f')
                    {
                        final int end = frontierEnd(p + 2);
                        s = isFrontier(s, p + 2, end) ? s : NO_MATCH;
                        p = end;
                    }
                    else if (kind >= '0' && kind <= '9')
                    {
                        s = matchCapture(s, kind);
                        p += 2;
                    }
                    else
                    {
                        break;
                    }
                    if (s == NO_MATCH)
                    {
                        return NO_MATCH;
                    }
                    continue;
                default:
                    break;
            }
            final int end = classEnd(p);
            final boolean isMatch = s < subject.length && matchesSingle(s, p, end);
            switch (p(end))
            {
                case '?':
                    if (isMatch)
                    {
                        final int matched = matchHere(s + 1, end + 1);
                        if (matched != NO_MATCH)
                        {
                            return matched;
                        }
                    }
                    p = end + 1;
                    continue;
                case '*':
                    return expandMost(s, p, end);
                case '+':
                    return isMatch ? expandMost(s + 1, p, end) : NO_MATCH;
                case '-':
                    return expandLeast(s, p, end);
                default:
                    if (!isMatch)
                    {
                        return NO_MATCH;
                    }
                    s++;
                    p = end;
            }
        }
    }

    private int expandMost(final int start, final int p, final int end)
    {
        int count = 0;
        while (start + count < subject.length && matchesSingle(start + count, p, end))
        {
            count++;
            step();
        }
        for (; count >= 0; count--)
        {
            final int matched = matchHere(start + count, end + 1);
            if (matched != NO_MATCH)
            {
                return matched;
            }
        }
        return NO_MATCH;
    }

    private int expandLeast(final int start, final int p, final int end)
    {
        int s = start;
        while (true)
        {
            final int matched = matchHere(s, end + 1);
            if (matched != NO_MATCH)
            {
                return matched;
            }
            if (s >= subject.length || !matchesSingle(s, p, end))
            {
                return NO_MATCH;
            }
            s++;
        }
    }

    private int startCapture(final int s, final int p, final int what)
    {
        if (captureCount >= MAX_CAPTURES)
        {
            throw lua.error("too many captures");
        }
        captureStarts[captureCount] = s;
        captureLengths[captureCount] = what;
        captureCount++;
        final int matched = matchHere(s, p);
        if (matched == NO_MATCH)
        {
            captureCount--;
        }
        return matched;
    }

    private int endCapture(final int s, final int p)
    {
        final int capture = captureToClose();
        captureLengths[capture] = s - captureStarts[capture];
        final int matched = matchHere(s, p);
        if (matched == NO_MATCH)
        {
            captureLengths[capture] = UNFINISHED;
        }
        return matched;
    }

    private int captureToClose()
    {
        for (int i = captureCount - 1; i >= 0; i--)
        {
            if (captureLengths[i] == UNFINISHED)
            {
                return i;
            }
        }
        throw lua.error("invalid pattern capture");
    }

    private int matchCapture(final int s, final int digit)
    {
        final int capture = digit - '1';
        if (capture < 0 || capture >= captureCount || captureLengths[capture] == UNFINISHED)
        {
            throw lua.error("invalid capture index");
        }
        final int length = captureLengths[capture];
        if (length < 0 || subject.length - s < length)
        {
            return NO_MATCH;
        }
        return LongBytes.areEqual(subject, captureStarts[capture], s, length, lua.vm()) ? s + length : NO_MATCH;
    }

    private int matchBalance(final int start, final int p)
    {
        if (p(p) == 0 || p(p + 1) == 0)
        {
            throw lua.error("unbalanced pattern");
        }
        if (s(start) != p(p) || start >= subject.length)
        {
            return NO_MATCH;
        }
        final int open = p(p);
        final int close = p(p + 1);
        int level = 1;
        for (int s = start + 1; s < subject.length; s++)
        {
            step();
            if (s(s) == close)
            {
                if (--level == 0)
                {
                    return s + 1;
                }
            }
            else if (s(s) == open)
            {
                level++;
            }
        }
        return NO_MATCH;
    }

    private int frontierEnd(final int p)
    {
        if (p(p) != '[')
        {
            throw lua.error("missing '[' after '%f' in pattern");
        }
        return classEnd(p);
    }

    private boolean isFrontier(final int s, final int p, final int end)
    {
        final int previous = s == 0 ? 0 : s(s - 1);
        return !matchesSet(previous, p, end - 1) && matchesSet(s(s), p, end - 1);
    }

    private int classEnd(final int start)
    {
        int p = start;
        final int first = p(p++);
        if (first == ESCAPE)
        {
            if (p(p) == 0)
            {
                throw lua.error("malformed pattern (ends with '%')");
            }
            return p + 1;
        }
        if (first != '[')
        {
            return p;
        }
        if (p(p) == '^')
        {
            p++;
        }
        do
        {
            if (p(p) == 0)
            {
                throw lua.error("malformed pattern (missing ']')");
            }
            stepWithin(p);
            if (p(p++) == ESCAPE && p(p) != 0)
            {
                p++;
            }
        }
        while (p(p) != ']');
        return p + 1;
    }

    private boolean matchesSingle(final int s, final int p, final int end)
    {
        final int c = s(s);
        return switch (p(p))
        {
            case '.' -> true;
            case ESCAPE -> CharacterClass.matches(c, p(p + 1));
            case '[' -> matchesSet(c, p, end - 1);
            default -> p(p) == c;
        };
    }

    /** @param last the closing bracket. */
    private boolean matchesSet(final int c, final int start, final int last)
    {
        int p = start;
        boolean isListed = true;
        if (p(p + 1) == '^')
        {
            isListed = false;
            p++;
        }
        while (++p < last)
        {
            stepWithin(p);
            if (p(p) == ESCAPE)
            {
                p++;
                if (CharacterClass.matches(c, p(p)))
                {
                    return isListed;
                }
            }
            else if (p(p + 1) == '-' && p + 2 < last)
            {
                p += 2;
                if (p(p - 2) <= c && c <= p(p))
                {
                    return isListed;
                }
            }
            else if (p(p) == c)
            {
                return isListed;
            }
        }
        return !isListed;
    }

    /** Pushes a capture, or the whole match in place of the first if there is none. */
    void pushCapture(final int index, final int start, final int end)
    {
        if (index >= captureCount)
        {
            if (index != 0)
            {
                throw lua.error("invalid capture index");
            }
            lua.pushBytes(subject, start, end - start);
            return;
        }
        final int length = captureLengths[index];
        if (length == UNFINISHED)
        {
            throw lua.error("unfinished capture");
        }
        if (length == POSITION)
        {
            lua.pushNumber(captureStarts[index] + 1);
        }
        else
        {
            lua.pushBytes(subject, captureStarts[index], length);
        }
    }

    /** Pushes all captures. @param isWholeWanted whether the match stands in if there are none. @return how many. */
    int pushCaptures(final int start, final int end, final boolean isWholeWanted)
    {
        final int count = captureCount == 0 && isWholeWanted ? 1 : captureCount;
        for (int i = 0; i < count; i++)
        {
            pushCapture(i, start, end);
        }
        return count;
    }
}
