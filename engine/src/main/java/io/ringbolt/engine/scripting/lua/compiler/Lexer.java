package io.ringbolt.engine.scripting.lua.compiler;

import io.ringbolt.engine.scripting.lua.ChunkName;
import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.Turns;
import io.ringbolt.engine.scripting.lua.number.NumberParser;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Cuts a chunk's text into tokens, with one token to look ahead. */
final class Lexer
{
    private static final int END = -1;
    private static final int FIRST_BUFFER = 32;
    private static final int LONGEST_SOURCE = 80;
    private static final int MAX_ESCAPE_DIGITS = 3;
    private static final int NO_BRACKET = -1;
    /** Bytes of text between two tellings of turns, one for each byte. */
    private static final int BYTES_AT_ONCE = 64;
    private static final int LONGEST_RESERVED = 16;

    final LuaString source;
    /** Line of the character about to be read. */
    int line = 1;
    /** Line of the token before the present one. */
    int lastLine = 1;
    int token;
    LuaString string;
    double number;

    private final byte[] text;
    private final UnaryOperator<LuaString> interner;
    private final Turns turns;
    private final Map<LuaString, LuaString> strings = new HashMap<>();
    private int position;
    private int current;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int length;
    private int aheadToken = Token.END_OF_TEXT;
    private LuaString aheadString;
    private double aheadNumber;
    private LuaString scannedString;
    private double scannedNumber;

    Lexer(final byte[] text, final LuaString source, final UnaryOperator<LuaString> interner, final Turns turns)
    {
        this.text = text;
        this.source = source;
        this.interner = interner;
        this.turns = turns;
        read();
    }

    /** Goes on to the next token. */
    void next()
    {
        lastLine = line;
        if (aheadToken != Token.END_OF_TEXT)
        {
            token = aheadToken;
            string = aheadString;
            number = aheadNumber;
            aheadToken = Token.END_OF_TEXT;
        }
        else
        {
            token = scan();
            string = scannedString;
            number = scannedNumber;
        }
    }

    /** The token after the present one. */
    int lookAhead()
    {
        aheadToken = scan();
        aheadString = scannedString;
        aheadNumber = scannedNumber;
        return aheadToken;
    }

    LuaError syntaxError(final String message)
    {
        return error(message, token);
    }

    LuaError error(final String message)
    {
        return error(message, 0);
    }

    private LuaError error(final String message, final int near)
    {
        final StringBuilder full = new StringBuilder();
        full.append(ChunkName.shorten(source, LONGEST_SOURCE)).append(':').append(line).append(": ");
        full.append(message);
        if (near != 0)
        {
            full.append(" near '").append(textOf(near)).append('\'');
        }
        return new LuaError(LuaString.of(full.toString()), LuaError.Kind.SYNTAX);
    }

    private String textOf(final int near)
    {
        if (near != Token.NAME && near != Token.STRING && near != Token.NUMBER)
        {
            return Token.text(near);
        }
        final String scanned = LuaString.copyOf(buffer, 0, length).toString();
        final int nul = scanned.indexOf('\0');
        return nul < 0 ? scanned : scanned.substring(0, nul);
    }

    /** The one instance of equal strings. */
    LuaString intern(final LuaString value)
    {
        return strings.computeIfAbsent(value, interner);
    }

    private void read()
    {
        if ((position & BYTES_AT_ONCE - 1) == 0)
        {
            turns.spend(BYTES_AT_ONCE);
        }
        current = position < text.length ? text[position++] & 0xFF : END;
    }

    private void save(final int c)
    {
        if (length == buffer.length)
        {
            buffer = LongBytes.resized(buffer, length, length * 2, turns);
        }
        buffer[length++] = (byte)c;
    }

    private void saveAndRead()
    {
        save(current);
        read();
    }

    private boolean isNewline()
    {
        return current == '\n' || current == '\r';
    }

