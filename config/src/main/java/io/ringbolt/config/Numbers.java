package io.ringbolt.config;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Numbers as configuration files write them, read as strictly or as leniently as Redis reads each form.
 */
public final class Numbers
{
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;
    private static final int MAX_DIGITS = 127;
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final BigInteger MAX_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);

    private Numbers()
    {
    }

    /** A decimal number in its one canonical form: no sign but a minus, no leading zero, no blank. */
    static OptionalLong parseDecimal(final String text)
    {
        try
        {
            final long value = Long.parseLong(text);
            return Long.toString(value).equals(text) ? OptionalLong.of(value) : OptionalLong.empty();
        }
        catch (final NumberFormatException e)
        {
            return OptionalLong.empty();
        }
    }

    /**
     * A number of bytes with an optional unit: b, k (1000), kb (1024), m, mb, g, gb.
     * No digits mean 0; digits beyond 64 bits mean the largest number; the product wraps around.
     */
    public static OptionalLong parseMemory(final String text)
    {
        int length = 0;
        while (length < text.length() && isDigit(text.charAt(length)))
        {
            length++;
        }
        final long unit = unit(text.substring(length));
        if (0 == unit || length > MAX_DIGITS)
        {
            return OptionalLong.empty();
        }
        final BigInteger digits = 0 == length ? BigInteger.ZERO : new BigInteger(text.substring(0, length));
        return OptionalLong.of(digits.min(MAX_UNSIGNED).longValue() * unit);
    }

    /** An octal number; empty text means 0, and what does not fit is refused. */
    static OptionalLong parseOctal(final String text)
    {
        final BigInteger value = parseLenient(text, 8);
        return value != null && value.bitLength() < Long.SIZE ?
            OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    /** A decimal number with leading blanks, sign and zeros allowed; empty text means 0; the extremes saturate. */
    static OptionalLong parseLenientDecimal(final String text)
    {
        final BigInteger value = parseLenient(text, 10);
        return value == null ?
            OptionalLong.empty() : OptionalLong.of(value.min(MAX_SIGNED).max(MIN_SIGNED).longValue());
    }

    /** Bytes in the largest unit that divides them. */
    static String formatMemory(final long bytes)
    {
        if (bytes != 0 && bytes % GIB == 0)
        {
            return bytes / GIB + "gb";
        }
        if (bytes != 0 && bytes % MIB == 0)
        {
            return bytes / MIB + "mb";
        }
        return bytes != 0 && bytes % KIB == 0 ? bytes / KIB + "kb" : Long.toString(bytes);
    }

    private static long unit(final String unit)
    {
        switch (ByteText.toLowerCase(unit))
        {
            case "":
            case "b":
                return 1;

            case "k":
                return 1000;

            case "kb":
                return KIB;

            case "m":
                return 1000 * 1000;

            case "mb":
                return MIB;

            case "g":
                return 1000 * 1000 * 1000;

            case "gb":
                return GIB;

            default:
                return 0;
        }
    }

    private static BigInteger parseLenient(final String text, final int radix)
    {
        if (text.isEmpty())
        {
            return BigInteger.ZERO;
        }
        int start = 0;
        while (start < text.length() && ByteText.isSpace(text.charAt(start)))
        {
            start++;
        }
        final String trimmed = text.substring(start);
        if (!trimmed.matches(8 == radix ? "[+-]?[0-7]+" : "[+-]?[0-9]+"))
        {
            return null;
        }
        return new BigInteger(trimmed, radix);
    }

    private static boolean isDigit(final char character)
    {
        return character >= '0' && character <= '9';
    }
}
