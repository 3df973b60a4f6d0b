package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.number.CFormat;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

/** {@code string.format}. */
final class StringFormat
{
    private static final String FLAGS = "-+ #0";
    private static final int LONGEST_PADDED = 100;
    private static final int TURNS_OF_A_FRACTION = 32;

    private StringFormat()
    {
    }

    static int format(final LuaState lua)
    {
        final LuaString format = lua.checkString(1);
        final int count = lua.top();
        final ByteBuilder result = new ByteBuilder(lua);
        int argument = 1;
        int i = 0;
        while (i < format.length())
        {
            final int c = format.byteAt(i++);
            if (c != '%')
            {
                result.append(c);
            }
            else if (at(format, i) == '%')
            {
                result.append('%');
                i++;
            }
            else
            {
                if (++argument > count)
                {
                    throw lua.argumentError(argument, "no value");
                }
                final int letter = endOfSpecification(lua, format, i);
                final String specification = format.substring(i, letter).toString();
                convert(lua, result, specification, at(format, letter), argument);
                i = letter + 1;
            }
        }
        result.push();
        return 1;
    }

    private static int at(final LuaString format, final int index)
    {
        return index < format.length() ? format.byteAt(index) : 0;
    }

    private static int endOfSpecification(final LuaState lua, final LuaString format, final int start)
    {
        int i = start;
        while (at(format, i) != 0 && FLAGS.indexOf(at(format, i)) >= 0)
        {
            i++;
        }
        if (i - start > FLAGS.length())
        {
            throw lua.error("invalid format (repeated flags)");
        }
        i = skipTwoDigits(format, i);
        if (at(format, i) == '.')
        {
            i = skipTwoDigits(format, i + 1);
        }
        if (CharacterClass.isDigit(at(format, i)))
        {
            throw lua.error("invalid format (width or precision too long)");
        }
        return i;
    }

    private static int skipTwoDigits(final LuaString format, final int start)
    {
        int i = start;
        while (i < start + 2 && CharacterClass.isDigit(at(format, i)))
        {
            i++;
        }
        return i;
    }

    private static void convert(
        final LuaState lua, final ByteBuilder result, final String specification, final int letter, final int argument)
    {
        switch (letter)
        {
            case 'c' ->
            {
                final int value = LuaNumbers.toInt(lua.checkNumber(argument));
                final String text = new CFormat(specification).text(String.valueOf((char)(value & 0xFF)));
                appendUpToNul(result, text);
            }
            case 'd', 'i' -> result.append(
                new CFormat(specification).decimal(LuaNumbers.toLong(lua.checkNumber(argument))));
            case 'o', 'u', 'x', 'X' -> result.append(new CFormat(specification).unsigned(
                (char)letter, LuaNumbers.toUnsignedLong(lua.checkNumber(argument))));
            case 'e', 'E', 'f', 'g', 'G' ->
            {
                lua.vm().spend(TURNS_OF_A_FRACTION);
                result.append(new CFormat(specification).floating((char)letter, lua.checkNumber(argument)));
            }
            case 'q' -> quote(result, lua.checkString(argument));
            case 's' -> appendString(result, new CFormat(specification), lua.checkString(argument));
            default -> throw lua.error(
                "invalid option '%" + (letter == 0 ? "" : String.valueOf((char)(letter & 0xFF))) + "' to 'format'");
        }
    }

    /** What C prints ends at a NUL. */
    private static void appendUpToNul(final ByteBuilder result, final String text)
    {
        final int nul = text.indexOf('\0');
        result.append(nul < 0 ? text : text.substring(0, nul));
    }

    private static void appendString(final ByteBuilder result, final CFormat format, final LuaString string)
    {
        if (!format.hasPrecision() && string.length() >= LONGEST_PADDED)
        {
            result.append(string);
            return;
        }
        final String text = string.first(LONGEST_PADDED).toString();
        final int nul = text.indexOf('\0');
        result.append(format.text(nul < 0 ? text : text.substring(0, nul)));
    }

    private static void quote(final ByteBuilder result, final LuaString string)
    {
        result.append('"');
        for (final byte c : string.bytes())
        {
            switch (c)
            {
                case '"', '\\', '\n' ->
                {
                    result.append('\\');
                    result.append(c);
                }
                case '\r' -> result.append("\\r");
                case 0 -> result.append("\\000");
                default -> result.append(c);
            }
        }
        result.append('"');
    }
}
