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
    private static final int CASE_BIT = 0x20;
    private static final byte[] INF = Errors.text("inf");

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
        final double decimal = ShortDecimals.read(address, length);
        if (!Double.isNaN(decimal))
        {
            return decimal;
        }
        final double infinity = parseInfinity(address, length);
        return !Double.isNaN(infinity) ? infinity :
            parseText(new String(OffHeap.toBytes(address, length), StandardCharsets.ISO_8859_1));
    }

    /** Reads what limits of ranges often are, without allocating. */
    private static double parseInfinity(final long address, final int length)
    {
        final byte sign = OffHeap.getByte(address);
        final int start = '-' == sign || '+' == sign ? 1 : 0;
        if (length != start + INF.length)
        {
            return Double.NaN;
        }
        for (int i = 0; i < INF.length; i++)
        {
            if ((OffHeap.getByte(address + start + i) | CASE_BIT) != INF[i])
            {
                return Double.NaN;
            }
        }
        return '-' == sign ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
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
