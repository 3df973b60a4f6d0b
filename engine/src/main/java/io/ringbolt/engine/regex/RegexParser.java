package io.ringbolt.engine.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads POSIX extended regular expressions over bytes, with the escapes that are usual beside them:
 * {@code \w \d \s \b}, {@code \x41}, {@code \x{41}}, {@code (?:...)}. Errors are worded as {@code regerror} words them.
 */
final class RegexParser
{
    private static final int MAX_REPEAT = 255;
    private static final int MAX_DEPTH = 250;
    private static final int END = -1;
    private static final int BELL = 0x07;
    private static final int ESCAPE = 0x1B;
    private static final int HEX_RADIX = 16;
    private static final int MAX_HEX_DIGITS = 8;

    private final byte[] pattern;
    private final boolean isCaseIgnored;
    private int next;
    private int depth;

    RegexParser(final byte[] pattern, final boolean isCaseIgnored)
    {
        this.pattern = pattern;
        this.isCaseIgnored = isCaseIgnored;
    }

    RegexNode parse() throws RegexException
    {
        final RegexNode node = choice();
        if (next < pattern.length)
        {
            throw RegexException.invalid("Missing ')'");
        }
        return node;
    }

    private RegexNode choice() throws RegexException
    {
        final List<RegexNode> parts = new ArrayList<>();
        parts.add(sequence());
        while (accept('|'))
        {
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Choice(parts);
    }

    private RegexNode sequence() throws RegexException
    {
        final List<RegexNode> parts = new ArrayList<>();
        while (peek() != END && peek() != '|' && !(peek() == ')' && depth > 0))
        {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
    }

    private RegexNode repeated(final RegexNode atom) throws RegexException
    {
        RegexNode node = atom;
        while (true)
        {
            if (accept('*'))
            {
                node = new RegexNode.Repeat(node, 0, RegexNode.UNLIMITED);
            }
            else if (accept('+'))
            {
                node = new RegexNode.Repeat(node, 1, RegexNode.UNLIMITED);
            }
            else if (accept('?'))
            {
                node = new RegexNode.Repeat(node, 0, 1);
            }
            else if (accept('{'))
            {
                node = bounded(node);
            }
            else
            {
                return node;
            }
            accept('?');                              // the shortest match is a match too
        }
    }

    private RegexNode bounded(final RegexNode node) throws RegexException
    {
        final int first = number();
        final int least = Math.max(first, 0);
        int most = first;
        if (accept(','))
        {
            most = number();
        }
        else if (first < 0)
        {
            throw RegexException.invalid("Invalid contents of {}");
        }
        if (peek() == END)
        {
            throw RegexException.invalid("Missing '}'");
        }
        if (!accept('}') || least > MAX_REPEAT || most > MAX_REPEAT || (most >= 0 && least > most))
        {
            throw RegexException.invalid("Invalid contents of {}");
        }
        return new RegexNode.Repeat(node, least, most < 0 ? RegexNode.UNLIMITED : most);
    }

    /** @return a decimal number, or -1 if there is none. */
    private int number()
    {
        int value = -1;
        while ('0' <= peek() && peek() <= '9')
        {
            value = Math.min(Math.max(value, 0) * 10 + pattern[next++] - '0', MAX_REPEAT + 1);
        }
        return value;
    }

    private RegexNode atom() throws RegexException
    {
        final int value = pattern[next++] & 0xFF;
        return switch (value)
        {
            case '.' -> new RegexNode.OneOf(new ByteSet().negate());
            case '^' -> new RegexNode.Assertion(RegexProgram.AT_START);
            case '$' -> new RegexNode.Assertion(RegexProgram.AT_END);
            case '(' -> group();
            case '[' -> set(new BracketParser(pattern, next));
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw RegexException.invalid("Invalid use of repetition operators");
            default -> literal(value);
        };
    }

    private RegexNode group() throws RegexException
    {
        if (peek() == '?')
        {
            next++;
            if (!accept(':'))
            {
                throw RegexException.invalid("Invalid regexp");
            }
        }
        if (++depth > MAX_DEPTH)
        {
            throw RegexException.invalid("Out of memory");
        }
        final RegexNode node = choice();
        depth--;
        if (!accept(')'))
        {
            throw RegexException.invalid("Missing ')'");
        }
        return node;
    }

    private RegexNode set(final BracketParser bracket) throws RegexException
    {
        final ByteSet set = bracket.parse(isCaseIgnored);
        next = bracket.end();
        return new RegexNode.OneOf(set);
    }

    private RegexNode escape() throws RegexException
    {
        if (next == pattern.length)
        {
            throw RegexException.invalid("Trailing backslash");
        }
        final int value = pattern[next++] & 0xFF;
        if ('1' <= value && value <= '9')
        {
            throw new RegexException("regular expression backreferences are not supported");
        }
        return switch (value)
        {
            case 'w' -> new RegexNode.OneOf(ByteSet.named("word"));
            case 'W' -> new RegexNode.OneOf(ByteSet.named("word").negate());
            case 'd' -> new RegexNode.OneOf(ByteSet.named("digit"));
            case 'D' -> new RegexNode.OneOf(ByteSet.named("digit").negate());
            case 's' -> new RegexNode.OneOf(ByteSet.named("space"));
            case 'S' -> new RegexNode.OneOf(ByteSet.named("space").negate());
            case '<' -> new RegexNode.Assertion(RegexProgram.AT_WORD_START);
            case '>' -> new RegexNode.Assertion(RegexProgram.AT_WORD_END);
            case 'b' -> new RegexNode.Assertion(RegexProgram.AT_WORD_EDGE);
            case 'B' -> new RegexNode.Assertion(RegexProgram.NOT_AT_WORD_EDGE);
            case 't' -> literal('\t');
            case 'n' -> literal('\n');
            case 'r' -> literal('\r');
            case 'f' -> literal('\f');
            case 'a' -> literal(BELL);
            case 'e' -> literal(ESCAPE);
            case 'x' -> literal(hexadecimal());
            case 'Q' -> quoted();
            default -> literal(value);
        };
    }

    private int hexadecimal() throws RegexException
    {
        final boolean isBraced = accept('{');
        int value = 0;
        int digits = 0;
        while ((isBraced || digits < 2) && peek() != END && Character.digit(peek(), HEX_RADIX) >= 0)
        {
            value = value << 4 | Character.digit(pattern[next++], HEX_RADIX);
            if (++digits > MAX_HEX_DIGITS)
            {
                throw RegexException.invalid("Missing '}'");
            }
        }
        if (isBraced && !accept('}'))
        {
            throw RegexException.invalid("Missing '}'");
        }
        if (value > 0xFF)
        {
            throw RegexException.invalid("Invalid regexp");
        }
        return value;
    }

    /** Takes everything up to {@code \E} as it stands. */
    private RegexNode quoted()
    {
        final List<RegexNode> parts = new ArrayList<>();
        while (next < pattern.length &&
            !(pattern[next] == '\\' && next + 1 < pattern.length && pattern[next + 1] == 'E'))
        {
            parts.add(literal(pattern[next++] & 0xFF));
        }
        next = Math.min(next + 2, pattern.length);
        return new RegexNode.Sequence(parts);
    }

    private RegexNode literal(final int value)
    {
        final ByteSet set = new ByteSet().add(value);
        return new RegexNode.OneOf(isCaseIgnored ? set.ignoreCase() : set);
    }

    private int peek()
    {
        return next < pattern.length ? pattern[next] & 0xFF : END;
    }

    private boolean accept(final char value)
    {
        if (peek() == value)
        {
            next++;
            return true;
        }
        return false;
    }
}
