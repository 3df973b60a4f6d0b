package io.ringbolt.engine.regex;

/**
 * A set of byte values: what one place of a regular expression matches.
 */
final class ByteSet
{
    private static final int WORDS = 4;
    private static final int CASE_DISTANCE = 'a' - 'A';

    private final long[] bits = new long[WORDS];

    ByteSet add(final int value)
    {
        bits[value >>> 6] |= 1L << value;
        return this;
    }

    ByteSet add(final int first, final int last)
    {
        for (int value = first; value <= last; value++)
        {
            add(value);
        }
        return this;
    }

    ByteSet add(final ByteSet other)
    {
        for (int i = 0; i < WORDS; i++)
        {
            bits[i] |= other.bits[i];
        }
        return this;
    }

    ByteSet negate()
    {
        for (int i = 0; i < WORDS; i++)
        {
            bits[i] = ~bits[i];
        }
        return this;
    }

    /** Adds the other case of each ASCII letter. */
    ByteSet ignoreCase()
    {
        for (int letter = 'A'; letter <= 'Z'; letter++)
        {
            if (has(letter) || has(letter + CASE_DISTANCE))
            {
                add(letter).add(letter + CASE_DISTANCE);
            }
        }
        return this;
    }

    boolean has(final int value)
    {
        return (bits[value >>> 6] >>> value & 1) != 0;
    }

    /** The set that a POSIX class name stands for, or null. */
    static ByteSet named(final String name)
    {
        final ByteSet set = new ByteSet();
        return switch (name)
        {
            case "alpha" -> set.add('A', 'Z').add('a', 'z');
            case "digit" -> set.add('0', '9');
            case "alnum" -> set.add('A', 'Z').add('a', 'z').add('0', '9');
            case "upper" -> set.add('A', 'Z');
            case "lower" -> set.add('a', 'z');
            case "space" -> set.add('\t', '\r').add(' ');
            case "blank" -> set.add('\t').add(' ');
            case "punct" -> set.add('!', '/').add(':', '@').add('[', '`').add('{', '~');
            case "print" -> set.add(' ', '~');
            case "graph" -> set.add('!', '~');
            case "cntrl" -> set.add(0, 0x1F).add(0x7F);
            case "xdigit" -> set.add('0', '9').add('A', 'F').add('a', 'f');
            case "word" -> set.add('A', 'Z').add('a', 'z').add('0', '9').add('_');
            default -> null;
        };
    }
}
