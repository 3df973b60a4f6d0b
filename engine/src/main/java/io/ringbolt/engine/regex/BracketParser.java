package io.ringbolt.engine.regex;

import java.nio.charset.StandardCharsets;

/**
 * Reads what stands between brackets in a POSIX regular expression: bytes, ranges, {@code [:class:]}, {@code [=x=]} and
 * {@code [.x.]}; a backslash there is only itself.
 */
final class BracketParser
{
    private final byte[] pattern;
    private int next;

    /** @param start index behind the opening bracket. */
    BracketParser(final byte[] pattern, final int start)
    {
        this.pattern = pattern;
        this.next = start;
    }

    /** The index behind the closing bracket. */
    int end()
    {
        return next;
    }

    ByteSet parse(final boolean isCaseIgnored) throws RegexException
    {
        final boolean isNegated = has('^', next);
        next += isNegated ? 1 : 0;
        final ByteSet set = new ByteSet();
        final int first = next;
        while (next == first || !has(']', next))
        {
            if (next >= pattern.length)
            {
                throw RegexException.invalid("Missing ']'");
            }
            item(set);
        }
        next++;
        if (isCaseIgnored)
        {
            set.ignoreCase();
        }
        return isNegated ? set.negate() : set;
    }

    private void item(final ByteSet set) throws RegexException
    {
        if (has('[', next) && has(':', next + 1))
        {
            final ByteSet named = ByteSet.named(bracketed(':'));
            if (named == null)
            {
                throw RegexException.invalid("Unknown character class name");
            }
            set.add(named);
            return;
        }
        final int first = element();
        if (!has('-', next) || has(']', next + 1))
        {
            set.add(first);
            return;
        }
        next++;
        if (next >= pattern.length)
        {
            throw RegexException.invalid("Missing ']'");
        }
        final int last = element();
        if (last < first)
        {
            throw RegexException.invalid("Invalid character range");
        }
        set.add(first, last);
    }

    private int element() throws RegexException
    {
        if (has('[', next) && (has('.', next + 1) || has('=', next + 1)))
        {
            final String name = bracketed((char)pattern[next + 1]);
            if (name.length() != 1)
            {
                throw RegexException.invalid("Unknown collating element");
            }
            return name.charAt(0);
        }
        return pattern[next++] & 0xFF;
    }

    /** The text between {@code [:} and {@code :]} or the like. */
    private String bracketed(final char mark) throws RegexException
    {
        final int start = next + 2;
        int end = start;
        while (!(has(mark, end) && has(']', end + 1)))
        {
            if (++end >= pattern.length)
            {
                throw RegexException.invalid("Missing ']'");
            }
        }
        next = end + 2;
        return new String(pattern, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private boolean has(final char value, final int index)
    {
        return index < pattern.length && pattern[index] == value;
    }
}
