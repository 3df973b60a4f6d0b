package io.ringbolt.engine.scripting.lua.number;

import io.ringbolt.engine.scripting.lua.Turns;

import java.nio.charset.StandardCharsets;

/**
 * A short text that reads as the same number as a long one does: only so many of its digits matter. The host is looked
 * at on the way through the long one.
 */
public final class LongNumeral
{
    /** Texts that are not longer are left as they are. */
    private static final int LONGEST = 2048;
    /** Beyond 768 significant digits all that matters is whether the rest is zero. */
    private static final int DECIMAL_DIGITS = 800;
    private static final int HEX_DIGITS = 32;
    /** More than any base needs for the largest of 64 bits. */
    private static final int INTEGER_DIGITS = 65;
    private static final int HEX = 16;
    private static final int DECIMAL = 10;
    private static final int BITS_PER_HEX_DIGIT = 4;
    /** Exponents beyond are all the same, whatever the digits are. */
    private static final long LARGEST_EXPONENT = 1L << 40;
    private static final long LARGEST_SUM = 1_000_000;
    private static final int BYTES_AT_ONCE = 256;
    private static final int BYTES_PER_TURN_SHIFT = 2;
    private static final byte[] NO_NUMERAL = {'?'};

    private final byte[] text;
    private final Turns turns;
    private final StringBuilder result = new StringBuilder();
    private int at;
    /** Digits seen, significant ones among them, and by how much the point is right of the kept ones. */
    private long digits;
    private int kept;
    private long scale;
    private boolean isMoreThanKept;

    private LongNumeral(final byte[] text, final Turns turns)
    {
        this.text = text;
        this.turns = turns;
    }

    /** @return a text that {@link NumberParser#parse} reads as it would read the given one. */
    public static byte[] shorten(final byte[] text, final Turns turns)
    {
        return text.length <= LONGEST ? text : new LongNumeral(text, turns).shortened();
    }

    /** @return a text that {@link NumberParser#parseInteger} reads as it would read the given one. */
    public static byte[] shortenInteger(final byte[] text, final int base, final Turns turns)
    {
        return text.length <= LONGEST ? text : new LongNumeral(text, turns).shortenedInteger(base);
    }

    private byte[] shortened()
    {
        takeSign();
        if (current() == '0' && (at + 1 < text.length ? text[at + 1] | 0x20 : 0) == 'x')
        {
            at += 2;
            result.append("0x");
            takeFraction(HEX, HEX_DIGITS, 'p', BITS_PER_HEX_DIGIT);
        }
        else if (isDigit(current(), DECIMAL) || current() == '.')
        {
            takeFraction(DECIMAL, DECIMAL_DIGITS, 'e', 1);
        }
        else
        {
            takeWord();
        }
        return ended();
    }

    private byte[] shortenedInteger(final int base)
    {
        takeSign();
        if (base == HEX && current() == '0' && at + 2 < text.length && (text[at + 1] | 0x20) == 'x' &&
            isDigit(text[at + 2], HEX))
        {
            at += 2;
        }
        takeDigits(base, INTEGER_DIGITS, false);
        if (kept == 0 && digits > 0)
        {
            result.append('0');
        }
        return digits == 0 ? NO_NUMERAL : ended();
    }

    private void takeSign()
    {
        skipSpaces();
        if (current() == '-' || current() == '+')
        {
            result.append((char)current());
            step();
        }
    }

    private void takeFraction(final int base, final int most, final char exponentLetter, final int unitsPerDigit)
    {
        takeDigits(base, most, false);
        if (current() == '.')
        {
            step();
            takeDigits(base, most, true);
        }
        if (kept == 0)
        {
            result.append(digits == 0 ? '?' : '0');
        }
        if (isMoreThanKept)
        {
            result.append('1');
            scale--;
        }
        final long exponent = scale * unitsPerDigit + takeExponent(exponentLetter);
        if (kept > 0)
        {
            result.append(exponentLetter).append(Math.max(Math.min(exponent, LARGEST_SUM), -LARGEST_SUM));
        }
    }

    private void takeDigits(final int base, final int most, final boolean isFraction)
    {
        for (; isDigit(current(), base); step())
        {
            digits++;
            final boolean isKept = kept < most && (kept > 0 || current() != '0');
            if (isKept)
            {
                result.append((char)current());
                kept++;
            }
            else if (kept > 0)
            {
                isMoreThanKept |= current() != '0';
            }
            if (isFraction)
            {
                scale -= isKept || kept == 0 ? 1 : 0;
            }
            else
            {
                scale += !isKept && kept > 0 ? 1 : 0;
            }
        }
    }

    /** @return the exponent; where none follows the letter, the letter stays. */
    private long takeExponent(final char letter)
    {
        final int begin = at;
        if ((current() | 0x20) != letter)
        {
            return 0;
        }
        step();
        final boolean isNegative = current() == '-';
        if (isNegative || current() == '+')
        {
            step();
        }
        if (!isDigit(current(), DECIMAL))
        {
            at = begin;
            return 0;
        }
        long exponent = 0;
        for (; isDigit(current(), DECIMAL); step())
        {
            exponent = Math.min(exponent * DECIMAL + current() - '0', LARGEST_EXPONENT);
        }
        return isNegative ? -exponent : exponent;
    }

    /** Infinity, or nan with a word in brackets, which says nothing. */
    private void takeWord()
    {
        while (current() > ' ' && current() != '(' && result.length() < HEX_DIGITS)
        {
            result.append((char)(current() & 0xFF));
            step();
        }
        if (current() == '(')
        {
            step();
            while (isDigit(current(), Character.MAX_RADIX) || current() == '_')
            {
                step();
            }
            result.append(current() == ')' ? "()" : "(");
            at += current() == ')' ? 1 : 0;
        }
    }

    /** What follows spaces after the numeral spoils it. */
    private byte[] ended()
    {
        skipSpaces();
        if (current() != 0)
        {
            result.append('?');
        }
        return result.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void skipSpaces()
    {
        while (current() == ' ' || current() >= '\t' && current() <= '\r')
        {
            step();
        }
    }

    /** @return the next byte; a NUL ends the text. */
    private int current()
    {
        return at < text.length ? text[at] : 0;
    }

    private void step()
    {
        if ((++at & BYTES_AT_ONCE - 1) == 0)
        {
            turns.spend(BYTES_AT_ONCE >> BYTES_PER_TURN_SHIFT);
        }
    }

    private static boolean isDigit(final int c, final int base)
    {
        return c > 0 && Character.digit(c, base) >= 0;
    }
}
