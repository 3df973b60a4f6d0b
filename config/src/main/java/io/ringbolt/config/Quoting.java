package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The quoting of configuration lines and inline commands: a line is split at blanks; double quotes keep blanks and
 * know escapes, single quotes keep everything but an escaped single quote.
 */
public final class Quoting
{
    private static final int HEX_ESCAPE_LENGTH = 4;

    private Quoting()
    {
    }

    /**
     * Splits a line into its arguments.
     *
     * @return the arguments, none for a blank line; null when a quote is not closed, or closed before more text.
     */
    public static List<String> split(final String line)
    {
        final List<String> arguments = new ArrayList<>();
        final ArgumentScanner scanner = new ArgumentScanner(line);
        while (scanner.skipSpaces())
        {
            final String argument = scanner.next();
            if (argument == null)
            {
                return null;
            }
            arguments.add(argument);
        }
        return arguments;
    }

    /** The text in double quotes, such that {@link #split} gives it back. */
    public static String quote(final String text)
    {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++)
        {
            appendEscaped(quoted, text.charAt(i));
        }
        return quoted.append('"').toString();
    }

    private static void appendEscaped(final StringBuilder quoted, final char character)
    {
        switch (character)
        {
            case '\\':
            case '"':
                quoted.append('\\').append(character);
                break;

            case '\n':
                quoted.append("\\n");
                break;

            case '\r':
                quoted.append("\\r");
                break;

            case '\t':
                quoted.append("\\t");
                break;

            case '\b':
                quoted.append("\\b");
                break;

            case 7:
                quoted.append("\\a");
                break;

            default:
                if (character >= ' ' && character <= '~')
                {
                    quoted.append(character);
                }
                else
                {
                    quoted.append("\\x").append(hexDigit(character >> 4)).append(hexDigit(character & 0xF));
                }
        }
    }

    private static char hexDigit(final int value)
    {
        return Character.forDigit(value & 0xF, 16);
    }

    /** Walks over a line, one argument at a time. */
    private static final class ArgumentScanner
    {
        private final String line;
        private final StringBuilder argument = new StringBuilder();
        private int offset;

        ArgumentScanner(final String line)
        {
            final int end = line.indexOf('\0');
            this.line = end < 0 ? line : line.substring(0, end);
        }

        boolean skipSpaces()
        {
            while (offset < line.length() && ByteText.isSpace(line.charAt(offset)))
            {
                offset++;
            }
            return offset < line.length();
        }

        String next()
        {
            argument.setLength(0);
            while (offset < line.length() && !isSeparator(line.charAt(offset)))
            {
                final char character = line.charAt(offset++);
                if ('"' == character || '\'' == character)
                {
                    return readQuoted(character) ? argument.toString() : null;
                }
                argument.append(character);
            }
            return argument.toString();
        }

        private boolean readQuoted(final char quote)
        {
            while (offset < line.length() && line.charAt(offset) != quote)
            {
                if ('\\' != line.charAt(offset))
                {
                    argument.append(line.charAt(offset++));
                }
                else if ('"' == quote)
                {
                    readEscape();
                }
                else
                {
                    readSingleQuotedBackslash();
                }
            }
            offset++;
            return offset == line.length() || offset < line.length() && ByteText.isSpace(line.charAt(offset));
        }

        private void readEscape()
        {
            if (isHexEscape())
            {
                argument.append((char)Integer.parseInt(line.substring(offset + 2, offset + HEX_ESCAPE_LENGTH), 16));
                offset += HEX_ESCAPE_LENGTH;
            }
            else if (offset + 1 < line.length())
            {
                argument.append(unescaped(line.charAt(offset + 1)));
                offset += 2;
            }
            else
            {
                argument.append(line.charAt(offset++));
            }
        }

        private void readSingleQuotedBackslash()
        {
            final boolean isEscape = offset + 1 < line.length() && '\'' == line.charAt(offset + 1);
            argument.append(isEscape ? '\'' : '\\');
            offset += isEscape ? 2 : 1;
        }

        private boolean isHexEscape()
        {
            return offset + HEX_ESCAPE_LENGTH <= line.length() && 'x' == line.charAt(offset + 1) &&
                isHexDigit(line.charAt(offset + 2)) && isHexDigit(line.charAt(offset + 3));
        }

        private static boolean isHexDigit(final char character)
        {
            return character < 128 && Character.digit(character, 16) >= 0;
        }

        private static char unescaped(final char character)
        {
            switch (character)
            {
                case 'n':
                    return '\n';

                case 'r':
                    return '\r';

                case 't':
                    return '\t';

                case 'b':
                    return '\b';

                case 'a':
                    return 7;

                default:
                    return character;
            }
        }

        /** Vertical tab and form feed separate arguments only where they follow a blank: they are skipped as spaces. */
        private static boolean isSeparator(final char character)
        {
            return ' ' == character || '\n' == character || '\r' == character || '\t' == character;
        }
    }
}
