package io.ringbolt.perf.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON into maps, lists, strings, doubles, booleans and null.
 */
public final class JsonReader
{
    private final String text;
    private int position;

    private JsonReader(final String text)
    {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException with the place at which the text is no JSON.
     */
    public static Object read(final String text)
    {
        final JsonReader reader = new JsonReader(text);
        final Object value = reader.value();
        reader.skipSpace();
        if (reader.position < text.length())
        {
            throw reader.broken("an end");
        }
        return value;
    }

    private Object value()
    {
        skipSpace();
        return switch (peek())
        {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object()
    {
        final Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        while (peek() != '}')
        {
            skipSpace();
            final String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
            skipComma('}');
        }
        expect('}');
        return members;
    }

    private List<Object> array()
    {
        final List<Object> elements = new ArrayList<>();
        expect('[');
        skipSpace();
        while (peek() != ']')
        {
            elements.add(value());
            skipComma(']');
        }
        expect(']');
        return elements;
    }

    private void skipComma(final char end)
    {
        skipSpace();
        if (peek() == ',')
        {
            position++;
            skipSpace();
            if (peek() == end)
            {
                throw broken("a value");
            }
        }
        else if (peek() != end)
        {
            throw broken("a comma or " + end);
        }
    }

    private String string()
    {
        expect('"');
        final StringBuilder value = new StringBuilder();
        while (peek() != '"')
        {
            final char c = text.charAt(position++);
            value.append(c == '\\' ? escaped() : c);
        }
        position++;
        return value.toString();
    }

    private char escaped()
    {
        final char c = peek();
        position++;
        switch (c)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                if (position + 4 > text.length())
                {
                    throw broken("four digits");
                }
                position += 4;
                return (char)Integer.parseInt(text.substring(position - 4, position), 16);
            default:
                return c;
        }
    }

    private Object word(final String word, final Object value)
    {
        if (!text.startsWith(word, position))
        {
            throw broken(word);
        }
        position += word.length();
        return value;
    }

    private Double number()
    {
        final int begin = position;
        while (position < text.length() && "+-.eE0123456789NaInfity".indexOf(text.charAt(position)) >= 0)
        {
            position++;
        }
        try
        {
            return Double.valueOf(text.substring(begin, position));
        }
        catch (final NumberFormatException ex)
        {
            position = begin;
            throw broken("a value");
        }
    }

    private void skipSpace()
    {
        while (position < text.length() && Character.isWhitespace(text.charAt(position)))
        {
            position++;
        }
    }

    private char peek()
    {
        if (position >= text.length())
        {
            throw broken("more");
        }
        return text.charAt(position);
    }

    private void expect(final char c)
    {
        if (peek() != c)
        {
            throw broken(Character.toString(c));
        }
        position++;
    }

    private IllegalArgumentException broken(final String expected)
    {
        return new IllegalArgumentException("no JSON: expected " + expected + " at character " + position);
    }
}
