package io.ringbolt.engine.scripting.lua.number;

import java.nio.charset.StandardCharsets;

/**
 * Text to number as glibc's {@code strtod} and {@code strtoul} read it: decimal, hexadecimal with fraction and
 * exponent, inf and nan, with white space around. A NUL ends the text.
 */
public final class NumberParser
{
    /** Returned for what is no number: bits that no number has. */
    public static final long NOT_A_NUMBER = 0x7FF9_0000_0000_0000L;

    private static final int PLAIN_DIGITS = 15;
    private static final int HEX = 16;
    private static final long NEGATIVE = Long.MIN_VALUE;

    private NumberParser()
    {
    }

    /** The raw bits of the double that a text reads as, or {@link #NOT_A_NUMBER}. */
    public static long parse(final byte[] text)
    {
        final int length = text.length;
        if (length > 0 && length <= PLAIN_DIGITS)
        {
            long plain = 0;
            int i = 0;
            while (i < length && text[i] >= '0' && text[i] <= '9')
            {
                plain = plain * 10 + text[i++] - '0';
            }
            if (i == length)
            {
                return Double.doubleToRawLongBits(plain);
            }
        }
        return parseGeneral(text);
    }

    private static long parseGeneral(final byte[] text)
    {
        final int end = endOf(text);
        final int begin = skipSpaces(text, 0, end);
        int i = begin;
        boolean isNegative = false;
        if (i < end && (text[i] == '-' || text[i] == '+'))
        {
            isNegative = text[i] == '-';
            i++;
        }
        final long sign = isNegative ? NEGATIVE : 0;
        if (i < end && (text[i] | 0x20) == 'i')
        {
            final int after = startsWith(text, i, end, "infinity") ? i + 8 :
                startsWith(text, i, end, "inf") ? i + 3 : -1;
            return after >= 0 && skipSpaces(text, after, end) == end ?
                Double.doubleToRawLongBits(Double.POSITIVE_INFINITY) | sign : NOT_A_NUMBER;
        }
        if (startsWith(text, i, end, "nan"))
        {
            final int after = afterNan(text, i + 3, end);
            return skipSpaces(text, after, end) == end ?
                Double.doubleToLongBits(Double.NaN) | sign : NOT_A_NUMBER;
        }
        if (startsWith(text, i, end, "0x"))
        {
            final long hex = parseHex(text, i + 2, end);
            return hex == NOT_A_NUMBER ? NOT_A_NUMBER : hex | sign;
        }
        return parseDecimal(text, begin, i, end);
    }

    private static int afterNan(final byte[] text, final int from, final int end)
    {
        if (from < end && text[from] == '(')
        {
            int i = from + 1;
            while (i < end && (Character.isLetterOrDigit(text[i] & 0x7F) && text[i] > 0 || text[i] == '_'))
            {
                i++;
            }
            if (i < end && text[i] == ')')
            {
                return i + 1;
            }
        }
        return from;
    }

    private static long parseDecimal(final byte[] text, final int begin, final int afterSign, final int end)
    {
        int i = skipDigits(text, afterSign, end);
        int digits = i - afterSign;
        if (i < end && text[i] == '.')
        {
            final int fraction = skipDigits(text, i + 1, end);
            digits += fraction - i - 1;
            i = fraction;
        }
        if (digits == 0)
        {
            return NOT_A_NUMBER;
        }
        i = skipExponent(text, i, end, 'e');
        if (skipSpaces(text, i, end) != end)
        {
            return NOT_A_NUMBER;
        }
        return Double.doubleToRawLongBits(
            Double.parseDouble(new String(text, begin, i - begin, StandardCharsets.ISO_8859_1)));
    }

    private static long parseHex(final byte[] text, final int from, final int end)
    {
        int i = from;
        while (i < end && Character.digit(text[i], HEX) >= 0)
        {
            i++;
        }
        int digits = i - from;
        if (i < end && text[i] == '.')
        {
            final int point = i++;
            while (i < end && Character.digit(text[i], HEX) >= 0)
            {
                i++;
            }
            digits += i - point - 1;
        }
        if (digits == 0)
        {
            return NOT_A_NUMBER;
        }
        final int mantissaEnd = i;
        i = skipExponent(text, i, end, 'p');
        if (skipSpaces(text, i, end) != end)
        {
            return NOT_A_NUMBER;
        }
        final String mantissa = "0x" + new String(text, from, mantissaEnd - from, StandardCharsets.ISO_8859_1);
        final String exponent = i == mantissaEnd ? "p0" :
            new String(text, mantissaEnd, i - mantissaEnd, StandardCharsets.ISO_8859_1);
        return Double.doubleToRawLongBits(Double.parseDouble(mantissa + exponent));
    }

    private static int skipExponent(final byte[] text, final int from, final int end, final char letter)
    {
        if (from < end && (text[from] | 0x20) == letter)
        {
            final int sign = from + 1 < end && (text[from + 1] == '+' || text[from + 1] == '-') ? from + 2 : from + 1;
            final int after = skipDigits(text, sign, end);
            return after > sign ? after : from;
        }
        return from;
    }

    /**
     * The whole text as an integer of a base between 2 and 36, without sign in 64 bits; what is larger is the largest.
     *
     * @return the double nearest to it as raw bits, or {@link #NOT_A_NUMBER}.
     */
    public static long parseInteger(final byte[] text, final int base)
    {
        final int end = endOf(text);
        int i = skipSpaces(text, 0, end);
        boolean isNegative = false;
        if (i < end && (text[i] == '-' || text[i] == '+'))
        {
            isNegative = text[i++] == '-';
        }
        if (base == HEX && startsWith(text, i, end, "0x") && i + 2 < end && Character.digit(text[i + 2], HEX) >= 0)
        {
            i += 2;
        }
        final int first = i;
        long value = 0;
        boolean isTooLarge = false;
        for (; i < end && text[i] > 0 && Character.digit(text[i], base) >= 0; i++)
        {
            final int digit = Character.digit(text[i], base);
            isTooLarge |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0;
            value = value * base + digit;
        }
        if (i == first || skipSpaces(text, i, end) != end)
        {
            return NOT_A_NUMBER;
        }
        final long signed = isTooLarge ? -1L : isNegative ? -value : value;
        return Double.doubleToRawLongBits(unsignedToDouble(signed));
    }

    private static double unsignedToDouble(final long value)
    {
        return value >= 0 ? value : (double)(value >>> 1 | value & 1) * 2;
    }

    private static int endOf(final byte[] text)
    {
        int end = 0;
        while (end < text.length && text[end] != 0)
        {
            end++;
        }
        return end;
    }

    private static int skipSpaces(final byte[] text, final int from, final int end)
    {
        int i = from;
        while (i < end && (text[i] == ' ' || text[i] >= '\t' && text[i] <= '\r'))
        {
            i++;
        }
        return i;
    }

    private static int skipDigits(final byte[] text, final int from, final int end)
    {
        int i = from;
        while (i < end && text[i] >= '0' && text[i] <= '9')
        {
            i++;
        }
        return i;
    }

    private static boolean startsWith(final byte[] text, final int from, final int end, final String word)
    {
        if (end - from < word.length())
        {
            return false;
        }
        for (int i = 0; i < word.length(); i++)
        {
            final int c = text[from + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.charAt(i))
            {
                return false;
            }
        }
        return true;
    }
}
