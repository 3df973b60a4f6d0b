package io.ringbolt.engine.scripting.library;

import io.ringbolt.engine.scripting.lua.LuaState;

/**
 * A format of {@link StructLibrary} that is walked through option by option, with the order of bytes and the alignment that
 * its controls have set so far.
 */
final class StructFormat
{
    private static final int MAX_INTEGER_SIZE = 32;
    private static final int MAX_ALIGNMENT = 8;
    private static final int DECIMAL = 10;

    private final LuaState lua;
    private final byte[] format;
    private int position;
    private int option;
    private int size;
    private boolean isLittleEndian = true;
    private int alignment = 1;

    StructFormat(final LuaState lua, final byte[] format)
    {
        this.lua = lua;
        this.format = format;
    }

    /** Goes on to the next option. @return false at the end. */
    boolean next()
    {
        if (position == format.length || 0 == format[position])
        {
            return false;
        }
        option = format[position++] & 0xFF;
        size = optionSize();
        lua.vm().spend(1);
        return true;
    }

    char option()
    {
        return (char)option;
    }

    /** Bytes that the option takes; 0 if that depends on the value. */
    int size()
    {
        return size;
    }

    boolean isLittleEndian()
    {
        return isLittleEndian;
    }

    boolean isLetterOrDigit()
    {
        return option < 0x80 && Character.isLetterOrDigit(option);
    }

    private int optionSize()
    {
        return switch (option)
        {
            case 'B', 'b', 'x' -> Byte.BYTES;
            case 'H', 'h' -> Short.BYTES;
            case 'L', 'l', 'T', 'd' -> Long.BYTES;
            case 'f' -> Float.BYTES;
            case 'c' -> number(1);
            case 'i', 'I' -> integerSize();
            default -> 0;
        };
    }

    private int integerSize()
    {
        final int asked = number(Integer.BYTES);
        if (asked > MAX_INTEGER_SIZE)
        {
            throw lua.error("integral size " + asked + " is larger than limit of " + MAX_INTEGER_SIZE);
        }
        return asked;
    }

    private int number(final int otherwise)
    {
        if (position == format.length || !isDigit(format[position]))
        {
            return otherwise;
        }
        long value = 0;
        while (position < format.length && isDigit(format[position]))
        {
            value = value * DECIMAL + format[position++] - '0';
            if (value > Integer.MAX_VALUE)
            {
                throw lua.error("integral size overflow");
            }
        }
        return (int)value;
    }

    private static boolean isDigit(final byte character)
    {
        return character >= '0' && character <= '9';
    }

    /** @return bytes to leave out before the option, which begins at {@code offset}. */
    int padding(final long offset)
    {
        if (0 == size || 'c' == option)
        {
            return 0;
        }
        final int unit = Math.min(size, alignment);
        return (int)(unit - (offset & unit - 1) & unit - 1);
    }

    /** Obeys an option that is not a value. */
    void control()
    {
        switch (option)
        {
            case ' ' ->
            {
                // means nothing
            }
            case '>' -> isLittleEndian = false;
            case '<' -> isLittleEndian = true;
            case '!' -> align();
            default -> throw lua.argumentError(1, "invalid format option '" + (char)option + "'");
        }
    }

    private void align()
    {
        final int asked = number(MAX_ALIGNMENT);
        if (Integer.bitCount(asked) != 1)
        {
            throw lua.error("alignment " + asked + " is not a power of 2");
        }
        alignment = asked;
    }
}
