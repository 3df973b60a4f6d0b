package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LongBytes;
import io.ringbolt.engine.scripting.lua.LuaVm;
import io.ringbolt.engine.scripting.lua.number.LongNumeral;
import io.ringbolt.engine.scripting.lua.number.NumberParser;


/**
 * Cuts JSON text into tokens, as leniently as lua-cjson: numbers may be whatever C's strtod reads.
 */
final class JsonTokens
{
    private static final int HEXADECIMAL = 16;
    private static final int ESCAPE_LENGTH = 6;
    private static final int NO_CODE = -1;
    /** How many bytes of one token are read between two looks at whether the script is to end. */
    private static final int BYTES_AT_ONCE = 4096;
    private static final int BYTES_PER_TURN = 16;

    private final LuaVm vm;
    private final byte[] text;
    private final boolean allowsInvalidNumbers;
    private int position;
    private int start;
    private int nextSpend = BYTES_AT_ONCE;
    private Type type;
    private String error;
    private double number;
    private byte[] buffer = new byte[64];
    private int bufferLength;

    JsonTokens(final LuaVm vm, final byte[] text, final boolean allowsInvalidNumbers)
    {
        this.vm = vm;
        this.text = text;
        this.allowsInvalidNumbers = allowsInvalidNumbers;
    }

    Type type()
    {
        return type;
    }

    /** @return where the token begins. */
    int start()
    {
        return start;
    }

    int position()
    {
        return position;
    }

    double number()
    {
        return number;
    }

    /** @return a string token's bytes, a copy. */
    byte[] string()
    {
        return LongBytes.resized(buffer, bufferLength, bufferLength, vm);
    }

    /** @return the token as error messages name it. */
    String description()
    {
        return Type.ERROR == type ? error : type.label;
    }

    /** Goes on to the next token. */
    void next()
    {
        while (isSpace(at(position)))
        {
            position++;
            spendAt(position);
        }
        start = position;
        final int character = at(position);
        switch (character)
        {
            case '{' -> single(Type.OBJECT_BEGIN);
            case '}' -> single(Type.OBJECT_END);
            case '[' -> single(Type.ARRAY_BEGIN);
            case ']' -> single(Type.ARRAY_END);
            case ',' -> single(Type.COMMA);
            case ':' -> single(Type.COLON);
            case 0 -> type = Type.END;
            case '"' -> readString();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readNumber();
            case 'f', 'i', 'I', 'n', 'N', 't', '+' -> readWord();
            default -> fail("invalid token");
        }
    }

    private static boolean isSpace(final int character)
    {
        return ' ' == character || '\t' == character || '\n' == character || '\r' == character;
    }

    /** @return the character there; behind the end, and in the place of a NUL, 0. */
    private int at(final int index)
    {
        return index < text.length ? text[index] & 0xFF : 0;
    }

    private void single(final Type newType)
    {
        type = newType;
        position++;
    }

    private void fail(final String reason)
    {
        type = Type.ERROR;
        error = reason;
        start = position;
    }

    private void readWord()
    {
        if (startsWith("true"))
        {
            type = Type.TRUE;
            position += 4;
        }
        else if (startsWith("false"))
        {
            type = Type.FALSE;
            position += 5;
        }
        else if (startsWith("null"))
        {
            type = Type.NULL;
            position += 4;
        }
        else if (allowsInvalidNumbers && isInvalidNumber())
        {
            parseNumber();
        }
        else
        {
            fail("invalid token");
        }
    }

    /** A token may be as long as the text. */
    private void spendAt(final int index)
    {
        if (index >= nextSpend)
        {
            nextSpend = index + BYTES_AT_ONCE;
            vm.spend(BYTES_AT_ONCE / BYTES_PER_TURN);
        }
    }

