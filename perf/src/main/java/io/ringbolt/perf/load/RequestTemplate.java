package io.ringbolt.perf.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command with places that are filled anew for each request. Immutable; shared by all threads.
 * <p>
 * {@code __rand_int__} is a key number of twelve digits, drawn at each place; {@code __key__} the same one in all of
 * an operation; {@code __data__} a value; {@code __field__} a digit; {@code __count__} a number from 1 to 100, a word
 * of its own.
 */
final class RequestTemplate
{
    private static final String RANDOM_NUMBER = "__rand_int__";
    private static final String KEY = "__key__";
    private static final String DATA = "__data__";
    private static final String FIELD = "__field__";
    private static final String COUNT = "__count__";
    private static final int KEY_DIGITS = 12;

    /** What stands at a place. */
    private enum Kind
    {
        LITERAL, RANDOM_NUMBER, KEY, FIELD, DATA_HEADER, DATA, COUNT
    }

    /** A piece of the request; the length is that of the rest of the word for a header. */
    private record Piece(Kind kind, byte[] bytes, int length)
    {
    }

    private final String name;
    private final List<Piece> pieces = new ArrayList<>();
    private final ByteArrayOutputStream literal = new ByteArrayOutputStream();
    private final Piece[] compiled;

    private RequestTemplate(final String name, final List<String> words, final boolean isDrawing)
    {
        this.name = name;
        append("*" + words.size() + "\r\n");
        for (final String word : words)
        {
            compile(word, isDrawing);
        }
        endLiteral();
        compiled = pieces.toArray(new Piece[0]);
    }

    private RequestTemplate(final String name, final String line)
    {
        this.name = name;
        append(line + "\r\n");
        endLiteral();
        compiled = pieces.toArray(new Piece[0]);
    }

    /**
     * @param words     of the command, places included.
     * @param isDrawing false if {@code __rand_int__} is to stand there as it is, always the same key, as with
     *                  redis-benchmark without {@code -r}.
     * @return the template.
     */
    static RequestTemplate of(final List<String> words, final boolean isDrawing)
    {
        if (words.isEmpty())
        {
            throw new IllegalArgumentException("a command needs a word");
        }
        return new RequestTemplate(words.get(0).toUpperCase(Locale.ROOT), words, isDrawing);
    }

    /** A command as people type it into telnet. */
    static RequestTemplate inline(final String line)
    {
        return new RequestTemplate(line, line);
    }

    /** The command's name. */
    String name()
    {
        return name;
    }

    /** Writes a request. @param key of the operation that it belongs to. */
    void encode(final RequestBuffer out, final Draw draw, final long key)
    {
        int dataLength = 0;
        for (final Piece piece : compiled)
        {
            switch (piece.kind)
            {
                case LITERAL -> out.put(piece.bytes, piece.length);
                case RANDOM_NUMBER -> out.putNumber(draw.key(), KEY_DIGITS);
                case KEY -> out.putNumber(key, KEY_DIGITS);
                case FIELD -> out.putNumber(draw.field(), 1);
                case DATA_HEADER ->
                {
                    dataLength = draw.valueLength();
                    out.putBulkHeader(piece.length + dataLength);
                }
                case DATA -> out.put(draw.filler(), dataLength);
                case COUNT -> encodeCount(out, draw.scanLength());
            }
        }
    }

    private static void encodeCount(final RequestBuffer out, final int count)
    {
        out.putBulkHeader(count < 10 ? 1 : count < 100 ? 2 : 3);
        out.putNumber(count, 1);
    }

    private void compile(final String word, final boolean isDrawing)
    {
        if (COUNT.equals(word))
        {
            place(Kind.COUNT, 0);
            append("\r\n");
            return;
        }
        final List<Object> parts = split(word, isDrawing);
        int length = 0;
        int dataCount = 0;
        for (final Object part : parts)
        {
            length += part instanceof String text ? bytes(text).length : fixedLength((Kind)part);
            dataCount += part == Kind.DATA ? 1 : 0;
        }
        if (dataCount > 1)
        {
            throw new IllegalArgumentException("one __data__ in a word at most: " + word);
        }
        if (dataCount == 1)
        {
            place(Kind.DATA_HEADER, length);
        }
        else
        {
            append("$" + length + "\r\n");
        }
        for (final Object part : parts)
        {
            if (part instanceof String text)
            {
                append(text);
            }
            else
            {
                place((Kind)part, 0);
            }
        }
        append("\r\n");
    }

    /** A word as its literals and places in order. */
    private static List<Object> split(final String word, final boolean isDrawing)
    {
        final List<Object> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < word.length(); i++)
        {
            final Kind kind = kindAt(word, i, isDrawing);
            if (kind != Kind.LITERAL)
            {
                parts.add(word.substring(begin, i));
                parts.add(kind);
                begin = i + mark(kind).length();
                i = begin - 1;
            }
        }
        parts.add(word.substring(begin));
        return parts;
    }

    private static Kind kindAt(final String word, final int index, final boolean isDrawing)
    {
        if (isDrawing && word.startsWith(RANDOM_NUMBER, index))
        {
            return Kind.RANDOM_NUMBER;
        }
        for (final Kind kind : List.of(Kind.KEY, Kind.DATA, Kind.FIELD))
        {
            if (word.startsWith(mark(kind), index))
            {
                return kind;
            }
        }
        return Kind.LITERAL;
    }

    private static String mark(final Kind kind)
    {
        return switch (kind)
        {
            case RANDOM_NUMBER -> RANDOM_NUMBER;
            case KEY -> KEY;
            case DATA -> DATA;
            case FIELD -> FIELD;
            default -> throw new IllegalArgumentException("no mark: " + kind);
        };
    }

    private static int fixedLength(final Kind kind)
    {
        return switch (kind)
        {
            case RANDOM_NUMBER, KEY -> KEY_DIGITS;
            case FIELD -> 1;
            default -> 0;
        };
    }

    private void place(final Kind kind, final int length)
    {
        endLiteral();
        pieces.add(new Piece(kind, null, length));
    }

    private void append(final String text)
    {
        literal.writeBytes(bytes(text));
    }

    private void endLiteral()
    {
        if (literal.size() > 0)
        {
            pieces.add(new Piece(Kind.LITERAL, literal.toByteArray(), literal.size()));
            literal.reset();
        }
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
