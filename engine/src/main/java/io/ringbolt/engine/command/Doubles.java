package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Doubles as C's {@code strtod} reads them and as Redis 7 prints them: {@code %.17g}, seventeen significant digits
 * without the zeros at their end.
 */
public final class Doubles
{
    /** Bytes that the longest text written takes, and some more. */
    public static final int MAX_LENGTH = 32;

    private static final int MAX_TEXT_LENGTH = 1024;
    private static final int CASE_BIT = 0x20;
    private static final byte[] INFINITY = Errors.text("infinity");
    private static final byte[] NEGATIVE_INFINITY = Errors.text("-inf");
    private static final byte[] NAN = Errors.text("nan");
    private static final int INF_LENGTH = 3;
    private static final String DECIMAL_LETTERS = "0123456789eE.+-";
    private static final String HEXADECIMAL_LETTERS = "0123456789abcdefABCDEFxXpP.+-";

    private Doubles()
    {
    }

    /**
     * Reads a double: decimal or hexadecimal, {@code inf} or {@code infinity} with a sign, no spaces around it.
     *
     * @return NaN if the bytes are no such number, say NaN, or stand for one that is too large for a double or too
     *     small to be told from zero; Redis accepts none of them.
     */
    public static double parse(final long address, final int length)
    {
        if (length <= 0 || length > MAX_TEXT_LENGTH)
        {
            return Double.NaN;
        }
        final double decimal = DecimalReader.read(address, length);
        if (!Double.isNaN(decimal))
        {
            return inRange(decimal, address, length);
        }
        final double infinity = parseInfinity(address, length);
        return !Double.isNaN(infinity) ? infinity : parseText(address, length);
    }

    /**
     * Writes a double.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text.
     */
    public static int write(final double value, final long address)
    {
        if (Double.isNaN(value))
        {
            return copy(NAN, NAN.length, address);
        }
        if (Double.isInfinite(value))
        {
            return value > 0 ? copy(INFINITY, INF_LENGTH, address) :
                copy(NEGATIVE_INFINITY, NEGATIVE_INFINITY.length, address);
        }
        return DecimalWriter.write(value, address);
    }

    private static int copy(final byte[] text, final int length, final long address)
    {
        OffHeap.copyIn(text, 0, address, length);
        return length;
    }

    /** NaN for what strtod reports as out of range and Redis refuses. */
    private static double inRange(final double value, final long address, final int length)
    {
        return Double.isInfinite(value) || 0 == value && hasNonZeroDigit(address, length) ? Double.NaN : value;
    }

    /** Whether a text that was read as 0 has a digit, before its exponent, that says otherwise. */
    private static boolean hasNonZeroDigit(final long address, final int length)
    {
        final boolean isHex = isHexadecimal(address, length);
        for (int i = 0; i < length; i++)
        {
            final int letter = OffHeap.getByte(address + i) | CASE_BIT;
            if (letter == (isHex ? 'p' : 'e'))
            {
                return false;
            }
            if (letter >= '1' && letter <= '9' || letter >= 'a' && letter <= 'f')
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isHexadecimal(final long address, final int length)
    {
        final int start = hasSign(address) ? 1 : 0;
        return length > start + 1 && OffHeap.getByte(address + start) == '0' &&
            (OffHeap.getByte(address + start + 1) | CASE_BIT) == 'x';
    }

    private static boolean hasSign(final long address)
    {
        final byte sign = OffHeap.getByte(address);
        return '-' == sign || '+' == sign;
    }

    private static double parseInfinity(final long address, final int length)
    {
        final int start = hasSign(address) ? 1 : 0;
        final int letters = length - start;
        if (letters != INF_LENGTH && letters != INFINITY.length)
        {
            return Double.NaN;
        }
        for (int i = 0; i < letters; i++)
        {
            if ((OffHeap.getByte(address + start + i) | CASE_BIT) != INFINITY[i])
            {
                return Double.NaN;
            }
        }
        return '-' == OffHeap.getByte(address) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /**
     * Reads hexadecimal numbers, and decimals of more than 19 digits that lie next to the middle of two doubles. What
     * is no number at all is refused without making a text of it.
     */
    private static double parseText(final long address, final int length)
    {
        final boolean isHex = isHexadecimal(address, length);
        if (!hasOnly(address, length, isHex ? HEXADECIMAL_LETTERS : DECIMAL_LETTERS))
        {
            return Double.NaN;
        }
        final byte[] bytes = OffHeap.toBytes(address, length);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        try
        {
            return inRange(
                Double.parseDouble(isHex && text.indexOf('p') < 0 ? text + "p0" : text), address, length);
        }
        catch (final NumberFormatException notANumber)
        {
            return Double.NaN;
        }
    }

    private static boolean hasOnly(final long address, final int length, final String allowed)
    {
        for (int i = 0; i < length; i++)
        {
            if (allowed.indexOf(OffHeap.getUnsignedByte(address + i)) < 0)
            {
                return false;
            }
        }
        return true;
    }
}