    private boolean startsWith(final String word)
    {
        for (int i = 0; i < word.length(); i++)
        {
            if (at(position + i) != word.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private void readNumber()
    {
        if (!allowsInvalidNumbers && isInvalidNumber())
        {
            fail("invalid number");
            return;
        }
        parseNumber();
    }

    private void parseNumber()
    {
        final int end = numberEnd();
        if (end == position)
        {
            fail("invalid number");
            return;
        }
        type = Type.NUMBER;
        number = Double.longBitsToDouble(NumberParser.parse(
            LongNumeral.shorten(LongBytes.part(text, position, end - position, vm), vm)));
        position = end;
    }

    /** @return where the longest text ends that strtod would read from here; the position itself if there is none. */
    private int numberEnd()
    {
        int index = position;
        if ('+' == at(index) || '-' == at(index))
        {
            index++;
        }
        if (isWord(index, "infinity"))
        {
            return index + "infinity".length();
        }
        if (isWord(index, "inf") || isWord(index, "nan"))
        {
            return index + "inf".length();
        }
        final boolean isHex = '0' == at(index) && 'x' == (at(index + 1) | ' ') &&
            (isDigit(at(index + 2), true) || '.' == at(index + 2) && isDigit(at(index + 3), true));
        return digitsEnd(isHex ? index + 2 : index, isHex);
    }

    private int digitsEnd(final int from, final boolean isHex)
    {
        int index = skipDigits(from, isHex);
        int count = index - from;
        if ('.' == at(index))
        {
            final int end = skipDigits(index + 1, isHex);
            count += end - index - 1;
            index = end;
        }
        if (0 == count)
        {
            return position;
        }
        if ((isHex ? 'p' : 'e') == (at(index) | ' '))
        {
            final int digits = '+' == at(index + 1) || '-' == at(index + 1) ? index + 2 : index + 1;
            final int end = skipDigits(digits, false);
            return end > digits ? end : index;
        }
        return index;
    }

    private int skipDigits(final int from, final boolean isHex)
    {
        int index = from;
        while (isDigit(at(index), isHex))
        {
            index++;
            spendAt(index);
        }
        return index;
    }

    private static boolean isDigit(final int character, final boolean isHex)
    {
        return character >= '0' && character <= '9' ||
            isHex && (character | ' ') >= 'a' && (character | ' ') <= 'f';
    }

    /** @return true for what strtod reads though it is not JSON: a plus, leading zeros, hexadecimal, inf and nan. */
    private boolean isInvalidNumber()
    {
        int index = position;
        if ('+' == at(index))
        {
            return true;
        }
        if ('-' == at(index))
        {
            index++;
        }
        if ('0' == at(index))
        {
            final int second = at(index + 1);
            return 'x' == (second | ' ') || second >= '0' && second <= '9';
        }
        return at(index) > '9' && (isWord(index, "inf") || isWord(index, "nan"));
    }

    private boolean isWord(final int index, final String word)
    {
        for (int i = 0; i < word.length(); i++)
        {
            if ((at(index + i) | ' ') != word.charAt(i))
            {
                return false;
            }
        }
        return true;
    }

    private void readString()
    {
        position++;
        bufferLength = 0;
        for (int character = at(position); '"' != character; character = at(position))
        {
            spendAt(position);
            if (0 == character)
            {
                fail("unexpected end of string");
                return;
            }
            if ('\\' != character)
            {
                append(character);
                position++;
            }
            else if (!readEscape())
            {
                return;
            }
        }
        position++;
        type = Type.STRING;
    }

    /** @return false if it is none. */
    private boolean readEscape()
    {
        final int plain = switch (at(position + 1))
        {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> 'u';
            default -> 0;
        };
        if ('u' == plain)
        {
            return readUnicode();
        }
        if (0 == plain)
        {
            fail("invalid escape code");
            return false;
        }
        append(plain);
        position += 2;
        return true;
    }

    private boolean readUnicode()
    {
        int code = codeAt(position);
        int length = ESCAPE_LENGTH;
        if (code >= 0 && 0xD800 == (code & 0xF800))
        {
            final int low = isHigh(code) && '\\' == at(position + length) && 'u' == at(position + length + 1) ?
                codeAt(position + length) : NO_CODE;
            code = low >= 0 && 0xDC00 == (low & 0xFC00) ?
                Character.toCodePoint((char)code, (char)low) : NO_CODE;
            length = 2 * ESCAPE_LENGTH;
        }
        if (code < 0)
        {
            fail("invalid unicode escape code");
            return false;
        }
        appendCode(code);
        position += length;
        return true;
    }

    private static boolean isHigh(final int code)
    {
        return 0 == (code & 0x400);
    }

    /** @return the four digits behind a backslash and a letter; negative if they are none. */
    private int codeAt(final int index)
    {
        int code = 0;
        for (int i = 2; i < ESCAPE_LENGTH; i++)
        {
            final int character = at(index + i);
            final int digit = character < 0x80 ? Character.digit(character, HEXADECIMAL) : NO_CODE;
            if (digit < 0)
            {
                return NO_CODE;
            }
            code = code * HEXADECIMAL + digit;
        }
        return code;
    }

    /** Appends a character in UTF-8. */
    private void appendCode(final int code)
    {
        if (code <= 0x7F)
        {
            append(code);
        }
        else if (code <= 0x7FF)
        {
            append(code >> 6 | 0xC0);
            append(code & 0x3F | 0x80);
        }
        else if (code <= 0xFFFF)
        {
            append(code >> 12 | 0xE0);
            append(code >> 6 & 0x3F | 0x80);
            append(code & 0x3F | 0x80);
        }
        else
        {
            append(code >> 18 | 0xF0);
            append(code >> 12 & 0x3F | 0x80);
            append(code >> 6 & 0x3F | 0x80);
            append(code & 0x3F | 0x80);
        }
    }

    private void append(final int value)
    {
        if (bufferLength == buffer.length)
        {
            buffer = LongBytes.resized(buffer, bufferLength, 2 * bufferLength, vm);
        }
        buffer[bufferLength++] = (byte)value;
    }

    /** What a token is, and how lua-cjson's messages call it. */
    enum Type
    {
        OBJECT_BEGIN("T_OBJ_BEGIN"), OBJECT_END("T_OBJ_END"), ARRAY_BEGIN("T_ARR_BEGIN"), ARRAY_END("T_ARR_END"),
        STRING("T_STRING"), NUMBER("T_NUMBER"), TRUE("T_BOOLEAN"), FALSE("T_BOOLEAN"), NULL("T_NULL"),
        COLON("T_COLON"), COMMA("T_COMMA"), END("T_END"), ERROR("T_ERROR");

        private final String label;

        Type(final String label)
        {
            this.label = label;
        }
    }
}