    private static boolean isDigit(final int c)
    {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(final int c)
    {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private void skipNewline()
    {
        final int first = current;
        read();
        if (isNewline() && current != first)
        {
            read();
        }
        line++;
    }

    private int scan()
    {
        length = 0;
        while (true)
        {
            switch (current)
            {
                case '\n', '\r' -> skipNewline();
                case '-' ->
                {
                    read();
                    if (current != '-')
                    {
                        return '-';
                    }
                    skipComment();
                }
                case '[' ->
                {
                    final int level = readBracket();
                    if (level >= 0)
                    {
                        readLongString(level, true);
                        return Token.STRING;
                    }
                    if (level == NO_BRACKET)
                    {
                        return '[';
                    }
                    throw error("invalid long string delimiter", Token.STRING);
                }
                case '=' ->
                {
                    return withEquals('=', Token.EQ);
                }
                case '<' ->
                {
                    return withEquals('<', Token.LE);
                }
                case '>' ->
                {
                    return withEquals('>', Token.GE);
                }
                case '~' ->
                {
                    return withEquals('~', Token.NE);
                }
                case '"', '\'' ->
                {
                    readString(current);
                    return Token.STRING;
                }
                case '.' ->
                {
                    return scanDots();
                }
                case END ->
                {
                    return Token.END_OF_TEXT;
                }
                case ' ', '\t', '\f', 0x0B -> read();
                default ->
                {
                    return scanOther();
                }
            }
        }
    }

    private int withEquals(final int alone, final int together)
    {
        read();
        if (current != '=')
        {
            return alone;
        }
        read();
        return together;
    }

    private int scanDots()
    {
        saveAndRead();
        if (current == '.')
        {
            saveAndRead();
            if (current == '.')
            {
                saveAndRead();
                return Token.DOTS;
            }
            return Token.CONCAT;
        }
        if (!isDigit(current))
        {
            return '.';
        }
        readNumber();
        return Token.NUMBER;
    }

    private int scanOther()
    {
        if (isDigit(current))
        {
            readNumber();
            return Token.NUMBER;
        }
        if (!isLetter(current))
        {
            final int c = current;
            read();
            return c;
        }
        do
        {
            saveAndRead();
        }
        while (isLetter(current) || isDigit(current));
        final LuaString word = LuaString.wrap(LongBytes.part(buffer, 0, length, turns), turns);
        final int reserved = length > LONGEST_RESERVED ? Token.NAME : Token.ofWord(word.toString());
        if (reserved == Token.NAME)
        {
            scannedString = intern(word);
        }
        return reserved;
    }

    private void skipComment()
    {
        read();
        if (current == '[')
        {
            final int level = readBracket();
            length = 0;
            if (level >= 0)
            {
                readLongString(level, false);
                length = 0;
                return;
            }
        }
        while (!isNewline() && current != END)
        {
            read();
        }
    }

    /** Reads {@code [==} or {@code ]==}. @return the count of equal signs if a bracket follows, else less than 0. */
    private int readBracket()
    {
        final int bracket = current;
        int count = 0;
        saveAndRead();
        while (current == '=')
        {
            saveAndRead();
            count++;
        }
        return current == bracket ? count : -count - 1;
    }

    private void readLongString(final int level, final boolean isKept)
    {
        saveAndRead();
        if (isNewline())
        {
            skipNewline();
        }
        while (true)
        {
            switch (current)
            {
                case END -> throw error(
                    isKept ? "unfinished long string" : "unfinished long comment", Token.END_OF_TEXT);
                case '[' ->
                {
                    if (readBracket() == level)
                    {
                        saveAndRead();
                        if (level == 0)
                        {
                            throw error("nesting of [[...]] is deprecated", '[');
                        }
                    }
                }
                case ']' ->
                {
                    if (readBracket() == level)
                    {
                        saveAndRead();
                        if (isKept)
                        {
                            final int bracket = level + 2;
                            scannedString = literal(bracket, length - 2 * bracket);
                        }
                        return;
                    }
                }
                case '\n', '\r' ->
                {
                    save('\n');
                    skipNewline();
                    if (!isKept)
                    {
                        length = 0;
                    }
                }
                default ->
                {
                    if (isKept)
                    {
                        save(current);
                    }
                    read();
                }
            }
        }
    }

    private void readString(final int delimiter)
    {
        saveAndRead();
        while (current != delimiter)
        {
            switch (current)
            {
                case END -> throw error("unfinished string", Token.END_OF_TEXT);
                case '\n', '\r' -> throw error("unfinished string", Token.STRING);
                case '\\' -> readEscape();
                default -> saveAndRead();
            }
        }
        saveAndRead();
        scannedString = literal(1, length - 2);
    }

    private LuaString literal(final int from, final int count)
    {
        return intern(LuaString.wrap(LongBytes.part(buffer, from, count, turns), turns));
    }

    private void readEscape()
    {
        read();
        final int replacement = switch (current)
        {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> END;
        };
        if (replacement != END)
        {
            save(replacement);
            read();
        }
        else if (isNewline())
        {
            save('\n');
            skipNewline();
        }
        else if (isDigit(current))
        {
            readDecimalEscape();
        }
        else if (current != END)
        {
            saveAndRead();
        }
    }

    private void readDecimalEscape()
    {
        int value = 0;
        for (int i = 0; i < MAX_ESCAPE_DIGITS && isDigit(current); i++)
        {
            value = value * 10 + current - '0';
            read();
        }
        if (value > 0xFF)
        {
            throw error("escape sequence too large", Token.STRING);
        }
        save(value);
    }

    private void readNumber()
    {
        while (isDigit(current) || current == '.')
        {
            saveAndRead();
        }
        if (current == 'e' || current == 'E')
        {
            saveAndRead();
            if (current == '+' || current == '-')
            {
                saveAndRead();
            }
        }
        while (isLetter(current) || isDigit(current))
        {
            saveAndRead();
        }
        final long bits = LuaString.wrap(LongBytes.part(buffer, 0, length, turns), turns).toNumberBits();
        if (bits == NumberParser.NOT_A_NUMBER)
        {
            throw error("malformed number", Token.NUMBER);
        }
        scannedNumber = Double.longBitsToDouble(bits);
    }
}
