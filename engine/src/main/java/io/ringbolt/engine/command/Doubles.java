package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Doubles as C's {@code strtod} reads them and as Redis 7 prints them.
 */
public final class Doubles
{
    private static final int MAX_TEXT_LENGTH = 1024;
    private static final int FAST_DIGITS = 15;

    private Doubles()
    {
    }

    /**
     * Reads a double: decimal or hexadecimal, {@code inf} or {@code infinity} with a sign, no spaces around it.
     *
     * @return NaN if the bytes are no such number, or say NaN; Redis accepts neither.
     */
    public static double parse(final long address, final int length)
    {
        if (length <= 0 || length > MAX_TEXT_LENGTH)
        {
            return Double.NaN;
        }
        if (isShortInteger(address, length))
        {
            return Numbers.parseLong(address, length);
        }
        final double decimal = parseShortDecimal(address, length);
        return !Double.isNaN(decimal) ? decimal :
            parseText(new String(OffHeap.toBytes(address, length), StandardCharsets.ISO_8859_1));
    }

    private static boolean isShortInteger(final long address, final int length)
    {
        if (length > FAST_DIGITS || '-' == OffHeap.getByte(address))
        {
            return false;                             // "-0" is a double of its own
        }
        for (int i = 0; i < length; i++)
        {
            final byte digit = OffHeap.getByte(address + i);
            if (digit < '0' || digit > '9')
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads digits with a point among them without allocating: an integer and a power of ten that a double both holds exactly
     * give the nearest double in one division.
     *
     * @return NaN if the text is longer or of another form.
     */
    private static double parseShortDecimal(final long address, final int length)
    {
        final boolean isNegative = '-' == OffHeap.getByte(address);
        final int start = isNegative ? 1 : 0;
        long digits = 0;
        double scale = 1;
        boolean hasPoint = false;
        if (length - start > FAST_DIGITS + 1 || length - start < 2)
        {
            return Double.NaN;
        }
        for (int i = start; i < length; i++)
        {
            final byte letter = OffHeap.getByte(address + i);
            if ('.' == letter && !hasPoint)
            {
                hasPoint = true;
            }
            else if (letter >= '0' && letter <= '9')
            {
                digits = digits * 10 + letter - '0';
                scale = hasPoint ? scale * 10 : scale;
            }
            else
            {
                return Double.NaN;
            }
        }
        if (!hasPoint)
        {
            return Double.NaN;
        }
        return isNegative ? -(digits / scale) : digits / scale;
    }

    private static double parseText(final String text)
    {
        final String lower = text.toLowerCase(Locale.ROOT);
        final boolean isNegative = lower.startsWith("-");
        final String magnitude = isNegative || lower.startsWith("+") ? lower.substring(1) : lower;
        if ("inf".equals(magnitude) || "infinity".equals(magnitude))
        {
            return isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        final boolean isHex = magnitude.startsWith("0x");
        if (!hasOnly(magnitude, isHex ? "0123456789abcdefxp.+-" : "0123456789e.+-"))
        {
            return Double.NaN;
        }
        try
        {
            final double value = Double.parseDouble(isHex && magnitude.indexOf('p') < 0 ? lower + "p0" : lower);
            // strtod reports ERANGE for what overflows, and Redis refuses it
            return Double.isInfinite(value) ? Double.NaN : value;
        }
        catch (final NumberFormatException notANumber)
        {
            return Double.NaN;
        }
    }

    private static boolean hasOnly(final String text, final String allowed)
    {
        for (int i = 0; i < text.length(); i++)
        {
            if (allowed.indexOf(text.charAt(i)) < 0)
            {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
